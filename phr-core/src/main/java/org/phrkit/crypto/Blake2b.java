package org.phrkit.crypto;

import org.bouncycastle.crypto.digests.Blake2bDigest;

/** The BLAKE2b hash (RFC 7693), by Bouncy Castle. */
public final class Blake2b {
    private final Blake2bDigest digest;

    /** Starts a hash of that many bytes, at most 64. */
    public Blake2b(int sizeBytes) {
        digest = new Blake2bDigest(sizeBytes * 8);
    }

    public void update(byte[] bytes, int offset, int length) {
        digest.update(bytes, offset, length);
    }

    /** The hash of all that was given. */
    public byte[] digest() {
        byte[] hash = new byte[digest.getDigestSize()];
        digest.doFinal(hash, 0);
        return hash;
    }

    /** The hash of some bytes. */
    public static byte[] of(int sizeBytes, byte[] bytes) {
        Blake2b hash = new Blake2b(sizeBytes);
        hash.update(bytes, 0, bytes.length);
        return hash.digest();
    }
}
