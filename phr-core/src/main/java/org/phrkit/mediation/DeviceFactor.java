package org.phrkit.mediation;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import org.phrkit.crypto.Hkdf;
import org.phrkit.crypto.SecretBytes;
import org.phrkit.crypto.X25519;

/**
 * The factor u that turns the key parts of one device into those of another: d1' = rep(d1·u) and d2' = rep(d2/u). It
 * is agreed on and neither sent nor kept, so that whoever has one device's part and another one's row has nothing.
 */
public final class DeviceFactor implements AutoCloseable {
    private static final byte[] INFO = "phr/device/1".getBytes(StandardCharsets.US_ASCII);

    private final SecretBytes number;

    private DeviceFactor(SecretBytes number) {
        this.number = number;
    }

    /** One side's secret of the exchange. For one thread, and for one exchange. */
    public static final class Exchange implements AutoCloseable {
        private final SecretBytes scalar;
        private final CurvePoint point;

        private Exchange(SecretBytes scalar) {
            this.scalar = scalar;
            this.point = CurvePoint.base(scalar);
        }

        /**
         * {@return a new one}
         *
         * @param random where random bytes come from
         */
        public static Exchange generate(SecureRandom random) {
            return new Exchange(KeyPart.random(random));
        }

        /** {@return what the other side is told} */
        public CurvePoint point() {
            return point;
        }

        /**
         * {@return what the device comes to, of the store's point}
         *
         * @param store the store's point
         */
        public DeviceFactor asDevice(CurvePoint store) {
            return factor(store, point, store);
        }

        /**
         * {@return the same, as the store comes to it of the device's point}
         *
         * @param device the device's point
         */
        public DeviceFactor asStore(CurvePoint device) {
            return factor(device, device, point);
        }

        /** u = HKDF-SHA-256(X25519(x, Y), salt X ‖ Y, "phr/device/1"), X of the device and Y of the store. */
        private DeviceFactor factor(CurvePoint other, CurvePoint device, CurvePoint store) {
            byte[] salt = Arrays.copyOf(device.bytes(), 2 * X25519.SIZE_BYTES);
            System.arraycopy(store.bytes(), 0, salt, X25519.SIZE_BYTES, X25519.SIZE_BYTES);
            try (SecretBytes shared = other.sharedWith(scalar)) {
                return new DeviceFactor(Hkdf.derive(shared, salt, INFO));
            }
        }

        @Override
        public void close() {
            scalar.destroy();
        }
    }

    /** Of the bytes themselves, for the vectors. */
    static DeviceFactor of(byte[] bytes) {
        return new DeviceFactor(SecretBytes.copyOf(bytes));
    }

    byte[] expose() {
        return number.expose();
    }

    SecretBytes inverse() {
        return SecretBytes.owning(Scalars.inverse(number.expose()));
    }

    @Override
    public void close() {
        number.destroy();
    }
}
