package org.phrkit.age;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import org.phrkit.age.format.Base64;
import org.phrkit.age.format.Stanza;
import org.phrkit.crypto.SecretBytes;
import org.phrkit.crypto.XWing;

/**
 * A public key that resists quantum computers too (C2SP age.md, "The MLKEM768-X25519 hybrid post-quantum recipient
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
}
