package org.phrkit.age;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is done with streams is done with files: they appear when they are complete, and replace nothing. */
class PathsTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final OffsetDateTime TIME = OffsetDateTime.of(2026, 1, 2, 3, 4, 5, 0, ZoneOffset.UTC);
    private static final String TEXT = "pulse 60\n";

    private final X25519Identity patient = X25519Identity.generate(RANDOM);
    private final X25519Identity doctor = X25519Identity.generate(RANDOM);

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void encrypt() throws IOException {
        file = folder.resolve("report.age");
        Age.encrypt(List.of(patient.recipient()), out -> out.write(TEXT.getBytes(UTF_8)), file, RANDOM);
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(path -> path.getFileName().toString()).sorted().toList();
        }
    }

    private static String read(Path file, Identity identity) throws IOException {
        try (Plaintext plaintext = Age.open(List.of(identity), file)) {
            return new String(plaintext.asStream().readAllBytes(), UTF_8);
        }
    }

    @Test
    void aFileIsOpenedInspectedAndReadInParts() throws IOException {
        assertThat(read(file, patient)).isEqualTo(TEXT);
        assertThat(Age.inspect(file).plaintextSizeBytes()).isEqualTo(TEXT.length());
        try (SeekableByteChannel plain = Age.openSeekable(List.of(patient), file)) {
            ByteBuffer part = ByteBuffer.allocate(2);
            plain.position(6).read(part);
            assertThat(new String(part.array(), UTF_8)).isEqualTo("60");
        }
        assertThatThrownBy(() -> Age.open(List.of(doctor), file)).isInstanceOf(AgeException.NoMatch.class);
        assertThatThrownBy(() -> Age.openSeekable(List.of(doctor), file)).isInstanceOf(AgeException.NoMatch.class);
    }

    @Test
    void itIsPassedOnToANewFile() throws IOException {
        Regrant regrant = new Regrant(List.of(patient), List.of(doctor.recipient()), false);
        Path again = folder.resolve("again.age");
        Path header = folder.resolve("header.age");
        regrant.encryptAgain(file, again, RANDOM);
        regrant.writeNewHeader(file, header, RANDOM);
        assertThat(read(again, doctor)).isEqualTo(TEXT);
        assertThat(read(header, doctor)).isEqualTo(TEXT);
        assertThatThrownBy(() -> read(header, patient)).isInstanceOf(AgeException.NoMatch.class);
    }

    @Test
    void nothingIsReplacedAndNothingIsLeft() throws IOException {
        Regrant regrant = new Regrant(List.of(patient), List.of(doctor.recipient()), false);
        byte[] before = Files.readAllBytes(file);
        assertThatThrownBy(() -> Age.encrypt(List.of(patient.recipient()), out -> {}, file, RANDOM))
                .isInstanceOf(FileAlreadyExistsException.class);
        assertThatThrownBy(() -> regrant.encryptAgain(file, file, RANDOM))
                .isInstanceOf(FileAlreadyExistsException.class);
        assertThatThrownBy(() -> regrant.writeNewHeader(file, file, RANDOM))
                .isInstanceOf(FileAlreadyExistsException.class);
        assertThatThrownBy(() -> KeyFile.write(file, patient, TIME)).isInstanceOf(FileAlreadyExistsException.class);
        Regrant stranger = new Regrant(List.of(doctor), List.of(doctor.recipient()), false);
        Path fresh = folder.resolve("fresh");
        assertThatThrownBy(() -> stranger.encryptAgain(file, fresh, RANDOM)).isInstanceOf(AgeException.NoMatch.class);
        assertThatThrownBy(() -> stranger.writeNewHeader(file, fresh, RANDOM)).isInstanceOf(AgeException.NoMatch.class);
        assertThat(Files.readAllBytes(file)).isEqualTo(before);
        assertThat(names()).containsExactly("report.age");
    }

    @Test
    void aKeyFileIsForItsOwnerAlone() throws Exception {
        Path keyFile = folder.resolve("key.txt");
        KeyFile.write(keyFile, patient, TIME);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(keyFile)))
                .isEqualTo("rw-------");
        assertThat(Files.readString(keyFile)).isEqualTo(KeyFile.exposeText(patient, TIME));
        assertThat(KeyFile.readIdentities(keyFile).get(0).exposeText()).isEqualTo(patient.exposeText());
        assertThat(KeyFile.readPublicKeys(keyFile)).isEqualTo(List.of(patient.recipient()));
        Path recipients = Files.writeString(folder.resolve("recipients"), doctor.recipient() + "\n");
        assertThat(KeyFile.readRecipients(recipients)).isEqualTo(List.of(doctor.recipient()));
    }

    @Test
    void anEncryptedKeyFileAsksForItsPassphrase() throws Exception {
        Path keyFile = folder.resolve("key.age");
        try (ScryptRecipient passphrase = new ScryptRecipient("secret".toCharArray(), 4)) {
            Age.encrypt(
                    List.of(passphrase),
                    out -> out.write(KeyFile.exposeText(patient, TIME).getBytes(UTF_8)),
                    keyFile,
                    RANDOM);
        }
        assertThat(KeyFile.readIdentities(keyFile, "secret"::toCharArray).get(0).exposeText())
                .isEqualTo(patient.exposeText());
        assertThatThrownBy(() -> KeyFile.readIdentities(keyFile, "Secret"::toCharArray))
                .isInstanceOf(AgeException.NoMatch.class);
    }
}
