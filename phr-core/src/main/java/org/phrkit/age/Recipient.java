package org.phrkit.age;

import java.security.SecureRandom;
import java.util.List;
import org.phrkit.age.format.Stanza;
import org.phrkit.crypto.Fingerprint;
import org.phrkit.crypto.SecretBytes;

/**
 * Someone a file is encrypted to: a public key, which may be shown to anyone, or a passphrase. It wraps the file key
 * so that the matching {@link Identity} alone unwraps it. Immutable, so several threads may use it at once.
 *
 * <p>Sealed, because the file is as safe as the weakest of its recipients, and its writer cannot see which one that is: a
 * type of one program alone would weaken the files of all others, and no {@code age} could read them.
 */
public abstract sealed class Recipient permits KeyRecipient, ScryptRecipient {
    Recipient() {}

    /**
     * Reads a recipient as age writes it ({@code age1…} or {@code age1pq1…}).
     *
     * @param text the text to read
     * @return the public key
     * @throws MalformedKeyException if the text is not a recipient of a known kind
     */
    public static Recipient parse(String text) throws MalformedKeyException {
        if (text.regionMatches(true, 0, "AGE-SECRET-KEY-", 0, 15)) {
            throw new MalformedKeyException("this is a secret key, where a recipient (age1…) is expected");
        }
        ForeignKey.refuse(text);
        if (text.startsWith("age1pq1")) {
            return HybridRecipient.decode(text);
        }
        if (text.startsWith("age1")) {
            return X25519Recipient.decode(text);
        }
        throw new MalformedKeyException("a recipient starts with \"age1\"");
    }

    /**
     * {@return a fingerprint to compare over the telephone: the first 128 bits of the SHA-256 of {@link #toString}, as
     * eight groups of four hexadecimal digits} To find a second key with the fingerprint of a given one takes about
     * 2^128 attempts; to find any two keys with one fingerprint, about 2^64.
     */
    public final String fingerprint() {
        return Fingerprint.of(toString());
    }

    abstract List<Stanza> wrap(SecretBytes fileKey, SecureRandom random);

    /** The text that {@link #parse} reads; for a passphrase, that it is one. */
    @Override
    public abstract String toString();
}
