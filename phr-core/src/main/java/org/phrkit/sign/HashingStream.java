package org.phrkit.sign;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import org.phrkit.crypto.Sha256;

/** Counts and hashes what is written through it. For one thread at a time. */
public final class HashingStream extends FilterOutputStream {
    private final MessageDigest digest = Sha256.start();
    private long sizeBytes;

    /**
     * Closing it closes {@code out}.
     *
     * @param out where everything that is written goes on to
     */
    public HashingStream(OutputStream out) {
        super(out);
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        out.write(bytes, offset, length);
        digest.update(bytes, offset, length);
        sizeBytes += length;
    }

    /** {@return how much was written} */
    public long sizeBytes() {
        return sizeBytes;
    }

    /** {@return the size and the hash of what was written; to be asked once, at the end} */
    public ContentHash hash() {
        return ContentHash.of(sizeBytes, digest.digest());
    }
}
