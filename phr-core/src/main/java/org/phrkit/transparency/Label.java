package org.phrkit.transparency;

import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * The name by which an entry is found by those who look for it: 16 bytes that mean nothing to anybody else. Those of
 * keys come from a {@link LogKey}, all others are random. Immutable; compared in constant time.
 */
public final class Label {
    /** The length of every label. */
    public static final int SIZE_BYTES = 16;

    private final byte[] bytes;

    /** The first bytes of an array. */
    Label(byte[] bytes) {
        this.bytes = Arrays.copyOf(bytes, SIZE_BYTES);
    }

    /**
     * {@return a label that nobody looks for}
     *
     * @param random where random bytes come from
     */
    public static Label random(SecureRandom random) {
        byte[] bytes = new byte[SIZE_BYTES];
        random.nextBytes(bytes);
        return new Label(bytes);
    }

    /** {@return a copy of the 16 bytes} */
    public byte[] bytes() {
        return bytes.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Label that && MessageDigest.isEqual(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** 32 hexadecimal digits. */
    @Override
    public String toString() {
        return HexFormat.of().formatHex(bytes);
    }
}
