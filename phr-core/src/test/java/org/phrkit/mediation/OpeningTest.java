package org.phrkit.mediation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.phrkit.age.Age;
import org.phrkit.age.AgeException;
import org.phrkit.age.AgeHeader;
import org.phrkit.age.Identity;
import org.phrkit.age.Recipient;
import org.phrkit.age.X25519Identity;
import org.phrkit.crypto.SecretBytes;
import org.phrkit.crypto.X25519;
import org.phrkit.testing.Seeds;

/** Opening by three parts, with real files; and why each rule is there. */
class OpeningTest {
    private static final String TEXT = "blood pressure 110/70\n";

    /** Not secure, and the same at each run. */
    static SecureRandom random(long seed) {
        SplittableRandom source = new SplittableRandom(seed);
        return new SecureRandom() {
            private static final long serialVersionUID = 1L;

            @Override
            public void nextBytes(byte[] bytes) {
                source.nextBytes(bytes);
            }
        };
    }

    /** A doctor who enrolled at a store, and a patient. */
    private record Scene(SecureRandom random, DoctorPart doctor, StorePart store, MediatedRecipient recipient) {
        static Scene of(long seed, boolean isPostQuantum) {
            SecureRandom random = OpeningTest.random(seed);
            StorePart store = StorePart.generate(random);
            DoctorPart doctor = isPostQuantum ? DoctorPart.generatePostQuantum(random) : DoctorPart.generate(random);
            return new Scene(random, doctor, store, doctor.recipient(store.point()));
        }

        byte[] encrypt(ReportPart report, Recipient... others) throws IOException {
            List<Recipient> all = new ArrayList<>(List.of(others));
            all.add(report.recipient(recipient));
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            Age.encrypt(all, new ByteArrayInputStream(TEXT.getBytes(StandardCharsets.UTF_8)), out, random);
            return out.toByteArray();
        }

        Opening open(byte[] file) throws IOException {
            List<byte[]> shares = shares(file);
            return doctor.open(shares.get(shares.size() - 1), random);
        }
    }

    private static List<byte[]> shares(byte[] file) throws IOException {
        return AgeHeader.read(new BufferedInputStream(new ByteArrayInputStream(file)))
                .shares();
    }

    private static String decrypt(Identity identity, byte[] file) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Age.decrypt(List.of(identity), new ByteArrayInputStream(file), out);
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void doctorStoreAndReportOpenTogether() {
        Seeds.forEach(30, seed -> {
            Scene scene = Scene.of(seed.nextLong(), seed.nextInt(3) == 0);
            ReportPart report = ReportPart.generate(scene.random);
            byte[] file = scene.doctor.isPostQuantum()
                    ? scene.encrypt(report)
                    : scene.encrypt(
                            report, X25519Identity.generate(scene.random).recipient());
            Opening opening = scene.open(file);
            CurvePoint answer = scene.store.answer(report, opening.request().point());
            assertThat(decrypt(opening.identity(answer, report.recipient(scene.recipient)), file))
                    .isEqualTo(TEXT);
        });
    }

    @Test
    void anotherDeviceOpensTheSameFilesAndPartsOfDifferentDevicesOpenNone() {
        Seeds.forEach(10, seed -> {
            Scene scene = Scene.of(seed.nextLong(), seed.nextInt(3) == 0);
            ReportPart report = ReportPart.generate(scene.random);
            byte[] file = scene.encrypt(report);
            DeviceFactor.Exchange device = DeviceFactor.Exchange.generate(scene.random);
            DeviceFactor.Exchange store = DeviceFactor.Exchange.generate(scene.random);
            DoctorPart secondDoctor = scene.doctor.forDevice(device.asDevice(store.point()));
            StorePart secondStore = scene.store.forDevice(store.asStore(device.point()));
            Scene second = new Scene(scene.random, secondDoctor, secondStore, scene.recipient);
            Opening opening = second.open(file);
            CurvePoint answer = secondStore.answer(report, opening.request().point());
            assertThat(decrypt(opening.identity(answer, report.recipient(scene.recipient)), file))
                    .isEqualTo(TEXT);
            // A third device, made of the second.
            DoctorPart third = secondDoctor.forDevice(device.asDevice(store.point()));
            StorePart thirdStore = secondStore.forDevice(device.asDevice(store.point()));
            assertThat(third.recipient(thirdStore.point()).point()).isEqualTo(scene.recipient.point());
            CurvePoint mixed =
                    scene.store.answer(report, second.open(file).request().point());
            assertThatThrownBy(
                            () -> decrypt(second.open(file).identity(mixed, report.recipient(scene.recipient)), file))
                    .isInstanceOf(AgeException.NoMatch.class);
        });
    }

    @Test
    void anAnswerForOneReportOpensNoOther() throws IOException {
        Scene scene = Scene.of(1, false);
        ReportPart granted = ReportPart.generate(scene.random);
        ReportPart other = ReportPart.generate(scene.random);
        byte[] file = scene.encrypt(other);
        Opening opening = scene.open(file);
        // The doctor asks for the other report's stanza under the grant that he has: a stanza copied into an upload of
        // his.
        CurvePoint answer = scene.store.answer(granted, opening.request().point());
        for (ReportPart claimed : List.of(granted, other)) {
            Identity identity = opening.identity(answer, claimed.recipient(scene.recipient));
            assertThatThrownBy(() -> decrypt(identity, file))
                    .isInstanceOf(AgeException.NoMatch.class)
                    .hasMessageContaining("not encrypted to any of the given keys");
        }
    }

    /** What a log of unblinded answers would be worth to who steals the doctor's part, and what blinded ones are. */
    @Test
    void withoutTheBlindAnAnswerInALogOpensTheReport() throws IOException {
        Scene scene = Scene.of(2, false);
        ReportPart report = ReportPart.generate(scene.random);
        byte[] file = scene.encrypt(report);
        CurvePoint ephemeral = CurvePoint.of(shares(file).get(0));
        CurvePoint unblinded = scene.store.answer(report, ephemeral);
        CurvePoint blinded =
                scene.store.answer(report, scene.open(file).request().point());
        SecretBytes stolen = SecretBytes.owning(scene.doctor.exposeBytes());
        Recipient recipient = report.recipient(scene.recipient);
        assertThat(decrypt(thief(stolen, unblinded, recipient), file)).isEqualTo(TEXT);
        assertThatThrownBy(() -> decrypt(thief(stolen, blinded, recipient), file))
                .isInstanceOf(AgeException.NoMatch.class);
    }

    private static Identity thief(SecretBytes part, CurvePoint logged, Recipient recipient) {
        return Identity.ofX25519(
                (org.phrkit.age.X25519Recipient) recipient,
                point -> X25519.agree(part, logged.bytes()).orElseThrow().expose());
    }

    /** Two questions for one stanza show nothing in common, so that a log does not tell which are the same. */
    @Test
    void everyQuestionIsBlindedAnew() throws IOException {
        Scene scene = Scene.of(3, false);
        byte[] file = scene.encrypt(ReportPart.generate(scene.random));
        Opening first = scene.open(file);
        Opening second = scene.open(file);
        assertThat(first.request().tag()).isEqualTo(second.request().tag());
        assertThat(first.request().point()).isNotEqualTo(second.request().point());
        assertThat(first.request().point().bytes()).isNotEqualTo(shares(file).get(0));
    }

    /** Why r is drawn for each stanza: the grant of one report would be a grant of all that were given with the same r. */
    @Test
    void withOneNumberForTwoReportsTheGrantOfOneOpensBoth() throws IOException {
        Scene scene = Scene.of(4, false);
        ReportPart once = ReportPart.generate(scene.random);
        byte[] granted = scene.encrypt(once);
        byte[] takenBack = scene.encrypt(once);
        assertThat(granted).isNotEqualTo(takenBack);
        Opening opening = scene.open(takenBack);
        CurvePoint answer = scene.store.answer(once, opening.request().point());
        assertThat(decrypt(opening.identity(answer, once.recipient(scene.recipient)), takenBack))
                .isEqualTo(TEXT);
    }

    @Test
    void anyTwoOfThreePartsOpenNothing() throws IOException {
        Scene scene = Scene.of(5, false);
        ReportPart report = ReportPart.generate(scene.random);
        byte[] file = scene.encrypt(report);
        Recipient recipient = report.recipient(scene.recipient);
        CurvePoint ephemeral = CurvePoint.of(shares(file).get(0));
        SecretBytes d1 = SecretBytes.owning(scene.doctor.exposeBytes());
        SecretBytes d2 = SecretBytes.owning(scene.store.exposeBytes());
        SecretBytes r = SecretBytes.owning(report.exposeBytes());
        for (List<SecretBytes> two : List.of(List.of(d1, d2), List.of(d1, r), List.of(d2, r))) {
            CurvePoint reached = ephemeral.times(two.get(0));
            assertThatThrownBy(() -> decrypt(thief(two.get(1), reached, recipient), file))
                    .isInstanceOf(AgeException.NoMatch.class);
        }
        assertThat(decrypt(thief(d1, ephemeral.times(d2).times(r), recipient), file))
                .isEqualTo(TEXT);
    }

    @Test
    void aSelfTestFindsAStoreThatLies() throws IOException {
        Scene scene = Scene.of(6, false);
        for (boolean isPostQuantum : List.of(false, true)) {
            DoctorPart doctor =
                    isPostQuantum ? DoctorPart.generatePostQuantum(scene.random) : DoctorPart.generate(scene.random);
            MediatedRecipient recipient = doctor.recipient(scene.store.point());
            try (SelfTest test = SelfTest.of(doctor, recipient, scene.random)) {
                CurvePoint question = test.request().point();
                assertThat(test.passes(scene.store.answer(test.report(), question)))
                        .isTrue();
                StorePart other = StorePart.generate(scene.random);
                assertThat(test.passes(other.answer(test.report(), question))).isFalse();
                assertThat(test.passes(scene.store.answer(ReportPart.generate(scene.random), question)))
                        .isFalse();
            }
        }
    }

    @Test
    void aStanzaWithAPointThatNoHonestFileHoldsIsRefusedBeforeASecretMeetsIt() {
        Scene scene = Scene.of(7, false);
        assertThatThrownBy(() -> scene.doctor.open(new byte[32], scene.random))
                .isInstanceOf(MediationException.class)
                .hasMessage("the point has a small order");
        byte[] two = new byte[32];
        two[0] = 2;
        assertThatThrownBy(() -> scene.doctor.open(two, scene.random))
                .isInstanceOf(MediationException.class)
                .hasMessage("the point is not on the curve");
    }

    @Test
    void anAnswerOfAnotherKindIsRefused() throws IOException {
        Scene plain = Scene.of(8, false);
        Scene hybrid = Scene.of(9, true);
        ReportPart report = ReportPart.generate(plain.random);
        Opening opening = plain.open(plain.encrypt(report));
        CurvePoint answer = plain.store.answer(report, opening.request().point());
        assertThatThrownBy(() -> opening.identity(answer, report.recipient(hybrid.recipient)))
                .isInstanceOf(MediationException.class)
                .hasMessage("the answer names a recipient of another kind");
    }

    @Test
    void partsAreReadAsTheyWereWrittenAndNoOther() throws IOException {
        Scene scene = Scene.of(10, true);
        byte[] both = scene.doctor.exposeBytes();
        assertThat(both).hasSize(64);
        DoctorPart again = DoctorPart.of(both);
        assertThat(again.recipient(scene.store.point())).isEqualTo(scene.recipient);
        byte[] one = Arrays.copyOf(both, 32);
        assertThat(DoctorPart.of(one).isPostQuantum()).isFalse();
        assertThatThrownBy(() -> StorePart.of(new byte[31])).hasMessage("a part of a key has 32 bytes, not 31");
        one[0] |= 1;
        assertThatThrownBy(() -> ReportPart.of(one))
                .isInstanceOf(MediationException.class)
                .hasMessage("it is no part of a key");
        one[0] &= ~7;
        one[31] |= (byte) 0x80;
        assertThatThrownBy(() -> StorePart.of(one)).hasMessage("it is no part of a key");
    }

    @Test
    void secretsAreOverwrittenAndNeverShown() {
        Scene scene = Scene.of(11, true);
        assertThat(scene.doctor).hasToString("DoctorPart");
        assertThat(scene.store).hasToString("StorePart");
        scene.doctor.close();
        assertThat(scene.doctor.isDestroyed()).isTrue();
        assertThatThrownBy(scene.doctor::exposeBytes).isInstanceOf(IllegalStateException.class);
        assertThat(scene.doctor.mlKemSeed().orElseThrow().isDestroyed()).isTrue();
    }
}
