package org.phrkit.age;

import java.util.Optional;
import org.phrkit.crypto.Aead;
import org.phrkit.crypto.SecretBytes;

/** A file key sealed under a key that is used once, hence with a nonce of zeros (C2SP age.md). */
final class WrappedKey {
    static final int FILE_KEY_SIZE_BYTES = 16;
    static final int SIZE_BYTES = FILE_KEY_SIZE_BYTES + Aead.TAG_SIZE_BYTES;

    private static final byte[] NONCE = new byte[Aead.NONCE_SIZE_BYTES];

    private WrappedKey() {}

    static byte[] seal(SecretBytes wrapKey, SecretBytes fileKey) {
        byte[] body = new byte[SIZE_BYTES];
        new Aead(wrapKey).seal(NONCE, fileKey.expose(), 0, FILE_KEY_SIZE_BYTES, body, 0);
        return body;
    }

    static Optional<SecretBytes> open(SecretBytes wrapKey, byte[] body) {
        byte[] fileKey = new byte[FILE_KEY_SIZE_BYTES];
        int size = new Aead(wrapKey).open(NONCE, body, 0, SIZE_BYTES, fileKey, 0);
        return size == Aead.REFUSED ? Optional.empty() : Optional.of(SecretBytes.owning(fileKey));
    }
}
