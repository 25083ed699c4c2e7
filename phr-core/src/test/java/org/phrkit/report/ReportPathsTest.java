package org.phrkit.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.phrkit.age.Age;
import org.phrkit.age.AgeException;
import org.phrkit.age.Identity;
import org.phrkit.age.X25519Identity;
import org.phrkit.crypto.SecretBytes;
import org.phrkit.crypto.X25519;
import org.phrkit.sign.SigningKey;

/** Reports from file to folder: both appear when they are complete, and replace nothing. */
class ReportPathsTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");

    private final SigningKey patient = SigningKey.generate(RANDOM);
    private final SigningKey signingDoctor = SigningKey.generate(RANDOM);
    private final X25519Identity doctor = X25519Identity.generate(RANDOM);
    private final X25519Identity colleague = X25519Identity.generate(RANDOM);
    private final List<Source> sources =
            List.of(Source.of("hiv-test.txt", "negative\n".getBytes(UTF_8)), Source.of("scan.bin", new byte[200_000]));

    @TempDir
    private Path folder;

    private Path file;
    private Path opened;

    @BeforeEach
    void seal() throws IOException {
        file = folder.resolve("report.age");
        opened = folder.resolve("opened");
        ReportWriter.seal(sources, patient, List.of(doctor.recipient()), NOON, file, RANDOM);
    }

    private ReportReader open(Identity identity, Path report) throws IOException, ReportException {
        return ReportReader.open(List.of(identity), report, ReportReader.Expectation.NONE);
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(path -> path.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void theFilesComeOutInAFolderOfTheirOwner() throws Exception {
        try (ReportReader report = open(doctor, file)) {
            report.readFiles(opened);
        }
        assertThat(names()).containsExactly("opened", "report.age");
        assertThat(Files.readString(opened.resolve("hiv-test.txt"))).isEqualTo("negative\n");
        assertThat(Files.readAllBytes(opened.resolve("scan.bin"))).isEqualTo(new byte[200_000]);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(opened)))
                .isEqualTo("rwx------");
    }

    @Test
    void nothingIsReplaced() throws Exception {
        Files.createDirectory(opened);
        try (ReportReader report = open(doctor, file)) {
            assertThatThrownBy(() -> report.readFiles(opened)).isInstanceOf(FileAlreadyExistsException.class);
            assertThat(names()).containsExactly("opened", "report.age");
            // Refused before anything was read, so it can still be read.
            report.readFiles(folder.resolve("elsewhere"));
        }
        assertThatThrownBy(() -> ReportWriter.seal(sources, patient, List.of(doctor.recipient()), NOON, file, RANDOM))
                .isInstanceOf(FileAlreadyExistsException.class);
        assertThat(names()).containsExactly("elsewhere", "opened", "report.age");
    }

    /** The first file is whole and genuine, and goes again when the second is not. */
    @Test
    void aReportCutShortLeavesNothing() throws Exception {
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, bytes.length - 100_000));
        try (ReportReader report = open(doctor, file)) {
            assertThatThrownBy(() -> report.readFiles(opened)).isInstanceOf(AgeException.Payload.class);
        }
        assertThat(names()).containsExactly("report.age");
    }

    @Test
    void aReportIsPassedOnToANewFileOrNotAtAll() throws Exception {
        Path passedOn = folder.resolve("second.age");
        try (ReportReader report = open(doctor, file)) {
            ReportWriter.grant(report, signingDoctor, List.of(colleague.recipient()), NOON, passedOn, RANDOM);
        }
        try (ReportReader report = open(colleague, passedOn)) {
            assertThat(report.manifest().sender()).isEqualTo(signingDoctor.verificationKey());
            assertThat(report.earlier().get(0).sender()).isEqualTo(patient.verificationKey());
            report.readFiles(opened);
        }
        Files.delete(passedOn);
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, bytes.length - 100_000));
        try (ReportReader report = open(doctor, file)) {
            assertThatThrownBy(() -> ReportWriter.grant(
                            report, signingDoctor, List.of(colleague.recipient()), NOON, passedOn, RANDOM))
                    .isInstanceOf(AgeException.Payload.class);
        }
        assertThat(names()).containsExactly("opened", "report.age");
    }

    /** Who has the key in a smart card is a recipient like any other. */
    @Test
    void aKeyThatIsElsewhereReadsAReport() throws Exception {
        Identity card = Identity.ofX25519(
                doctor.recipient(), point -> X25519.agree(SecretBytes.copyOf(doctor.exposeSecret()), point)
                        .orElseThrow()
                        .expose());
        try (ReportReader report = open(card, file)) {
            report.readFiles(opened);
        }
        Path forAnother = folder.resolve("another.age");
        byte[] plain = plaintext();
        Age.encrypt(List.of(colleague.recipient()), out -> out.write(plain), forAnother, RANDOM);
        Identity hers = Identity.ofX25519(
                colleague.recipient(), point -> X25519.agree(SecretBytes.copyOf(colleague.exposeSecret()), point)
                        .orElseThrow()
                        .expose());
        assertThatThrownBy(() -> open(hers, forAnother)).isInstanceOf(ReportException.NotAddressed.class);
    }

    private byte[] plaintext() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Age.decrypt(List.of(doctor), new ByteArrayInputStream(Files.readAllBytes(file)), out);
        return out.toByteArray();
    }

    @Test
    void theFileIsClosedWithTheReaderAndWithARefusal() throws Exception {
        boolean[] closed = new boolean[1];
        for (Optional<String> id : List.of(Optional.<String>empty(), Optional.of("0".repeat(32)))) {
            closed[0] = false;
            InputStream in = new FilterInputStream(Files.newInputStream(file)) {
                @Override
                public void close() throws IOException {
                    closed[0] = true;
                    super.close();
                }
            };
            ReportReader.Expectation expectation = new ReportReader.Expectation(Optional.empty(), id, Optional.empty());
            if (id.isPresent()) {
                assertThatThrownBy(() -> ReportReader.open(List.of(doctor), in, expectation))
                        .isInstanceOf(ReportException.NotExpected.class);
            } else {
                try (ReportReader report = ReportReader.open(List.of(doctor), in, expectation)) {
                    report.readFiles(part -> OutputStream.nullOutputStream());
                    assertThat(closed[0]).isFalse();
                }
            }
            assertThat(closed[0]).isTrue();
        }
    }

    @Test
    void noTextFormTellsOfTheContent() throws Exception {
        try (ReportReader report = open(doctor, file)) {
            ReportManifest manifest = report.manifest();
            assertThat(manifest).hasToString("ReportManifest[" + manifest.id() + "]");
            assertThat(manifest.files().get(0)).hasToString("Entry[9 bytes, text/plain]");
            assertThat(report).hasToString("ReportReader[" + manifest.id() + "]");
            assertThat(new ReportManifest.GrantedFrom("{}", "signature")).hasToString("GrantedFrom[2 characters]");
        }
    }
}
