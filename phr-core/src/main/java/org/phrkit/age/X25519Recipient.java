package org.phrkit.age;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
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
     * {@return the key with these bytes, as a smart card gives them}
     *
     * @param publicKey 32 bytes, the u-coordinate in little-endian order
     */
    public static X25519Recipient of(byte[] publicKey) {
        if (publicKey.length != X25519.SIZE_BYTES) {
            throw new IllegalArgumentException("a public key has 32 bytes, not " + publicKey.length);
        }
        return new X25519Recipient(publicKey);
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

    /**
     * The file key in a stanza to this key; empty where the stanza is to another.
     *
     * @param agreement computes with the secret key that belongs to this one
     */
    Optional<SecretBytes> unwrap(Stanza stanza, X25519Agreement agreement) throws IOException {
        byte[] share = share(stanza);
        byte[] body = stanza.body(WrappedKey.SIZE_BYTES, AgeException.Header::new);
        if (!agreement.isFor(share.clone())) {
            return Optional.empty();
        }
        try (SecretBytes shared = agreed(agreement, share, STANZA_TYPE);
                SecretBytes wrapKey = wrapKey(shared, share)) {
            return WrappedKey.open(wrapKey, body);
        }
    }

    /** The point in a stanza. */
    static byte[] share(Stanza stanza) throws AgeException.Header {
        stanza.requireArguments(2, AgeException.Header::new);
        return stanza.argument(1, X25519.SIZE_BYTES, AgeException.Header::new);
    }

    /** What the agreement makes of the share in a stanza. */
    static SecretBytes agreed(X25519Agreement agreement, byte[] share, String stanzaType) throws IOException {
        SecretBytes shared = SecretBytes.owning(agreement.agree(share.clone()));
        if (shared.sizeBytes() != X25519.SIZE_BYTES) {
            shared.destroy();
            throw new IOException("the agreement gave " + shared.sizeBytes() + " bytes, where X25519 gives 32");
        }
        if (shared.equals(SecretBytes.owning(new byte[X25519.SIZE_BYTES]))) {
            throw new AgeException.Header("the share of an " + stanzaType + " stanza has a small order");
        }
        return shared;
    }

    private SecretBytes wrapKey(SecretBytes shared, byte[] share) {
        byte[] salt = ByteBuffer.allocate(2 * X25519.SIZE_BYTES)
                .put(share)
                .put(publicKey())
                .array();
        return Hkdf.derive(shared, salt, INFO);
    }
}
