package org.phrkit.age;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.phrkit.testing.Seeds;

class SeekableTest {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final X25519Identity doctor = X25519Identity.generate(RANDOM);

    @TempDir
    private Path folder;

    private Path encrypted(byte[] plain) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Age.encrypt(List.of(doctor.recipient()), new ByteArrayInputStream(plain), out, RANDOM);
        return Files.write(folder.resolve("file.age"), out.toByteArray());
    }

    private static byte[] plain(int size) {
        byte[] plain = new byte[size];
        new Random(size).nextBytes(plain);
        return plain;
    }

    private SeekableByteChannel open(Path file) throws IOException {
        return Age.openSeekable(List.of(doctor), Files.newByteChannel(file));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 65535, 65536, 65537, 131072, 300000})
    void anyPartIsRead(int size) throws IOException {
        byte[] plain = plain(size);
        try (SeekableByteChannel channel = open(encrypted(plain))) {
            assertThat(channel.size()).isEqualTo(size);
            Seeds.forEach(100, random -> {
                int from = random.nextInt(size + 1);
                ByteBuffer into = ByteBuffer.allocate(1 + random.nextInt(100000));
                int read = channel.position(from).read(into);
                int expected = Math.min(into.capacity(), size - from);
                assertThat(read).isEqualTo(expected == 0 ? -1 : expected);
                assertThat(Arrays.copyOf(into.array(), Math.max(0, read)))
                        .isEqualTo(Arrays.copyOfRange(plain, from, from + expected));
                assertThat(channel.position()).isEqualTo(from + expected);
            });
        }
    }

    @Test
    void whatIsNotReadMayBeAlteredWithoutHarm() throws IOException {
        Path file = encrypted(plain(300000));
        byte[] bytes = Files.readAllBytes(file);
        bytes[1000] ^= 1;
        Files.write(file, bytes);
        try (SeekableByteChannel channel = open(file)) {
            assertThat(channel.position(70000).read(ByteBuffer.allocate(10))).isEqualTo(10);
            assertThatThrownBy(() -> channel.position(0).read(ByteBuffer.allocate(10)))
                    .isInstanceOf(AgeException.Payload.class);
            assertThat(channel.position(70000).read(ByteBuffer.allocate(10))).isEqualTo(10);
        }
    }

    @Test
    void aTruncatedFileIsRefusedAtOnce() throws IOException {
        Path file = encrypted(plain(300000));
        byte[] bytes = Files.readAllBytes(file);
        int header = 168 + 16;
        for (int size : new int[] {bytes.length - 1, header + 65552, header + 2 * 65552, header + 65552 + 16, header}) {
            Files.write(file, Arrays.copyOf(bytes, size));
            assertThatThrownBy(() -> open(file)).as("size " + size).isInstanceOf(AgeException.Payload.class);
        }
    }

    @Test
    void closingIsTheEnd() throws IOException {
        SeekableByteChannel channel = open(encrypted(plain(10)));
        channel.close();
        assertThat(channel.isOpen()).isFalse();
        assertThatThrownBy(() -> channel.read(ByteBuffer.allocate(1))).isInstanceOf(ClosedChannelException.class);
    }
}
