package org.phrkit.cli.files;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.phrkit.age.Age;
import org.phrkit.age.HybridIdentity;
import org.phrkit.age.KeyFile;
import org.phrkit.age.Plaintext;
import org.phrkit.age.X25519Identity;
import org.phrkit.client.Membership;
import org.phrkit.json.JsonObject;
import org.phrkit.report.GrantChain;
import org.phrkit.report.ReportWriter;
import org.phrkit.report.Source;
import org.phrkit.sign.SigningKey;
import org.phrkit.split.Policy;
import org.phrkit.split.Share;
import org.phrkit.split.ShareFile;
import org.phrkit.split.SharesManifest;
import org.phrkit.split.Slip39;
import org.phrkit.store.ContactCard;
import org.phrkit.store.Invitation;
import org.phrkit.store.RequestKey;

/** Files as their writers make them. */
class FileKindTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final LocalDate DAY = LocalDate.of(2026, 11, 26);
    private static final Policy POLICY = Policy.of(2, 3);

    private static BufferedInputStream stream(byte[] bytes) {
        return new BufferedInputStream(new ByteArrayInputStream(bytes));
    }

    private static FileKind kind(byte[] bytes) throws IOException {
        BufferedInputStream in = stream(bytes);
        FileKind kind = FileKind.of(in);
        assertThat(in.readAllBytes()).as("the stream stays where it is").isEqualTo(bytes);
        return kind;
    }

    private static FileKind kind(String text) throws IOException {
        return kind(text.getBytes(ISO_8859_1));
    }

    private static byte[] encrypted(boolean isArmored) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (X25519Identity identity = X25519Identity.generate(RANDOM);
                OutputStream out = isArmored ? Age.armoringStream(bytes) : bytes) {
            Age.encrypt(List.of(identity.recipient()), new ByteArrayInputStream(new byte[9000]), out, RANDOM);
        }
        return bytes.toByteArray();
    }

    @Test
    void encrypted() throws IOException {
        assertThat(kind(encrypted(false))).isEqualTo(FileKind.AGE);
        assertThat(kind(encrypted(true))).isEqualTo(FileKind.ARMORED_AGE);
        assertThat(kind("\n" + new String(encrypted(true), US_ASCII))).isEqualTo(FileKind.ARMORED_AGE);
        assertThat(kind("Salted__12345678...")).isEqualTo(FileKind.SALTED);
    }

    @Test
    void keysToEncryptAndDecryptWith() throws IOException {
        try (X25519Identity identity = X25519Identity.generate(RANDOM);
                HybridIdentity hybrid = HybridIdentity.generate(RANDOM)) {
            OffsetDateTime now = OffsetDateTime.of(2026, 11, 26, 8, 0, 0, 0, ZoneOffset.UTC);
            assertThat(kind(KeyFile.exposeText(identity, now))).isEqualTo(FileKind.IDENTITIES);
            assertThat(kind(KeyFile.exposeText(hybrid, now))).isEqualTo(FileKind.IDENTITIES);
            assertThat(kind(identity.exposeText())).isEqualTo(FileKind.IDENTITIES);
            assertThat(kind(identity.recipient() + "\n")).isEqualTo(FileKind.RECIPIENTS);
            assertThat(kind("# of the hospital\n\n" + hybrid.recipient())).isEqualTo(FileKind.RECIPIENTS);
            assertThat(kind("# nothing yet\n")).isEqualTo(FileKind.RECIPIENTS);
        }
    }

    @Test
    void filesOfMinisign() throws IOException {
        try (SigningKey key = SigningKey.generate(RANDOM)) {
            assertThat(kind(key.verificationKey().toString())).isEqualTo(FileKind.VERIFICATION_KEY);
            assertThat(kind(key.verificationKey().fileText())).isEqualTo(FileKind.VERIFICATION_KEY);
            assertThat(kind(key.exposeFileText())).isEqualTo(FileKind.SIGNING_KEY);
            assertThat(kind(key.fileText("passphrase".toCharArray(), RANDOM))).isEqualTo(FileKind.SIGNING_KEY);
            assertThat(kind(key.sign(new ByteArrayInputStream(new byte[1]), "a comment")
                            .fileText()))
                    .isEqualTo(FileKind.SIGNATURE);
        }
    }

    @Test
    void sharesOfAKey() throws IOException {
        List<List<Share>> shares = Slip39.split(new byte[16], POLICY, new char[0], 0, RANDOM);
        Share share = shares.get(0).get(1);
        String text = new ShareFile(share, "Jane Doe", "age1xyz").exposeText(POLICY, DAY);
        assertThat(kind(text)).isEqualTo(FileKind.KEY_SHARES);
        assertThat(kind(text.replaceAll("(?m)^#.*\n", ""))).isEqualTo(FileKind.KEY_SHARES);
        assertThat(kind(share.exposeMnemonic())).isEqualTo(FileKind.KEY_SHARES);
        SharesManifest list = SharesManifest.of(POLICY, shares, List.of("", "", ""), "age1xyz", DAY);
        assertThat(kind(list.json())).isEqualTo(FileKind.LIST_OF_SHARES);
    }

    @Test
    void whatIsAlmostAShareIsNone() throws IOException {
        String words = "academic acid ".repeat(10);
        assertThat(kind(words)).isEqualTo(FileKind.KEY_SHARES);
        assertThat(kind(words.replaceFirst("acid ", ""))).isEqualTo(FileKind.UNKNOWN);
        assertThat(kind(words.replaceFirst("acid", "ac1d"))).isEqualTo(FileKind.UNKNOWN);
        assertThat(kind(words.replaceFirst("acid", "acidifying"))).isEqualTo(FileKind.UNKNOWN);
    }

    /** As decrypt --raw writes it. */
    @Test
    void aReportThatIsNoLongerEncrypted() throws IOException {
        ByteArrayOutputStream sealed = new ByteArrayOutputStream();
        try (X25519Identity identity = X25519Identity.generate(RANDOM);
                SigningKey signer = SigningKey.generate(RANDOM)) {
            List<Source> files = List.of(Source.of("a.txt", new byte[100]));
            ReportWriter.seal(files, signer, List.of(identity.recipient()), Instant.EPOCH, sealed, RANDOM);
            try (Plaintext report = Age.open(List.of(identity), new ByteArrayInputStream(sealed.toByteArray()))) {
                byte[] archive = report.asStream().readAllBytes();
                assertThat(kind(archive)).isEqualTo(FileKind.REPORT);
                assertThat(kind(Arrays.copyOf(archive, 512))).isEqualTo(FileKind.UNKNOWN);
            }
        }
    }

    @Test
    void whatComesWithAStore() throws Exception {
        try (SigningKey signer = SigningKey.generate(RANDOM);
                X25519Identity identity = X25519Identity.generate(RANDOM)) {
            ContactCard card = new ContactCard(
                    "Anna", signer.verificationKey(), identity.recipient(), Optional.empty(), Instant.EPOCH);
            assertThat(kind(JsonObject.write(card.sign(signer).members()))).isEqualTo(FileKind.CARD);
            String membership = new Membership(
                            URI.create("https://store.example"),
                            signer.verificationKey(),
                            List.of(),
                            "0".repeat(32),
                            "patient",
                            RequestKey.generate(RANDOM))
                    .exposeText();
            assertThat(kind(membership)).isEqualTo(FileKind.MEMBERSHIP);
            String fingerprint = signer.verificationKey().fingerprintHex();
            String invitation = new Invitation(
                            URI.create("https://store.example"), Invitation.newCode(RANDOM), fingerprint)
                    .exposeText();
            assertThat(kind(invitation + "\n")).isEqualTo(FileKind.INVITATION);
            assertThat(kind(invitation.substring(1))).isEqualTo(FileKind.UNKNOWN);
        }
        assertThat(kind(GrantChain.NONE.json())).isEqualTo(FileKind.GRANTS);
    }

    @Test
    void others() throws IOException {
        assertThat(kind("{\n  \"schema\": 1,\n  \"program\": \"phr\",\n  \"release\": {}}"))
                .isEqualTo(FileKind.RELEASE_MANIFEST);
        assertThat(kind("{\"resourceType\": \"Bundle\"}")).isEqualTo(FileKind.UNKNOWN);
        assertThat(kind("PK\3\4...")).isEqualTo(FileKind.SPREADSHEET);
        assertThat(kind("\u00d0\u00cf\u0011\u00e0...")).isEqualTo(FileKind.SPREADSHEET);
        assertThat(kind("")).isEqualTo(FileKind.UNKNOWN);
        assertThat(kind("age,diagnosis\n30,a\n")).isEqualTo(FileKind.UNKNOWN);
    }

    @ParameterizedTest
    @CsvSource({"visits.csv,TABLE", "VISITS.TSV,TABLE", "visits.txt,UNKNOWN", "csv,UNKNOWN"})
    void aTableByItsName(String name, FileKind expected) throws IOException {
        assertThat(FileKind.of(stream("age,diagnosis\n".getBytes(US_ASCII)), name))
                .isEqualTo(expected);
    }

    @Test
    void whatIsEncryptedIsNoTableWhateverItsName() throws IOException {
        assertThat(FileKind.of(stream(encrypted(false)), "visits.csv")).isEqualTo(FileKind.AGE);
        assertThat(FileKind.of(stream(encrypted(true)), "visits.csv")).isEqualTo(FileKind.ARMORED_AGE);
    }
}
