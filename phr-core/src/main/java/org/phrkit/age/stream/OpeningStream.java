package org.phrkit.age.stream;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.phrkit.crypto.Aead;
import org.phrkit.crypto.SecretBytes;

/**
 * Decrypts a payload. Every byte that it gives out was authenticated; that the payload is complete is known only when
 * it has signalled the end. After a failure it repeats the failure for ever.
 */
public final class OpeningStream extends InputStream {
    private final InputStream in;
    private final Function<String, ? extends IOException> failure;
    private final Aead aead;
    private final byte[] sealed = new byte[Chunk.SEALED_SIZE_BYTES];
    private final byte[] plain = new byte[Chunk.PLAIN_SIZE_BYTES];
    private int position;
    private int limit;
    private long index;
    private boolean lastSeen;
    private @Nullable IOException failed;

    /**
     * @param in placed behind the nonce of the payload
     * @param failure makes the exception to throw from a message
     */
    public OpeningStream(
            SecretBytes fileKey, byte[] payloadNonce, InputStream in, Function<String, ? extends IOException> failure) {
        try (SecretBytes key = Chunk.payloadKey(fileKey, payloadNonce)) {
            this.aead = new Aead(key);
        }
        this.in = in;
        this.failure = failure;
    }

    @Override
    public int read() throws IOException {
        return fill() ? plain[position++] & 0xff : -1;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        if (length == 0) {
            return 0;
        }
        if (!fill()) {
            return -1;
        }
        int given = Math.min(length, limit - position);
        System.arraycopy(plain, position, bytes, offset, given);
        position += given;
        return given;
    }

    @Override
    public int available() {
        return limit - position;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    /** Makes plaintext available, or returns false at the authenticated end. */
    private boolean fill() throws IOException {
        while (position == limit) {
            if (failed != null) {
                throw failed;
            }
            try {
                if (lastSeen) {
                    if (in.read() >= 0) {
                        throw failure.apply("there is data after the last chunk");
                    }
                    return false;
                }
                openNext();
            } catch (IOException e) {
                failed = e;
                throw e;
            }
        }
        return true;
    }

    private void openNext() throws IOException {
        int size = in.readNBytes(sealed, 0, sealed.length);
        if (size == 0) {
            throw failure.apply("the file ends before its last chunk: it was truncated");
        }
        if (size == Aead.TAG_SIZE_BYTES && index > 0) {
            throw failure.apply("the last chunk is empty");
        }
        int opened = Aead.REFUSED;
        if (size == sealed.length) {
            opened = aead.open(Chunk.nonce(index, false), sealed, 0, size, plain, 0);
        }
        if (opened == Aead.REFUSED) {
            opened = aead.open(Chunk.nonce(index, true), sealed, 0, size, plain, 0);
            lastSeen = true;
        }
        if (opened == Aead.REFUSED) {
            throw failure.apply("chunk " + (index + 1) + " was altered or truncated");
        }
        position = 0;
        limit = opened;
        index++;
    }
}
