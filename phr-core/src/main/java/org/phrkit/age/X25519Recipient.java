package org.phrkit.age;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.List;
import org.phrkit.age.format.Base64;
import org.phrkit.age.format.Stanza;
import org.phrkit.crypto.Hkdf;
import org.phrkit.crypto.SecretBytes;
import org.phrkit.crypto.X25519;

/** A public key on Curve25519 (C2SP age.md, "The X25519 recipient type"). */
public final class X25519Recipient extends KeyRecipient {
    static final String STANZA_TYPE = "X25519";

    private static final String PREFIX = "age";
    private static final byte[] INFO = "age-encryption.org/v1/X25519".getBytes(StandardCharsets.US_ASCII);

    X25519Recipient(byte[] publicKey) {
        super(PREFIX, publicKey);
    }

    /**
     * Reads {@code age1…}.
     *
     * @throws MalformedKeyException if it does not hold 32 bytes and a matching checksum
     */
    static X25519Recipient decode(String text) throws MalformedKeyException {
        return new X25519Recipient(KeyFile.decode(text, PREFIX, X25519.SIZE_BYTES));
    }

    @Override
    List<Stanza> wrap(SecretBytes fileKey, SecureRandom random) {
        try (SecretBytes ephemeral = SecretBytes.random(X25519.SIZE_BYTES, random);
                SecretBytes shared = X25519.agree(ephemeral, publicKey())
                        .orElseThrow(() -> new IllegalArgumentException(
                                "the recipient is a point of small order, which nobody holds a key for"))) {
            byte[] share = X25519.publicKey(ephemeral);
            try (SecretBytes wrapKey = wrapKey(shared, share)) {
                List<String> arguments = List.of(STANZA_TYPE, Base64.encode(share));
                return List.of(new Stanza(arguments, WrappedKey.seal(wrapKey, fileKey)));
            }
        }
    }

    SecretBytes wrapKey(SecretBytes shared, byte[] share) {
        byte[] salt = ByteBuffer.allocate(2 * X25519.SIZE_BYTES)
                .put(share)
                .put(publicKey())
                .array();
        return Hkdf.derive(shared, salt, INFO);
    }
}
