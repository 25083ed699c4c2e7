package org.phrkit.mediation;

import java.util.Arrays;
import org.phrkit.age.HybridRecipient;
import org.phrkit.age.KeyRecipient;
import org.phrkit.age.X25519Recipient;
import org.phrkit.age.format.Bech32;
import org.phrkit.crypto.Fingerprint;
import org.phrkit.crypto.XWing;

/**
 * The public key of a doctor who opens reports only together with the store: {@code age1phr1…}, Bech32 of 01 ‖ P, or
 * of 02 ‖ a key of ML-KEM-768 ‖ P. No file is encrypted to it: {@link ReportPart#recipient} makes a recipient of it
 * for one report, and no {@code age} takes it for one, since what is encrypted to P itself opens without a grant.
 * Immutable.
 */
public final class MediatedRecipient {
    private static final String PREFIX = "age1phr";
    private static final byte CURVE = 1;
    private static final byte POST_QUANTUM = 2;

    private final byte[] mlKemKey;
    private final CurvePoint point;

    private MediatedRecipient(byte[] mlKemKey, CurvePoint point) {
        this.mlKemKey = mlKemKey;
        this.point = point;
    }

    /** @param mlKemKey of 1184 bytes, or none */
    static MediatedRecipient of(byte[] mlKemKey, CurvePoint point) {
        return new MediatedRecipient(mlKemKey, point);
    }

    /**
     * {@return whether a text begins as one does}
     *
     * @param text the text to look at
     */
    public static boolean looksLike(String text) {
        return text.regionMatches(true, 0, PREFIX + "1", 0, PREFIX.length() + 1);
    }

    /**
     * Reads {@code age1phr1…}.
     *
     * @param text the text to read
     * @return the public key
     * @throws MediationException if it is anything else, or of a version that is not known
     */
    public static MediatedRecipient parse(String text) throws MediationException {
        byte[] data;
        try {
            Bech32 decoded = Bech32.decode(text);
            if (!decoded.prefix().equals(PREFIX)) {
                throw new MediationException("a mediated recipient starts with \"age1phr1\"");
            }
            data = decoded.data();
        } catch (Bech32.Malformed e) {
            throw new MediationException(String.valueOf(e.getMessage()));
        }
        int keyBytes = data.length > 0 && data[0] == POST_QUANTUM ? XWing.ML_KEM_KEY_SIZE_BYTES : 0;
        if (data.length == 0 || (data[0] != CURVE && data[0] != POST_QUANTUM)) {
            throw new MediationException("it is a recipient of an unknown version");
        }
        if (data.length != 1 + keyBytes + CurvePoint.SIZE_BYTES) {
            throw new MediationException("it does not hold " + (keyBytes + CurvePoint.SIZE_BYTES) + " bytes");
        }
        CurvePoint point = CurvePoint.of(Arrays.copyOfRange(data, 1 + keyBytes, data.length));
        MediatedRecipient recipient = of(Arrays.copyOfRange(data, 1, 1 + keyBytes), point);
        recipient.requireKey();
        return recipient;
    }

    private void requireKey() throws MediationException {
        try {
            with(point);
        } catch (IllegalArgumentException e) {
            throw new MediationException("it is not a public key");
        }
    }

    /**
     * {@return whether it resists quantum computers: what is encrypted stays secret, though taking back does not hold
     * then}
     */
    public boolean isPostQuantum() {
        return mlKemKey.length > 0;
    }

    CurvePoint point() {
        return point;
    }

    /** A recipient of age, with this key of ML-KEM and another point. */
    KeyRecipient with(CurvePoint other) {
        return isPostQuantum() ? HybridRecipient.of(mlKemKey, other.bytes()) : X25519Recipient.of(other.bytes());
    }

    /** {@return a fingerprint to compare over the telephone, as {@link org.phrkit.age.Recipient#fingerprint} is} */
    public String fingerprint() {
        return Fingerprint.of(toString());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof MediatedRecipient that
                && point.equals(that.point)
                && Arrays.equals(mlKemKey, that.mlKemKey);
    }

    @Override
    public int hashCode() {
        return point.hashCode();
    }

    /** The text that {@link #parse} reads. */
    @Override
    public String toString() {
        byte[] data = new byte[1 + mlKemKey.length + CurvePoint.SIZE_BYTES];
        data[0] = isPostQuantum() ? POST_QUANTUM : CURVE;
        System.arraycopy(mlKemKey, 0, data, 1, mlKemKey.length);
        System.arraycopy(point.bytes(), 0, data, 1 + mlKemKey.length, CurvePoint.SIZE_BYTES);
        return Bech32.encode(PREFIX, data);
    }
}
