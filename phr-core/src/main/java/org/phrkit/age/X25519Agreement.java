package org.phrkit.age;

import java.io.IOException;

/**
 * X25519 of a secret scalar and a point (RFC 7748, section 5), which is all that a file asks of an X25519 key. For
 * keys that are not files, such as those in a smart card, a hardware security module or an agent, or in parts that
 * several people hold; see {@link Identity#ofX25519}.
 */
@FunctionalInterface
public interface X25519Agreement {
    /**
     * X25519(scalar, point). Asked once for each X25519 stanza of a file, up to the one that opens it: a file for twenty
     * people asks up to twenty times, and nothing in a stanza says whom it is for.
     *
     * <p>The point comes from the file, so from whoever wrote it, and is any 32 bytes. It need not be checked: what comes
     * out for a point of small order is refused by the caller.
     *
     * @param point 32 bytes, the u-coordinate in little-endian order
     * @return the 32 bytes of the shared secret, in an array of their own, which is overwritten after use
     * @throws IOException if the key cannot be used now; goes on to whoever opens the file, as it is
     */
    byte[] agree(byte[] point) throws IOException;

    /**
     * {@return whether it can be asked about a point} A stanza with another one is passed over, as one to somebody
     * else is: for agreements that were made for one stanza and know no more.
     *
     * @param point as {@link #agree} takes it
     */
    default boolean isFor(byte[] point) {
        return true;
    }

    /**
     * Told that the identity was destroyed; is asked for nothing more. Overwrites what was made for this identity alone,
     * and leaves a key that others ask as well.
     */
    default void destroyed() {}
}
