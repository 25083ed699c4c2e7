package org.phrkit.age;

import java.util.Locale;
import java.util.Optional;
import org.phrkit.age.format.Bech32;
import org.phrkit.crypto.SecretBytes;

/**
 * The secret key that opens what was encrypted to its {@link #recipient}. It has no printable form but
 * {@link #exposeText}, and is safe for use by several threads until it is destroyed.
 */
public abstract sealed class KeyIdentity extends Identity permits X25519Identity, HybridIdentity {
    private final String prefix;
    private final SecretBytes secret;

    KeyIdentity(String prefix, SecretBytes secret) {
        this.prefix = prefix;
        this.secret = secret;
    }

    /**
     * Reads an identity as age writes it ({@code AGE-SECRET-KEY-1…} or {@code AGE-SECRET-KEY-PQ-1…}).
     *
     * @param text the text to read
     * @return the secret key
     * @throws MalformedKeyException if the text is not an identity of a known kind
     */
    public static KeyIdentity parse(String text) throws MalformedKeyException {
        if (text.startsWith("AGE-SECRET-KEY-1")) {
            return X25519Identity.decode(text);
        }
        if (text.startsWith("AGE-SECRET-KEY-PQ-1")) {
            return HybridIdentity.decode(text);
        }
        ForeignKey.refuse(text);
        throw new MalformedKeyException(
                text.startsWith("age1")
                        ? "this is a recipient, where a secret key (AGE-SECRET-KEY-1…) is expected"
                        : "a secret key starts with \"AGE-SECRET-KEY-1\" or \"AGE-SECRET-KEY-PQ-1\"");
    }

    /** {@return the public key that belongs to it} */
    public abstract KeyRecipient recipient();

    @Override
    public final Optional<KeyRecipient> publicKey() {
        return Optional.of(recipient());
    }

    /** {@return the secret as text, for writing a key file and for nothing else} */
    public final String exposeText() {
        return Bech32.encode(prefix, secret.expose()).toUpperCase(Locale.ROOT);
    }

    /** {@return a copy of the 32 bytes that the key is made from, for splitting it; the caller clears it} */
    public final byte[] exposeSecret() {
        return secret.expose().clone();
    }

    final SecretBytes secret() {
        return secret;
    }

    @Override
    public final void destroy() {
        secret.destroy();
    }

    @Override
    public final boolean isDestroyed() {
        return secret.isDestroyed();
    }
}
