package org.phrkit.age;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.channels.Channels;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.phrkit.testing.Seeds;

/** Large payloads, which several threads work on; alone, because it looks for these threads in the whole JVM. */
@Isolated
class StreamsTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int LARGE = 20_000_000;

    private final X25519Identity doctor = X25519Identity.generate(RANDOM);

    @TempDir
    private Path folder;

    private static byte[] plain(int size) {
        byte[] plain = new byte[size];
        new Random(size).nextBytes(plain);
        return plain;
    }

    private byte[] encrypt(byte[] plain) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Age.encrypt(List.of(doctor.recipient()), new ByteArrayInputStream(plain), out, RANDOM);
        return out.toByteArray();
    }

    private static boolean hasThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .anyMatch(thread -> thread.getName().equals("phr-chunks"));
    }

    /** Gives what it has in small, irregular pieces, and says so. */
    private static InputStream trickle(byte[] bytes, int seed) {
        Random random = new Random(seed);
        return new ByteArrayInputStream(bytes) {
            @Override
            public int read(byte[] into, int offset, int length) {
                return super.read(into, offset, Math.min(length, 1 + random.nextInt(100_000)));
            }

            @Override
            public synchronized int available() {
                return random.nextBoolean() ? super.available() : Math.min(super.available(), random.nextInt(200_000));
            }
        };
    }

    @Test
    void theOrderIsKeptHoweverTheInputArrives() {
        Seeds.forEach(12, random -> {
            byte[] plain = plain(random.nextInt(3_000_000));
            ByteArrayOutputStream sealed = new ByteArrayOutputStream();
            Age.encrypt(List.of(doctor.recipient()), trickle(plain, 1), sealed, RANDOM);
            ByteArrayOutputStream opened = new ByteArrayOutputStream();
            Age.decrypt(List.of(doctor), trickle(sealed.toByteArray(), 2), opened);
            assertThat(Arrays.equals(opened.toByteArray(), plain)).isTrue();
            try (OutputStream piecewise =
                    Age.encryptingStream(List.of(doctor.recipient()), resetting(sealed), RANDOM)) {
                for (int at = 0; at < plain.length; ) {
                    int size = Math.min(plain.length - at, 1 + random.nextInt(200_000));
                    piecewise.write(plain, at, size);
                    at += size;
                }
            }
            try (InputStream in = Age.open(List.of(doctor), new ByteArrayInputStream(sealed.toByteArray()))
                    .asStream()) {
                assertThat(Arrays.equals(in.readAllBytes(), plain)).isTrue();
            }
        });
    }

    private static ByteArrayOutputStream resetting(ByteArrayOutputStream out) {
        out.reset();
        return out;
    }

    @Test
    void allBeforeADamagedChunkIsReleasedAndNoMore() throws IOException {
        byte[] plain = plain(LARGE);
        byte[] file = encrypt(plain);
        file[file.length / 2] ^= 1;
        ByteArrayOutputStream released = new ByteArrayOutputStream();
        assertThatThrownBy(() -> Age.decrypt(List.of(doctor), new ByteArrayInputStream(file), released))
                .isInstanceOf(AgeException.Payload.class);
        int header = (int) Age.inspect(new ByteArrayInputStream(file)).headerSizeBytes() + 16;
        int whole = (file.length / 2 - header) / 65552;
        assertThat(released.size()).isEqualTo(whole * 65536);
        assertThat(Arrays.equals(released.toByteArray(), Arrays.copyOf(plain, released.size())))
                .isTrue();
        assertThat(hasThreads()).isFalse();
    }

    @Test
    void aMovedChunkAndATruncatedTailAreSeenInLargeFiles() throws IOException {
        byte[] file = encrypt(plain(LARGE));
        int header = (int) Age.inspect(new ByteArrayInputStream(file)).headerSizeBytes() + 16;
        byte[] cut = Arrays.copyOf(file, header + 100 * 65552);
        assertThatThrownBy(() ->
                        Age.decrypt(List.of(doctor), new ByteArrayInputStream(cut), OutputStream.nullOutputStream()))
                .isInstanceOf(AgeException.Payload.class)
                .hasMessageContaining("truncated");
        byte[] longer = Arrays.copyOf(file, file.length + 65552);
        assertThatThrownBy(() ->
                        Age.decrypt(List.of(doctor), new ByteArrayInputStream(longer), OutputStream.nullOutputStream()))
                .isInstanceOf(AgeException.Payload.class);
    }

    @Test
    void threadsAreGoneWhenStreamsAreClosed() throws IOException {
        byte[] file = encrypt(plain(LARGE));
        assertThat(hasThreads()).isFalse();
        try (InputStream in =
                Age.open(List.of(doctor), new ByteArrayInputStream(file)).asStream()) {
            assertThat(in.readNBytes(1_000_000)).hasSize(1_000_000);
        }
        assertThat(hasThreads()).isFalse();
        OutputStream full = new OutputStream() {
            private long left = 1_000_000;

            @Override
            public void write(int b) throws IOException {
                write(new byte[1], 0, 1);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                left -= length;
                if (left < 0) {
                    throw new IOException("the disk is full");
                }
            }
        };
        assertThatThrownBy(() ->
                        Age.encrypt(List.of(doctor.recipient()), new ByteArrayInputStream(plain(LARGE)), full, RANDOM))
                .hasMessage("the disk is full");
        assertThat(hasThreads()).isFalse();
    }

    @Test
    void afterAFailedWriteNothingLooksWhole() throws IOException {
        ByteArrayOutputStream kept = new ByteArrayOutputStream();
        boolean[] failing = {false};
        OutputStream flaky = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                write(new byte[] {(byte) b}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                if (failing[0]) {
                    failing[0] = false;
                    throw new IOException("once");
                }
                kept.write(bytes, offset, length);
            }
        };
        OutputStream sealing = Age.encryptingStream(List.of(doctor.recipient()), flaky, RANDOM);
        sealing.write(plain(1_000_000));
        failing[0] = true;
        assertThatThrownBy(() -> sealing.write(plain(10_000_000))).hasMessage("once");
        assertThatThrownBy(() -> sealing.write(1)).isInstanceOf(IOException.class);
        sealing.close();
        assertThatThrownBy(() -> Age.decrypt(
                        List.of(doctor), new ByteArrayInputStream(kept.toByteArray()), OutputStream.nullOutputStream()))
                .isInstanceOf(AgeException.Payload.class);
    }

    @Test
    void anInterruptPassesThrough() {
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> encrypt(plain(LARGE))).isInstanceOf(InterruptedIOException.class);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(hasThreads()).isFalse();
    }

    /** A reader at the other end of a pipe gets each chunk when it has arrived, not when the next has. */
    @Test
    void plaintextIsGivenBeforeMoreInputIsWaitedFor() throws IOException {
        byte[] file = encrypt(plain(200_000));
        try (PipedOutputStream sender = new PipedOutputStream();
                PipedInputStream pipe = new PipedInputStream(sender, 1 << 20)) {
            sender.write(file, 0, 168 + 16 + 65552);
            InputStream in = Age.open(List.of(doctor), pipe).asStream();
            assertThat(in.readNBytes(65536)).hasSize(65536);
        }
    }

    @Test
    void filesAndChannelsTakeThreeLines() throws IOException {
        Path report = Files.write(folder.resolve("report"), plain(100));
        Age.encrypt(List.of(doctor.recipient()), report, folder.resolve("report.age"), RANDOM);
        Age.decrypt(List.of(doctor), folder.resolve("report.age"), folder.resolve("opened"));
        assertThat(folder.resolve("opened")).hasSameBinaryContentAs(report);
        assertThatThrownBy(() -> Age.decrypt(List.of(doctor), folder.resolve("report.age"), report))
                .isInstanceOf(FileAlreadyExistsException.class);
        assertThatThrownBy(() -> Age.decrypt(List.of(doctor), report, folder.resolve("nothing")))
                .isInstanceOf(AgeException.Header.class);
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("report", "report.age", "opened");
        }
        ByteArrayOutputStream sealed = new ByteArrayOutputStream();
        ByteArrayOutputStream opened = new ByteArrayOutputStream();
        Age.encrypt(List.of(doctor.recipient()), Files.newByteChannel(report), Channels.newChannel(sealed), RANDOM);
        Age.decrypt(
                List.of(doctor),
                Channels.newChannel(new ByteArrayInputStream(sealed.toByteArray())),
                Channels.newChannel(opened));
        assertThat(opened.toByteArray()).isEqualTo(plain(100));
    }
}
