package org.phrkit.rc4;

import org.phrkit.crypto.BytesToKey;
import org.phrkit.crypto.Pbkdf2;
import org.phrkit.crypto.SecretBytes;

/**
 * How {@code openssl enc} derived a key of 128 bits from a passphrase and a salt. The file does not say which way it
 * was, and with RC4 nothing tells a wrong guess from a right one. Immutable.
 */
public final class Derivation {
    /** The iterations of {@code openssl enc -pbkdf2}. */
    public static final int DEFAULT_ITERATIONS = 10_000;

    private static final int KEY_SIZE_BYTES = 16;

    private interface Way {
        SecretBytes derive(char[] passphrase, byte[] salt);
    }

    private final Way way;

    private Derivation(Way way) {
        this.way = way;
    }

    /**
     * {@return a derivation by {@code EVP_BytesToKey} with MD5 and one iteration, the default before OpenSSL 1.1.0}
     */
    public static Derivation md5() {
        return new Derivation((passphrase, salt) -> bytesToKey("MD5", passphrase, salt));
    }

    /**
     * {@return a derivation by {@code EVP_BytesToKey} with SHA-256 and one iteration, the default since OpenSSL 1.1.0}
     */
    public static Derivation sha256() {
        return new Derivation((passphrase, salt) -> bytesToKey("SHA-256", passphrase, salt));
    }

    /**
     * {@return PBKDF2 with HMAC-SHA256: {@code -pbkdf2}, or {@code -iter}, since OpenSSL 1.1.1}
     *
     * @param iterations at least 1
     */
    public static Derivation pbkdf2(int iterations) {
        if (iterations < 1) {
            throw new IllegalArgumentException("there are " + iterations + " iterations; it must be at least 1");
        }
        return new Derivation((passphrase, salt) -> Pbkdf2.derive(passphrase, salt, iterations, KEY_SIZE_BYTES));
    }

    SecretBytes derive(char[] passphrase, byte[] salt) {
        return way.derive(passphrase, salt);
    }

    private static SecretBytes bytesToKey(String digest, char[] passphrase, byte[] salt) {
        try (SecretBytes encoded = SecretBytes.utf8(passphrase)) {
            return BytesToKey.derive(digest, encoded, salt, KEY_SIZE_BYTES);
        }
    }
}
