package org.phrkit.report;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.phrkit.age.Age;
import org.phrkit.age.AgeException;
import org.phrkit.age.KeyIdentity;
import org.phrkit.age.KeyRecipient;
import org.phrkit.age.Plaintext;
import org.phrkit.age.ScryptIdentity;
import org.phrkit.age.ScryptRecipient;
import org.phrkit.age.X25519Identity;
import org.phrkit.sign.SigningKey;

/** What a patient, two doctors, an outsider and the store can do with a signed report. */
class ReportTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");

    private final SigningKey patient = SigningKey.generate(RANDOM);
    private final SigningKey outsider = SigningKey.generate(RANDOM);
    private final SigningKey doctorSigning = SigningKey.generate(RANDOM);
    private final X25519Identity doctor = X25519Identity.generate(RANDOM);
    private final X25519Identity second = X25519Identity.generate(RANDOM);
    private final byte[] report = "pulse 60\n".getBytes(UTF_8);

    private List<Source> sources() {
        return List.of(Source.of("report.txt", report), Source.of("B\u00e4ckerei.bin", new byte[100_000]));
    }

    private byte[] sealed(KeyRecipient... recipients) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ReportWriter.seal(sources(), patient, List.of(recipients), NOON, out, RANDOM);
        return out.toByteArray();
    }

    /** What is opened: the manifest, and the files. */
    private record Opened(ReportReader report, Map<String, byte[]> files) {}

    private static Opened open(byte[] file, KeyIdentity opener, ReportReader.Expectation expectation)
            throws IOException, ReportException {
        try (Plaintext plaintext = Age.open(List.of(opener), new ByteArrayInputStream(file))) {
            BufferedInputStream stream = new BufferedInputStream(plaintext.asStream());
            assertThat(ReportReader.isReport(stream)).isTrue();
            ReportReader reader = ReportReader.open(stream, plaintext.identity(), expectation);
            Map<String, ByteArrayOutputStream> written = new LinkedHashMap<>();
            reader.readFiles(entry -> written.computeIfAbsent(entry.name(), name -> new ByteArrayOutputStream()));
            Map<String, byte[]> files = new LinkedHashMap<>();
            written.forEach((name, content) -> files.put(name, content.toByteArray()));
            return new Opened(reader, files);
        }
    }

    private static Opened open(byte[] file, KeyIdentity opener) throws IOException, ReportException {
        return open(file, opener, ReportReader.Expectation.NONE);
    }

    private byte[] plaintext(byte[] file) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Age.decrypt(List.of(doctor), new ByteArrayInputStream(file), out);
        return out.toByteArray();
    }

    private byte[] encrypted(byte[] plain, KeyRecipient recipient) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Age.encrypt(List.of(recipient), new ByteArrayInputStream(plain), out, RANDOM);
        return out.toByteArray();
    }

    /** One entry of an archive that a test takes apart and puts together again. */
    private static final class Part {
        private final TarArchiveEntry header;
        private final byte[] content;

        Part(TarArchiveEntry header, byte[] content) {
            this.header = header;
            this.content = content;
        }

        TarArchiveEntry header() {
            return header;
        }

        byte[] content() {
            return content;
        }
    }

    private List<Part> parts(byte[] file) throws IOException {
        List<Part> parts = new ArrayList<>();
        TarArchiveInputStream tar = new TarArchiveInputStream(new ByteArrayInputStream(plaintext(file)), "UTF-8");
        for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
            parts.add(new Part(entry, tar.readAllBytes()));
        }
        return parts;
    }

    private byte[] repacked(List<Part> parts) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(out, "UTF-8")) {
            tar.setAddPaxHeadersForNonAsciiNames(true);
            for (Part part : parts) {
                part.header().setSize(part.content().length);
                tar.putArchiveEntry(part.header());
                tar.write(part.content());
                tar.closeArchiveEntry();
            }
        }
        return encrypted(out.toByteArray(), doctor.recipient());
    }

    private static Part part(String name, byte[] content) {
        return new Part(new TarArchiveEntry(name, true), content);
    }

    private Part signature(byte[] manifest, SigningKey signer) throws IOException {
        String text = signer.sign(new ByteArrayInputStream(manifest), "x").fileText();
        return part(ReportManifest.SIGNATURE_NAME, text.getBytes(UTF_8));
    }

    /** A package whose manifest a dishonest sender wrote by hand and signed. */
    private byte[] withManifest(String json, Part... files) throws IOException {
        byte[] bytes = json.getBytes(UTF_8);
        List<Part> parts = new ArrayList<>(List.of(part(ReportManifest.NAME, bytes), signature(bytes, patient)));
        parts.addAll(List.of(files));
        return repacked(parts);
    }

    private String manifest() throws IOException {
        return new String(parts(sealed(doctor.recipient())).get(0).content(), UTF_8);
    }

    @Test
    void whatIsSealedIsOpenedByEachRecipient() throws Exception {
        byte[] file = sealed(doctor.recipient(), second.recipient());
        for (KeyIdentity opener : List.of(doctor, second)) {
            Opened opened = open(file, opener);
            assertThat(opened.files()).containsOnlyKeys("report.txt", "B\u00e4ckerei.bin");
            assertThat(opened.files().get("report.txt")).isEqualTo(report);
            assertThat(opened.files().get("B\u00e4ckerei.bin")).isEqualTo(new byte[100_000]);
            ReportManifest manifest = opened.report().manifest();
            assertThat(manifest.sender()).isEqualTo(patient.verificationKey());
            assertThat(manifest.created()).isEqualTo(NOON);
            assertThat(manifest.recipients())
                    .containsExactly(
                            doctor.recipient().toString(), second.recipient().toString());
            assertThat(ReportManifest.parse(manifest.json())).isEqualTo(manifest);
            assertThat(opened.report().earlier()).isEmpty();
        }
    }

    @Test
    void aForwardedPackageWasNotAddressedToTheOther() throws Exception {
        byte[] forwarded = encrypted(plaintext(sealed(doctor.recipient())), second.recipient());
        assertThatThrownBy(() -> open(forwarded, second)).isInstanceOf(ReportException.NotAddressed.class);
    }

    @Test
    void aPassphraseIsNoRecipient() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] plain = plaintext(sealed(doctor.recipient()));
        Age.encrypt(List.of(new ScryptRecipient("x".toCharArray(), 10)), new ByteArrayInputStream(plain), out, RANDOM);
        try (Plaintext opened = Age.open(
                List.of(new ScryptIdentity("x".toCharArray(), 10)), new ByteArrayInputStream(out.toByteArray()))) {
            assertThatThrownBy(() ->
                            ReportReader.open(opened.asStream(), opened.identity(), ReportReader.Expectation.NONE))
                    .isInstanceOf(ReportException.NotAddressed.class);
        }
    }

    @Test
    void anOutsidersSignatureIsNotThatOfThePatient() throws Exception {
        List<Part> parts = parts(sealed(doctor.recipient()));
        byte[] json = parts.get(0).content();
        parts.set(1, signature(json, outsider));
        assertThatThrownBy(() -> open(repacked(parts), doctor)).isInstanceOf(ReportException.Altered.class);
        // He may sign in his own name, and then his name is seen.
        byte[] his = new String(json, UTF_8)
                .replace(
                        patient.verificationKey().toString(),
                        outsider.verificationKey().toString())
                .getBytes(UTF_8);
        parts.set(0, part(ReportManifest.NAME, his));
        parts.set(1, signature(his, outsider));
        byte[] file = repacked(parts);
        assertThat(open(file, doctor).report().manifest().sender()).isEqualTo(outsider.verificationKey());
        ReportReader.Expectation fromPatient = new ReportReader.Expectation(
                Optional.of(patient.verificationKey()), Optional.empty(), Optional.empty());
        assertThatThrownBy(() -> open(file, doctor, fromPatient)).isInstanceOf(ReportException.NotExpected.class);
        open(sealed(doctor.recipient()), doctor, fromPatient);
    }

    @Test
    void anotherOrAnOldReportIsNotTheOneAskedFor() throws Exception {
        byte[] first = sealed(doctor.recipient());
        String id = open(first, doctor).report().manifest().id();
        ReportReader.Expectation expectation =
                new ReportReader.Expectation(Optional.empty(), Optional.of(id), Optional.of(NOON));
        open(first, doctor, expectation);
        byte[] other = sealed(doctor.recipient());
        assertThatThrownBy(() -> open(other, doctor, expectation))
                .isInstanceOf(ReportException.NotExpected.class)
                .hasMessageContaining("another id");
        ReportReader.Expectation later =
                new ReportReader.Expectation(Optional.empty(), Optional.empty(), Optional.of(NOON.plusSeconds(1)));
        assertThatThrownBy(() -> open(first, doctor, later))
                .isInstanceOf(ReportException.NotExpected.class)
                .hasMessageContaining("older");
    }

    /** Wherever the store cuts, the chunk border among the places. */
    @ParameterizedTest
    @ValueSource(ints = {1, 17, 65_552, 65_553, 100_000})
    void aPackageThatWasCutIsRefused(int bytesLess) throws Exception {
        byte[] file = sealed(doctor.recipient());
        byte[] cut = Arrays.copyOf(file, file.length - bytesLess);
        assertThatThrownBy(() -> open(cut, doctor)).isInstanceOf(AgeException.class);
    }

    @Test
    void filesThatWereNotSignedAreRefused() throws Exception {
        List<Part> parts = parts(sealed(doctor.recipient()));
        List<List<Part>> forgeries = new ArrayList<>();
        forgeries.add(parts.subList(0, 3));
        forgeries.add(List.of(parts.get(0), parts.get(1), parts.get(3), parts.get(2)));
        List<Part> more = new ArrayList<>(parts);
        more.add(part("more", report));
        forgeries.add(more);
        List<Part> altered = new ArrayList<>(parts);
        altered.set(2, part("report.txt", "pulse 90\n".getBytes(UTF_8)));
        forgeries.add(altered);
        List<Part> longer = new ArrayList<>(parts);
        longer.set(2, part("report.txt", "pulse 100\n".getBytes(UTF_8)));
        forgeries.add(longer);
        List<Part> renamed = new ArrayList<>(parts);
        renamed.set(2, part("../report.txt", report));
        forgeries.add(renamed);
        TarArchiveEntry device = new TarArchiveEntry("report.txt", TarConstants.LF_CHR, true);
        List<Part> special = new ArrayList<>(parts);
        special.set(2, new Part(device, report));
        forgeries.add(special);
        for (List<Part> forgery : forgeries) {
            assertThatThrownBy(() -> open(repacked(forgery), doctor)).isInstanceOf(ReportException.Altered.class);
        }
    }

    @Test
    void manifestsThatAreNotAsWrittenAreRefused() throws Exception {
        String json = manifest();
        Part file = part("report.txt", report);
        for (String wrong : new String[] {
            json.replace("\"schema\" : 1", "\"schema\" : 2"),
            json.replace("\"schema\" : 1", "\"schema\" : 1, \"more\" : 1"),
            json.replace("\"schema\" : 1", "\"schema\" : 1, \"schema\" : 1"),
            json.replace("\"size\" : 9", "\"size\" : -9"),
            json.replace("\"size\" : 9", "\"size\" : 9.5"),
            json.replace("\"size\" : 9", "\"size\" : 99999999999999999999"),
            json.replace("\"name\" : \"report.txt\"", "\"name\" : \"/etc/passwd\""),
            json.replace("\"name\" : \"report.txt\"", "\"name\" : \"..\""),
            json.replace("\"name\" : \"report.txt\"", "\"name\" : \"a\\\\b\""),
            json.replace("\"name\" : \"report.txt\"", "\"name\" : \"b\u00c4ckerei.BIN\""),
            json.replace("\"name\" : \"report.txt\"", "\"name\" : \"manifest.json\""),
            json.replace("2026-01-02", "2026-13-02"),
            json.replaceAll("(?s)\"recipients\" : \\[.*?\\]", "\"recipients\" : []"),
            json.replaceAll("(?s)\"files\" : \\[.*\\]", "\"files\" : []"),
            json + "{}",
            "[".repeat(100_000),
            "",
        }) {
            assertThatThrownBy(() -> open(withManifest(wrong, file), doctor))
                    .as(wrong.substring(0, Math.min(wrong.length(), 300)))
                    .isInstanceOf(ReportException.Malformed.class);
        }
    }

    @Test
    void aGiantManifestIsRefusedUnread() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        TarArchiveOutputStream tar = new TarArchiveOutputStream(out, "UTF-8");
        TarArchiveEntry header = new TarArchiveEntry(ReportManifest.NAME, true);
        header.setSize(1L << 30);
        tar.putArchiveEntry(header);
        tar.write(new byte[100]);
        tar.flush();
        byte[] file = encrypted(out.toByteArray(), doctor.recipient());
        assertThatThrownBy(() -> open(file, doctor))
                .isInstanceOf(ReportException.Malformed.class)
                .hasMessageContaining("larger");
    }

    /** What commons-compress would skip: the rest of a record of 10,240 bytes behind the end of the archive. */
    @Test
    void dataBehindTheLastFileIsFoundWhereverItStands() throws Exception {
        byte[] plain = plaintext(sealed(doctor.recipient()));
        for (int at : new int[] {plain.length - 1, plain.length - 3000}) {
            byte[] hidden = plain.clone();
            hidden[at] = 'x';
            byte[] file = encrypted(hidden, doctor.recipient());
            assertThatThrownBy(() -> open(file, doctor)).isInstanceOf(ReportException.Altered.class);
        }
        byte[] longer = Arrays.copyOf(plain, plain.length + 20_000);
        open(encrypted(longer, doctor.recipient()), doctor);
        longer[longer.length - 1] = 1;
        byte[] file = encrypted(longer, doctor.recipient());
        assertThatThrownBy(() -> open(file, doctor)).isInstanceOf(ReportException.Altered.class);
    }

    @Test
    void anArchiveThatEndsEarlyIsMalformed() throws Exception {
        byte[] plain = plaintext(sealed(doctor.recipient()));
        int signatureAt = new String(plain, ISO_8859_1).indexOf(ReportManifest.SIGNATURE_NAME);
        byte[] file = encrypted(Arrays.copyOf(plain, signatureAt + 600), doctor.recipient());
        assertThatThrownBy(() -> open(file, doctor)).isInstanceOf(ReportException.Malformed.class);
    }

    /** A long name of another kind of tar would be read into memory, whatever its size. */
    @Test
    void aSpecialEntryInTheFirstPlaceIsNoReport() throws Exception {
        byte[] plain = plaintext(sealed(doctor.recipient()));
        plain[156] = 'L';
        assertThat(ReportReader.isReport(new BufferedInputStream(new ByteArrayInputStream(plain))))
                .isFalse();
        assertThatThrownBy(
                        () -> ReportReader.open(new ByteArrayInputStream(plain), doctor, ReportReader.Expectation.NONE))
                .isInstanceOf(ReportException.Malformed.class);
    }

    @Test
    void aSignatureOfTheOlderFormIsRefused() throws Exception {
        List<Part> parts = parts(sealed(doctor.recipient()));
        String[] lines = new String(parts.get(1).content(), UTF_8).split("\n", -1);
        String older = lines[1].replaceFirst("^RU", "RW");
        assertThat(older).isNotEqualTo(lines[1]);
        parts.set(
                1,
                part(
                        ReportManifest.SIGNATURE_NAME,
                        String.join("\n", lines).replace(lines[1], older).getBytes(UTF_8)));
        assertThatThrownBy(() -> open(repacked(parts), doctor))
                .isInstanceOf(ReportException.Malformed.class)
                .hasMessageContaining("older");
    }

    /** A header that claims a TiB of zeros where nine bytes were signed: refused before any of it is written. */
    @Test
    void aBombIsRefusedBeforeItIsUnpacked() throws Exception {
        List<Part> parts = parts(sealed(doctor.recipient()));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        TarArchiveOutputStream tar = new TarArchiveOutputStream(out, "UTF-8");
        tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
        for (Part part : parts.subList(0, 2)) {
            tar.putArchiveEntry(part.header());
            tar.write(part.content());
            tar.closeArchiveEntry();
        }
        TarArchiveEntry bomb = new TarArchiveEntry("report.txt", true);
        bomb.setSize(1L << 40);
        tar.putArchiveEntry(bomb);
        tar.write(new byte[20_000]);
        tar.flush();
        byte[] file = encrypted(out.toByteArray(), doctor.recipient());
        assertThatThrownBy(() -> open(file, doctor))
                .isInstanceOf(ReportException.Altered.class)
                .hasMessageContaining("size");
    }

    @Test
    void otherFilesAreNoReports() throws IOException {
        for (byte[] plain :
                new byte[][] {{}, "manifest.json".getBytes(UTF_8), new byte[5000], plaintext(sealed(doctor.recipient()))
                }) {
            if (plain.length > 5000) {
                plain[0] = 'x';
            }
            assertThat(ReportReader.isReport(new BufferedInputStream(new ByteArrayInputStream(plain))))
                    .isFalse();
        }
    }

    @Test
    void aFileThatChangesWhileItIsReadIsNotSealed() {
        AtomicInteger reading = new AtomicInteger();
        for (String later : new String[] {"pulse 90", "pulse 100", "pulse"}) {
            reading.set(0);
            Source changing = new Source() {
                @Override
                public String name() {
                    return "report.txt";
                }

                @Override
                public InputStream open() {
                    String content = reading.getAndIncrement() == 0 ? "pulse 60" : later;
                    return new ByteArrayInputStream(content.getBytes(UTF_8));
                }
            };
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            assertThatThrownBy(() -> ReportWriter.seal(
                            List.of(changing), patient, List.of(doctor.recipient()), NOON, out, RANDOM))
                    .isInstanceOf(ChangedFileException.class);
            assertThatThrownBy(() -> open(out.toByteArray(), doctor)).isInstanceOf(AgeException.class);
        }
    }

    @Test
    void aReportThatWasPassedOnShowsItsAuthor() throws Exception {
        byte[] file = sealed(doctor.recipient());
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (Plaintext plaintext = Age.open(List.of(doctor), new ByteArrayInputStream(file))) {
            ReportReader reader =
                    ReportReader.open(plaintext.asStream(), plaintext.identity(), ReportReader.Expectation.NONE);
            ReportWriter.grant(reader, doctorSigning, List.of(second.recipient()), NOON.plusSeconds(60), out, RANDOM);
        }
        Opened opened = open(out.toByteArray(), second);
        assertThat(opened.files().get("report.txt")).isEqualTo(report);
        assertThat(opened.report().manifest().sender()).isEqualTo(doctorSigning.verificationKey());
        assertThat(opened.report().earlier()).singleElement().satisfies(before -> assertThat(before.sender())
                .isEqualTo(patient.verificationKey()));
    }

    @Test
    void namesThatCannotBeInAReportAreRefused() {
        for (List<Source> wrong : List.of(
                List.<Source>of(),
                List.of(Source.of("a", report), Source.of("A", report)),
                List.of(Source.of("..", report)),
                List.of(Source.of("a/b", report)),
                List.of(Source.of("a\nb", report)),
                List.of(Source.of("x".repeat(256), report)))) {
            assertThatThrownBy(() -> ReportWriter.seal(
                            wrong, patient, List.of(doctor.recipient()), NOON, new ByteArrayOutputStream(), RANDOM))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}
