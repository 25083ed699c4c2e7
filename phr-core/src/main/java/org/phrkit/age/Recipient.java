package org.phrkit.age;

import java.security.SecureRandom;
import java.util.List;
import org.phrkit.age.format.Stanza;
import org.phrkit.crypto.SecretBytes;

/**
 * Whom a file is encrypted to: a public key, which may be shown to anyone. It wraps the file key so that the matching
 * {@link Identity} alone unwraps it.
 */
public abstract sealed class Recipient permits X25519Recipient {
    Recipient() {}

    /**
     * Reads a recipient as age writes it ({@code age1…}).
     *
     * @throws MalformedKeyException if the text is not a recipient of a known kind
     */
    public static Recipient parse(String text) throws MalformedKeyException {
        if (text.regionMatches(true, 0, "AGE-SECRET-KEY-", 0, 15)) {
            throw new MalformedKeyException("this is a secret key, where a recipient (age1…) is expected");
        }
        if (text.startsWith("age1")) {
            return X25519Recipient.parse(text);
        }
        throw new MalformedKeyException("a recipient starts with \"age1\"");
    }

    abstract List<Stanza> wrap(SecretBytes fileKey, SecureRandom random);

    /** The text that {@link #parse} reads. */
    @Override
    public abstract String toString();
}
