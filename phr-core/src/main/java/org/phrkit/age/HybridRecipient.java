package org.phrkit.age;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.phrkit.age.format.Base64;
import org.phrkit.age.format.Stanza;
import org.phrkit.crypto.SecretBytes;
import org.phrkit.crypto.X25519;
import org.phrkit.crypto.XWing;

/**
 * A public key that also resists quantum computers (C2SP age.md, "The MLKEM768-X25519 hybrid post-quantum recipient
 * type"). A file is encrypted to such keys alone or to none of them.
 */
public final class HybridRecipient extends KeyRecipient {
    static final String STANZA_TYPE = "mlkem768x25519";

    private static final String PREFIX = "age1pq";
    private static final byte[] INFO = "age-encryption.org/mlkem768x25519".getBytes(StandardCharsets.US_ASCII);

    HybridRecipient(byte[] publicKey) {
        super(PREFIX, publicKey);
    }

    /**
     * {@return the key of two halves}
     *
     * @param mlKemKey 1184 bytes, a public key of ML-KEM-768
     * @param x25519Key 32 bytes, the u-coordinate in little-endian order
     * @throws IllegalArgumentException if these are no public keys
     */
    public static HybridRecipient of(byte[] mlKemKey, byte[] x25519Key) {
        if (mlKemKey.length != XWing.ML_KEM_KEY_SIZE_BYTES || x25519Key.length != X25519.SIZE_BYTES) {
            throw new IllegalArgumentException(
                    "the halves have 1184 and 32 bytes, not " + mlKemKey.length + " and " + x25519Key.length);
        }
        byte[] publicKey = Arrays.copyOf(mlKemKey, XWing.PUBLIC_KEY_SIZE_BYTES);
        System.arraycopy(x25519Key, 0, publicKey, mlKemKey.length, x25519Key.length);
        if (!XWing.isPublicKey(publicKey)) {
            throw new IllegalArgumentException("it is not a public key");
        }
        return new HybridRecipient(publicKey);
    }

    /**
     * Reads {@code age1pq1…}.
     *
     * @throws MalformedKeyException if it does not hold 1216 bytes and a matching checksum, or these are no public key
     */
    static HybridRecipient decode(String text) throws MalformedKeyException {
        byte[] publicKey = KeyFile.decode(text, PREFIX, XWing.PUBLIC_KEY_SIZE_BYTES);
        if (!XWing.isPublicKey(publicKey)) {
            throw new MalformedKeyException("it is not a public key");
        }
        return new HybridRecipient(publicKey);
    }

    @Override
    List<Stanza> wrap(SecretBytes fileKey, SecureRandom random) {
        XWing.Sealed sealed = XWing.seal(publicKey(), INFO, fileKey, random);
        return List.of(new Stanza(List.of(STANZA_TYPE, Base64.encode(sealed.encapsulated())), sealed.ciphertext()));
    }

    static Optional<SecretBytes> unwrap(SecretBytes seed, byte[] encapsulated, byte[] body) throws InvalidKeyException {
        return XWing.open(seed, encapsulated, INFO, body);
    }

    /** The encapsulated key in a stanza. */
    static byte[] encapsulated(Stanza stanza) throws AgeException.Header {
        stanza.requireArguments(2, AgeException.Header::new);
        return stanza.argument(1, XWing.ENCAPSULATED_SIZE_BYTES, AgeException.Header::new);
    }

    /**
     * The file key in a stanza to this key, whose halves are apart; empty where the stanza is to another.
     *
     * @param seed of the half of ML-KEM
     * @param agreement computes with the other half
     */
    Optional<SecretBytes> unwrap(Stanza stanza, SecretBytes seed, X25519Agreement agreement) throws IOException {
        byte[] encapsulated = encapsulated(stanza);
        byte[] body = stanza.body(WrappedKey.SIZE_BYTES, AgeException.Header::new);
        byte[] share = XWing.x25519Share(encapsulated);
        if (!agreement.isFor(share.clone())) {
            return Optional.empty();
        }
        try (SecretBytes shared = X25519Recipient.agreed(agreement, share, STANZA_TYPE)) {
            byte[] x25519Key =
                    Arrays.copyOfRange(publicKey(), XWing.ML_KEM_KEY_SIZE_BYTES, XWing.PUBLIC_KEY_SIZE_BYTES);
            return XWing.open(seed, x25519Key, shared, encapsulated, INFO, body);
        }
    }
}
