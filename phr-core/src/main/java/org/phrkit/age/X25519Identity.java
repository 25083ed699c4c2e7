package org.phrkit.age;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.Optional;
import org.phrkit.age.format.Stanza;
import org.phrkit.crypto.SecretBytes;
import org.phrkit.crypto.X25519;

/** A secret key on Curve25519 (C2SP age.md, "The X25519 recipient type"). */
public final class X25519Identity extends KeyIdentity {
    private static final String PREFIX = "age-secret-key-";

    private final X25519Recipient recipient;

    private X25519Identity(SecretBytes scalar) {
        super(PREFIX, scalar);
        this.recipient = new X25519Recipient(X25519.publicKey(scalar));
    }

    /**
     * {@return a new key of 32 random bytes}
     *
     * @param random where random bytes come from
     */
    public static X25519Identity generate(SecureRandom random) {
        return new X25519Identity(SecretBytes.random(X25519.SIZE_BYTES, random));
    }

    /**
     * {@return the key that is made from a secret}
     *
     * @param secret 32 bytes; the caller clears them
     */
    public static X25519Identity of(byte[] secret) {
        if (secret.length != X25519.SIZE_BYTES) {
            throw new IllegalArgumentException("a secret key has 32 bytes, not " + secret.length);
        }
        return new X25519Identity(SecretBytes.copyOf(secret));
    }

    /**
     * Reads {@code AGE-SECRET-KEY-1…}.
     *
     * @throws MalformedKeyException if it does not hold 32 bytes and a matching checksum
     */
    static X25519Identity decode(String text) throws MalformedKeyException {
        return new X25519Identity(SecretBytes.owning(KeyFile.decode(text, PREFIX, X25519.SIZE_BYTES)));
    }

    @Override
    public X25519Recipient recipient() {
        return recipient;
    }

    @Override
    String stanzaType() {
        return X25519Recipient.STANZA_TYPE;
    }

    @Override
    Optional<SecretBytes> unwrap(Stanza stanza) throws IOException {
        return recipient.unwrap(stanza, point -> X25519.agree(secret(), point)
                .map(SecretBytes::expose)
                .orElseGet(() -> new byte[X25519.SIZE_BYTES]));
    }
}
