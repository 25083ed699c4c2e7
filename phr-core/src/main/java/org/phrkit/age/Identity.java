package org.phrkit.age;

import java.util.List;
import java.util.Optional;
import javax.security.auth.Destroyable;
import org.phrkit.age.format.Stanza;
import org.phrkit.crypto.SecretBytes;

/**
 * The secret key that opens what was encrypted to its {@link #recipient}. It has no printable form but
 * {@link #exposeText}. Destroy it when it is no longer needed.
 */
public abstract sealed class Identity implements AutoCloseable, Destroyable permits X25519Identity {
    Identity() {}

    /**
     * Reads an identity as age writes it ({@code AGE-SECRET-KEY-1…}).
     *
     * @throws MalformedKeyException if the text is not an identity of a known kind
     */
    public static Identity parse(String text) throws MalformedKeyException {
        if (text.startsWith("age1")) {
            throw new MalformedKeyException("this is a recipient, where a secret key (AGE-SECRET-KEY-1…) is expected");
        }
        if (text.startsWith("AGE-SECRET-KEY-1")) {
            return X25519Identity.parse(text);
        }
        throw new MalformedKeyException("a secret key starts with \"AGE-SECRET-KEY-1\"");
    }

    /** The public key that belongs to it. */
    public abstract Recipient recipient();

    /**
     * The file key, from the first stanza that this identity opens; empty where there is none.
     *
     * @throws AgeException.Header if a stanza of this identity's kind does not follow the format
     */
    abstract Optional<SecretBytes> unwrap(List<Stanza> stanzas) throws AgeException.Header;

    /** The secret as text, for writing a key file and for nothing else. */
    public abstract String exposeText();

    /** Overwrites the secret, as far as the JVM allows: copies that it made by itself are out of reach. */
    @Override
    public abstract void destroy();

    @Override
    public final void close() {
        destroy();
    }
}
