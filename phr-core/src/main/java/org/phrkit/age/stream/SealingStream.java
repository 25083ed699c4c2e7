package org.phrkit.age.stream;

import java.io.IOException;
import java.io.OutputStream;
import java.security.SecureRandom;
import java.util.Objects;
import org.phrkit.crypto.Aead;
import org.phrkit.crypto.SecretBytes;

/**
 * Encrypts what is written to it, chunk by chunk. {@link #close} seals the last chunk and closes the stream below; a
 * payload that was not closed is seen as truncated by every reader.
 */
public final class SealingStream extends OutputStream {
    private final OutputStream out;
    private final Aead aead;
    private final byte[] plain = new byte[Chunk.PLAIN_SIZE_BYTES];
    private final byte[] sealed = new byte[Chunk.SEALED_SIZE_BYTES];
    private int filled;
    private long index;
    private boolean closed;

    /** Writes the nonce of the payload. */
    public SealingStream(SecretBytes fileKey, SecureRandom random, OutputStream out) throws IOException {
        byte[] payloadNonce = new byte[Chunk.PAYLOAD_NONCE_SIZE_BYTES];
        random.nextBytes(payloadNonce);
        try (SecretBytes key = Chunk.payloadKey(fileKey, payloadNonce)) {
            this.aead = new Aead(key);
        }
        this.out = out;
        out.write(payloadNonce);
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        if (closed) {
            throw new IOException("the stream is closed");
        }
        int from = offset;
        int left = length;
        while (left > 0) {
            // A full chunk is sealed only when more follows: until then it may be the last.
            if (filled == plain.length) {
                seal(false);
            }
            int taken = Math.min(left, plain.length - filled);
            System.arraycopy(bytes, from, plain, filled, taken);
            filled += taken;
            from += taken;
            left -= taken;
        }
    }

    private void seal(boolean last) throws IOException {
        int size = aead.seal(Chunk.nonce(index, last), plain, 0, filled, sealed, 0);
        out.write(sealed, 0, size);
        index++;
        filled = 0;
    }

    @Override
    public void flush() throws IOException {
        out.flush();
    }

    @Override
    public void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        try (out) {
            seal(true);
        }
    }
}
