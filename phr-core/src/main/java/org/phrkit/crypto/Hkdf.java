package org.phrkit.crypto;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** HKDF and HMAC with SHA-256 (RFC 5869, RFC 2104). */
public final class Hkdf {
    /** Length of every output here: that of a SHA-256 hash. */
    public static final int SIZE_BYTES = 32;

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
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(message);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no HmacSHA256", e);
        }
    }
}
