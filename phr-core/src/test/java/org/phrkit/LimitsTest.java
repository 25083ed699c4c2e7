package org.phrkit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.phrkit.age.Age;
import org.phrkit.age.HybridIdentity;
import org.phrkit.age.Identity;
import org.phrkit.age.KeyFile;
import org.phrkit.age.KeyIdentity;
import org.phrkit.age.Recipient;
import org.phrkit.age.Regrant;
import org.phrkit.age.ScryptIdentity;
import org.phrkit.age.ScryptRecipient;
import org.phrkit.age.X25519Identity;
import org.phrkit.age.format.HeaderReader;
import org.phrkit.report.GrantChain;
import org.phrkit.report.GrantStatement;
import org.phrkit.report.Reader;
import org.phrkit.report.ReportManifest;
import org.phrkit.report.ReportReader;
import org.phrkit.report.ReportWriter;
import org.phrkit.report.SignedGrant;
import org.phrkit.report.Source;
import org.phrkit.sign.ContentHash;
import org.phrkit.sign.Signature;
import org.phrkit.sign.SigningKey;
import org.phrkit.split.Policy;
import org.phrkit.split.Share;
import org.phrkit.split.ShareFile;
import org.phrkit.split.SharesManifest;
import org.phrkit.split.Slip39;
import org.phrkit.table.Dialect;
import org.phrkit.table.Kind;
import org.phrkit.table.Role;
import org.phrkit.verify.ReleaseManifest;

/** A writer has its reader's limits: what it writes is read again, and what would not be read is not written. */
class LimitsTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");

    /** Every limit of the library, and the test that holds it against its writer, or why there is none to hold. */
    private static final Map<String, String> HELD_BY = Map.ofEntries(
            Map.entry("age.format.HeaderReader.LIMIT_STANZAS", "recipientsOfAFile"),
            Map.entry("age.format.HeaderReader.LIMIT_BYTES", "bytesOfAHeader"),
            Map.entry("age.format.HeaderReader.LIMIT_ARGUMENTS", "nothing written has more than three"),
            Map.entry("age.format.ArmorReader.WHITE_SPACE_LIMIT_BYTES", "none is written"),
            Map.entry("age.AgePlugin.LIMIT_BYTES", "of no file"),
            Map.entry("age.KeyFile.LIMIT_BYTES", "keyFiles"),
            Map.entry("age.KeyFile.LIMIT_ENCRYPTED_BYTES", "keyFiles"),
            Map.entry("age.ScryptRecipient.HIGHEST_WORK_FACTOR", "workFactors"),
            Map.entry("report.ReportManifest.LIMIT_FILES", "filesOfAReport"),
            Map.entry("report.ReportManifest.LIMIT_NAME_BYTES", "namesOfFiles"),
            Map.entry("report.ReportManifest.LIMIT_BYTES", "ReportWriterTest"),
            Map.entry("report.ReportManifest.LIMIT_CHECKPOINT", "grants"),
            Map.entry("report.GrantStatement.LIMIT_LENGTH", "grants"),
            Map.entry("report.GrantChain.LIMIT_LENGTH", "grants"),
            Map.entry("report.GrantChain.LIMIT", "GrantChainTest"),
            Map.entry("report.ReportReader.LIMIT_GRANTS", "ReportWriterTest"),
            Map.entry("report.ReportReader.LIMIT_SIGNATURE_BYTES", "commentsOfSignatures"),
            Map.entry("sign.Signature.LINE_LIMIT", "commentsOfSignatures"),
            Map.entry("sign.Signature.LEGACY_LIMIT_BYTES", "the older form is not written"),
            Map.entry("sign.SigningKey.LIMIT_BYTES", "keyFiles"),
            Map.entry("sign.ScryptMask.MOST_MEMORY_BYTES", "one measure is written, which SigningKeyTest reads"),
            Map.entry("sign.ScryptMask.MOST_OPERATIONS", "one measure is written, which SigningKeyTest reads"),
            Map.entry("sign.ScryptMask.MOST_PARALLEL", "one measure is written, which SigningKeyTest reads"),
            Map.entry("split.Policy.MOST", "sharesAndTheirList"),
            Map.entry("split.ShareFile.LIMIT_BYTES", "sharesAndTheirList"),
            Map.entry("split.ShareFile.LIMIT_NAME", "sharesAndTheirList"),
            Map.entry("split.SharesManifest.LIMIT_BYTES", "sharesAndTheirList"),
            Map.entry("split.Slip39.LARGEST_SECRET_BYTES", "sharesAndTheirList"),
            Map.entry("split.Slip39.HIGHEST_ITERATION_EXPONENT", "four bits of a share hold it"),
            Map.entry("verify.ReleaseManifest.LIMIT_BYTES", "manifestsOfReleases"),
            Map.entry("table.Decimal.MOST_CHARACTERS", "of no file"),
            Map.entry("table.Decimal.MOST_OF_LEAST_DIGITS", "of no file"),
            Map.entry("table.Csv.LIMIT_CHARACTERS", "no cell that is written is longer than those that were read"),
            Map.entry("table.Schema.LIMIT_BYTES", "the command writes templates, and refuses larger ones"),
            Map.entry("pseudonym.KeyLine.LIMIT_BYTES", "the key is not written"),
            Map.entry("rc4.Rc4Key.LIMIT_BYTES", "the key is not written"),
            Map.entry("crypto.Rc4.LARGEST_KEY_SIZE_BYTES", "the key is not written"),
            Map.entry("privacy.NearlyEqualClasses.OF_LARGEST", "of no file"),
            Map.entry("age.stream.Pipeline.MOST_THREADS", "of no file"),
            Map.entry("microaggregation.Annealing.MOST_GROUPS", "of no file"),
            Map.entry("microaggregation.Annealing.MOST_ROWS", "of no file"),
            Map.entry("store.CardProof.MOST_ENTRIES", "StatementsTest"),
            Map.entry("store.ContactCard.LONGEST_NAME", "StatementsTest"),
            Map.entry("store.HandedCard.LIMIT_BYTES", "StatementsTest"),
            Map.entry("store.RequestSignature.LONGEST_INPUT", "RequestSignatureTest"),
            Map.entry("store.SignedStatement.LIMIT_BYTES", "StatementsTest"),
            Map.entry("store.TlsKeys.MOST_KEYS", "StatementsTest"),
            Map.entry("transparency.TreeHead.LARGEST_SIZE", "MerkleTreeTest"),
            Map.entry("transparency.SignedNote.LIMIT_LENGTH", "SignedNoteTest"),
            Map.entry("transparency.SignedNote.MOST_SIGNATURES", "SignedNoteTest"),
            Map.entry("transparency.NoteVerifierKey.LONGEST_NAME", "SignedNoteTest"),
            Map.entry("transparency.KeyWatch.MOST_KEYS", "KeyWatchTest"),
            Map.entry("table.KindInference.DISTINCT_LIMIT", "of no file"));

    @Test
    void noLimitIsForgotten() {
        Set<String> limits = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests()).importPackages("org.phrkit").stream()
                        .filter(type -> !type.getName().endsWith("Test"))
                        .flatMap(type -> type.getFields().stream())
                        .filter(field -> field.getModifiers().contains(JavaModifier.STATIC)
                                && field.getRawType().isPrimitive()
                                && field.getName().matches(".*(LIMIT|MOST|LARGEST|LONGEST|HIGHEST).*"))
                        .map(field -> field.getFullName().substring("org.phrkit.".length()))
                        .collect(Collectors.toCollection(TreeSet::new));
        assertThat(limits).isEqualTo(new TreeSet<>(HELD_BY.keySet()));
        Set<String> tests = Arrays.stream(LimitsTest.class.getDeclaredMethods())
                .map(method -> method.getName())
                .collect(Collectors.toSet());
        assertThat(HELD_BY.values())
                .allMatch(holder -> holder.contains(" ") || holder.endsWith("Test") || tests.contains(holder));
    }

    private static void requireRead(List<Recipient> recipients, Identity identity) throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        Age.encrypt(recipients, InputStream.nullInputStream(), file, RANDOM);
        ByteArrayOutputStream plaintext = new ByteArrayOutputStream();
        Age.decrypt(List.of(identity), new ByteArrayInputStream(file.toByteArray()), plaintext);
        assertThat(plaintext.size()).isZero();
    }

    private static void requireRefused(List<Recipient> recipients, KeyIdentity identity) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        assertThatThrownBy(() -> Age.encrypt(recipients, InputStream.nullInputStream(), out, RANDOM))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("do not go into one file");
        ByteArrayOutputStream old = new ByteArrayOutputStream();
        Age.encrypt(List.of(identity.recipient()), InputStream.nullInputStream(), old, RANDOM);
        assertThatThrownBy(() -> new Regrant(List.of(identity), recipients, true)
                        .encryptAgain(new ByteArrayInputStream(old.toByteArray()), out, RANDOM))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("do not go into one file");
        assertThat(out.size()).as("bytes written").isZero();
    }

    @Test
    void recipientsOfAFile() throws IOException {
        X25519Identity identity = X25519Identity.generate(RANDOM);
        Recipient recipient = identity.recipient();
        requireRead(Collections.nCopies(HeaderReader.LIMIT_STANZAS, recipient), identity);
        requireRefused(Collections.nCopies(HeaderReader.LIMIT_STANZAS + 1, recipient), identity);
    }

    @Test
    void bytesOfAHeader() throws IOException {
        HybridIdentity identity = HybridIdentity.generate(RANDOM);
        Recipient recipient = identity.recipient();
        requireRead(Collections.nCopies(1346, recipient), identity);
        requireRefused(Collections.nCopies(1347, recipient), identity);
    }

    @Test
    void keyFiles() throws IOException {
        for (KeyIdentity identity : List.of(X25519Identity.generate(RANDOM), HybridIdentity.generate(RANDOM))) {
            byte[] text = KeyFile.exposeText(identity, OffsetDateTime.parse("2026-01-02T12:00:00+01:00"))
                    .getBytes(ISO_8859_1);
            assertThat(KeyFile.readIdentities(new ByteArrayInputStream(text))).hasSize(1);
        }
        assertThat(SigningKey.generate(RANDOM).exposeFileText().length()).isLessThan(SigningKey.LIMIT_BYTES);
    }

    @Test
    void workFactors() {
        char[] passphrase = {'x'};
        int highest = ScryptRecipient.HIGHEST_WORK_FACTOR;
        new ScryptRecipient(passphrase, highest).close();
        new ScryptIdentity(passphrase, highest).close();
        assertThatThrownBy(() -> new ScryptRecipient(passphrase, highest + 1))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void filesOfAReport() throws Exception {
        SigningKey sender = SigningKey.generate(RANDOM);
        X25519Identity reader = X25519Identity.generate(RANDOM);
        List<Source> files = IntStream.rangeClosed(0, ReportManifest.LIMIT_FILES)
                .mapToObj(i -> Source.of("file-" + i, new byte[0]))
                .toList();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        assertThatThrownBy(() -> ReportWriter.seal(files, sender, List.of(reader.recipient()), NOON, out, RANDOM))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(out.size()).as("bytes written").isZero();
        ReportWriter.seal(
                files.subList(0, ReportManifest.LIMIT_FILES), sender, List.of(reader.recipient()), NOON, out, RANDOM);
        ReportReader opened = ReportReader.open(
                List.of(reader), new ByteArrayInputStream(out.toByteArray()), ReportReader.Expectation.NONE);
        opened.readFiles(file -> new ByteArrayOutputStream());
    }

    /** As many grants as there may be, each as long as it may be, with what takes most room in a file of them. */
    @Test
    void grants() throws Exception {
        SigningKey granter = SigningKey.generate(RANDOM);
        Reader reader =
                new Reader(HybridIdentity.generate(RANDOM).recipient(), Optional.of(granter.verificationKey()), true);
        GrantStatement.Window window = new GrantStatement.Window(NOON, Optional.empty());
        Optional<String> checkpoint = Optional.of("\"".repeat(15_000));
        String hash = "0".repeat(64);
        GrantStatement first = new GrantStatement(
                "0".repeat(32), hash, Optional.empty(), reader, granter.verificationKey(), window, NOON, checkpoint);
        GrantChain chain = GrantChain.NONE.plus(SignedGrant.sign(first, granter));
        while (chain.grants().size() < GrantChain.LIMIT) {
            GrantStatement next = chain.next(granter.verificationKey(), reader, window, NOON, checkpoint);
            chain = chain.plus(SignedGrant.sign(next, granter));
        }
        assertThat(chain.grants().get(1).text().length()).isBetween(32_500, GrantStatement.LIMIT_LENGTH);
        assertThat(GrantChain.parse(chain.json())).isEqualTo(chain);
        GrantStatement longer =
                chain.next(granter.verificationKey(), reader, window, NOON, Optional.of("\"".repeat(16_384)));
        assertThatThrownBy(() -> SignedGrant.sign(longer, granter))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the grant would be longer than 32768 characters");
        GrantChain all = chain;
        assertThatThrownBy(() ->
                        all.next(granter.verificationKey(), reader, window, NOON, Optional.of("x".repeat(16_385))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a checkpoint is lines of at most 16384 characters in all");
    }

    @Test
    void namesOfFiles() throws Exception {
        String longest = "ü".repeat(127) + "x";
        SigningKey sender = SigningKey.generate(RANDOM);
        X25519Identity reader = X25519Identity.generate(RANDOM);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        assertThatThrownBy(() -> ReportWriter.seal(
                        List.of(Source.of(longest + "x", new byte[0])),
                        sender,
                        List.of(reader.recipient()),
                        NOON,
                        out,
                        RANDOM))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(out.size()).as("bytes written").isZero();
        ReportWriter.seal(
                List.of(Source.of(longest, new byte[0])), sender, List.of(reader.recipient()), NOON, out, RANDOM);
        ReportReader.open(List.of(reader), new ByteArrayInputStream(out.toByteArray()), ReportReader.Expectation.NONE)
                .readFiles(file -> new ByteArrayOutputStream());
    }

    @Test
    void commentsOfSignatures() throws Exception {
        SigningKey key = SigningKey.generate(RANDOM);
        String longest = "€".repeat(2048);
        Signature signature = key.sign(InputStream.nullInputStream(), longest);
        assertThat(signature.fileText().getBytes(UTF_8).length).isLessThan(1 << 16);
        Signature.parse(signature.fileText()).verify(key.verificationKey(), InputStream.nullInputStream());
        for (String comment : List.of(longest + "x", "half a pair \ud83e", "two\nlines")) {
            assertThatThrownBy(() -> key.sign(InputStream.nullInputStream(), comment))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    /** The most shares of the longest secret, for keepers of the longest names. */
    @Test
    void sharesAndTheirList() throws Exception {
        byte[] secret = new byte[Slip39.LARGEST_SECRET_BYTES];
        Policy policy = new Policy(16, Collections.nCopies(16, new Policy.Group(16, 16)));
        assertThatThrownBy(() -> Slip39.split(new byte[secret.length + 2], policy, new char[0], 0, RANDOM))
                .isInstanceOf(IllegalArgumentException.class);
        List<List<Share>> shares = Slip39.split(secret, policy, new char[0], 0, RANDOM);
        String longest = "€".repeat(200);
        LocalDate day = LocalDate.of(2026, 1, 2);
        ShareFile file = new ShareFile(shares.get(15).get(15), longest, longest);
        String text = file.exposeText(policy, day);
        assertThat(text.getBytes(UTF_8).length).isLessThan(ShareFile.LIMIT_BYTES);
        assertThat(ShareFile.parse(text).holder()).isEqualTo(longest);
        byte[] list = SharesManifest.of(policy, shares, Collections.nCopies(256, longest), longest, day)
                .json()
                .getBytes(UTF_8);
        assertThat(SharesManifest.parse(list).entries()).hasSize(256);
        assertThatThrownBy(() -> new ShareFile(shares.get(0).get(0), longest + "x", ""))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void manifestsOfReleases() throws Exception {
        List<ReleaseManifest.Released> columns = new ArrayList<>();
        columns.add(new ReleaseManifest.Released("x", Role.QUASI, Kind.NUMBER));
        int more = 0;
        String json = manifest(columns).json();
        while (json.length() + more < ReleaseManifest.LIMIT_BYTES - 100) {
            columns.add(new ReleaseManifest.Released("c" + columns.size(), Role.PLAIN, Kind.CATEGORY));
            more += 90;
        }
        while (true) {
            try {
                byte[] text = manifest(columns).json().getBytes(UTF_8);
                assertThat(ReleaseManifest.parse(text).columns()).hasSameSizeAs(columns);
            } catch (IllegalArgumentException e) {
                assertThat(e).hasMessageContaining("is not read then");
                assertThat(columns).hasSizeGreaterThan(10_000);
                return;
            }
            for (int i = 0; i < 1000; i++) {
                columns.add(new ReleaseManifest.Released("c" + columns.size(), Role.PLAIN, Kind.CATEGORY));
            }
        }
    }

    private static ReleaseManifest manifest(List<ReleaseManifest.Released> columns) {
        return new ReleaseManifest(
                "phr",
                ContentHash.of(new byte[0]),
                Optional.empty(),
                columns,
                Map.of("k", 2),
                Dialect.STANDARD,
                new ReleaseManifest.Counts(2, 1, 2, 2, 0));
    }
}
