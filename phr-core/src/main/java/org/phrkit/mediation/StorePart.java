package org.phrkit.mediation;

import java.security.SecureRandom;
import org.phrkit.crypto.SecretBytes;

/**
 * The store's part d2 of the key, one for each device of a doctor. It is never applied without the part of a report that
 * was granted.
 */
public final class StorePart extends KeyPart {
    private StorePart(SecretBytes scalar) {
        super(scalar);
    }

    /**
     * {@return a new one}
     *
     * @param random where random bytes come from
     */
    public static StorePart generate(SecureRandom random) {
        return new StorePart(random(random));
    }

    /**
     * Reads what {@link #exposeBytes} gave.
     *
     * @param bytes is copied; the caller clears it
     * @return the part
     * @throws MediationException if it is anything else
     */
    public static StorePart of(byte[] bytes) throws MediationException {
        return new StorePart(read(bytes));
    }

    /** {@return what the doctor is told at enrolment: S = X25519(d2, G)} */
    public CurvePoint point() {
        return CurvePoint.base(scalar());
    }

    /**
     * Answers a request: R = X25519(r, X25519(d2, B)).
     *
     * @param report of the grant that the request is under
     * @param blinded the point B of the request
     * @return the point R
     */
    public CurvePoint answer(ReportPart report, CurvePoint blinded) {
        return blinded.times(scalar()).times(report.scalar());
    }

    /**
     * {@return the part for another device of the same doctor: rep(d2/u)} The product with the device's part stays as
     * it is, and so do all recipients and reports.
     *
     * @param factor what both sides agreed on for the other device
     * @throws ArithmeticException with a chance of 2^-126; nobody draws again
     */
    public StorePart forDevice(DeviceFactor factor) {
        try (SecretBytes inverse = factor.inverse()) {
            return new StorePart(SecretBytes.owning(Scalars.representative(scalar().expose(), inverse.expose())));
        }
    }
}
