package org.phrkit.age;

import java.util.Arrays;
import org.phrkit.age.format.Bech32;

/**
 * The public key that belongs to a {@link KeyIdentity}, or to a key that is held elsewhere
 * ({@link Identity#ofX25519}).
 */
public abstract sealed class KeyRecipient extends Recipient permits X25519Recipient, HybridRecipient {
    private static final int LINE = 100;

    private final String prefix;
    private final byte[] publicKey;

    KeyRecipient(String prefix, byte[] publicKey) {
        this.prefix = prefix;
        this.publicKey = publicKey.clone();
    }

    /** Not a copy. */
    final byte[] publicKey() {
        return publicKey;
    }

    /** {@return the public key itself where it fits on a line, or its kind and {@link #fingerprint}} */
    public final String shortName() {
        String text = toString();
        return text.length() <= LINE ? text : prefix + "1 with the fingerprint " + fingerprint();
    }

    @Override
    public final boolean equals(Object other) {
        return other instanceof KeyRecipient that
                && prefix.equals(that.prefix)
                && Arrays.equals(publicKey, that.publicKey);
    }

    @Override
    public final int hashCode() {
        return Arrays.hashCode(publicKey);
    }

    @Override
    public final String toString() {
        return Bech32.encode(prefix, publicKey);
    }
}
