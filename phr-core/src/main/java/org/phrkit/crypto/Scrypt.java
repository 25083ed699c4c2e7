package org.phrkit.crypto;

import org.bouncycastle.crypto.generators.SCrypt;

/** scrypt (RFC 7914), by Bouncy Castle. */
public final class Scrypt {
    private Scrypt() {}

    /**
     * Derives a key. Needs {@code 128 * r * N} bytes of memory.
     *
     * @param n the cost, a power of two
     */
    public static SecretBytes derive(SecretBytes passphrase, byte[] salt, int n, int r, int p, int sizeBytes) {
        return SecretBytes.owning(SCrypt.generate(passphrase.expose(), salt, n, r, p, sizeBytes));
    }
}
