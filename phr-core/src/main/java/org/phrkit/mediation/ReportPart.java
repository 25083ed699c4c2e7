package org.phrkit.mediation;

import java.security.SecureRandom;
import org.phrkit.age.KeyRecipient;
import org.phrkit.crypto.SecretBytes;

/**
 * The report's part r of the key. The granter draws it for one reader of one report and hands it to the store, which
 * deletes it when the grant is taken back. It is never derived and never used twice: two reports with one r are opened
 * by one grant.
 */
public final class ReportPart extends KeyPart {
    private ReportPart(SecretBytes scalar) {
        super(scalar);
    }

    /**
     * {@return a new one}
     *
     * @param random where random bytes come from
     */
    public static ReportPart generate(SecureRandom random) {
        return new ReportPart(random(random));
    }

    /**
     * Reads what {@link #exposeBytes} gave.
     *
     * @param bytes is copied; the caller clears it
     * @return the part
     * @throws MediationException if it is anything else
     */
    public static ReportPart of(byte[] bytes) throws MediationException {
        return new ReportPart(read(bytes));
    }

    /**
     * Whom to encrypt the report to, so that this doctor opens it with the store: X25519(r, P), an ordinary recipient, which
     * any {@code age} takes. For a post-quantum recipient, that together with the key of ML-KEM.
     *
     * @param doctor the public key of the doctor
     * @return a recipient for this report alone
     */
    public KeyRecipient recipient(MediatedRecipient doctor) {
        return doctor.with(doctor.point().times(scalar()));
    }
}
