package org.phrkit.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.phrkit.age.KeyRecipient;
import org.phrkit.age.X25519Identity;
import org.phrkit.sign.SigningKey;
import org.phrkit.sign.VerificationKey;

/** Each line of a manifest, changed by itself: what is refused, and for which reason. */
class ReportManifestTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String ID = "0123456789abcdef".repeat(2);
    private static final String HASH = "0123456789abcdef".repeat(4);
    private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");
    private static final VerificationKey SENDER = SigningKey.generate(RANDOM).verificationKey();
    private static final String RECIPIENT =
            X25519Identity.generate(RANDOM).recipient().toString();
    private static final String PLAIN_NAME = "a file in a report must have a plain name of at most 255 bytes";
    private static final String PARTS = "a file in a report has a size, a SHA-256 and a media type";

    private static ReportManifest.Entry entry(String name) {
        return new ReportManifest.Entry(name, 9, HASH, "text/plain");
    }

    private static ReportManifest manifest(String id, List<String> recipients, List<ReportManifest.Entry> files) {
        return new ReportManifest(
                1, id, NOON, SENDER, Reader.ofRecipients(recipients), files, Optional.empty(), Optional.empty());
    }

    private static ReportManifest manifest() {
        return new ReportManifest(
                1,
                ID,
                NOON,
                SENDER,
                Reader.ofRecipients(List.of(RECIPIENT)),
                List.of(entry("report.txt"), entry("B\u00e4ckerei.bin")),
                Optional.of(new ReportManifest.GrantedFrom("{\"\u00e4\" : 1}", "its signature\n")),
                Optional.empty());
    }

    @Test
    void whatIsWrittenIsRead() throws Exception {
        assertThat(ReportManifest.parse(manifest().json())).isEqualTo(manifest());
        ReportManifest alone = manifest(ID, List.of(RECIPIENT), List.of(entry("report.txt")));
        assertThat(ReportManifest.parse(alone.json())).isEqualTo(alone);
        assertThat(alone.json()).doesNotContain("grantedFrom");
    }

    private static void assertNoName(String name, String message) {
        assertThatThrownBy(() -> entry(name))
                .as(name)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @Test
    void aNameLeadsNowhereElse() {
        for (String name : new String[] {"", ".", "..", "a/b", "/", "a\\b", "a\nb", "a\u0000b"}) {
            assertNoName(name, PLAIN_NAME);
        }
        // The direction of writing, a line separator, a paragraph separator, an invisible joiner, half of a pair.
        for (String name : new String[] {"a\u202eb", "a\u2028b", "a\u2029b", "a\u200db", "a\ud800b"}) {
            assertNoName(name, PLAIN_NAME);
        }
        for (String name : new String[] {"...", ".a", "a b", "\u00e4", "\ud83d\ude00", "-"}) {
            assertThat(entry(name).name()).isEqualTo(name);
        }
    }

    @Test
    void aNameHasAtMost255Bytes() {
        assertThat(entry("x".repeat(255)).name()).hasSize(255);
        assertNoName("x".repeat(256), PLAIN_NAME);
        assertNoName("\u00e4".repeat(128), PLAIN_NAME);
    }

    @Test
    void theNamesOfThePackageAreTaken() {
        for (String name :
                new String[] {"manifest.json", "MANIFEST.json", "manifest.json.minisig", "manifest.json.MINISIG"}) {
            assertNoName(name, "a file in a report cannot be called " + name);
        }
        assertThat(entry("manifest.jsn").name()).isEqualTo("manifest.jsn");
    }

    @Test
    void aFileHasSizeHashAndMediaType() {
        assertThat(new ReportManifest.Entry("a", 0, HASH, "x".repeat(200)).sizeBytes())
                .isZero();
        for (Runnable wrong : List.<Runnable>of(
                () -> new ReportManifest.Entry("a", -1, HASH, "text/plain"),
                () -> new ReportManifest.Entry("a", 0, HASH.substring(1), "text/plain"),
                () -> new ReportManifest.Entry("a", 0, HASH + "0", "text/plain"),
                () -> new ReportManifest.Entry("a", 0, HASH.replace('a', 'A'), "text/plain"),
                () -> new ReportManifest.Entry("a", 0, HASH, ""),
                () -> new ReportManifest.Entry("a", 0, HASH, "x".repeat(201)),
                () -> new ReportManifest.Entry("a", 0, HASH, "text\nplain"),
                () -> new ReportManifest.Entry("a", 0, HASH, "text/pl\u00e4in"))) {
            assertThatThrownBy(wrong::run)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage(PARTS);
        }
    }

    @Test
    void aReportHasAnIdRecipientsAndFiles() {
        List<String> recipients = List.of(RECIPIENT);
        List<ReportManifest.Entry> files = List.of(entry("a"));
        for (String id : new String[] {"", ID.substring(1), ID + "0", ID.toUpperCase(Locale.ROOT)}) {
            assertThatThrownBy(() -> manifest(id, recipients, files))
                    .hasMessage("the id of a report has 32 hexadecimal digits");
        }
        for (List<String> wrong : List.of(
                List.<String>of(), List.of(RECIPIENT, ""), List.of("x", RECIPIENT), List.of(RECIPIENT + "\n"))) {
            assertThatThrownBy(() -> manifest(ID, wrong, files))
                    .hasMessage("a report has recipients, each with a public key");
        }
        assertThatThrownBy(() -> manifest(ID, recipients, List.of(entry("a"), entry("b"), entry("A"))))
                .hasMessage("two files in a report have the same name");
    }

    @Test
    void aReportHasBetweenOneAndTenThousandFiles() {
        String message = "a report has between 1 and 10000 files";
        assertThatThrownBy(() -> manifest(ID, List.of(RECIPIENT), List.of())).hasMessage(message);
        List<ReportManifest.Entry> most =
                IntStream.range(0, 10_000).mapToObj(i -> entry("f" + i)).toList();
        assertThat(manifest(ID, List.of(RECIPIENT), most).files()).hasSize(10_000);
        List<ReportManifest.Entry> more =
                IntStream.range(0, 10_001).mapToObj(i -> entry("f" + i)).toList();
        assertThatThrownBy(() -> manifest(ID, List.of(RECIPIENT), more)).hasMessage(message);
    }

    /** One change of the text for each row, and why it is refused. */
    @Test
    void eachMemberIsChecked() throws Exception {
        String json = manifest().json();
        String granted = Base64.getEncoder().encodeToString("{\"\u00e4\" : 1}".getBytes(UTF_8));
        String noJson = "the manifest is not JSON";
        String unknown = "the manifest has a member that is not known";
        String lacks = "the manifest lacks a member";
        String notOne = "the manifest is not one: ";
        for (String[] change : new String[][] {
            {"\"schema\" : 1", "\"schema\" : 2", "the manifest is of an unknown schema"},
            {"\"schema\" : 1", "\"schema\" : -1", "the manifest has no proper \"schema\""},
            {"\"schema\" : 1", "\"schema\" : \"1\"", "the manifest has no proper \"schema\""},
            {"\"schema\" : 1", "\"schema\" : 1, \"schema\" : 1", noJson},
            {"\"schema\" : 1", "\"schema\" : 1, \"more\" : 1", unknown},
            {"\"schema\" : 1,", "", lacks},
            {"\"id\" : \"" + ID + "\"", "\"id\" : 1", "the manifest has no proper \"id\""},
            {ID, ID.substring(1), notOne + "the id of a report has 32 hexadecimal digits"},
            {"2026-01-02", "2026-13-02", "the manifest is not the JSON of a report"},
            {SENDER.toString(), SENDER.toString().substring(4), "the manifest is not the JSON of a report"},
            {RECIPIENT, "AGE" + RECIPIENT, notOne + "a report has recipients, each with a public key"},
            {"\"" + RECIPIENT + "\"", "1", "the manifest has no proper \"recipients\""},
            {"[ \"" + RECIPIENT + "\" ]", "\"" + RECIPIENT + "\"", "the manifest has no proper \"recipients\""},
            {"\"size\" : 9", "\"size\" : -9", "the manifest has no proper \"size\""},
            {"\"size\" : 9", "\"size\" : 9.5", "the manifest has no proper \"size\""},
            {"\"size\" : 9", "\"size\" : 99999999999999999999", "the manifest has no proper \"size\""},
            {"\"size\" : 9", "\"size\" : 9, \"more\" : 9", unknown},
            {"\"size\" : 9,", "", lacks},
            {"report.txt", "/etc/passwd", notOne + PLAIN_NAME},
            {"report.txt", "B\u00c4ckerei.BIN", notOne + "two files in a report have the same name"},
            {"report.txt", "manifest.json", notOne + "a file in a report cannot be called manifest.json"},
            {HASH, HASH.substring(1), notOne + PARTS},
            {"text/plain", "", notOne + PARTS},
            {"\"signature\" : ", "\"more\" : 1, \"signature\" : ", unknown},
            {"\"its signature\\n\"", "1", "the manifest has no proper \"signature\""},
            {granted, "!" + granted, notOne + "Illegal base64 character 21"},
            {"\n}", "\n}{}", noJson},
            {"\n}", "", noJson},
        }) {
            assertThat(json).contains(change[0]);
            String changed = json.substring(0, json.indexOf(change[0]))
                    + change[1]
                    + json.substring(json.indexOf(change[0]) + change[0].length());
            assertThatThrownBy(() -> ReportManifest.parse(changed))
                    .as(change[1])
                    .isInstanceOf(ReportException.Malformed.class)
                    .hasMessage(change[2]);
        }
        for (String other : new String[] {"[".repeat(100_000), "1 1"}) {
            assertThatThrownBy(() -> ReportManifest.parse(other))
                    .isInstanceOf(ReportException.Malformed.class)
                    .hasMessage(noJson);
        }
        for (String other : new String[] {"", "[]", "null"}) {
            assertThatThrownBy(() -> ReportManifest.parse(other))
                    .isInstanceOf(ReportException.Malformed.class)
                    .hasMessage(lacks);
        }
    }

    private static final VerificationKey READERS = SigningKey.generate(RANDOM).verificationKey();

    private static ReportManifest second() {
        KeyRecipient other = X25519Identity.generate(RANDOM).recipient();
        return new ReportManifest(
                2,
                ID,
                NOON,
                SENDER,
                List.of(
                        new Reader(
                                Reader.ofRecipients(List.of(RECIPIENT)).get(0).recipient(), Optional.of(READERS), true),
                        new Reader(other)),
                List.of(entry("report.txt")),
                Optional.empty(),
                Optional.of("a log\n7\n"));
    }

    @Test
    void pairsAreReadAsTheyAreWritten() throws Exception {
        ReportManifest manifest = second();
        assertThat(ReportManifest.parse(manifest.json())).isEqualTo(manifest);
        assertThat(manifest.recipients()).hasSize(2).startsWith(RECIPIENT);
        assertThat(manifest.mayGrant(SENDER)).isTrue();
        assertThat(manifest.mayGrant(READERS)).isTrue();
        assertThat(manifest.mayGrant(SigningKey.generate(RANDOM).verificationKey()))
                .isFalse();
    }

    /** One change of the text of schema 2 for each row, and why it is refused. */
    @Test
    void eachMemberOfSchemaTwoIsChecked() throws Exception {
        ReportManifest manifest = second();
        String json = manifest.json();
        String other = manifest.recipients().get(1);
        String unknown = "the manifest has a member that is not known";
        String lacks = "the manifest lacks a member";
        String notOne = "the manifest is not one: ";
        for (String[] change : new String[][] {
            {"phr/report/2", "phr/report/3", "the manifest is of an unknown type"},
            {"phr/report/2", "phr/grant/1", "the manifest is of an unknown type"},
            {"\"phr/report/2\"", "2", "the manifest has no proper \"type\""},
            {"\"type\" : \"phr/report/2\",", "\"schema\" : 2,", lacks},
            {"\"type\" : ", "\"schema\" : 1, \"type\" : ", unknown},
            {"\"type\" : ", "\"recipients\" : [ ], \"type\" : ", unknown},
            {"\"readers\"", "\"recipients\"", lacks},
            {"\"mayGrant\" : true", "\"mayGrant\" : 1", "the manifest has no proper \"mayGrant\""},
            {"\"mayGrant\" : false", "\"more\" : false", lacks},
            {"\"mayGrant\" : false", "\"more\" : 1, \"mayGrant\" : false", unknown},
            {
                "\"mayGrant\" : false",
                "\"mayGrant\" : true",
                notOne + "a reader without a signing key cannot pass a report on"
            },
            {READERS.toString(), READERS.toString().substring(4), "the manifest is not the JSON of a report"},
            {"\"" + READERS + "\"", "null", "the manifest has no proper \"signer\""},
            {other, RECIPIENT, notOne + "two readers of a report have the same recipient"},
            {other, "age1x", notOne + "a report has recipients, each with a public key"},
            {"a log", "\\u0007", notOne + "a checkpoint is lines of at most 16384 characters in all"},
            {"a log", "x".repeat(16_384), notOne + "a checkpoint is lines of at most 16384 characters in all"},
        }) {
            assertThat(json).contains(change[0]);
            assertThatThrownBy(() -> ReportManifest.parse(json.replace(change[0], change[1])))
                    .as(change[1])
                    .isInstanceOf(ReportException.Malformed.class)
                    .hasMessage(change[2]);
        }
    }

    @Test
    void schemaOneNamesRecipientsAlone() {
        List<ReportManifest.Entry> files = List.of(entry("a"));
        List<Reader> plain = Reader.ofRecipients(List.of(RECIPIENT));
        List<Reader> pairs = List.of(new Reader(plain.get(0).recipient(), READERS));
        assertThatThrownBy(
                        () -> new ReportManifest(1, ID, NOON, SENDER, pairs, files, Optional.empty(), Optional.empty()))
                .hasMessage("a manifest of schema 1 names no signing keys of readers");
        assertThatThrownBy(() ->
                        new ReportManifest(1, ID, NOON, SENDER, plain, files, Optional.empty(), Optional.of("a log")))
                .hasMessage("a manifest of schema 1 has no checkpoint");
        assertThatThrownBy(
                        () -> new ReportManifest(3, ID, NOON, SENDER, plain, files, Optional.empty(), Optional.empty()))
                .hasMessage("a manifest is of schema 1 or 2");
    }
}
