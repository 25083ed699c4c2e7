package org.phrkit.bench;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.spec.MGF1ParameterSpec;
import java.util.Optional;
import javax.crypto.BadPaddingException;
import javax.crypto.Cipher;
import javax.crypto.IllegalBlockSizeException;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import org.phrkit.crypto.SecretBytes;

/**
 * Short secrets wrapped with RSA of 2048 bits: RSAES-OAEP with SHA-256, also in its mask generation function, and an
 * empty label (RFC 8017, section 7.1), by the JDK.
 */
final class Rsa {
    /** The size of the modulus, and so of every wrapped secret. */
    static final int SIZE_BYTES = 256;

    private static final OAEPParameterSpec OAEP =
            new OAEPParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, PSource.PSpecified.DEFAULT);

    private Rsa() {}

    /** A new key pair; takes a second or so. */
    static KeyPair generate(SecureRandom random) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(SIZE_BYTES * 8, random);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no RSA", e);
        }
    }

    /**
     * Wraps a secret of at most 190 bytes.
     *
     * @throws IllegalArgumentException if the key is not one of RSA with 2048 bits
     */
    static byte[] wrap(PublicKey key, SecretBytes secret, SecureRandom random) {
        byte[] wrapped;
        try {
            Cipher cipher = Cipher.getInstance("RSA/ECB/OAEPPadding");
            cipher.init(Cipher.ENCRYPT_MODE, key, OAEP, random);
            wrapped = cipher.doFinal(secret.expose());
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("the public key is not one of RSA, or the secret is too long", e);
        }
        if (wrapped.length != SIZE_BYTES) {
            throw new IllegalArgumentException("the public key does not have 2048 bits");
        }
        return wrapped;
    }

    /**
     * Unwraps a secret.
     *
     * @return empty where it was wrapped for another key, or altered
     * @throws IllegalArgumentException if the key is not one of RSA
     */
    static Optional<SecretBytes> unwrap(PrivateKey key, byte[] wrapped) {
        try {
            Cipher cipher = Cipher.getInstance("RSA/ECB/OAEPPadding");
            cipher.init(Cipher.DECRYPT_MODE, key, OAEP);
            return Optional.of(SecretBytes.owning(cipher.doFinal(wrapped)));
        } catch (BadPaddingException | IllegalBlockSizeException e) {
            return Optional.empty();
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("the secret key is not one of RSA", e);
        }
    }
}
