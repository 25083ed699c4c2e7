package org.phrkit.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.phrkit.age.KeyRecipient;
import org.phrkit.age.X25519Identity;
import org.phrkit.crypto.Ed25519;
import org.phrkit.crypto.SecretBytes;
import org.phrkit.report.GrantStatement.Window;
import org.phrkit.sign.SigningKey;
import org.phrkit.sign.VerificationKey;

/** One forgery for each check of a chain of grants; it is right in everything else. */
class GrantChainTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");
    private static final String OTHER_ID = "0".repeat(32);
    private static final String OTHER_HASH = "0".repeat(64);

    /** Someone with both keys. */
    private record Person(X25519Identity identity, SigningKey signing) {
        static Person any() {
            return new Person(X25519Identity.generate(RANDOM), SigningKey.generate(RANDOM));
        }

        KeyRecipient recipient() {
            return identity.recipient();
        }

        VerificationKey signer() {
            return signing.verificationKey();
        }

        Reader reader(boolean mayGrant) {
            return new Reader(recipient(), Optional.of(signer()), mayGrant);
        }
    }

    private final Person patient = Person.any();
    private final Person doctor = Person.any();
    private final Person ward = Person.any();
    private final Person colleague = Person.any();
    private final Person third = Person.any();
    private final Person outsider = Person.any();
    private final ReportManifest manifest = new ReportManifest(
            2,
            "0123456789abcdef".repeat(2),
            NOON,
            patient.signer(),
            List.of(patient.reader(false), doctor.reader(true), ward.reader(false)),
            List.of(new ReportManifest.Entry("a", 0, OTHER_HASH, "text/plain")),
            Optional.empty(),
            Optional.empty());

    private static Window hours(int from, int until) {
        return new Window(NOON.plus(Duration.ofHours(from)), Optional.of(NOON.plus(Duration.ofHours(until))));
    }

    private GrantStatement first(Person granter, Reader reader, Window window) {
        return new GrantStatement(
                manifest.id(),
                manifest.sha256(),
                Optional.empty(),
                reader,
                granter.signer(),
                window,
                NOON,
                Optional.empty());
    }

    private GrantStatement genuineFirst;
    private GrantChain one;
    private GrantStatement genuineSecond;

    @BeforeEach
    void grant() throws Exception {
        genuineFirst = first(doctor, colleague.reader(true), hours(0, 100));
        one = GrantChain.NONE.plus(SignedGrant.sign(genuineFirst, doctor.signing()));
        genuineSecond = one.next(colleague.signer(), third.reader(true), hours(1, 99), NOON, Optional.empty());
    }

    private Reader check(GrantChain chain, Person opener) throws ReportException.NotGranted {
        return chain.check(manifest, manifest.sha256(), opener.recipient(), NOON.plus(Duration.ofHours(2)));
    }

    private void assertNotAfter(String message, GrantStatement forged, Person signer) {
        assertThatThrownBy(() -> one.plus(SignedGrant.sign(forged, signer.signing())))
                .isInstanceOf(ReportException.NotGranted.class)
                .hasMessage(message);
    }

    private static GrantStatement with(
            GrantStatement genuine, String reportId, String manifestSha256, Optional<String> previousSha256) {
        return new GrantStatement(
                reportId,
                manifestSha256,
                previousSha256,
                genuine.reader(),
                genuine.granter(),
                genuine.window(),
                genuine.time(),
                genuine.checkpoint());
    }

    private static GrantStatement by(GrantStatement genuine, Person granter) {
        return new GrantStatement(
                genuine.reportId(),
                genuine.manifestSha256(),
                genuine.previousSha256(),
                genuine.reader(),
                granter.signer(),
                genuine.window(),
                genuine.time(),
                genuine.checkpoint());
    }

    private static GrantStatement during(GrantStatement genuine, Window window) {
        return new GrantStatement(
                genuine.reportId(),
                genuine.manifestSha256(),
                genuine.previousSha256(),
                genuine.reader(),
                genuine.granter(),
                window,
                genuine.time(),
                genuine.checkpoint());
    }

    @Test
    void whatIsGenuineIsAccepted() throws Exception {
        assertThat(check(one, colleague)).isEqualTo(colleague.reader(true));
        GrantChain two = one.plus(SignedGrant.sign(genuineSecond, colleague.signing()));
        assertThat(check(two, third)).isEqualTo(third.reader(true));
        GrantChain bySender = GrantChain.NONE.plus(
                SignedGrant.sign(first(patient, outsider.reader(false), hours(0, 100)), patient.signing()));
        assertThat(check(bySender, outsider)).isEqualTo(outsider.reader(false));
        for (GrantChain chain : List.of(GrantChain.NONE, one, two, bySender)) {
            assertThat(GrantChain.parse(chain.json())).isEqualTo(chain);
            assertThat(GrantChain.of(chain.grants())).isEqualTo(chain);
        }
    }

    @Test
    void aGrantFollowsTheOneBeforeIt() {
        Optional<String> before = genuineSecond.previousSha256();
        String sha256 = manifest.sha256();
        assertNotAfter("grant 2 is of another report", with(genuineSecond, OTHER_ID, sha256, before), colleague);
        assertNotAfter(
                "grant 2 is of another manifest", with(genuineSecond, manifest.id(), OTHER_HASH, before), colleague);
        for (Optional<String> wrong : List.of(Optional.<String>empty(), Optional.of(OTHER_HASH))) {
            assertNotAfter(
                    "grant 2 does not follow the one before it",
                    with(genuineSecond, manifest.id(), sha256, wrong),
                    colleague);
        }
        assertThatThrownBy(() -> GrantChain.NONE.plus(SignedGrant.sign(genuineSecond, colleague.signing())))
                .isInstanceOf(ReportException.NotGranted.class)
                .hasMessage("grant 1 follows another, which is missing");
    }

    /** Neither an outsider, nor the sender or an earlier granter, who grant by a first statement of their own. */
    @Test
    void aGrantIsByTheReaderOfTheOneBeforeIt() {
        for (Person other : List.of(outsider, patient, doctor, third)) {
            assertNotAfter("grant 2 is not by the reader of the one before it", by(genuineSecond, other), other);
        }
    }

    @Test
    void aReaderWithoutTheRightPassesNothingOn() throws Exception {
        GrantChain without = GrantChain.NONE.plus(
                SignedGrant.sign(first(doctor, colleague.reader(false), hours(0, 100)), doctor.signing()));
        assertThat(check(without, colleague)).isEqualTo(colleague.reader(false));
        GrantStatement second =
                without.next(colleague.signer(), third.reader(false), hours(1, 99), NOON, Optional.empty());
        assertThatThrownBy(() -> without.plus(SignedGrant.sign(second, colleague.signing())))
                .isInstanceOf(ReportException.NotGranted.class)
                .hasMessage("grant 2 is by a reader who may not pass the report on");
    }

    /** The statement names the recipient alone, and his own key signs the next one. */
    @Test
    void aReaderWithoutASigningKeyPassesNothingOn() throws Exception {
        GrantChain without = GrantChain.NONE.plus(
                SignedGrant.sign(first(doctor, new Reader(colleague.recipient()), hours(0, 100)), doctor.signing()));
        GrantStatement second =
                without.next(colleague.signer(), third.reader(false), hours(1, 99), NOON, Optional.empty());
        assertThatThrownBy(() -> without.plus(SignedGrant.sign(second, colleague.signing())))
                .isInstanceOf(ReportException.NotGranted.class)
                .hasMessage("grant 2 is not by the reader of the one before it");
    }

    @Test
    void aGrantLastsNoLongerThanTheOneBeforeIt() throws Exception {
        Instant end = NOON.plus(Duration.ofHours(100));
        for (Window wrong : List.of(
                hours(-1, 99),
                hours(1, 101),
                new Window(NOON.minusNanos(1), Optional.of(end)),
                new Window(NOON, Optional.of(end.plusNanos(1))),
                new Window(NOON, Optional.empty()))) {
            assertNotAfter(
                    "grant 2 reaches beyond the time of the one before it", during(genuineSecond, wrong), colleague);
        }
        one.plus(SignedGrant.sign(during(genuineSecond, hours(0, 100)), colleague.signing()));
        GrantChain forEver = GrantChain.NONE.plus(
                SignedGrant.sign(during(genuineFirst, new Window(NOON, Optional.empty())), doctor.signing()));
        for (Window window : List.of(hours(0, 1), new Window(NOON, Optional.empty()))) {
            forEver.plus(SignedGrant.sign(
                    forEver.next(colleague.signer(), third.reader(false), window, NOON, Optional.empty()),
                    colleague.signing()));
        }
    }

    @Test
    void thereAreAtMostFourInARow() throws Exception {
        GrantChain chain = one;
        for (int number = 2; number <= 5; number++) {
            GrantStatement next =
                    chain.next(colleague.signer(), colleague.reader(true), hours(0, 100), NOON, Optional.empty());
            SignedGrant signed = SignedGrant.sign(next, colleague.signing());
            if (number == 5) {
                GrantChain four = chain;
                assertThat(check(four, colleague)).isEqualTo(colleague.reader(true));
                assertThatThrownBy(() -> four.plus(signed))
                        .isInstanceOf(ReportException.NotGranted.class)
                        .hasMessage("a report is granted at most 4 times in a row");
            } else {
                chain = chain.plus(signed);
            }
        }
    }

    private void assertNotGranted(String message, GrantStatement forged, Person signer, Person opener)
            throws Exception {
        GrantChain chain = GrantChain.NONE.plus(SignedGrant.sign(forged, signer.signing()));
        assertThatThrownBy(() -> check(chain, opener))
                .isInstanceOf(ReportException.NotGranted.class)
                .hasMessage(message);
    }

    @Test
    void theFirstGrantIsOfThisReport() throws Exception {
        assertNotGranted(
                "the grants are of another report",
                with(genuineFirst, OTHER_ID, manifest.sha256(), Optional.empty()),
                doctor,
                colleague);
        assertNotGranted(
                "the grants are of another manifest",
                with(genuineFirst, manifest.id(), OTHER_HASH, Optional.empty()),
                doctor,
                colleague);
    }

    /** An outsider; a reader of the manifest without the right; the one who is granted it himself. */
    @Test
    void theFirstGranterIsTheSenderOrAReaderWithTheRight() throws Exception {
        for (Person other : List.of(outsider, ward, colleague)) {
            assertNotGranted(
                    "grant 1 is neither by the sender nor by a reader who may pass the report on",
                    by(genuineFirst, other),
                    other,
                    colleague);
        }
    }

    @Test
    void theLastReaderIsTheOneWhoOpens() throws Exception {
        String message = "the report is granted to someone else, and not to the key that opened it";
        assertNotGranted(message, genuineFirst, doctor, outsider);
        GrantChain two = one.plus(SignedGrant.sign(genuineSecond, colleague.signing()));
        assertThatThrownBy(() -> check(two, colleague))
                .isInstanceOf(ReportException.NotGranted.class)
                .hasMessage(message);
        assertThatThrownBy(() -> check(GrantChain.NONE, colleague))
                .isInstanceOf(ReportException.NotGranted.class)
                .hasMessage("the report is not granted to the key that opened it");
    }

    @Test
    void aGrantHoldsFromItsFirstMomentToItsLast() throws Exception {
        KeyRecipient opener = colleague.recipient();
        Instant end = NOON.plus(Duration.ofHours(100));
        for (Instant now : List.of(NOON, end.minusNanos(1))) {
            assertThat(one.check(manifest, manifest.sha256(), opener, now)).isEqualTo(colleague.reader(true));
        }
        assertThatThrownBy(() -> one.check(manifest, manifest.sha256(), opener, NOON.minusNanos(1)))
                .isInstanceOf(ReportException.NotGranted.class)
                .hasMessage("the report is granted from 2026-01-02T12:00:00Z on, and not before");
        assertThatThrownBy(() -> one.check(manifest, manifest.sha256(), opener, end))
                .isInstanceOf(ReportException.NotGranted.class)
                .hasMessage("the grant expired at 2026-01-06T16:00:00Z");
    }

    @Test
    void aSignatureIsTheGrantersOfThisText() throws Exception {
        SignedGrant genuine = one.grants().get(0);
        assertThat(SignedGrant.read(genuine.text(), genuine.signature())).isEqualTo(genuine);
        String byOther = outsider.signing()
                .sign(new ByteArrayInputStream(genuine.text().getBytes(UTF_8)), "a grant")
                .fileText();
        SignedGrant other = SignedGrant.sign(during(genuineFirst, hours(0, 99)), doctor.signing());
        for (String[] forged : new String[][] {
            {genuine.text(), byOther, "the signature is by another key"},
            {
                genuine.text(),
                other.signature(),
                "the signature does not match: what was signed, or the signature, was altered"
            },
            {
                genuine.text().replace("\"mayGrant\" : true", "\"mayGrant\" : false"),
                genuine.signature(),
                "the signature does not match: what was signed, or the signature, was altered"
            },
            {genuine.text(), genuine.signature().replace("phr grant", "phr Grant"), "the trusted comment was altered"},
        }) {
            assertThat(forged[0] + forged[1]).isNotEqualTo(genuine.text() + genuine.signature());
            assertThatThrownBy(() -> SignedGrant.read(forged[0], forged[1]))
                    .isInstanceOf(ReportException.Altered.class)
                    .hasMessage("the grant: " + forged[2]);
        }
        assertThatThrownBy(() -> SignedGrant.read(genuine.text(), ""))
                .isInstanceOf(ReportException.Malformed.class)
                .hasMessageStartingWith("the signature of the grant is malformed: a signature is four lines");
        assertThatThrownBy(() -> SignedGrant.sign(genuineFirst, outsider.signing()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a grant is signed by its granter");
    }

    /** Of the statement itself and not of its hash: minisign takes it, and a grant does not. */
    @Test
    void aGenuineSignatureOfTheOlderFormIsRefused() throws Exception {
        SignedGrant genuine = one.grants().get(0);
        String[] lines = genuine.signature().split("\n", -1);
        byte[] bytes = Base64.getDecoder().decode(lines[1]);
        bytes[1] = 'd';
        byte[] comment = lines[2].substring("trusted comment: ".length()).getBytes(UTF_8);
        try (SecretBytes seed = SecretBytes.copyOf(doctor.signing().exposeSecret())) {
            byte[] older = Ed25519.sign(seed, genuine.text().getBytes(UTF_8));
            System.arraycopy(older, 0, bytes, 10, older.length);
            byte[] commented = new byte[older.length + comment.length];
            System.arraycopy(older, 0, commented, 0, older.length);
            System.arraycopy(comment, 0, commented, older.length, comment.length);
            lines[1] = Base64.getEncoder().encodeToString(bytes);
            lines[3] = Base64.getEncoder().encodeToString(Ed25519.sign(seed, commented));
        }
        assertThatThrownBy(() -> SignedGrant.read(genuine.text(), String.join("\n", lines)))
                .isInstanceOf(ReportException.Malformed.class)
                .hasMessage("the signature of the grant is of the older form");
    }

    @Test
    void aFileOfGrantsIsReadAsItIsWritten() throws Exception {
        String json = one.json();
        List<String[]> changes = new ArrayList<>();
        changes.add(new String[] {GrantChain.TYPE, "phr/grants/2", "the grants are of an unknown type"});
        changes.add(new String[] {
            "\"statements\"", "\"more\" : 1, \"statements\"", "the grants: the text has a member that is not known"
        });
        changes.add(new String[] {"\"type\"", "\"typ\"", "the grants: the text lacks a member"});
        changes.add(new String[] {
            "\"signature\"", "\"more\" : 1, \"signature\"", "the grants: the text has a member that is not known"
        });
        changes.add(new String[] {"\n}", "\n}{}", "the grants: the text is not JSON"});
        for (String[] change : changes) {
            assertThat(json).contains(change[0]);
            assertThatThrownBy(() -> GrantChain.parse(json.replace(change[0], change[1])))
                    .isInstanceOf(ReportException.Malformed.class)
                    .hasMessage(change[2]);
        }
        UnaryOperator<String> longer = text -> text + " ".repeat(GrantChain.LIMIT_LENGTH);
        assertThatThrownBy(() -> GrantChain.parse(longer.apply(json)))
                .isInstanceOf(ReportException.Malformed.class)
                .hasMessage("a file of grants has at most 1048576 characters");
    }
}
