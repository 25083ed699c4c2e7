package org.phrkit.age;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import javax.security.auth.Destroyable;
import org.phrkit.age.format.Stanza;
import org.phrkit.crypto.SecretBytes;
import org.phrkit.crypto.XWing;

/**
 * A secret that opens files: a {@link KeyIdentity}, a passphrase, or a key that is held elsewhere ({@link #ofX25519}).
 * Destroy it when it is no longer needed; until then several threads may use it at once.
 *
 * <p>Sealed, because whoever unwraps has the file key in hand and decides what counts as the stanza of another: a slip
 * there gives the key away, or takes a forged file for a genuine one. Nor does a type that one program alone knows open
 * in {@code age}. A key that is not a file needs no type of its own, only someone who computes X25519 with it.
 */
public abstract sealed class Identity implements AutoCloseable, Destroyable
        permits KeyIdentity, ScryptIdentity, AgreedIdentity, OnDemandIdentity {
    Identity() {}

    /**
     * {@return a key on Curve25519 whose secret is elsewhere} It opens what is encrypted to its recipient; everything
     * but one multiplication is done here, as for a key from a file.
     *
     * <p>Refused are results of another length than 32 bytes, with an {@link IOException}, and of all zeros, with an
     * {@link AgeException.Header}: the file then holds a point of small order (RFC 7748, section 6.1). The result for
     * another key or point opens nothing. The identity may be used by several threads at once where the agreement may.
     *
     * @param recipient the public key that belongs to it
     * @param agreement computes with the secret; it is told when the identity is destroyed
     */
    public static Identity ofX25519(X25519Recipient recipient, X25519Agreement agreement) {
        return new AgreedIdentity(recipient, SecretBytes.owning(new byte[0]), agreement);
    }

    /**
     * {@return a post-quantum key whose half on Curve25519 is elsewhere; otherwise as {@link #ofX25519}}
     *
     * @param recipient the public key that the identity belongs to
     * @param mlKemSeed 32 bytes, from which the half of ML-KEM-768 is made as in {@link HybridIdentity#of}; copied, and
     *     overwritten with the identity; the caller clears it
     * @param agreement computes X25519 with the secret scalar
     * @throws IllegalArgumentException if the seed has another length
     */
    public static Identity ofHybrid(HybridRecipient recipient, byte[] mlKemSeed, X25519Agreement agreement) {
        if (mlKemSeed.length != XWing.SEED_SIZE_BYTES) {
            throw new IllegalArgumentException("a seed has 32 bytes, not " + mlKemSeed.length);
        }
        return new AgreedIdentity(recipient, SecretBytes.copyOf(mlKemSeed), agreement);
    }

    /**
     * {@return identities that are asked for when a file is opened that those before them in the list do not open:
     * keys in a file with a passphrase, or a passphrase that a person types} What opened the file is then one of them,
     * and not this.
     *
     * @param source is asked at most once, when a file needs it
     */
    public static Identity onDemand(IdentitySource source) {
        return new OnDemandIdentity(source);
    }

    /** What to try: itself, or what it stands for. */
    List<Identity> available(boolean isPassphrase) throws IOException {
        return List.of(this);
    }

    /** {@return the public key of the files that it opens; empty for a passphrase, and for what is there on demand} */
    public abstract Optional<KeyRecipient> publicKey();

    /** The type of the stanzas that it may open; all others are passed over. */
    abstract String stanzaType();

    /**
     * The file key in a stanza of its type; empty where this is the stanza of another.
     *
     * @throws AgeException.Header if the stanza does not follow the format
     * @throws IOException if the secret is elsewhere and cannot be used
     */
    abstract Optional<SecretBytes> unwrap(Stanza stanza) throws IOException;

    /** The file key from the first stanza that it opens; empty where there is none. */
    final Optional<SecretBytes> unwrap(List<Stanza> stanzas) throws IOException {
        for (Stanza stanza : stanzas) {
            if (stanza.type().equals(stanzaType())) {
                Optional<SecretBytes> fileKey = unwrap(stanza);
                if (fileKey.isPresent()) {
                    return fileKey;
                }
            }
        }
        return Optional.empty();
    }

    /** Overwrites the secret, as far as the JVM allows: copies that it made by itself are out of reach. */
    @Override
    public abstract void destroy();

    @Override
    public final void close() {
        destroy();
    }

    /** Names the public key, or says that it is a passphrase or there on demand; nothing of the secret. */
    @Override
    public final String toString() {
        String without = this instanceof OnDemandIdentity ? "Identity[on demand]" : "Identity[passphrase]";
        return publicKey().map(key -> "Identity[" + key.shortName() + "]").orElse(without);
    }
}
