package org.phrkit.transparency;

import java.security.SecureRandom;
import java.util.Arrays;
import javax.security.auth.Destroyable;
import org.phrkit.crypto.Ed25519;
import org.phrkit.crypto.SecretBytes;

/**
 * The secret key with which a log signs its checkpoints: a name and the seed of an Ed25519 key. It has no printable
 * form but {@link #exposeText}; until it is closed, several threads may use it.
 *
 * <p>Written as the Go module {@code golang.org/x/mod/sumdb/note} does, which C2SP signed-note grew out of:
 * PRIVATE+KEY+NAME+ID+BASE64.
 */
public final class NoteSigningKey implements AutoCloseable, Destroyable {
    private static final String PREFIX = "PRIVATE+KEY+";

    private final SecretBytes seed;
    private final NoteVerifierKey verifierKey;

    private NoteSigningKey(String name, SecretBytes seed) {
        this.seed = seed;
        this.verifierKey = new NoteVerifierKey(name, Ed25519.publicKey(seed));
    }

    /**
     * {@return a new key of 32 random bytes}
     *
     * @param name by which it is known, at best an address without {@code https://}
     * @param random where random bytes come from
     * @throws IllegalArgumentException if the name is empty, longer than 255 characters, or has blanks or a plus
     */
    public static NoteSigningKey generate(String name, SecureRandom random) {
        if (!NoteVerifierKey.isName(name)) {
            throw new IllegalArgumentException("a key has a name of 1 to 255 characters, without blanks and plus");
        }
        return new NoteSigningKey(name, SecretBytes.random(Ed25519.SEED_SIZE_BYTES, random));
    }

    /**
     * Reads {@link #exposeText}.
     *
     * @param text the text to read
     * @return the secret key
     * @throws TransparencyException.Malformed if it is anything else
     */
    public static NoteSigningKey parse(String text) throws TransparencyException.Malformed {
        String[] parts = text.split("\\+", 5);
        if (!text.startsWith(PREFIX) || parts.length != 5 || !NoteVerifierKey.isName(parts[2])) {
            throw new TransparencyException.Malformed("a key that signs a log is written PRIVATE+KEY+NAME+ID+KEY");
        }
        byte[] encoded = StrictBase64.decode(parts[4]);
        try {
            if (encoded.length != 1 + Ed25519.SEED_SIZE_BYTES || encoded[0] != NoteVerifierKey.ED25519) {
                throw new TransparencyException.Malformed("the key that signs a log is not one of Ed25519");
            }
            NoteSigningKey key =
                    new NoteSigningKey(parts[2], SecretBytes.owning(Arrays.copyOfRange(encoded, 1, encoded.length)));
            if (!key.verifierKey.idHex().equals(parts[3])) {
                key.destroy();
                throw new TransparencyException.Malformed("the name or the id is not that of the key that signs a log");
            }
            return key;
        } finally {
            Arrays.fill(encoded, (byte) 0);
        }
    }

    /** {@return the secret, one line without its end} */
    public String exposeText() {
        return PREFIX + verifierKey.name() + "+" + verifierKey.idHex() + "+" + NoteVerifierKey.encoded(seed.expose());
    }

    /** {@return the public key that belongs to it} */
    public NoteVerifierKey verifierKey() {
        return verifierKey;
    }

    byte[] sign(byte[] text) {
        return Ed25519.sign(seed, text);
    }

    @Override
    public void destroy() {
        seed.destroy();
    }

    @Override
    public boolean isDestroyed() {
        return seed.isDestroyed();
    }

    @Override
    public void close() {
        destroy();
    }

    /** Names the public key. */
    @Override
    public String toString() {
        return "NoteSigningKey[" + verifierKey + "]";
    }
}
