package org.phrkit.mediation;

import java.security.SecureRandom;
import javax.security.auth.Destroyable;
import org.phrkit.crypto.SecretBytes;

/**
 * One of the three numbers whose product opens a report: the doctor's, the store's and the report's. A clamped scalar (RFC
 * 7748, section 5), and so what any X25519 takes. It has no printable form but {@link #exposeBytes}, is compared in
 * constant time, and may be used by several threads until it is destroyed.
 */
public abstract sealed class KeyPart implements AutoCloseable, Destroyable permits DoctorPart, StorePart, ReportPart {
    /** How many bytes the number has, in little-endian order. */
    public static final int SIZE_BYTES = Scalars.SIZE_BYTES;

    private final SecretBytes scalar;

    KeyPart(SecretBytes scalar) {
        this.scalar = scalar;
    }

    static SecretBytes random(SecureRandom random) {
        SecretBytes scalar = SecretBytes.random(SIZE_BYTES, random);
        byte[] bytes = scalar.expose();
        bytes[0] &= (byte) 0xf8;
        bytes[SIZE_BYTES - 1] = (byte) ((bytes[SIZE_BYTES - 1] & 0x3f) | 0x40);
        return scalar;
    }

    /** @throws MediationException if it is not 32 bytes, or not clamped, as everything that is written here is */
    static SecretBytes read(byte[] bytes) throws MediationException {
        if (bytes.length != SIZE_BYTES) {
            throw new MediationException("a part of a key has 32 bytes, not " + bytes.length);
        }
        if ((bytes[0] & 7) != 0 || (bytes[SIZE_BYTES - 1] & 0xc0) != 0x40) {
            throw new MediationException("it is no part of a key");
        }
        return SecretBytes.copyOf(bytes);
    }

    final SecretBytes scalar() {
        return scalar;
    }

    /** {@return a copy of the secret, for writing it down and for nothing else; the caller clears it} */
    public byte[] exposeBytes() {
        return scalar.expose().clone();
    }

    /** Overwrites the secret, as far as the JVM allows: copies that it made by itself are out of reach. */
    @Override
    public void destroy() {
        scalar.destroy();
    }

    @Override
    public final boolean isDestroyed() {
        return scalar.isDestroyed();
    }

    @Override
    public final void close() {
        destroy();
    }

    /** Says which part it is, and nothing of it. */
    @Override
    public final String toString() {
        return getClass().getSimpleName();
    }
}
