package org.phrkit.age.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.phrkit.crypto.SecretBytes;

/**
 * The ends of payloads, and reading in pieces, where chunks are opened one by one and where threads open them; alone,
 * because it looks for these threads in the whole JVM.
 */
@Isolated
class OpeningStreamTest {
    private static final int CHUNK = Chunk.PLAIN_SIZE_BYTES;
    private static final int SEALED = Chunk.SEALED_SIZE_BYTES;
    private static final String AFTER = "there is data after the last chunk";

    /** The short first batch and two more, of which the last chunk ends the second. */
    private static final int BATCHES = (1 + 16 + 16) * CHUNK;

    private static byte[] plain(int size) {
        byte[] plain = new byte[size];
        new Random(size).nextBytes(plain);
        return plain;
    }

    private static SecretBytes key() {
        return SecretBytes.owning(new byte[16]);
    }

    /** The nonce, then the chunks. */
    private static byte[] seal(byte[] plain) throws IOException {
        ByteArrayOutputStream sealed = new ByteArrayOutputStream();
        try (SealingStream out = new SealingStream(key(), new SecureRandom(), sealed)) {
            out.write(plain);
        }
        return sealed.toByteArray();
    }

    /** Of a file cut or lengthened to so many bytes of chunks, of which so many more are said to be there than are. */
    private static OpeningStream open(byte[] file, int sealedSize, int promised) {
        int nonceSize = Chunk.PAYLOAD_NONCE_SIZE_BYTES;
        byte[] chunks = Arrays.copyOfRange(file, nonceSize, nonceSize + sealedSize);
        InputStream in = new ByteArrayInputStream(chunks) {
            @Override
            public synchronized int available() {
                return Math.max(0, super.available() + promised);
            }
        };
        return new OpeningStream(key(), Arrays.copyOf(file, nonceSize), in, IOException::new);
    }

    private static OpeningStream open(byte[] file) {
        return open(file, file.length - Chunk.PAYLOAD_NONCE_SIZE_BYTES, 0);
    }

    private static void assertNoThreads() {
        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .doesNotContain("phr-chunks");
    }

    /** Where nothing is said to be there, no thread is asked; else there may be a chunk less than is said. */
    private static final int[] PROMISES = {Integer.MIN_VALUE / 2, 0, SEALED};

    @Test
    void payloadsOfAllSizesAreReadToTheirEnd() throws IOException {
        for (int size : new int[] {0, 1, CHUNK, BATCHES, BATCHES + 1}) {
            byte[] plain = plain(size);
            byte[] file = seal(plain);
            int sealedSize = file.length - Chunk.PAYLOAD_NONCE_SIZE_BYTES;
            for (int promised : PROMISES) {
                OpeningStream in = open(file, sealedSize, promised);
                assertThat(Arrays.equals(in.readAllBytes(), plain)).isTrue();
                assertThat(in.read()).isEqualTo(-1);
                assertThat(in.read(new byte[1])).isEqualTo(-1);
                assertThat(in.available()).isZero();
                assertNoThreads();
            }
        }
    }

    @Test
    void whatFollowsTheLastChunkIsRefusedAndAllBeforeIsGiven() throws IOException {
        for (int size : new int[] {10, CHUNK, BATCHES}) {
            byte[] plain = plain(size);
            byte[] file = seal(plain);
            int sealedSize = file.length - Chunk.PAYLOAD_NONCE_SIZE_BYTES;
            for (int more : new int[] {1, SEALED}) {
                for (int promised : PROMISES) {
                    if (size == 10) {
                        // A chunk that is not full is taken for one that is altered, where more comes.
                        assertFails(
                                open(file, sealedSize + more, promised), 0, plain, "chunk 1 was altered or truncated");
                    } else {
                        assertFails(open(file, sealedSize + more, promised), size, plain, AFTER);
                    }
                }
            }
        }
    }

    @Test
    void aPayloadWithoutItsLastChunkIsTruncated() throws IOException {
        byte[] plain = plain(BATCHES);
        byte[] file = seal(plain);
        for (int chunks : new int[] {0, 1, 4, 32}) {
            for (int promised : PROMISES) {
                assertFails(
                        open(file, chunks * SEALED, promised),
                        chunks * CHUNK,
                        plain,
                        "the file ends before its last chunk: it was truncated");
            }
        }
    }

    @Test
    void allBeforeAnAlteredChunkIsGiven() throws IOException {
        byte[] plain = plain(BATCHES);
        for (int chunk : new int[] {0, 6, 20}) {
            byte[] file = seal(plain);
            file[Chunk.PAYLOAD_NONCE_SIZE_BYTES + chunk * SEALED + 5] ^= 1;
            for (int promised : PROMISES) {
                int sealedSize = file.length - Chunk.PAYLOAD_NONCE_SIZE_BYTES;
                assertFails(
                        open(file, sealedSize, promised),
                        chunk * CHUNK,
                        plain,
                        "chunk " + (chunk + 1) + " was altered or truncated");
            }
        }
    }

    /** Gives so many bytes, then fails, and goes on to fail. */
    private static void assertFails(OpeningStream in, int given, byte[] plain, String problem) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        assertThatThrownBy(() -> in.transferTo(out)).hasMessage(problem);
        assertThat(Arrays.equals(out.toByteArray(), Arrays.copyOf(plain, given)))
                .isTrue();
        assertNoThreads();
        assertThatThrownBy(in::read).hasMessage(problem);
        assertThatThrownBy(() -> in.read(new byte[1])).hasMessage(problem);
    }

    @Test
    void piecesOfAnySizeGiveTheSame() throws IOException {
        byte[] plain = plain(2 * CHUNK + 100);
        byte[] file = seal(plain);
        OpeningStream single = open(file);
        assertThat(single.available()).isZero();
        for (int i = 0; i < plain.length; i++) {
            if (single.read() != (plain[i] & 0xff)
                    || single.available() != Math.min((i / CHUNK + 1) * CHUNK, plain.length) - i - 1) {
                throw new AssertionError("at " + i);
            }
        }
        assertThat(single.read()).isEqualTo(-1);
        OpeningStream in = open(file);
        byte[] into = new byte[1002];
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        assertThat(in.read(into, 1, 0)).isZero();
        for (int given = in.read(into, 1, 1000); given > 0 && out.size() < 50_000; given = in.read(into, 1, 1000)) {
            out.write(into, 1, given);
        }
        out.write(into, 1, 1000);
        assertThat(new byte[] {into[0], into[1001]}).containsOnly(0);
        assertThat(in.transferTo(out)).isEqualTo(plain.length - 51_000);
        assertThat(Arrays.equals(out.toByteArray(), plain)).isTrue();
        assertThat(in.read(into, 0, 0)).isZero();
        assertThatThrownBy(() -> in.read(into, 1, 1002)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void whatIsClosedGivesNothingMore() throws IOException {
        byte[] file = seal(plain(BATCHES));
        AtomicBoolean isClosed = new AtomicBoolean();
        int nonceSize = Chunk.PAYLOAD_NONCE_SIZE_BYTES;
        InputStream below = new ByteArrayInputStream(file, nonceSize, file.length - nonceSize) {
            @Override
            public void close() {
                isClosed.set(true);
            }
        };
        OpeningStream in = new OpeningStream(key(), Arrays.copyOf(file, nonceSize), below, IOException::new);
        assertThat(in.read(new byte[10])).isEqualTo(10);
        assertThat(in.available()).isPositive();
        in.abort();
        assertThat(isClosed).isFalse();
        assertNoThreads();
        assertThat(in.available()).isZero();
        assertThatThrownBy(in::read).hasMessage("the stream is closed");
        in.close();
        assertThat(isClosed).isTrue();
    }
}
