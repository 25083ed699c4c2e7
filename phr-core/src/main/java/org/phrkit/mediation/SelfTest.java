package org.phrkit.mediation;

import java.security.SecureRandom;
import org.phrkit.crypto.SecretBytes;

/**
 * A test of a doctor's new key before anybody encrypts to it: the doctor grants herself a stanza that stands in no
 * file, asks the store for it, and compares the answer with what it has to be. It finds a store that lied about its
 * point, or about the part that belongs to it, and tells the store nothing. For one thread.
 */
public final class SelfTest implements AutoCloseable {
    private final ReportPart report;
    private final Opening opening;
    private final SecretBytes expected;

    private SelfTest(ReportPart report, Opening opening, SecretBytes expected) {
        this.report = report;
        this.opening = opening;
        this.expected = expected;
    }

    /**
     * Draws one.
     *
     * @param doctor the doctor's part of the key
     * @param recipient as {@link DoctorPart#recipient} made it of the point under test
     * @param random where random bytes come from
     * @return a new test
     * @throws ArithmeticException with a chance of 2^-126
     */
    public static SelfTest of(DoctorPart doctor, MediatedRecipient recipient, SecureRandom random) {
        ReportPart report = ReportPart.generate(random);
        try (SecretBytes ephemeral = KeyPart.random(random)) {
            SecretBytes expected = recipient.point().times(report.scalar()).sharedWith(ephemeral);
            Opening opening = doctor.open(CurvePoint.base(ephemeral).bytes(), random);
            return new SelfTest(report, opening, expected);
        } catch (MediationException e) {
            throw new IllegalStateException("a multiple of the base point was refused", e);
        }
    }

    /** {@return the part to hand to the store with the question; it is used for nothing else} */
    public ReportPart report() {
        return report;
    }

    /** {@return the question} */
    public Opening.Request request() {
        return opening.request();
    }

    /**
     * {@return whether the store's answer is right}
     *
     * @param answer the store's answer
     */
    public boolean passes(CurvePoint answer) {
        try (SecretBytes shared = opening.shared(answer)) {
            return shared.equals(expected);
        }
    }

    @Override
    public void close() {
        report.destroy();
        opening.destroy();
        expected.destroy();
    }
}
