package org.phrkit.age;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.phrkit.testing.ChildJvm;

class AgeTest {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final X25519Identity patient = X25519Identity.generate(RANDOM);
    private final X25519Identity doctor = X25519Identity.generate(RANDOM);

    private static byte[] bytes(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }

    private static byte[] encrypt(byte[] plain, Recipient... recipients) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Age.encrypt(List.of(recipients), new ByteArrayInputStream(plain), out, RANDOM);
        return out.toByteArray();
    }

    private static byte[] decrypt(byte[] file, Identity... identities) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Age.decrypt(List.of(identities), new ByteArrayInputStream(file), out);
        return out.toByteArray();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 65535, 65536, 65537, 131072, 200000})
    void everyRecipientOpensWhatWasEncrypted(int size) throws IOException {
        byte[] plain = bytes(size);
        byte[] file = encrypt(plain, patient.recipient(), doctor.recipient());
        assertThat(decrypt(file, patient)).isEqualTo(plain);
        assertThat(decrypt(file, X25519Identity.generate(RANDOM), doctor)).isEqualTo(plain);
        Inspection seen = Age.inspect(new ByteArrayInputStream(file));
        assertThat(seen.recipientKinds()).containsExactly("X25519", "X25519");
        assertThat(seen.plaintextSizeBytes()).isEqualTo(size);
        assertThat(seen.headerSizeBytes() + seen.payloadSizeBytes()).isEqualTo(file.length);
    }

    @Test
    void othersDoNotOpenIt() throws IOException {
        byte[] file = encrypt(bytes(10), patient.recipient());
        assertThatThrownBy(() -> decrypt(file, doctor)).isInstanceOf(AgeException.NoMatch.class);
    }

    @Test
    void noRecipientIsAProgrammersSlip() {
        assertThatThrownBy(() -> encrypt(bytes(1))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void twoFilesOfTheSameHaveNothingInCommon() throws IOException {
        byte[] first = encrypt(bytes(100), patient.recipient());
        byte[] second = encrypt(bytes(100), patient.recipient());
        assertThat(first).isNotEqualTo(second);
        assertThat(Arrays.copyOfRange(first, first.length - 100, first.length))
                .isNotEqualTo(Arrays.copyOfRange(second, second.length - 100, second.length));
    }

    @Test
    void everyChangedByteAndEveryTruncationIsSeen() throws IOException {
        byte[] file = encrypt(bytes(100), patient.recipient());
        for (int at = 0; at < file.length; at++) {
            byte[] changed = file.clone();
            changed[at] ^= 1;
            assertThatThrownBy(() -> decrypt(changed, patient)).as("byte " + at).isInstanceOf(AgeException.class);
            byte[] cut = Arrays.copyOf(file, at);
            assertThatThrownBy(() -> decrypt(cut, patient)).as("cut at " + at).isInstanceOf(AgeException.class);
        }
    }

    @Test
    void chunksAreNotMovedRepeatedOrLeftOut() throws IOException {
        int header = (int) Age.inspect(new ByteArrayInputStream(encrypt(bytes(1), patient.recipient())))
                        .headerSizeBytes()
                + 16;
        byte[] file = encrypt(bytes(200000), patient.recipient());
        int chunk = 65552;
        byte[] swapped = file.clone();
        System.arraycopy(file, header, swapped, header + chunk, chunk);
        System.arraycopy(file, header + chunk, swapped, header, chunk);
        assertThatThrownBy(() -> decrypt(swapped, patient)).isInstanceOf(AgeException.Payload.class);
        ByteArrayOutputStream without = new ByteArrayOutputStream();
        without.write(file, 0, header);
        without.write(file, header + chunk, file.length - header - chunk);
        assertThatThrownBy(() -> decrypt(without.toByteArray(), patient)).isInstanceOf(AgeException.Payload.class);
        byte[] cut = Arrays.copyOf(file, header + 2 * chunk);
        assertThatThrownBy(() -> decrypt(cut, patient)).isInstanceOf(AgeException.Payload.class);
    }

    @Test
    void aStreamThatFailedKeepsFailing() throws IOException {
        byte[] file = encrypt(bytes(100), patient.recipient());
        file[file.length - 1] ^= 1;
        try (InputStream in =
                Age.open(List.of(patient), new ByteArrayInputStream(file)).asStream()) {
            assertThatThrownBy(in::read).isInstanceOf(AgeException.Payload.class);
            assertThatThrownBy(in::read).isInstanceOf(AgeException.Payload.class);
        }
    }

    @Test
    void aStreamThatWasNotClosedIsTruncated() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        OutputStream sealing = Age.encryptingStream(List.of(patient.recipient()), out, RANDOM);
        sealing.write("half a report".getBytes(UTF_8));
        sealing.flush();
        assertThatThrownBy(() -> decrypt(out.toByteArray(), patient)).isInstanceOf(AgeException.Payload.class);
        sealing.close();
        sealing.close();
        assertThat(decrypt(out.toByteArray(), patient)).asString(UTF_8).isEqualTo("half a report");
        assertThatThrownBy(() -> sealing.write(1)).isInstanceOf(IOException.class);
    }

    @Test
    void anInputThatFailsLeavesNoWholeFile() {
        InputStream failing = new FilterInputStream(new ByteArrayInputStream(bytes(100))) {
            @Override
            public int read(byte[] into, int offset, int length) throws IOException {
                int read = super.read(into, offset, length);
                if (read < 0) {
                    throw new IOException("the disk is gone");
                }
                return read;
            }
        };
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        assertThatThrownBy(() -> Age.encrypt(List.of(patient.recipient()), failing, out, RANDOM))
                .hasMessageContaining("the disk is gone");
        assertThatThrownBy(() -> decrypt(out.toByteArray(), patient)).isInstanceOf(AgeException.Payload.class);
    }

    /** The same recipients and identities, used by all at once, the large files by several threads each. */
    @Test
    void threadsShareRecipientsAndIdentities() throws Exception {
        HybridIdentity hybrid = HybridIdentity.generate(RANDOM);
        List<Callable<Void>> users = new ArrayList<>();
        CyclicBarrier start = new CyclicBarrier(4);
        for (int user = 0; user < 4; user++) {
            int size = 300_000 * user + 1;
            users.add(() -> {
                start.await();
                for (int round = 0; round < 5; round++) {
                    byte[] plain = bytes(size + round);
                    assertThat(decrypt(encrypt(plain, patient.recipient(), doctor.recipient()), doctor, patient))
                            .isEqualTo(plain);
                    assertThat(decrypt(encrypt(plain, hybrid.recipient()), patient, hybrid))
                            .isEqualTo(plain);
                }
                return null;
            });
        }
        ExecutorService threads = Executors.newFixedThreadPool(users.size());
        try {
            for (Future<Void> user : threads.invokeAll(users)) {
                user.get();
            }
        } finally {
            threads.shutdown();
        }
    }

    /** Decrypts a file to another, as the files of the arguments say. */
    static final class Decryption {
        private Decryption() {}

        public static void main(String[] files) throws Exception {
            List<KeyIdentity> identities = List.of(KeyIdentity.parse(Files.readString(Path.of(files[0]))));
            Age.decrypt(identities, Path.of(files[1]), Path.of(files[2]));
            Files.createFile(Path.of(files[3]));
        }
    }

    /** With a mask that takes no permission away, for which a file made beside it is the control. */
    @Test
    void aDecryptedFileIsReadableByItsOwnerAlone(@TempDir Path folder) throws Exception {
        assumeTrue(folder.getFileSystem().supportedFileAttributeViews().contains("posix"));
        Path key = Files.writeString(folder.resolve("key"), patient.exposeText());
        Path file = Files.write(folder.resolve("file.age"), encrypt(bytes(100), patient.recipient()));
        Path opened = folder.resolve("opened");
        Path control = folder.resolve("control");
        ChildJvm.run(
                List.of("sh", "-c", "umask 0; exec \"$@\"", "sh"),
                List.of(),
                Decryption.class,
                key.toString(),
                file.toString(),
                opened.toString(),
                control.toString());
        assertThat(opened).hasBinaryContent(bytes(100));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(control)))
                .isEqualTo("rw-rw-rw-");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(opened)))
                .isEqualTo("rw-------");
    }
}
