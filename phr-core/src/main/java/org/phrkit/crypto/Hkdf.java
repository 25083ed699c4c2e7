package org.phrkit.crypto;

import java.security.MessageDigest;
import java.util.Arrays;

/**
 * HKDF and HMAC with SHA-256 (RFC 5869, RFC 2104). HMAC is two hashes by the JDK, which is quicker to start than its
 * {@link javax.crypto.Mac}.
 */
public final class Hkdf {
    /** Length of every output here: that of a SHA-256 hash. */
    public static final int SIZE_BYTES = 32;

    private static final int BLOCK_SIZE_BYTES = 64;

    private Hkdf() {}

    /**
     * HKDF-Extract followed by HKDF-Expand to 32 bytes.
     *
     * @param salt may be empty, which stands for 32 zero bytes (RFC 5869, section 2.2)
     */
    public static SecretBytes derive(SecretBytes inputKey, byte[] salt, byte[] info) {
        byte[] pseudoRandomKey = hmac(salt.length == 0 ? new byte[SIZE_BYTES] : salt, inputKey.expose());
        byte[] block = Arrays.copyOf(info, info.length + 1);
        block[info.length] = 1;
        try {
            return SecretBytes.owning(hmac(pseudoRandomKey, block));
        } finally {
            Arrays.fill(pseudoRandomKey, (byte) 0);
        }
    }

    /** HMAC-SHA-256 of {@code message}. */
    public static byte[] hmac(SecretBytes key, byte[] message) {
        return hmac(key.expose(), message);
    }

    private static byte[] hmac(byte[] key, byte[] message) {
        byte[] block = Arrays.copyOf(key.length > BLOCK_SIZE_BYTES ? Sha256.of(key) : key, BLOCK_SIZE_BYTES);
        try {
            add(block, 0x36);
            MessageDigest inner = Sha256.start();
            inner.update(block);
            byte[] innerHash = inner.digest(message);
            add(block, 0x36 ^ 0x5c);
            MessageDigest outer = Sha256.start();
            outer.update(block);
            return outer.digest(innerHash);
        } finally {
            Arrays.fill(block, (byte) 0);
        }
    }

    private static void add(byte[] block, int pad) {
        for (int i = 0; i < block.length; i++) {
            block[i] ^= (byte) pad;
        }
    }
}
