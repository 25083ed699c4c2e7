package org.phrkit.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.phrkit.age.Age;
import org.phrkit.age.AgeException;
import org.phrkit.age.AgeHeader;
import org.phrkit.age.Identity;
import org.phrkit.client.MediationClient;
import org.phrkit.client.Membership;
import org.phrkit.client.StoreClient;
import org.phrkit.client.StoreException;
import org.phrkit.json.JsonObject;
import org.phrkit.mediation.CurvePoint;
import org.phrkit.mediation.Opening;
import org.phrkit.mediation.ReportPart;
import org.phrkit.report.GrantStatement;
import org.phrkit.report.Reader;
import org.phrkit.report.ReportReader;
import org.phrkit.report.SignedGrant;
import org.phrkit.server.accounts.Role;
import org.phrkit.sign.SigningKey;
import org.phrkit.store.ContactCard;
import org.phrkit.store.DeviceCertificate;
import org.phrkit.store.DeviceOrder;
import org.phrkit.store.Invitation;
import org.phrkit.store.OwnerKeys;
import org.phrkit.store.Recovery;
import org.phrkit.store.RequestKey;
import org.phrkit.store.SignedStatement;

/** Reports that doctors open together with the store, from enrolment to the loss of everything. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class OpeningsTest {
    static final String TEXT = "blood pressure 110/70";

    private Path scratch;
    private TestStore store;
    private TestStore.Person anna;

    static String text(byte[] file, Identity identity) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ReportReader opened =
                ReportReader.open(List.of(identity), new ByteArrayInputStream(file), ReportReader.Expectation.NONE)) {
            opened.readFiles(each -> out);
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    @BeforeAll
    void begin(@TempDir Path folder) throws Exception {
        scratch = folder;
        store = TestStore.in(
                folder.resolve("store"), "origin", "http://127.0.0.1:PORT", "rate", "1000", "metrics", "127.0.0.1:0");
        anna = store.join(Role.PATIENT, "Anna");
    }

    @AfterAll
    void end() throws Exception {
        store.close();
    }

    private String put(TestDoctor doctor, OptionalLong most) throws Exception {
        return doctor.put(scratch, anna, most);
    }

    static String tag(byte[] file, int index) throws IOException {
        return Opening.tag(AgeHeader.read(new BufferedInputStream(new ByteArrayInputStream(file)))
                .shares()
                .get(index));
    }

    private StoreClient.Openings openings(String report) throws IOException {
        return anna.client().readers(report).all().get(0).openings().orElseThrow();
    }

    @Test
    void aDoctorOpensWhatShePutsHerPartTo() throws Exception {
        TestDoctor doctor = TestDoctor.of(store, false);
        String report = put(doctor, OptionalLong.empty());
        assertThat(doctor.read(report)).isEqualTo(TEXT);
        assertThat(openings(report)).isEqualTo(new StoreClient.Openings(1, 10_000));
        byte[] file = doctor.person().get(report);
        assertThatThrownBy(() -> text(file, doctor.person().identity())).isInstanceOf(AgeException.NoMatch.class);
        // The file alone will do, as age has it.
        assertThat(text(file, doctor.identity(file, Optional.empty()))).isEqualTo(TEXT);
        assertThat(text(file, anna.identity())).isEqualTo(TEXT);
    }

    @Test
    void takenBackItOpensNoMoreThoughSheKeptTheFile() throws Exception {
        TestDoctor doctor = TestDoctor.of(store, false);
        String report = put(doctor, OptionalLong.empty());
        byte[] kept = doctor.person().get(report);
        anna.client().revoke(report, doctor.person().fingerprint());
        for (Optional<String> named : List.of(Optional.of(report), Optional.<String>empty())) {
            assertThatThrownBy(() -> doctor.identity(kept, named))
                    .isInstanceOf(StoreException.Refused.class)
                    .hasMessage("it is no longer there: it was taken back, or erased");
        }
        store.aside(it -> {
            int left = it.database().read(handle -> handle.createQuery("select count(*) from access where report = ?")
                    .bind(0, report)
                    .mapTo(Integer.class)
                    .one());
            assertThat(left).isZero();
        });
    }

    /** The new grant has a stanza of its own; the one that was taken back stands before it in the same file. */
    @Test
    void grantedAnewItOpensByTheNewStanza() throws Exception {
        TestDoctor doctor = TestDoctor.of(store, false);
        String report = put(doctor, OptionalLong.empty());
        anna.client().revoke(report, doctor.person().fingerprint());
        grant(report, doctor);
        byte[] file = doctor.person().get(report);
        assertThat(shares(file)).hasSize(3);
        Identity identity = doctor.identity(file, Optional.empty());
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Age.decrypt(List.of(identity), new ByteArrayInputStream(file), out);
        assertThat(out.toString(StandardCharsets.ISO_8859_1)).contains(TEXT);
    }

    @Test
    void whatIsErasedOrNotYetGrantedSaysSo() throws Exception {
        TestDoctor doctor = TestDoctor.of(store, false);
        String report = put(doctor, OptionalLong.empty());
        byte[] kept = doctor.person().get(report);
        change(report, "not_before = 32503680000");
        assertThatThrownBy(() -> doctor.identity(kept, Optional.empty())).hasMessageContaining("has not begun");
        change(report, "asleep = 1");
        assertThatThrownBy(() -> doctor.identity(kept, Optional.empty())).hasMessageContaining("the grant sleeps");
        change(report, "asleep = 0, not_before = 0, expires = 1");
        assertThatThrownBy(() -> doctor.identity(kept, Optional.empty()))
                .hasMessageContaining("the time of the grant is over");
        anna.client().erase(report, anna.recovery());
        assertThatThrownBy(() -> doctor.identity(kept, Optional.empty()))
                .hasMessageContaining("it was taken back, or erased");
    }

    private void change(String report, String how) throws Exception {
        store.aside(it -> it.database()
                .write(handle -> handle.execute("update access set " + how + " where report = ?", report)));
    }

    @Test
    void aGrantIsOpenedAsOftenAsItSays() throws Exception {
        TestDoctor doctor = TestDoctor.of(store, false);
        String report = put(doctor, OptionalLong.of(2));
        doctor.read(report);
        doctor.read(report);
        assertThatThrownBy(() -> doctor.read(report))
                .isInstanceOf(StoreException.Refused.class)
                .hasMessageContaining("as often as it may be");
        assertThat(openings(report)).isEqualTo(new StoreClient.Openings(2, 2));
    }

    /** What got no answer is asked again, and is one opening. */
    @Test
    void theSameQuestionIsAnsweredAgainAndCountedOnce() throws Exception {
        TestDoctor doctor = TestDoctor.of(store, false);
        String report = put(doctor, OptionalLong.of(1));
        byte[] file = doctor.person().get(report);
        Opening opening = doctor.device().part().open(shares(file).get(1), TestStore.RANDOM);
        Wire.Reply first = ask(doctor, opening, report);
        assertThat(first.status()).isEqualTo(200);
        assertThat(ask(doctor, opening, report).text()).isEqualTo(first.text());
        assertThat(openings(report).count()).isEqualTo(1);
        Opening another = doctor.device().part().open(shares(file).get(1), TestStore.RANDOM);
        assertThat(ask(doctor, another, report).status()).isEqualTo(403);
    }

    static List<byte[]> shares(byte[] file) throws IOException {
        return AgeHeader.read(new BufferedInputStream(new ByteArrayInputStream(file)))
                .shares();
    }

    private Wire.Reply ask(TestDoctor doctor, Opening opening, String report) throws Exception {
        return ask(
                doctor.person().membership().key(),
                opening.request().tag(),
                opening.request().point().bytes(),
                report);
    }

    private Wire.Reply ask(RequestKey key, String tag, byte[] point, String report) throws Exception {
        return new Wire("POST", "/v1/openings")
                .json("{\"tag\":\"" + tag + "\",\"point\":\""
                        + Base64.getEncoder().encodeToString(point) + "\",\"report\":\"" + report + "\"}")
                .signed(store, key)
                .send(store);
    }

    @Test
    void pointsThatWouldTellSomethingOfAPartAreRefused() throws Exception {
        TestDoctor doctor = TestDoctor.of(store, false);
        String report = put(doctor, OptionalLong.empty());
        String tag = tag(doctor.person().get(report), 1);
        RequestKey key = doctor.person().membership().key();
        byte[] twist = new byte[32];
        twist[0] = 2;
        byte[] notCanonical = new byte[32];
        java.util.Arrays.fill(notCanonical, (byte) 0xff);
        assertThat(ask(key, tag, new byte[32], report).text()).contains("small order");
        assertThat(ask(key, tag, twist, report).text()).contains("not on the curve");
        assertThat(ask(key, tag, notCanonical, report).text()).contains("not canonical");
        assertThat(ask(key, tag, new byte[31], report).text()).contains("32 bytes");
        assertThat(openings(report).count()).isZero();
    }

    /** Questions tell something of a part: so few that it comes to nothing. */
    @Test
    void aDeviceOpensThreeHundredTimesAnHour() throws Exception {
        TestDoctor doctor = TestDoctor.of(store, false);
        String report = put(doctor, OptionalLong.empty());
        byte[] share = shares(doctor.person().get(report)).get(1);
        for (int i = 0; i < 300; i++) {
            Opening opening = doctor.device().part().open(share, TestStore.RANDOM);
            assertThat(ask(doctor, opening, report).status()).isEqualTo(200);
        }
        Opening more = doctor.device().part().open(share, TestStore.RANDOM);
        Wire.Reply refused = ask(doctor, more, report);
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.text()).contains("300 times within an hour");
        assertThat(openings(report).count()).isEqualTo(300);
    }

    @Test
    void aPostQuantumDoctorOpensToo() throws Exception {
        TestDoctor doctor = TestDoctor.of(store, true);
        ReportPart part = ReportPart.generate(TestStore.RANDOM);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Age.encrypt(
                List.of(part.recipient(doctor.enrolled().recipient())),
                new ByteArrayInputStream(TEXT.getBytes(StandardCharsets.UTF_8)),
                out,
                TestStore.RANDOM);
        Path file = Files.write(Files.createTempFile(scratch, "pq", ".age"), out.toByteArray());
        String report = TestStore.newId();
        anna.client()
                .put(
                        file,
                        report,
                        List.of(doctor.named(part, tag(out.toByteArray(), 0), OptionalLong.empty())),
                        Optional.empty(),
                        Optional.empty());
        ByteArrayOutputStream opened = new ByteArrayOutputStream();
        Age.decrypt(
                List.of(doctor.identity(out.toByteArray(), Optional.of(report))),
                new ByteArrayInputStream(out.toByteArray()),
                opened);
        assertThat(opened.toString(StandardCharsets.UTF_8)).isEqualTo(TEXT);
    }

    /** Grants a report of Anna's that is there. */
    private void grant(String report, TestDoctor doctor) throws Exception {
        ReportPart part = ReportPart.generate(TestStore.RANDOM);
        Reader reader = new Reader(
                part.recipient(doctor.enrolled().recipient()),
                doctor.person().signing().verificationKey());
        StoreClient.Header header = anna.client().header(report);
        AgeHeader more =
                header.header().adding(List.of(anna.identity()), List.of(reader.recipient()), TestStore.RANDOM);
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        SignedGrant grant = SignedGrant.sign(
                new GrantStatement(
                        report,
                        "0".repeat(64),
                        Optional.empty(),
                        reader,
                        anna.signing().verificationKey(),
                        new GrantStatement.Window(now, Optional.empty()),
                        now,
                        Optional.empty()),
                anna.signing());
        String tag = Opening.tag(more.shares().get(more.stanzas() - 1));
        anna.client()
                .grant(
                        report,
                        header.tag(),
                        more,
                        grant,
                        Optional.empty(),
                        Optional.of(new StoreClient.Mediated(part, tag, OptionalLong.empty())));
    }

    @Test
    void aGrantOfAReportThatIsThereLetsADoctorOpenIt() throws Exception {
        TestDoctor doctor = TestDoctor.of(store, false);
        String report = anna.put(scratch, TEXT);
        grant(report, doctor);
        byte[] file = doctor.person().get(report);
        // What the manifest says of its readers is checked elsewhere, with the chain of grants.
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Age.decrypt(List.of(doctor.identity(file, Optional.of(report))), new ByteArrayInputStream(file), out);
        assertThat(out.toString(StandardCharsets.ISO_8859_1)).contains(TEXT);
    }

    @Test
    void aGrantNamesAStanzaOfItsOwnHeader() throws Exception {
        TestDoctor doctor = TestDoctor.of(store, false);
        String other = put(doctor, OptionalLong.empty());
        String tag = tag(doctor.person().get(other), 1);
        Path file = Files.createTempDirectory(scratch, "put").resolve("report.age");
        ReportPart part = ReportPart.generate(TestStore.RANDOM);
        Age.encrypt(
                List.of(anna.identity().recipient()),
                Files.writeString(scratch.resolve("plain"), TEXT),
                file,
                TestStore.RANDOM);
        assertThatThrownBy(() -> anna.client()
                        .put(
                                file,
                                TestStore.newId(),
                                List.of(doctor.named(part, tag, OptionalLong.empty())),
                                Optional.empty(),
                                Optional.empty()))
                .isInstanceOf(StoreException.Refused.class)
                .hasMessageContaining("no stanza of this tag");
    }

    /** The doctor uploads what was taken back from him, granted to himself by a number of his own: it opens nothing. */
    @Test
    void aStanzaCopiedIntoAnotherUploadOpensNothing() throws Exception {
        TestDoctor doctor = TestDoctor.of(store, false);
        String report = put(doctor, OptionalLong.empty());
        byte[] kept = doctor.person().get(report);
        anna.client().revoke(report, doctor.person().fingerprint());
        Path file = Files.write(Files.createTempFile(scratch, "copy", ".age"), kept);
        TestStore.Person accomplice = store.join(Role.PATIENT, "Bob");
        ReportPart own = ReportPart.generate(TestStore.RANDOM);
        String copy = TestStore.newId();
        accomplice
                .client()
                .put(
                        file,
                        copy,
                        List.of(doctor.named(own, tag(kept, 1), OptionalLong.empty())),
                        Optional.empty(),
                        Optional.empty());
        for (Optional<String> named : List.of(Optional.of(copy), Optional.<String>empty())) {
            Identity identity = doctor.identity(kept, named);
            assertThatThrownBy(() -> text(kept, identity)).isInstanceOf(AgeException.NoMatch.class);
        }
        assertThatThrownBy(() -> doctor.identity(kept, Optional.of(report))).hasMessageContaining("it was taken back");
    }

    @Test
    void nobodyElseOpensIt() throws Exception {
        TestDoctor doctor = TestDoctor.of(store, false);
        TestDoctor other = TestDoctor.of(store, false);
        String report = put(doctor, OptionalLong.empty());
        byte[] file = doctor.person().get(report);
        assertThatThrownBy(() -> other.identity(file, Optional.of(report))).hasMessage("no stanza stands in a grant");
        Opening opening = doctor.device().part().open(shares(file).get(1), TestStore.RANDOM);
        assertThat(ask(other, opening, report).status()).isEqualTo(404);
        assertThat(openings(report).count()).isZero();
    }

    @Test
    void aSecondDeviceSleepsUntilTheRecoveryKeyWakesItAndALostOneOpensNothing() throws Exception {
        TestDoctor doctor = TestDoctor.of(store, false);
        String report = put(doctor, OptionalLong.empty());
        TestDoctor second = secondDevice(doctor);
        assertThatThrownBy(() -> second.read(report)).hasMessageContaining("this device sleeps until it is approved");
        assertThatThrownBy(() -> doctor.mediation().approve(second.device().id(), Optional.empty()))
                .isInstanceOf(StoreException.Refused.class)
                .hasMessageContaining("another device, the recovery key or an administrator");
        doctor.mediation()
                .approve(second.device().id(), Optional.of(doctor.person().recovery()));
        assertThat(second.read(report)).isEqualTo(TEXT);
        assertThat(doctor.read(report)).isEqualTo(TEXT);

        String lost = doctor.person().membership().key().publicKey();
        assertThatThrownBy(() -> second.mediation().removeDevice(lost, Optional.empty()))
                .isInstanceOf(StoreException.Refused.class)
                .hasMessageContaining("the recovery key confirms");
        second.mediation().removeDevice(lost, Optional.of(doctor.person().recovery()));
        assertThatThrownBy(() -> doctor.read(report)).isInstanceOf(StoreException.class);
        // Nor does the stolen part at a device that the account has.
        TestDoctor thief = new TestDoctor(second.person(), doctor.enrolled(), doctor.device());
        assertThatThrownBy(() -> thief.read(report)).isInstanceOf(AgeException.NoMatch.class);
        assertThat(second.read(report)).isEqualTo(TEXT);
    }

    /** What a thief of one device must not do to the others, nor to what is kept on paper. */
    @Test
    void aDeviceNeitherSpendsTheTestOfAnotherNorReplacesTheKeysOnceTheyAreKept() throws Exception {
        TestDoctor doctor = TestDoctor.of(store, false);
        OwnerKeys keys =
                new OwnerKeys(doctor.person().identity(), doctor.person().signing(), Optional.empty());
        byte[] other = keys.encrypt(anna.recovery(), TestStore.RANDOM);
        assertThatThrownBy(() -> doctor.mediation().keepKeys(other))
                .isInstanceOf(StoreException.Refused.class)
                .hasMessageContaining("its keys are kept");
        TestDoctor second = secondDevice(doctor);
        TestDoctor third = secondDevice(doctor);
        Wire.Reply spent = new Wire("POST", "/v1/parts/" + third.device().id() + "/test")
                .json("{\"report\":\""
                        + Base64.getEncoder()
                                .encodeToString(
                                        ReportPart.generate(TestStore.RANDOM).exposeBytes())
                        + "\",\"point\":\"" + Base64.getEncoder().encodeToString(basePoint()) + "\"}")
                .signed(store, second.person().membership().key())
                .send(store);
        assertThat(spent.status()).isEqualTo(404);
        // With a device go those that it made ready and nobody approved.
        doctor.mediation()
                .approve(second.device().id(), Optional.of(doctor.person().recovery()));
        second.mediation()
                .removeDevice(
                        doctor.person().membership().key().publicKey(),
                        Optional.of(doctor.person().recovery()));
        assertThat(second.person().client().devices()).hasSize(1);
        assertThatThrownBy(() -> third.person().client().account()).isInstanceOf(StoreException.class);
    }

    /** Another device of a doctor, asleep. */
    private void certify(TestDoctor doctor, RequestKey device) throws Exception {
        doctor.person()
                .client()
                .addDevice(new DeviceCertificate(
                                doctor.person().signing().verificationKey(),
                                store.fingerprint(),
                                device.publicKey(),
                                Instant.EPOCH)
                        .sign(doctor.person().signing()));
    }

    private TestDoctor secondDevice(TestDoctor doctor) throws Exception {
        RequestKey key = RequestKey.generate(TestStore.RANDOM);
        Membership mine = doctor.person().membership();
        Membership membership =
                new Membership(mine.origin(), mine.store(), mine.tlsKeys(), mine.account(), mine.role(), key);
        certify(doctor, key);
        MediationClient.DevicePart part =
                doctor.mediation().add(doctor.device(), doctor.enrolled().recipient(), key.publicKey());
        TestStore.Person person = new TestStore.Person(
                doctor.person().identity(),
                doctor.person().signing(),
                doctor.person().recovery(),
                membership);
        return new TestDoctor(person, doctor.enrolled(), part);
    }

    @Test
    void aThirdDeviceIsWokenByTheSecondAndAnAdministratorEndsThemAll() throws Exception {
        TestDoctor doctor = TestDoctor.of(store, false);
        String report = put(doctor, OptionalLong.empty());
        TestDoctor second = secondDevice(doctor);
        TestDoctor third = secondDevice(doctor);
        // One that sleeps wakes no other, nor itself.
        for (TestDoctor sleeping : List.of(second, third)) {
            assertThatThrownBy(() -> sleeping.mediation().approve(third.device().id(), Optional.empty()))
                    .isInstanceOf(StoreException.Refused.class);
        }
        TestStore.Person administrator = store.join(Role.ADMINISTRATOR, "Root");
        administrator.client().mediation().approve(second.device().id(), Optional.empty());
        second.mediation().approve(third.device().id(), Optional.empty());
        assertThat(third.read(report)).isEqualTo(TEXT);
        String account = doctor.person().membership().account();
        assertThat(administrator.client().mediation().partsOf(account)).hasSize(4);
        administrator
                .client()
                .mediation()
                .endParts(account, Optional.of(third.device().id()));
        assertThatThrownBy(() -> third.read(report))
                .hasMessageContaining("the store no longer has a part of the key for this device");
        assertThat(second.read(report)).isEqualTo(TEXT);
        administrator.client().mediation().endParts(account, Optional.empty());
        for (TestDoctor each : List.of(doctor, second)) {
            assertThatThrownBy(() -> each.read(report))
                    .hasMessageContaining("the store no longer has a part of the key");
        }
    }

    @Test
    void thePartOnPaperAndTheRecoveryKeyBringEverythingBack() throws Exception {
        TestDoctor doctor = TestDoctor.of(store, false);
        String report = put(doctor, OptionalLong.empty());
        MediationClient.Recovered recovered = MediationClient.recover(
                store.origin(),
                store.fingerprint(),
                doctor.person().recovery(),
                doctor.enrolled().paper().exposeBytes(),
                Clock.systemUTC(),
                TestStore.RANDOM);
        OwnerKeys back = recovered.keys();
        assertThat(back.identity().recipient())
                .isEqualTo(doctor.person().identity().recipient());
        assertThat(back.signing().verificationKey())
                .isEqualTo(doctor.person().signing().verificationKey());
        assertThat(recovered.membership().account())
                .isEqualTo(doctor.person().membership().account());
        TestStore.Person person = new TestStore.Person(
                back.identity(), back.signing(), doctor.person().recovery(), recovered.membership());
        TestDoctor again = new TestDoctor(person, doctor.enrolled(), recovered.device());
        assertThat(again.read(report)).isEqualTo(TEXT);
        // Another recovery key is nobody's.
        assertThatThrownBy(() -> MediationClient.recover(
                        store.origin(),
                        store.fingerprint(),
                        anna.signing(),
                        doctor.enrolled().paper().exposeBytes(),
                        Clock.systemUTC(),
                        TestStore.RANDOM))
                .isInstanceOf(StoreException.Refused.class)
                .hasMessageContaining("does not exist");
    }

    private static Wire.Reply test(TestStore.Person person, String part, TestStore store) throws Exception {
        String report = Base64.getEncoder()
                .encodeToString(ReportPart.generate(TestStore.RANDOM).exposeBytes());
        return new Wire("POST", "/v1/parts/" + part + "/test")
                .json("{\"report\":\"" + report + "\",\"point\":\""
                        + Base64.getEncoder().encodeToString(basePoint()) + "\"}")
                .signed(store, person.membership().key())
                .send(store);
    }

    /** Asks for the part of another device. */
    private Wire.Reply forDevice(TestDoctor doctor, RequestKey device) throws Exception {
        return new Wire("POST", "/v1/parts/" + doctor.device().id() + "/devices")
                .json("{\"device\":\"" + device.publicKey() + "\",\"point\":\""
                        + Base64.getEncoder().encodeToString(basePoint()) + "\"}")
                .signed(store, doctor.person().membership().key())
                .send(store);
    }

    @Test
    void aDeviceIsAddedApprovedAndRecoveredOnce() throws Exception {
        TestDoctor doctor = TestDoctor.of(store, false);
        RequestKey unknown = RequestKey.generate(TestStore.RANDOM);
        Wire.Reply stranger = forDevice(doctor, unknown);
        assertThat(stranger.status()).isEqualTo(409);
        assertThat(stranger.text()).contains("has no such device");

        TestDoctor second = secondDevice(doctor);
        assertThat(forDevice(doctor, second.person().membership().key()).text())
                .contains("the device already has a part of the key");
        doctor.mediation()
                .approve(second.device().id(), Optional.of(doctor.person().recovery()));
        assertThatThrownBy(() -> doctor.mediation()
                        .approve(
                                second.device().id(),
                                Optional.of(doctor.person().recovery())))
                .hasMessageContaining("is not asleep");

        assertThat(recovery(doctor, unknown, Instant.now()).status()).isEqualTo(201);
        assertThat(recovery(doctor, unknown, Instant.now().plusSeconds(1)).status())
                .isEqualTo(409);

        RequestKey bare = RequestKey.generate(TestStore.RANDOM);
        certify(doctor, bare);
        store.served()
                .database()
                .write(handle -> handle.execute(
                        "update part set encrypted = x'00' where id = ?",
                        doctor.device().id()));
        assertThat(forDevice(doctor, bare).status()).isEqualTo(410);
    }

    @Test
    void aPartThatTheStoreLostBeforeItsTestIsGone() throws Exception {
        TestStore.Person person = store.join(Role.DOCTOR, "Dr. L");
        Wire.Reply made = new Wire("POST", "/v1/parts")
                .json("{}")
                .signed(store, person.membership().key())
                .send(store);
        assertThat(made.status()).isEqualTo(201);
        store.served()
                .database()
                .write(handle -> handle.execute(
                        "update part set encrypted = x'00' where account = ?",
                        person.membership().account()));
        String id =
                JsonObject.read(made.text(), Set.of("part", "point"), Set.of()).text("part");
        Wire.Reply lost = test(person, id, store);
        assertThat(lost.status()).isEqualTo(410);
        assertThat(lost.text()).contains("has lost its part of the key");
    }

    @Test
    void aPartIsTestedOnceAndPublishedAfterThat() throws Exception {
        TestStore.Person person = store.join(Role.DOCTOR, "Dr. B");
        MediationClient.Enrolled enrolled = person.client().mediation().enrol(false);
        Wire.Reply again = test(person, enrolled.device().id(), store);
        assertThat(again.status()).isEqualTo(409);
        assertThat(again.text()).contains("the part was already tested");
        // Before its card is shown, it opens nothing; another's recipient is not shown, and enrolling again begins
        // anew.
        TestStore.Person untested = store.join(Role.DOCTOR, "Dr. C");
        assertThatThrownBy(() -> untested.client()
                        .showCard(
                                TestDoctor.card(untested, enrolled.recipient()).sign(untested.signing())))
                .hasMessageContaining("were not tested");
        MediationClient.Enrolled second = person.client().mediation().enrol(false);
        person.client().showCard(TestDoctor.card(person, second.recipient()).sign(person.signing()));
        assertThatThrownBy(() -> person.client().mediation().enrol(false)).hasMessageContaining("is enrolled");
        assertThatThrownBy(() -> person.client().showCard(person.card())).hasMessageContaining("leaves out");
    }

    private static byte[] basePoint() throws IOException {
        byte[] nine = new byte[32];
        nine[0] = 9;
        return CurvePoint.of(nine).bytes();
    }

    /** With r for who has no other part, or without one for who opens through the store: nobody could open it. */
    @Test
    void aGrantFitsHowItsReaderOpens() throws Exception {
        TestDoctor doctor = TestDoctor.of(store, false);
        TestStore.Person plain = store.join(Role.DOCTOR, "Dr. B");
        TestDoctor pretended = new TestDoctor(plain, doctor.enrolled(), doctor.device());
        TestStore.Person nobody = TestStore.Person.nobody(store);
        TestDoctor unknown = new TestDoctor(nobody, doctor.enrolled(), doctor.device());
        String there = anna.put(scratch, TEXT);
        for (TestDoctor each : List.of(pretended, unknown)) {
            requireConflict(() -> put(each, OptionalLong.empty()), "another way: without the store");
            requireConflict(() -> grant(there, each), "another way: without the store");
        }
        requireConflict(() -> anna.put(scratch, TEXT, doctor.person()), "another way: together with the store");
        requireConflict(
                () -> anna.grant(anna.client(), there, doctor.person(), false), "another way: together with the store");
        assertThat(anna.client().readers(there).all()).isEmpty();
        // Nobody has a part any more: not the doctor either.
        TestStore.Person root = store.join(Role.ADMINISTRATOR, "Root");
        root.client().mediation().endParts(doctor.person().membership().account(), Optional.empty());
        requireConflict(() -> grant(there, doctor), "another way: without the store");
        anna.grant(anna.client(), there, plain, false);
        assertThat(anna.client().readers(there).all()).singleElement().satisfies(reader -> assertThat(reader.openings())
                .isEmpty());
    }

    private static void requireConflict(org.assertj.core.api.ThrowableAssert.ThrowingCallable what, String message) {
        assertThatThrownBy(what)
                .isInstanceOfSatisfying(StoreException.Refused.class, e -> assertThat(e.status())
                        .isEqualTo(409))
                .hasMessageContaining(message);
    }

    /** What the recovery key signed once is no permission for ever. */
    @Test
    void anOrderOfTheRecoveryKeyIsGoodNowAndOnce() throws Exception {
        TestDoctor doctor = TestDoctor.of(store, false);
        TestDoctor second = secondDevice(doctor);
        for (Duration off : List.of(Duration.ofSeconds(310), Duration.ofSeconds(-310))) {
            for (DeviceOrder.Kind kind : DeviceOrder.Kind.values()) {
                Wire.Reply reply = order(doctor, second, kind, Instant.now().plus(off));
                assertThat(reply.problem()).isEqualTo("clock");
                assertThat(reply.text()).contains("the time of the statement differs from the store's clock");
            }
        }
        for (Instant far : List.of(Instant.EPOCH, Instant.parse("+1000000000-12-31T23:59:59Z"))) {
            assertThat(order(doctor, second, DeviceOrder.Kind.REMOVE, far).status())
                    .isGreaterThanOrEqualTo(400);
        }
        Instant now = Instant.now();
        assertThat(order(doctor, second, DeviceOrder.Kind.REMOVE, now).status()).isEqualTo(204);
        // The device comes back, and who kept the order must not remove it once more.
        doctor.person().client().addDevice(certificate(doctor, second));
        Wire.Reply again = order(doctor, second, DeviceOrder.Kind.REMOVE, now);
        assertThat(again.problem()).isEqualTo("replayed");
        assertThat(again.text()).contains("the statement was used before");
        assertThat(doctor.person().client().devices()).hasSize(2);
    }

    private SignedStatement certificate(TestDoctor doctor, TestDoctor second) {
        return new DeviceCertificate(
                        doctor.person().signing().verificationKey(),
                        store.fingerprint(),
                        second.person().membership().key().publicKey(),
                        Instant.EPOCH)
                .sign(doctor.person().signing());
    }

    private Wire.Reply order(TestDoctor doctor, TestDoctor second, DeviceOrder.Kind kind, Instant created)
            throws Exception {
        String key = second.person().membership().key().publicKey();
        boolean isRemoval = kind == DeviceOrder.Kind.REMOVE;
        String subject = isRemoval ? key : second.device().id();
        String signed = new DeviceOrder(kind, store.fingerprint(), subject, created)
                .sign(doctor.person().recovery())
                .json();
        String body =
                isRemoval ? "{\"device\":\"" + key + "\"," + signed.strip().substring(1) : signed;
        return new Wire("POST", isRemoval ? "/v1/account/devices/removal" : "/v1/parts/" + subject + "/approval")
                .json(body)
                .signed(store, doctor.person().membership().key())
                .send(store);
    }

    @Test
    void aRecoveryIsTakenNowAndOnce() throws Exception {
        TestDoctor doctor = TestDoctor.of(store, false);
        RequestKey key = RequestKey.generate(TestStore.RANDOM);
        assertThat(recovery(doctor, key, Instant.now().minusSeconds(310)).problem())
                .isEqualTo("clock");
        Instant now = Instant.now();
        assertThat(recovery(doctor, key, now).status()).isEqualTo(201);
        doctor.mediation()
                .removeDevice(key.publicKey(), Optional.of(doctor.person().recovery()));
        assertThat(recovery(doctor, key, now).problem()).isEqualTo("replayed");
    }

    private Wire.Reply recovery(TestDoctor doctor, RequestKey key, Instant created) throws Exception {
        String signed = new Recovery(
                        store.fingerprint(), doctor.person().recovery().verificationKey(), key.publicKey(), created)
                .sign(doctor.person().recovery())
                .json();
        String point = Base64.getEncoder().encodeToString(basePoint());
        return new Wire("POST", "/v1/recoveries")
                .json("{\"point\":\"" + point + "\"," + signed.strip().substring(1))
                .signed(store, key)
                .send(store);
    }

    /** Whose account it is, the recovery key alone says: it is of one. */
    @Test
    void aRecoveryKeyIsOfOneAccount() throws Exception {
        SigningKey signing = SigningKey.generate(TestStore.RANDOM);
        ContactCard card = new ContactCard(
                "Mallory",
                signing.verificationKey(),
                anna.identity().recipient(),
                Optional.empty(),
                Instant.now().truncatedTo(ChronoUnit.SECONDS),
                Optional.empty());
        Invitation invitation = store.invite(Role.DOCTOR);
        requireConflict(
                () -> StoreClient.join(
                        invitation,
                        card.sign(signing),
                        signing,
                        anna.recovery().verificationKey(),
                        Clock.systemUTC(),
                        TestStore.RANDOM),
                "the key has an account here");
    }

    /** As the store itself counted its answers to the tests above. */
    @Test
    @Order(Integer.MAX_VALUE)
    void eachErrorOfItsRoutesWasHad() throws Exception {
        Set<String> answers = new TreeSet<>();
        Matcher line = Pattern.compile("phr_answers_total\\{route=\"([^\"]+)\",status=\"([0-9]+)\"}")
                .matcher(store.metrics());
        while (line.find()) {
            answers.add(line.group(1) + " " + line.group(2));
        }
        assertThat(answers).containsAll(ErrorsTest.IN_OPENINGS);
    }
}
