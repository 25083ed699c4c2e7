package org.phrkit.crypto;

import java.security.InvalidKeyException;
import java.security.SecureRandom;
import java.util.Optional;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.hpke.HPKE;
import org.bouncycastle.crypto.hpke.HPKEContext;
import org.bouncycastle.crypto.hpke.HPKEContextWithEncapsulation;

/**
 * HPKE in base mode (RFC 9180) with the hybrid X-Wing of ML-KEM-768 and X25519, HKDF-SHA256 and ChaCha20-Poly1305, by
 * Bouncy Castle. It stays secret while either of the two holds.
 */
public final class XWing {
    public static final int SEED_SIZE_BYTES = 32;
    public static final int PUBLIC_KEY_SIZE_BYTES = 1216;
    public static final int ENCAPSULATED_SIZE_BYTES = 1120;

    private static final int ENCAPSULATION_SEED_SIZE_BYTES = 64;

    private XWing() {}

    /** The public key that belongs to a seed. */
    public static byte[] publicKey(SecretBytes seed) {
        return hpke().serializePublicKey(keyPair(seed).getPublic());
    }

    /** Whether these bytes can be a public key. */
    public static boolean isPublicKey(byte[] publicKey) {
        try {
            hpke().setupBaseS(
                            hpke().deserializePublicKey(publicKey),
                            new byte[0],
                            new byte[ENCAPSULATION_SEED_SIZE_BYTES]);
            return true;
        } catch (IllegalArgumentException | IllegalStateException e) {
            return false;
        }
    }

    /**
     * Seals a message to a public key.
     *
     * @return the ciphertext, and the encapsulated key
     * @throws IllegalArgumentException if the public key is not one
     */
    public static Sealed seal(byte[] publicKey, byte[] info, SecretBytes message, SecureRandom random) {
        try (SecretBytes seed = SecretBytes.random(ENCAPSULATION_SEED_SIZE_BYTES, random)) {
            HPKE hpke = hpke();
            HPKEContextWithEncapsulation context =
                    hpke.setupBaseS(hpke.deserializePublicKey(publicKey), info, seed.expose());
            return new Sealed(context.seal(new byte[0], message.expose()), context.getEncapsulation());
        } catch (InvalidCipherTextException e) {
            throw new IllegalStateException("sealing failed", e);
        }
    }

    /**
     * Opens what was sealed to the public key of a seed.
     *
     * @return the message, or empty where it was sealed to another key or altered
     * @throws InvalidKeyException if the encapsulated key can belong to no message
     */
    public static Optional<SecretBytes> open(SecretBytes seed, byte[] encapsulated, byte[] info, byte[] ciphertext)
            throws InvalidKeyException {
        HPKEContext context;
        try {
            context = hpke().setupBaseR(encapsulated, keyPair(seed), info);
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw new InvalidKeyException("the encapsulated key is not one", e);
        }
        try {
            return Optional.of(SecretBytes.owning(context.open(new byte[0], ciphertext)));
        } catch (InvalidCipherTextException e) {
            return Optional.empty();
        }
    }

    /** What {@link #seal} gives. */
    public static final class Sealed {
        private final byte[] ciphertext;
        private final byte[] encapsulated;

        Sealed(byte[] ciphertext, byte[] encapsulated) {
            this.ciphertext = ciphertext;
            this.encapsulated = encapsulated;
        }

        public byte[] ciphertext() {
            return ciphertext.clone();
        }

        public byte[] encapsulated() {
            return encapsulated.clone();
        }
    }

    private static HPKE hpke() {
        return new HPKE(HPKE.mode_base, HPKE.kem_X_WING, HPKE.kdf_HKDF_SHA256, HPKE.aead_CHACHA20_POLY1305);
    }

    private static AsymmetricCipherKeyPair keyPair(SecretBytes seed) {
        return hpke().deserializePrivateKey(seed.expose(), null);
    }
}
