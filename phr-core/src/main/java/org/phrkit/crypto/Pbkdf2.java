package org.phrkit.crypto;

import java.security.GeneralSecurityException;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/** PBKDF2 with HMAC-SHA256 (RFC 8018, section 5.2). */
public final class Pbkdf2 {
    private Pbkdf2() {}

    /**
     * Derives some bytes.
     *
     * @param passphrase encoded as UTF-8
     * @param salt at least one byte
     * @throws IllegalArgumentException as {@link SecretBytes#utf8}; the JDK would put a question mark there
     */
    public static SecretBytes derive(char[] passphrase, byte[] salt, int iterations, int sizeBytes) {
        SecretBytes.utf8(passphrase).close();
        PBEKeySpec spec = new PBEKeySpec(passphrase, salt, iterations, sizeBytes * 8);
        try {
            return SecretBytes.owning(SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                    .generateSecret(spec)
                    .getEncoded());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no PBKDF2", e);
        } finally {
            spec.clearPassword();
        }
    }
}
