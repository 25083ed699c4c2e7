package org.phrkit.report;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.phrkit.age.Age;
import org.phrkit.age.AgeException;
import org.phrkit.age.KeyRecipient;
import org.phrkit.age.X25519Identity;
import org.phrkit.sign.Signature;
import org.phrkit.sign.SigningKey;

class ReportWriterTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");

    private final SigningKey sender = SigningKey.generate(RANDOM);
    private final X25519Identity reader = X25519Identity.generate(RANDOM);
    private final Source report = Source.of("report.txt", "pulse 60\n".getBytes(UTF_8));

    private byte[] plaintext(byte[] file) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Age.decrypt(List.of(reader), new ByteArrayInputStream(file), out);
        return out.toByteArray();
    }

    private byte[] sealed(List<Source> files, KeyRecipient... recipients) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ReportWriter.seal(files, sender, List.of(recipients), NOON, out, RANDOM);
        return out.toByteArray();
    }

    private ReportReader opened(byte[] plaintext) throws IOException, ReportException {
        return ReportReader.open(new ByteArrayInputStream(plaintext), reader, ReportReader.Expectation.NONE);
    }

    private ReportManifest granted(byte[] file, ByteArrayOutputStream out) throws IOException, ReportException {
        return ReportWriter.grant(
                opened(plaintext(file)), sender, List.of(reader.recipient()), NOON.plusSeconds(60), out, RANDOM);
    }

    @Test
    void anArchiveIsOneThatAnyTarUnpacks(@TempDir Path folder) throws Exception {
        String longName = "x".repeat(251) + ".txt";
        Path path = Files.writeString(folder.resolve("B\u00e4ckerei.pdf"), "bread");
        byte[] plaintext = plaintext(
                sealed(List.of(report, Source.of(path), Source.of(longName, new byte[3])), reader.recipient()));
        assertThat(plaintext.length % 10_240).as("whole records").isZero();
        // A reader of another character set: the name is in a header that is always UTF-8.
        try (TarArchiveInputStream tar = new TarArchiveInputStream(new ByteArrayInputStream(plaintext), "ISO-8859-1")) {
            for (String name :
                    new String[] {"manifest.json", "manifest.json.minisig", "report.txt", "B\u00e4ckerei.pdf", longName
                    }) {
                TarArchiveEntry entry = tar.getNextEntry();
                assertThat(entry.getName()).isEqualTo(name);
                assertThat(entry.getMode()).isEqualTo(0600);
                assertThat(entry.getLastModifiedDate()).isEqualTo(Date.from(NOON));
            }
            assertThat(tar.getNextEntry()).isNull();
        }
        assertThat(opened(plaintext).manifest().files())
                .extracting(ReportManifest.Entry::mediaType)
                .containsExactly("text/plain", "application/pdf", "text/plain");
    }

    /** From 8 GiB on, a size has no room in the header that tar began with. */
    @Test
    void aFileMayBeLargerThanTheOldHeaderHolds() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        OutputStream content = new ArchiveWriter(out, NOON).next("scan.bin", 1L << 33);
        content.write(new byte[10_240]);
        try (TarArchiveInputStream tar = new TarArchiveInputStream(new ByteArrayInputStream(out.toByteArray()))) {
            assertThat(tar.getNextEntry().getSize()).isEqualTo(1L << 33);
        }
    }

    @Test
    void theCommentOfTheSignatureSaysIdTimeAndRecipients() throws Exception {
        X25519Identity second = X25519Identity.generate(RANDOM);
        for (List<KeyRecipient> recipients : List.of(
                List.<KeyRecipient>of(reader.recipient()),
                List.<KeyRecipient>of(reader.recipient(), second.recipient()))) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            ReportManifest manifest =
                    ReportWriter.seal(List.of(report), sender, recipients, NOON.plusMillis(999), out, RANDOM);
            assertThat(manifest.created()).isEqualTo(NOON);
            ReportReader opened = opened(plaintext(out.toByteArray()));
            String count = recipients.size() == 1 ? "1 recipient" : "2 recipients";
            assertThat(Signature.parse(opened.grantedFrom().signature()).trustedComment())
                    .isEqualTo("phr report " + manifest.id() + ", 2026-01-02T12:00:00Z, " + count);
        }
    }

    @Test
    void aRecipientWhoIsNamedTwiceIsListedOnce() throws Exception {
        byte[] file = sealed(List.of(report), reader.recipient(), reader.recipient());
        assertThat(opened(plaintext(file)).manifest().recipients())
                .containsExactly(reader.recipient().toString());
    }

    @Test
    void eachReportHasAnIdOfItsOwn() throws Exception {
        assertThat(opened(plaintext(sealed(List.of(report), reader.recipient())))
                        .manifest()
                        .id())
                .isNotEqualTo(opened(plaintext(sealed(List.of(report), reader.recipient())))
                        .manifest()
                        .id());
    }

    @Test
    void aReportIsPassedOnSixteenTimesAndNotAgain() throws Exception {
        byte[] file = sealed(List.of(report), reader.recipient());
        for (int grants = 1; grants <= 16; grants++) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            granted(file, out);
            file = out.toByteArray();
        }
        ReportReader last = opened(plaintext(file));
        last.readFiles(entry -> new ByteArrayOutputStream());
        assertThat(last.earlier()).hasSize(16);
        byte[] most = file;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        assertThatThrownBy(() -> granted(most, out))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the report was passed on 16 times, and is not passed on again");
        assertThat(out.size()).isZero();
    }

    /** A manifest of many files that can be read, and holds itself when it is passed on, which cannot. */
    @Test
    void noManifestIsWrittenThatIsLargerThanItsReaderTakes() throws Exception {
        List<Source> files = IntStream.range(0, 10_000)
                .mapToObj(i -> Source.of("\"".repeat(240) + i, new byte[0]))
                .toList();
        byte[] file = sealed(files, reader.recipient());
        ReportReader opened = opened(plaintext(file));
        assertThat(opened.manifest().json().length()).isBetween(4 << 20, 8 << 20);
        opened.readFiles(entry -> new ByteArrayOutputStream());
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        assertThatThrownBy(() -> granted(file, out))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the manifest would be larger than 8388608 bytes");
        assertThat(out.size()).isZero();
    }

    /** What was altered is not passed on: the reason goes through as it is, and no whole file stands in the output. */
    @Test
    void anAlteredReportIsNotPassedOn() throws Exception {
        byte[] plaintext = plaintext(sealed(List.of(report), reader.recipient()));
        int at = new String(plaintext, ISO_8859_1).indexOf("pulse 60");
        plaintext[at] = 'P';
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        assertThatThrownBy(() ->
                        ReportWriter.grant(opened(plaintext), sender, List.of(reader.recipient()), NOON, out, RANDOM))
                .isInstanceOf(ReportException.Altered.class)
                .hasMessage("a file is not the one that was signed: its content differs");
        assertThatThrownBy(() -> plaintext(out.toByteArray())).isInstanceOf(AgeException.class);
    }

    /** A file that grows is not read to its end: it may be endless. */
    @Test
    void aFileThatGrewIsReadNoFurtherThanItsSize() throws Exception {
        AtomicInteger readings = new AtomicInteger();
        Source growing = new Source() {
            @Override
            public String name() {
                return "endless";
            }

            @Override
            public InputStream open() {
                return readings.getAndIncrement() == 0
                        ? new ByteArrayInputStream(new byte[9])
                        : new InputStream() {
                            @Override
                            public int read() {
                                return 0;
                            }

                            @Override
                            public int read(byte[] bytes, int offset, int length) {
                                Arrays.fill(bytes, offset, offset + length, (byte) 0);
                                return length;
                            }
                        };
            }
        };
        assertThatThrownBy(() -> sealed(List.of(growing), reader.recipient()))
                .isInstanceOf(ChangedFileException.class)
                .hasMessage("endless: changed while it was read");
    }
}
