package org.phrkit.age;

import java.security.InvalidKeyException;
import java.security.SecureRandom;
import java.util.Optional;
import org.phrkit.age.format.Stanza;
import org.phrkit.crypto.SecretBytes;
import org.phrkit.crypto.XWing;

/** The secret key of a {@link HybridRecipient}. */
public final class HybridIdentity extends KeyIdentity {
    private static final String PREFIX = "age-secret-key-pq-";

    private final HybridRecipient recipient;

    private HybridIdentity(SecretBytes seed) {
        super(PREFIX, seed);
        this.recipient = new HybridRecipient(XWing.publicKey(seed));
    }

    /**
     * {@return a new key of 32 random bytes}
     *
     * @param random where random bytes come from
     */
    public static HybridIdentity generate(SecureRandom random) {
        return new HybridIdentity(SecretBytes.random(XWing.SEED_SIZE_BYTES, random));
    }

    /**
     * {@return the key that is made from a secret}
     *
     * @param secret 32 bytes; the caller clears it
     */
    public static HybridIdentity of(byte[] secret) {
        if (secret.length != XWing.SEED_SIZE_BYTES) {
            throw new IllegalArgumentException("a secret key has 32 bytes, not " + secret.length);
        }
        return new HybridIdentity(SecretBytes.copyOf(secret));
    }

    /**
     * Reads {@code AGE-SECRET-KEY-PQ-1…}.
     *
     * @throws MalformedKeyException if it does not hold 32 bytes and a matching checksum
     */
    static HybridIdentity decode(String text) throws MalformedKeyException {
        return new HybridIdentity(SecretBytes.owning(KeyFile.decode(text, PREFIX, XWing.SEED_SIZE_BYTES)));
    }

    @Override
    public HybridRecipient recipient() {
        return recipient;
    }

    @Override
    String stanzaType() {
        return HybridRecipient.STANZA_TYPE;
    }

    @Override
    Optional<SecretBytes> unwrap(Stanza stanza) throws AgeException.Header {
        byte[] encapsulated = HybridRecipient.encapsulated(stanza);
        byte[] body = stanza.body(WrappedKey.SIZE_BYTES, AgeException.Header::new);
        try {
            return HybridRecipient.unwrap(secret(), encapsulated, body);
        } catch (InvalidKeyException e) {
            throw new AgeException.Header("the share of an mlkem768x25519 stanza has a small order");
        }
    }
}
