package org.phrkit.age;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.phrkit.crypto.Aead;
import org.phrkit.crypto.Scrypt;
import org.phrkit.crypto.SecretBytes;

/** A passphrase and the keys that scrypt makes of it. */
final class ScryptKey {
    private static final byte[] LABEL = "age-encryption.org/v1/scrypt".getBytes(StandardCharsets.US_ASCII);
    private static final int BLOCK_SIZE = 8;
    private static final int PARALLELISM = 1;

    private final SecretBytes passphrase;

    ScryptKey(char[] passphrase) {
        if (passphrase.length == 0) {
            throw new IllegalArgumentException("the passphrase is empty");
        }
        this.passphrase = SecretBytes.utf8(passphrase);
    }

    SecretBytes derive(byte[] salt, int workFactor) {
        byte[] labelled = ByteBuffer.allocate(LABEL.length + salt.length)
                .put(LABEL)
                .put(salt)
                .array();
        return Scrypt.derive(passphrase, labelled, 1 << workFactor, BLOCK_SIZE, PARALLELISM, Aead.KEY_SIZE_BYTES);
    }

    void destroy() {
        passphrase.destroy();
    }

    boolean isDestroyed() {
        return passphrase.isDestroyed();
    }
}
