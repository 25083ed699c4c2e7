package org.phrkit.mediation;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import org.phrkit.crypto.SecretBytes;
import org.phrkit.crypto.XWing;

/**
 * The doctor's part d1 of the key, on one device; for a post-quantum recipient, with the seed of a key of ML-KEM-768, which
 * is the same on all devices.
 */
public final class DoctorPart extends KeyPart {
    private static final int SEED_SIZE_BYTES = XWing.SEED_SIZE_BYTES;

    private final Optional<SecretBytes> mlKemSeed;

    private DoctorPart(SecretBytes scalar, Optional<SecretBytes> mlKemSeed) {
        super(scalar);
        this.mlKemSeed = mlKemSeed;
    }

    /**
     * {@return a new one, for a recipient on Curve25519}
     *
     * @param random where random bytes come from
     */
    public static DoctorPart generate(SecureRandom random) {
        return new DoctorPart(random(random), Optional.empty());
    }

    /**
     * {@return a new one, for a recipient that resists quantum computers too}
     *
     * @param random where random bytes come from
     */
    public static DoctorPart generatePostQuantum(SecureRandom random) {
        return new DoctorPart(random(random), Optional.of(SecretBytes.random(SEED_SIZE_BYTES, random)));
    }

    /**
     * Reads what {@link #exposeBytes} gave.
     *
     * @param bytes is copied; the caller clears it
     * @return the part
     * @throws MediationException if it is anything else
     */
    public static DoctorPart of(byte[] bytes) throws MediationException {
        boolean hasSeed = bytes.length == SIZE_BYTES + SEED_SIZE_BYTES;
        byte[] number = hasSeed ? Arrays.copyOf(bytes, SIZE_BYTES) : bytes;
        SecretBytes scalar = read(number);
        if (!hasSeed) {
            return new DoctorPart(scalar, Optional.empty());
        }
        Arrays.fill(number, (byte) 0);
        return new DoctorPart(
                scalar, Optional.of(SecretBytes.owning(Arrays.copyOfRange(bytes, SIZE_BYTES, bytes.length))));
    }

    /** A copy of the secret: the number, and the seed behind it if there is one; the caller clears it. */
    @Override
    public byte[] exposeBytes() {
        byte[] number = super.exposeBytes();
        if (mlKemSeed.isEmpty()) {
            return number;
        }
        byte[] both = Arrays.copyOf(number, SIZE_BYTES + SEED_SIZE_BYTES);
        System.arraycopy(mlKemSeed.get().expose(), 0, both, SIZE_BYTES, SEED_SIZE_BYTES);
        Arrays.fill(number, (byte) 0);
        return both;
    }

    /** {@return whether it is for a recipient that resists quantum computers} */
    public boolean isPostQuantum() {
        return mlKemSeed.isPresent();
    }

    /** The seed of the key of ML-KEM; not a copy. */
    Optional<SecretBytes> mlKemSeed() {
        return mlKemSeed;
    }

    /**
     * {@return what others need to encrypt to this doctor: P = X25519(d1, S), with the key of ML-KEM if there is one}
     *
     * @param store the point S that the store told at enrolment, to be believed after {@link SelfTest}
     */
    public MediatedRecipient recipient(CurvePoint store) {
        CurvePoint point = store.times(scalar());
        return mlKemSeed
                .map(seed -> MediatedRecipient.of(XWing.mlKemKey(seed), point))
                .orElseGet(() -> MediatedRecipient.of(new byte[0], point));
    }

    /**
     * Begins to open a report: a question to the store, and what is needed to read its answer.
     *
     * @param share the point in the stanza that the report is granted by; see {@link org.phrkit.age.AgeHeader#shares}
     * @param random where random bytes come from
     * @return question and secret, to be closed
     * @throws MediationException if it is a point that no honest file holds
     * @throws ArithmeticException with a chance of 2^-126; nobody draws again
     */
    public Opening open(byte[] share, SecureRandom random) throws MediationException {
        CurvePoint ephemeral = CurvePoint.of(share);
        try (SecretBytes blind = random(random)) {
            byte[] inverse = Scalars.inverse(blind.expose());
            SecretBytes unblind = SecretBytes.owning(Scalars.representative(scalar().expose(), inverse));
            Arrays.fill(inverse, (byte) 0);
            return new Opening(ephemeral, ephemeral.times(blind), unblind, mlKemSeed);
        }
    }

    /**
     * {@return the part for another device: rep(d1·u); see {@link StorePart#forDevice}}
     *
     * @param factor what both sides agreed on for the other device
     * @throws ArithmeticException with a chance of 2^-126; nobody draws again
     */
    public DoctorPart forDevice(DeviceFactor factor) {
        return new DoctorPart(
                SecretBytes.owning(Scalars.representative(scalar().expose(), factor.expose())),
                mlKemSeed.map(seed -> SecretBytes.copyOf(seed.expose())));
    }

    @Override
    public void destroy() {
        super.destroy();
        mlKemSeed.ifPresent(SecretBytes::destroy);
    }
}
