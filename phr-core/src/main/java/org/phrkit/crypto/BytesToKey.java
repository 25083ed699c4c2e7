package org.phrkit.crypto;

import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * OpenSSL's {@code EVP_BytesToKey} with one iteration, to read what was once written with it: the first bytes of the
 * hash of passphrase and salt, for keys no longer than the hash. Guessing a passphrase costs one hash an attempt.
 *
 * <p>Source: OpenSSL's manual page EVP_BytesToKey(3).
 */
public final class BytesToKey {
    private BytesToKey() {}

    /**
     * Derives a key.
     *
     * @param digest what Java calls it: {@code MD5} or {@code SHA-256}
     * @param sizeBytes at most the size of the hash
     */
    public static SecretBytes derive(String digest, SecretBytes passphrase, byte[] salt, int sizeBytes) {
        try {
            MessageDigest hash = MessageDigest.getInstance(digest);
            if (sizeBytes > hash.getDigestLength()) {
                throw new IllegalArgumentException("a key of " + sizeBytes + " bytes takes more than one hash");
            }
            byte[] block = new byte[hash.getDigestLength()];
            hash.update(passphrase.expose());
            hash.update(salt);
            hash.digest(block, 0, block.length);
            byte[] key = Arrays.copyOf(block, sizeBytes);
            Arrays.fill(block, (byte) 0);
            return SecretBytes.owning(key);
        } catch (NoSuchAlgorithmException | DigestException e) {
            throw new IllegalStateException("this Java has no " + digest, e);
        }
    }
}
