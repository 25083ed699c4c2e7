package org.phrkit.report;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.Test;
import org.phrkit.age.ScryptIdentity;
import org.phrkit.age.X25519Identity;
import org.phrkit.crypto.Ed25519;
import org.phrkit.crypto.SecretBytes;
import org.phrkit.sign.SigningKey;
import org.phrkit.sign.VerificationKey;

/** One forgery for each check. It is right in everything else, so that no other check refuses it first. */
class ReportReaderTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");
    private static final int BLOCK_BYTES = 512;
    private static final int TAR_MAGIC_AT = 257;
    private static final int TAR_PREFIX_AT = 345;

    private final SigningKey patient = SigningKey.generate(RANDOM);
    private final SigningKey dishonestDoctor = SigningKey.generate(RANDOM);
    private final X25519Identity doctor = X25519Identity.generate(RANDOM);
    private final X25519Identity reader = X25519Identity.generate(RANDOM);
    private final Part report = part("report.txt", "pulse 60\n".getBytes(UTF_8));
    private final Part image = part("image.bin", new byte[70_000]);

    /** An entry of an archive. */
    private static final class Part {
        private final TarArchiveEntry header;
        private final byte[] content;

        Part(TarArchiveEntry header, byte[] content) {
            this.header = header;
            this.content = content;
        }

        /** The honest description of a file. */
        ReportManifest.Entry entry() {
            return new ReportManifest.Entry(header.getName(), content.length, sha256(content), "text/plain");
        }
    }

    private static Part part(String name, byte[] content) {
        return new Part(new TarArchiveEntry(name, true), content);
    }

    private static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] archive(List<Part> parts) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(out, "UTF-8")) {
            for (Part part : parts) {
                part.header.setSize(part.content.length);
                tar.putArchiveEntry(part.header);
                tar.write(part.content);
                tar.closeArchiveEntry();
            }
        }
        return out.toByteArray();
    }

    private static String signature(byte[] manifest, SigningKey signer) throws IOException {
        return signer.sign(new ByteArrayInputStream(manifest), "a report").fileText();
    }

    private static ReportManifest.GrantedFrom signed(ReportManifest manifest, SigningKey signer) throws IOException {
        String json = manifest.json();
        return new ReportManifest.GrantedFrom(json, signature(json.getBytes(UTF_8), signer));
    }

    private static List<Part> head(byte[] manifest, SigningKey signer) throws IOException {
        return head(manifest, signature(manifest, signer).getBytes(UTF_8));
    }

    private static List<Part> head(byte[] manifest, byte[] signature) {
        return new ArrayList<>(
                List.of(part(ReportManifest.NAME, manifest), part(ReportManifest.SIGNATURE_NAME, signature)));
    }

    private ReportManifest manifest(
            SigningKey sender, X25519Identity recipient, List<Part> files, Optional<ReportManifest.GrantedFrom> from) {
        byte[] id = new byte[16];
        RANDOM.nextBytes(id);
        return new ReportManifest(
                1,
                HexFormat.of().formatHex(id),
                NOON,
                sender.verificationKey(),
                List.of(new Reader(recipient.recipient())),
                files.stream().map(Part::entry).toList(),
                from,
                Optional.empty());
    }

    /** What the patient sends to a recipient. */
    private ReportManifest patients(X25519Identity recipient) {
        return manifest(patient, recipient, List.of(report, image), Optional.empty());
    }

    private static byte[] sealed(ReportManifest manifest, SigningKey sender, List<Part> files) throws IOException {
        List<Part> parts = head(manifest.json().getBytes(UTF_8), sender);
        parts.addAll(files);
        return archive(parts);
    }

    private byte[] genuine() throws IOException {
        return sealed(patients(reader), patient, List.of(report, image));
    }

    private ReportReader open(byte[] plaintext) throws IOException, ReportException {
        return ReportReader.open(new ByteArrayInputStream(plaintext), reader, ReportReader.Expectation.NONE);
    }

    private void read(byte[] plaintext) throws IOException, ReportException {
        open(plaintext).readFiles(file -> new ByteArrayOutputStream());
    }

    private void assertRefused(byte[] plaintext, Class<? extends ReportException> family, String message) {
        assertThatThrownBy(() -> read(plaintext)).isInstanceOf(family).hasMessage(message);
    }

    private static final String NOT_THE_FILES = "the files are not those of the report that was passed on";

    @Test
    void whatIsGenuineIsAccepted() throws Exception {
        read(genuine());
        ReportManifest first = patients(doctor);
        ReportManifest granted =
                manifest(dishonestDoctor, reader, List.of(report, image), Optional.of(signed(first, patient)));
        byte[] plaintext = sealed(granted, dishonestDoctor, List.of(report, image));
        read(plaintext);
        assertThat(open(plaintext).earlier()).containsExactly(first);
    }

    /** The doctor signs in her own name, addresses it well, and carries what the patient had really signed. */
    @Test
    void otherFilesAreNotPassedOffAsThePatients() throws Exception {
        ReportManifest.GrantedFrom genuine = signed(patients(doctor), patient);
        Part worse = part("report.txt", "pulse 90\n".getBytes(UTF_8));
        Part renamed = part("Report.txt", report.content);
        Part more = part("more.txt", report.content);
        for (List<Part> files : List.of(
                List.of(worse, image),
                List.of(renamed, image),
                List.of(report),
                List.of(report, image, more),
                List.of(image, report))) {
            ReportManifest forged = manifest(dishonestDoctor, reader, files, Optional.of(genuine));
            assertRefused(sealed(forged, dishonestDoctor, files), ReportException.Altered.class, NOT_THE_FILES);
        }
    }

    /** An honest doctor passes on what a dishonest one gave her: the last two have the same files, the first not. */
    @Test
    void otherFilesAreFoundTwoGrantsBack() throws Exception {
        Part worse = part("report.txt", "pulse 90\n".getBytes(UTF_8));
        SigningKey honest = SigningKey.generate(RANDOM);
        ReportManifest.GrantedFrom first = signed(patients(doctor), patient);
        ReportManifest.GrantedFrom forged =
                signed(manifest(dishonestDoctor, doctor, List.of(worse), Optional.of(first)), dishonestDoctor);
        ReportManifest last = manifest(honest, reader, List.of(worse), Optional.of(forged));
        assertRefused(sealed(last, honest, List.of(worse)), ReportException.Altered.class, NOT_THE_FILES);
    }

    @Test
    void whatThePatientDidNotSignIsNotPassedOffAsHers() throws Exception {
        ReportManifest first = patients(doctor);
        String json = first.json();
        ReportManifest.GrantedFrom genuine = signed(first, patient);
        String later = json.replace("12:00", "13:00");
        assertThat(later).isNotEqualTo(json);
        for (ReportManifest.GrantedFrom forged : List.of(
                new ReportManifest.GrantedFrom(later, genuine.signature()),
                // Her signature of another report of the same files.
                new ReportManifest.GrantedFrom(
                        json, signed(patients(doctor), patient).signature()))) {
            ReportManifest granted = manifest(dishonestDoctor, reader, List.of(report, image), Optional.of(forged));
            assertRefused(
                    sealed(granted, dishonestDoctor, List.of(report, image)),
                    ReportException.Altered.class,
                    "the manifest: the signature does not match: what was signed, or the signature, was altered");
        }
        ReportManifest granted = manifest(
                dishonestDoctor,
                reader,
                List.of(report, image),
                Optional.of(new ReportManifest.GrantedFrom(json, signature(json.getBytes(UTF_8), dishonestDoctor))));
        assertRefused(
                sealed(granted, dishonestDoctor, List.of(report, image)),
                ReportException.Altered.class,
                "the manifest: the signature is by another key");
    }

    @Test
    void aReportIsPassedOnAtMostSixteenTimes() throws Exception {
        ReportManifest manifest = manifest(patient, reader, List.of(report), Optional.empty());
        for (int grants = 1; grants <= ReportReader.LIMIT_GRANTS; grants++) {
            manifest = manifest(patient, reader, List.of(report), Optional.of(signed(manifest, patient)));
        }
        byte[] most = sealed(manifest, patient, List.of(report));
        read(most);
        assertThat(open(most).earlier()).hasSize(16);
        ReportManifest more = manifest(patient, reader, List.of(report), Optional.of(signed(manifest, patient)));
        assertRefused(
                sealed(more, patient, List.of(report)),
                ReportException.Malformed.class,
                "the report was passed on more than 16 times");
    }

    @Test
    void theSignatureIsThatOfTheSenderOverTheManifest() throws Exception {
        byte[] json = patients(reader).json().getBytes(UTF_8);
        byte[] other = patients(reader).json().getBytes(UTF_8);
        String signature = signature(json, patient);
        for (Object[] forgery : new Object[][] {
            {signature(other, patient), "the signature does not match: what was signed, or the signature, was altered"},
            {signature(json, dishonestDoctor), "the signature is by another key"},
            {signature.replace("a report", "A report"), "the trusted comment was altered"}
        }) {
            List<Part> parts = head(json, ((String) forgery[0]).getBytes(UTF_8));
            parts.add(report);
            parts.add(image);
            assertRefused(archive(parts), ReportException.Altered.class, "the manifest: " + forgery[1]);
        }
        List<Part> parts =
                head(json, signature.replace("untrusted comment", "comment").getBytes(UTF_8));
        assertThatThrownBy(() -> read(archive(parts)))
                .isInstanceOf(ReportException.Malformed.class)
                .hasMessageStartingWith("the signature of the manifest is malformed: a signature is four lines");
    }

    /** Of the file itself and not of its hash: minisign takes it, and a manifest does not. */
    @Test
    void aGenuineSignatureOfTheOlderFormIsRefused() throws Exception {
        byte[] json = patients(reader).json().getBytes(UTF_8);
        String[] lines = signature(json, patient).split("\n", -1);
        byte[] bytes = Base64.getDecoder().decode(lines[1]);
        bytes[1] = 'd';
        byte[] secret = patient.exposeSecret();
        try (SecretBytes seed = SecretBytes.copyOf(secret)) {
            byte[] older = Ed25519.sign(seed, json);
            System.arraycopy(older, 0, bytes, 10, older.length);
            ByteArrayOutputStream commented = new ByteArrayOutputStream();
            commented.write(older);
            commented.write("a report".getBytes(UTF_8));
            lines[1] = Base64.getEncoder().encodeToString(bytes);
            lines[3] = Base64.getEncoder().encodeToString(Ed25519.sign(seed, commented.toByteArray()));
        }
        List<Part> parts = head(json, String.join("\n", lines).getBytes(UTF_8));
        parts.add(report);
        parts.add(image);
        assertRefused(
                archive(parts), ReportException.Malformed.class, "the signature of the manifest is of the older form");
    }

    @Test
    void aReportIsAddressedToTheKeyThatOpensIt() throws Exception {
        String message = "the report was addressed to someone else, and not to the key that opened it";
        byte[] toTheDoctor = sealed(patients(doctor), patient, List.of(report, image));
        assertRefused(toTheDoctor, ReportException.NotAddressed.class, message);
        ScryptIdentity passphrase = new ScryptIdentity("x".toCharArray(), 10);
        byte[] plaintext = genuine();
        assertThatThrownBy(() -> ReportReader.open(
                        new ByteArrayInputStream(plaintext), passphrase, ReportReader.Expectation.NONE))
                .isInstanceOf(ReportException.NotAddressed.class)
                .hasMessage(message);
    }

    @Test
    void eachExpectationIsCheckedByItself() throws Exception {
        ReportManifest manifest = patients(reader);
        byte[] plaintext = sealed(manifest, patient, List.of(report, image));
        VerificationKey other = dishonestDoctor.verificationKey();
        for (ReportReader.Expectation met : List.of(
                new ReportReader.Expectation(
                        Optional.of(patient.verificationKey()), Optional.of(manifest.id()), Optional.of(NOON)),
                new ReportReader.Expectation(Optional.empty(), Optional.empty(), Optional.of(NOON.minusSeconds(1))))) {
            assertThatCode(() -> ReportReader.open(new ByteArrayInputStream(plaintext), reader, met))
                    .doesNotThrowAnyException();
        }
        for (Object[] unmet : new Object[][] {
            {
                new ReportReader.Expectation(Optional.of(other), Optional.of(manifest.id()), Optional.of(NOON)),
                "the report is signed by another key"
            },
            {
                new ReportReader.Expectation(
                        Optional.of(patient.verificationKey()), Optional.of("0".repeat(32)), Optional.of(NOON)),
                "the report has another id"
            },
            {
                new ReportReader.Expectation(
                        Optional.of(patient.verificationKey()),
                        Optional.of(manifest.id()),
                        Optional.of(NOON.plusMillis(1))),
                "the report is older: it was made at 2026-01-02T12:00:00Z"
            }
        }) {
            assertThatThrownBy(() -> ReportReader.open(
                            new ByteArrayInputStream(plaintext), reader, (ReportReader.Expectation) unmet[0]))
                    .isInstanceOf(ReportException.NotExpected.class)
                    .hasMessage((String) unmet[1]);
        }
    }

    @Test
    void theFilesAreThoseThatWereSigned() throws Exception {
        byte[] json = patients(reader).json().getBytes(UTF_8);
        String differs = "a file is not the one that was signed: its kind, name or size differs";
        TarArchiveEntry device = new TarArchiveEntry("report.txt", TarConstants.LF_CHR, true);
        TarArchiveEntry contiguous = new TarArchiveEntry("report.txt", TarConstants.LF_CONTIG, true);
        byte[] worse = "pulse 90\n".getBytes(UTF_8);
        byte[] longer = Arrays.copyOf(report.content, report.content.length + 1);
        byte[] shorter = Arrays.copyOf(report.content, report.content.length - 1);
        for (Object[] forgery : new Object[][] {
            {List.of(report), "a file that was signed is missing"},
            {List.of(new Part(device, report.content), image), differs},
            {List.of(new Part(contiguous, report.content), image), differs},
            {List.of(part("Report.txt", report.content), image), differs},
            {List.of(image, report), differs},
            {List.of(part("report.txt", longer), image), differs},
            {List.of(part("report.txt", shorter), image), differs},
            {List.of(part("report.txt", worse), image), "a file is not the one that was signed: its content differs"},
            {List.of(report, image, part("more.txt", new byte[0])), "there is a file that was not signed"}
        }) {
            List<Part> parts = head(json, patient);
            for (Object file : (List<?>) forgery[0]) {
                parts.add((Part) file);
            }
            assertRefused(archive(parts), ReportException.Altered.class, (String) forgery[1]);
        }
    }

    /** A file with holes unpacks to more than is stored of it. */
    @Test
    void aSparseFileIsNoPlainOne() throws Exception {
        byte[] holes = new byte[1000];
        Part file = part("report.txt", holes);
        String json = manifest(patient, reader, List.of(file), Optional.empty()).json();
        List<Part> parts = head(json.getBytes(UTF_8), patient);
        byte[] sparse = "24 GNU.sparse.size=1000\n25 GNU.sparse.map=0,1000\n".getBytes(UTF_8);
        parts.add(new Part(new TarArchiveEntry("pax", TarConstants.LF_PAX_EXTENDED_HEADER_LC), sparse));
        parts.add(file);
        assertRefused(
                archive(parts),
                ReportException.Altered.class,
                "a file is not the one that was signed: its kind, name or size differs");
    }

    @Test
    void aFileIsClosedWhenItIsGenuineAndNotBefore() throws Exception {
        List<Part> parts = head(patients(reader).json().getBytes(UTF_8), patient);
        byte[] worse = image.content.clone();
        worse[worse.length - 1] = 1;
        parts.add(report);
        parts.add(part("image.bin", worse));
        List<String> closed = new ArrayList<>();
        ReportReader opened = open(archive(parts));
        assertThatThrownBy(() -> opened.readFiles(file -> new ByteArrayOutputStream() {
                    @Override
                    public void close() {
                        closed.add(file.name());
                    }
                }))
                .hasMessageContaining("its content differs");
        assertThat(closed).containsExactly("report.txt");
    }

    @Test
    void nothingStandsBehindTheLastFile() throws Exception {
        byte[] plaintext = genuine();
        read(Arrays.copyOf(plaintext, plaintext.length + 200_000));
        String message = "there is data behind the last file";
        // One block of zeros ends the files.
        int end = new String(plaintext, ISO_8859_1).indexOf("image.bin\0") + BLOCK_BYTES + 70_144 + BLOCK_BYTES;
        for (int at : new int[] {end, end + BLOCK_BYTES, plaintext.length - 1, plaintext.length + 199_999}) {
            byte[] hidden = Arrays.copyOf(plaintext, Math.max(plaintext.length, at + 1));
            hidden[at] = 1;
            assertRefused(hidden, ReportException.Altered.class, message);
        }
    }

    @Test
    void textsAreInUtf8() throws Exception {
        byte[] json = patients(reader).json().getBytes(UTF_8);
        int at = new String(json, ISO_8859_1).indexOf("text/plain");
        byte[] wrong = json.clone();
        wrong[at] = (byte) 0xff;
        // Signed as it would be understood, with the sign for what cannot be read in its place.
        String understood = signature(new String(wrong, UTF_8).getBytes(UTF_8), patient);
        assertRefused(
                archive(head(wrong, understood.getBytes(UTF_8))),
                ReportException.Malformed.class,
                "manifest.json is not text in UTF-8");
        byte[] signature = signature(json, patient).getBytes(UTF_8);
        // In the comment that is not signed.
        signature["untrusted comment: s".length()] = (byte) 0xff;
        assertRefused(
                archive(head(json, signature)),
                ReportException.Malformed.class,
                "manifest.json.minisig is not text in UTF-8");
    }

    @Test
    void aManifestHasAtMostEightMebibytes() throws Exception {
        byte[] json = patients(reader).json().getBytes(UTF_8);
        byte[] most = Arrays.copyOf(json, 8 << 20);
        Arrays.fill(most, json.length, most.length, (byte) ' ');
        List<Part> parts = head(most, patient);
        parts.add(report);
        parts.add(image);
        read(archive(parts));
        byte[] more = Arrays.copyOf(most, most.length + 1);
        more[most.length] = ' ';
        assertRefused(
                archive(head(more, patient)),
                ReportException.Malformed.class,
                "manifest.json is larger than 8388608 bytes");
        assertThat(ReportReader.isReport(
                        new BufferedInputStream(new ByteArrayInputStream(archive(head(more, patient))))))
                .as("it is one, to be refused when it is opened")
                .isTrue();
    }

    @Test
    void aSignatureHasAtMostSixtyFourKibibytes() throws Exception {
        byte[] json = patients(reader).json().getBytes(UTF_8);
        byte[] signature = Arrays.copyOf(signature(json, patient).getBytes(UTF_8), 65_536);
        // Within the limit it is read, and then refused for what stands behind it.
        assertThatThrownBy(() -> read(archive(head(json, signature))))
                .hasMessageStartingWith("the signature of the manifest is malformed");
        assertRefused(
                archive(head(json, Arrays.copyOf(signature, 65_537))),
                ReportException.Malformed.class,
                "manifest.json.minisig is larger than 65536 bytes");
    }

    private static final String NO_BEGINNING = "the package does not begin with manifest.json and its signature";

    /** Name, kind of entry and magic number of the first two headers. */
    @Test
    void aPackageBeginsWithManifestAndSignature() throws Exception {
        byte[] plaintext = genuine();
        int second = new String(plaintext, ISO_8859_1).indexOf(ReportManifest.SIGNATURE_NAME + "\0");
        assertThat(second % BLOCK_BYTES).isZero();
        for (int header : new int[] {0, second}) {
            int nameEnd = (header == 0 ? ReportManifest.NAME : ReportManifest.SIGNATURE_NAME).length();
            for (int at : new int[] {0, nameEnd - 1, nameEnd, TAR_MAGIC_AT, TAR_MAGIC_AT + 4}) {
                byte[] wrong = plaintext.clone();
                wrong[header + at] = 'x';
                assertThat(isReport(wrong)).as("byte " + at).isFalse();
            }
            for (byte kind : new byte[] {'1', '2', '5', '7', 'L', 'x', 'g', 'S'}) {
                byte[] wrong = plaintext.clone();
                wrong[header + 156] = kind;
                assertThat(isReport(wrong)).isFalse();
                assertRefused(wrong, ReportException.Malformed.class, NO_BEGINNING);
            }
            byte[] old = plaintext.clone();
            old[header + 156] = 0;
            assertThat(isReport(old)).isTrue();
            assertThat(isReport(Arrays.copyOf(plaintext, header + BLOCK_BYTES - 1)))
                    .isFalse();
            assertThat(isReport(Arrays.copyOf(plaintext, header + BLOCK_BYTES))).isEqualTo(header == second);
        }
        // The manifest itself is cut off.
        assertThat(isReport(Arrays.copyOf(plaintext, BLOCK_BYTES + 1))).isFalse();
    }

    private static boolean isReport(byte[] plaintext) throws IOException {
        BufferedInputStream stream = new BufferedInputStream(new ByteArrayInputStream(plaintext));
        boolean is = ReportReader.isReport(stream);
        assertThat(stream.readAllBytes()).as("the stream stays where it is").isEqualTo(plaintext);
        return is;
    }

    /** What tar makes of a header, and not only its first bytes, is the name of the entry. */
    @Test
    void theNamesOfTheFirstTwoAreWhole() throws Exception {
        byte[] plaintext = genuine();
        int second = new String(plaintext, ISO_8859_1).indexOf(ReportManifest.SIGNATURE_NAME + "\0");
        for (int header : new int[] {0, second}) {
            byte[] elsewhere = plaintext.clone();
            elsewhere[header + TAR_PREFIX_AT] = 'd';
            assertThat(isReport(elsewhere)).isTrue();
            assertRefused(elsewhere, ReportException.Malformed.class, NO_BEGINNING);
        }
    }

    /** A size in base 256 is one that the look at the beginning does not follow. */
    @Test
    void whatFollowsAManifestOfAnotherNotationIsItsSignature() throws Exception {
        byte[] json = patients(reader).json().getBytes(UTF_8);
        byte[] signature = signature(json, patient).getBytes(UTF_8);
        TarArchiveEntry link = new TarArchiveEntry(ReportManifest.SIGNATURE_NAME, TarConstants.LF_CHR, true);
        for (List<Part> following : List.of(
                List.<Part>of(), List.of(part("another.minisig", signature)), List.of(new Part(link, signature)))) {
            List<Part> parts = new ArrayList<>(List.of(part(ReportManifest.NAME, json)));
            parts.addAll(following);
            byte[] plaintext = archive(parts);
            Arrays.fill(plaintext, 124, 136, (byte) 0);
            plaintext[124] = (byte) 0x80;
            plaintext[134] = (byte) (json.length >> 8);
            plaintext[135] = (byte) json.length;
            assertThat(isReport(plaintext)).isTrue();
            assertRefused(plaintext, ReportException.Malformed.class, NO_BEGINNING);
        }
    }

    @Test
    void whatIsNoArchiveIsSaidSo() throws Exception {
        byte[] plaintext = genuine();
        int file = new String(plaintext, ISO_8859_1).indexOf("image.bin\0");
        byte[] noSize = plaintext.clone();
        noSize[file + 124] = 'x';
        String message = "the package is not a well-formed tar archive";
        assertRefused(noSize, ReportException.Malformed.class, message);
        byte[] cut = Arrays.copyOf(plaintext, file + BLOCK_BYTES + 100);
        assertRefused(cut, ReportException.Malformed.class, message);
        int second = new String(plaintext, ISO_8859_1).indexOf(ReportManifest.SIGNATURE_NAME + "\0");
        assertRefused(Arrays.copyOf(plaintext, second + BLOCK_BYTES + 10), ReportException.Malformed.class, message);
    }
}
