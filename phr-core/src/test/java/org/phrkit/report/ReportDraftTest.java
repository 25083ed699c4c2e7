package org.phrkit.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.phrkit.age.Age;
import org.phrkit.age.AgeHeader;
import org.phrkit.age.X25519Identity;
import org.phrkit.sign.SigningKey;
import org.phrkit.testing.Seeds;

/** Reports of schema 2: their sizes are known before they are written, and padded where that is asked for. */
class ReportDraftTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");

    private final SigningKey patient = SigningKey.generate(RANDOM);
    private final SigningKey signingDoctor = SigningKey.generate(RANDOM);
    private final X25519Identity doctor = X25519Identity.generate(RANDOM);
    private final X25519Identity ward = X25519Identity.generate(RANDOM);
    private final List<Reader> readers = List.of(
            new Reader(doctor.recipient(), Optional.of(signingDoctor.verificationKey()), true),
            new Reader(ward.recipient()));
    private final Source report = Source.of("report.txt", "pulse 60\n".getBytes(UTF_8));

    private ReportDraft draft(List<Source> files, boolean padded) throws IOException {
        return ReportWriter.draft(
                files, new Envelope(patient, readers, NOON, Optional.of("a log\n1\n"), padded), RANDOM);
    }

    private byte[] plaintext(ReportDraft draft) throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        draft.seal(file, RANDOM);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Age.decrypt(List.of(doctor), new ByteArrayInputStream(file.toByteArray()), out);
        return out.toByteArray();
    }

    private ReportReader open(byte[] plaintext) throws IOException, ReportException {
        return ReportReader.open(new ByteArrayInputStream(plaintext), doctor, ReportReader.Expectation.NONE);
    }

    @Test
    void aReaderIsNamedAsAPair() throws Exception {
        ReportDraft draft = draft(List.of(report), true);
        ReportReader reader = open(plaintext(draft));
        reader.readFiles(file -> new ByteArrayOutputStream());
        assertThat(reader.manifest()).isEqualTo(draft.manifest());
        assertThat(reader.manifest().readers()).isEqualTo(readers);
        assertThat(reader.manifest().checkpoint()).contains("a log\n1\n");
        assertThat(reader.reader()).isEqualTo(readers.get(0));
        assertThat(reader.manifestSha256())
                .isEqualTo(draft.manifestSha256())
                .isEqualTo(draft.manifest().sha256());
        assertThat(reader.manifest().json()).startsWith("{\n  \"type\" : \"phr/report/2\",\n");
    }

    @Test
    void theSizeIsKnownBefore() throws Exception {
        List<List<Source>> lists = new ArrayList<>(List.of(
                List.of(report),
                List.of(report, Source.of("B\u00e4ckerei", new byte[511]), Source.of("x".repeat(250), new byte[513])),
                List.of(Source.of("empty", new byte[0]), Source.of("x".repeat(100), new byte[300_000]))));
        Seeds.forEach(30, random -> {
            List<Source> files = new ArrayList<>();
            for (int i = random.nextInt(1, 5); i > 0; i--) {
                String name = i + "\u00e4".repeat(random.nextInt(0, 2)) + "x".repeat(random.nextInt(0, 200));
                files.add(Source.of(name, new byte[random.nextInt(0, 40_000)]));
            }
            lists.add(files);
        });
        for (List<Source> files : lists) {
            for (boolean padded : new boolean[] {false, true}) {
                ReportDraft draft = draft(files, padded);
                ByteArrayOutputStream out = new ByteArrayOutputStream();
                draft.seal(out, RANDOM);
                BufferedInputStream file = new BufferedInputStream(new ByteArrayInputStream(out.toByteArray()));
                AgeHeader.read(file);
                long size = draft.plaintextSizeBytes();
                assertThat((long) file.readAllBytes().length).isEqualTo(Age.payloadSizeBytes(size));
                assertThat(padded ? Padme.padded(size) : size / 10_240 * 10_240).isEqualTo(size);
            }
        }
    }

    /** Headers of files from 8 GiB on are longer; nothing of that size is written here. */
    @Test
    void theSizeOfAGiantIsKnownToo() throws Exception {
        ReportManifest small = draft(List.of(report), false).manifest();
        long size = 1L << 34;
        ReportManifest giant = new ReportManifest(
                2,
                small.id(),
                NOON,
                small.sender(),
                readers,
                List.of(new ReportManifest.Entry("scan", size, "0".repeat(64), "text/plain")),
                Optional.empty(),
                Optional.empty());
        ReportManifest.GrantedFrom signed = new ReportManifest.GrantedFrom("x", "y");
        // Three headers, two texts, one more header and its text for the size, two blocks of end.
        assertThat(ArchiveWriter.sizeBytes(giant, signed, false))
                .isEqualTo((size + 9 * 512 + 10_239) / 10_240 * 10_240);
    }

    /** Other contents of about the same size: the same file size. */
    @Test
    void paddingHidesTheSize() throws Exception {
        long size = draft(List.of(Source.of("scan", new byte[9_000_000])), true).plaintextSizeBytes();
        for (int less : new int[] {1, 20_000, 50_000}) {
            assertThat(draft(List.of(Source.of("scan", new byte[9_000_000 - less])), true)
                            .plaintextSizeBytes())
                    .isEqualTo(size);
        }
    }

    @Test
    void nothingButZerosStandsInThePadding() throws Exception {
        byte[] plaintext = plaintext(draft(List.of(Source.of("scan", new byte[70_000])), true));
        open(plaintext).readFiles(file -> new ByteArrayOutputStream());
        for (int at : new int[] {1, 300, 3_000}) {
            byte[] hidden = plaintext.clone();
            hidden[hidden.length - at] = 1;
            assertThatThrownBy(() -> open(hidden).readFiles(file -> new ByteArrayOutputStream()))
                    .isInstanceOf(ReportException.Altered.class)
                    .hasMessage("there is data behind the last file");
        }
    }

    @Test
    void aDraftIsSealedToAFileThatDoesNotExist(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("report.age");
        ReportDraft draft = draft(List.of(report), true);
        draft.seal(file, RANDOM);
        byte[] first = Files.readAllBytes(file);
        assertThatThrownBy(() -> draft.seal(file, RANDOM)).isInstanceOf(FileAlreadyExistsException.class);
        Files.delete(file);
        draft.seal(file, RANDOM);
        assertThat(Arrays.equals(first, Files.readAllBytes(file)))
                .as("the same file key")
                .isFalse();
    }

    @Test
    void twoReadersHaveTwoRecipients() {
        List<Reader> twice = List.of(
                new Reader(doctor.recipient()), new Reader(doctor.recipient(), signingDoctor.verificationKey()));
        assertThatThrownBy(() -> ReportWriter.draft(
                        List.of(report), new Envelope(patient, twice, NOON, Optional.empty(), false), RANDOM))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("two readers of a report have the same recipient");
        assertThatThrownBy(() -> new Reader(doctor.recipient(), Optional.empty(), true))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a reader without a signing key cannot pass a report on");
    }
}
