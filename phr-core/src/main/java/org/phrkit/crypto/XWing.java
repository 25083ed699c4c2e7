package org.phrkit.crypto;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.digests.SHA3Digest;
import org.bouncycastle.crypto.digests.SHAKEDigest;
import org.bouncycastle.crypto.hpke.HPKE;
import org.bouncycastle.crypto.hpke.HPKEContext;
import org.bouncycastle.crypto.hpke.HPKEContextWithEncapsulation;
import org.bouncycastle.crypto.kems.MLKEMExtractor;
import org.bouncycastle.crypto.params.MLKEMParameters;
import org.bouncycastle.crypto.params.MLKEMPrivateKeyParameters;

/**
 * HPKE in base mode (RFC 9180) with the hybrid X-Wing of ML-KEM-768 and X25519, HKDF-SHA256 and ChaCha20-Poly1305, by
 * Bouncy Castle. It stays secret while either of the two holds.
 */
public final class XWing {
    public static final int SEED_SIZE_BYTES = 32;
    public static final int PUBLIC_KEY_SIZE_BYTES = 1216;
    public static final int ENCAPSULATED_SIZE_BYTES = 1120;

    /** Of the half that resists quantum computers; the rest of a public key is a point of Curve25519. */
    public static final int ML_KEM_KEY_SIZE_BYTES = PUBLIC_KEY_SIZE_BYTES - X25519.SIZE_BYTES;

    private static final int ENCAPSULATION_SEED_SIZE_BYTES = 64;
    private static final int ML_KEM_ENCAPSULATED_SIZE_BYTES = ENCAPSULATED_SIZE_BYTES - X25519.SIZE_BYTES;
    private static final int ML_KEM_SEED_SIZE_BYTES = 64;
    private static final byte[] LABEL = {'\\', '.', '/', '/', '^', '\\'};
    private static final byte[] VERSION = "HPKE-v1".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] SUITE = suite();

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

    /** The half of {@link #publicKey} that is of ML-KEM-768. */
    public static byte[] mlKemKey(SecretBytes seed) {
        return Arrays.copyOf(publicKey(seed), ML_KEM_KEY_SIZE_BYTES);
    }

    /** The point of Curve25519 in an encapsulated key. */
    public static byte[] x25519Share(byte[] encapsulated) {
        return Arrays.copyOfRange(encapsulated, ML_KEM_ENCAPSULATED_SIZE_BYTES, ENCAPSULATED_SIZE_BYTES);
    }

    /**
     * Opens what was sealed to a key whose two halves are apart: ML-KEM's from a seed, as {@link #publicKey} makes it, and
     * one on Curve25519 that somebody else computes with (draft-connolly-cfrg-xwing-kem, section 5.4; RFC 9180, section
     * 5.1).
     *
     * @param x25519Shared X25519 of the secret that belongs to {@code x25519Key} and of {@link #x25519Share}
     * @return as {@link #open}
     */
    public static Optional<SecretBytes> open(
            SecretBytes seed,
            byte[] x25519Key,
            SecretBytes x25519Shared,
            byte[] encapsulated,
            byte[] info,
            byte[] ciphertext) {
        try (SecretBytes shared = combine(seed, x25519Key, x25519Shared, encapsulated)) {
            return openWith(shared, info, ciphertext);
        }
    }

    private static SecretBytes combine(
            SecretBytes seed, byte[] x25519Key, SecretBytes x25519Shared, byte[] encapsulated) {
        byte[] mlKemSeed = new byte[ML_KEM_SEED_SIZE_BYTES];
        SHAKEDigest expand = new SHAKEDigest(256);
        expand.update(seed.expose(), 0, SEED_SIZE_BYTES);
        expand.doOutput(mlKemSeed, 0, mlKemSeed.length);
        byte[] mlKemShared = new MLKEMExtractor(new MLKEMPrivateKeyParameters(MLKEMParameters.ml_kem_768, mlKemSeed))
                .extractSecret(Arrays.copyOf(encapsulated, ML_KEM_ENCAPSULATED_SIZE_BYTES));
        SHA3Digest digest = new SHA3Digest(256);
        for (byte[] part :
                new byte[][] {mlKemShared, x25519Shared.expose(), x25519Share(encapsulated), x25519Key, LABEL}) {
            digest.update(part, 0, part.length);
        }
        byte[] shared = new byte[digest.getDigestSize()];
        digest.doFinal(shared, 0);
        Arrays.fill(mlKemSeed, (byte) 0);
        Arrays.fill(mlKemShared, (byte) 0);
        return SecretBytes.owning(shared);
    }

    /** The key schedule of HPKE in base mode, and the first message under it. */
    private static Optional<SecretBytes> openWith(SecretBytes shared, byte[] info, byte[] ciphertext) {
        byte[] context = new byte[1 + 2 * Hkdf.SIZE_BYTES];
        context[0] = HPKE.mode_base;
        byte[] none = new byte[0];
        try (SecretBytes empty = SecretBytes.owning(none);
                SecretBytes ofInfo = SecretBytes.copyOf(info);
                SecretBytes idHash = extract(none, "psk_id_hash", empty);
                SecretBytes infoHash = extract(none, "info_hash", ofInfo);
                SecretBytes secret = extract(shared.expose(), "secret", empty)) {
            System.arraycopy(idHash.expose(), 0, context, 1, Hkdf.SIZE_BYTES);
            System.arraycopy(infoHash.expose(), 0, context, 1 + Hkdf.SIZE_BYTES, Hkdf.SIZE_BYTES);
            byte[] plaintext = new byte[Math.max(0, ciphertext.length - Aead.TAG_SIZE_BYTES)];
            try (SecretBytes key = expand(secret, "key", context, Aead.KEY_SIZE_BYTES);
                    SecretBytes nonce = expand(secret, "base_nonce", context, Aead.NONCE_SIZE_BYTES)) {
                int size = new Aead(key).open(nonce.expose(), ciphertext, 0, ciphertext.length, plaintext, 0);
                return size == Aead.REFUSED ? Optional.empty() : Optional.of(SecretBytes.owning(plaintext));
            }
        }
    }

    /** LabeledExtract (RFC 9180, section 4). */
    private static SecretBytes extract(byte[] salt, String label, SecretBytes inputKey) {
        byte[] text = label.getBytes(StandardCharsets.US_ASCII);
        byte[] labeled = ByteBuffer.allocate(VERSION.length + SUITE.length + text.length + inputKey.sizeBytes())
                .put(VERSION)
                .put(SUITE)
                .put(text)
                .put(inputKey.expose())
                .array();
        try (SecretBytes key = SecretBytes.copyOf(salt.length == 0 ? new byte[Hkdf.SIZE_BYTES] : salt)) {
            return SecretBytes.owning(Hkdf.hmac(key, labeled));
        } finally {
            Arrays.fill(labeled, (byte) 0);
        }
    }

    /** LabeledExpand (RFC 9180, section 4), of no more than one block. */
    private static SecretBytes expand(SecretBytes key, String label, byte[] info, int sizeBytes) {
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        block.write(0);
        block.write(sizeBytes);
        block.writeBytes(VERSION);
        block.writeBytes(SUITE);
        block.writeBytes(label.getBytes(StandardCharsets.US_ASCII));
        block.writeBytes(info);
        block.write(1);
        try (SecretBytes whole = SecretBytes.owning(Hkdf.hmac(key, block.toByteArray()))) {
            return SecretBytes.owning(Arrays.copyOf(whole.expose(), sizeBytes));
        }
    }

    private static byte[] suite() {
        return ByteBuffer.allocate(10)
                .put(new byte[] {'H', 'P', 'K', 'E'})
                .putShort(HPKE.kem_X_WING)
                .putShort(HPKE.kdf_HKDF_SHA256)
                .putShort(HPKE.aead_CHACHA20_POLY1305)
                .array();
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
