package org.phrkit.crypto;

import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;

/** The Ed25519 signature (RFC 8032, section 5.1), by Bouncy Castle. */
public final class Ed25519 {
    public static final int SEED_SIZE_BYTES = 32;
    public static final int PUBLIC_KEY_SIZE_BYTES = 32;
    public static final int SIGNATURE_SIZE_BYTES = 64;

    private Ed25519() {}

    /** The public key that belongs to a seed. */
    public static byte[] publicKey(SecretBytes seed) {
        return new Ed25519PrivateKeyParameters(seed.expose())
                .generatePublicKey()
                .getEncoded();
    }

    /** Signs; the same seed and message give the same signature. */
    public static byte[] sign(SecretBytes seed, byte[] message) {
        byte[] signature = new byte[SIGNATURE_SIZE_BYTES];
        org.bouncycastle.math.ec.rfc8032.Ed25519.sign(seed.expose(), 0, message, 0, message.length, signature, 0);
        return signature;
    }

    /** Whether a signature is of a message; false too for bytes that are no public key. */
    public static boolean verify(byte[] publicKey, byte[] message, byte[] signature) {
        return publicKey.length == PUBLIC_KEY_SIZE_BYTES
                && signature.length == SIGNATURE_SIZE_BYTES
                && org.bouncycastle.math.ec.rfc8032.Ed25519.verify(
                        signature, 0, publicKey, 0, message, 0, message.length);
    }
}
