package org.phrkit.crypto;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.spec.NamedParameterSpec;
import java.security.spec.XECPrivateKeySpec;
import java.security.spec.XECPublicKeySpec;
import java.util.Optional;
import javax.crypto.KeyAgreement;

/** The X25519 function (RFC 7748, section 5), computed by the JDK in constant time. */
public final class X25519 {
    public static final int SIZE_BYTES = 32;

    private static final byte[] BASE_POINT = new byte[SIZE_BYTES];

    static {
        BASE_POINT[0] = 9;
    }

    private X25519() {}

    /** The public key of a scalar: X25519(scalar, 9). */
    public static byte[] publicKey(SecretBytes scalar) {
        return agree(scalar, BASE_POINT).orElseThrow().expose();
    }

    /**
     * The shared secret X25519(scalar, u).
     *
     * @return empty where the result would be all zeros, because {@code u} has a small order (RFC 7748, section 6.1)
     */
    public static Optional<SecretBytes> agree(SecretBytes scalar, byte[] u) {
        try {
            KeyFactory factory = KeyFactory.getInstance("X25519");
            KeyAgreement agreement = KeyAgreement.getInstance("X25519");
            agreement.init(factory.generatePrivate(new XECPrivateKeySpec(NamedParameterSpec.X25519, scalar.expose())));
            agreement.doPhase(
                    factory.generatePublic(new XECPublicKeySpec(NamedParameterSpec.X25519, coordinate(u))), true);
            return Optional.of(SecretBytes.owning(agreement.generateSecret()));
        } catch (InvalidKeyException e) {
            return Optional.empty();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no X25519", e);
        }
    }

    /** Little-endian, the top bit ignored (RFC 7748, section 5). */
    private static BigInteger coordinate(byte[] u) {
        if (u.length != SIZE_BYTES) {
            throw new IllegalArgumentException("a public key has 32 bytes, not " + u.length);
        }
        byte[] bigEndian = new byte[SIZE_BYTES];
        for (int i = 0; i < SIZE_BYTES; i++) {
            bigEndian[i] = u[SIZE_BYTES - 1 - i];
        }
        bigEndian[0] &= 0x7f;
        return new BigInteger(1, bigEndian);
    }
}
