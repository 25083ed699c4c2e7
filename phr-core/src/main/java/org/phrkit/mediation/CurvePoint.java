package org.phrkit.mediation;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.phrkit.crypto.SecretBytes;
import org.phrkit.crypto.X25519;

/**
 * A point of Curve25519 (RFC 7748, section 4.1) that was received from somebody else and validated: canonical, on the
 * curve and not on its twist, and not of small order. X25519 itself accepts any 32 bytes; code that multiplies by a
 * lasting secret accepts these points alone. Immutable.
 */
public final class CurvePoint {
    /** How many bytes it has: the u-coordinate in little-endian order. */
    public static final int SIZE_BYTES = X25519.SIZE_BYTES;

    private static final BigInteger PRIME = BigInteger.ONE.shiftLeft(255).subtract(BigInteger.valueOf(19));
    private static final BigInteger HALF = PRIME.shiftRight(1);
    private static final BigInteger A = BigInteger.valueOf(486_662);

    private final byte[] bytes;

    private CurvePoint(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * Looks at a point. It costs a power modulo 2^255 - 19 (Euler's criterion), and takes a time that depends on the point,
     * which is no secret.
     *
     * @param bytes the u-coordinate
     * @return the point
     * @throws MediationException if it is not 32 bytes, not below 2^255 - 19, not on the curve, or of small order
     */
    public static CurvePoint of(byte[] bytes) throws MediationException {
        if (bytes.length != SIZE_BYTES) {
            throw new MediationException("a point has 32 bytes, not " + bytes.length);
        }
        byte[] bigEndian = new byte[SIZE_BYTES];
        for (int i = 0; i < SIZE_BYTES; i++) {
            bigEndian[i] = bytes[SIZE_BYTES - 1 - i];
        }
        BigInteger u = new BigInteger(1, bigEndian);
        if (u.compareTo(PRIME) >= 0) {
            throw new MediationException("the point is not canonical");
        }
        try (SecretBytes eight = SecretBytes.owning(new byte[SIZE_BYTES])) {
            // Clamped, zero is 2^254, and so a multiple of the order of every point of small order.
            if (X25519.agree(eight, bytes).isEmpty()) {
                throw new MediationException("the point has a small order");
            }
        }
        BigInteger square = u.multiply(u.multiply(u.add(A)).add(BigInteger.ONE)).mod(PRIME);
        if (!square.modPow(HALF, PRIME).equals(BigInteger.ONE)) {
            throw new MediationException("the point is not on the curve");
        }
        return new CurvePoint(bytes.clone());
    }

    /** X25519 of a clamped scalar and this point, which is such a point again. */
    CurvePoint times(SecretBytes scalar) {
        return new CurvePoint(sharedWith(scalar).expose());
    }

    /** The same, as a secret. */
    SecretBytes sharedWith(SecretBytes scalar) {
        Optional<SecretBytes> shared = X25519.agree(scalar, bytes);
        return shared.orElseThrow(() -> new IllegalStateException("a point of large order became none"));
    }

    /** X25519 of a clamped scalar and the base point. */
    static CurvePoint base(SecretBytes scalar) {
        return new CurvePoint(X25519.publicKey(scalar));
    }

    /** {@return the u-coordinate, in an array of its own} */
    public byte[] bytes() {
        return bytes.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CurvePoint that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** Hexadecimal. */
    @Override
    public String toString() {
        return HexFormat.of().formatHex(bytes);
    }
}
