package org.phrkit.sign;

import java.io.IOException;
import java.io.InputStream;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.security.auth.Destroyable;
import org.phrkit.crypto.Ed25519;
import org.phrkit.crypto.SecretBytes;
import org.phrkit.text.PassphraseSource;

/**
 * A secret key to sign with, in minisign's form. It has no printable form but the text of a key file, and is
 * overwritten when closed; until then several threads may use it at once.
 */
public final class SigningKey implements AutoCloseable, Destroyable {
    /** The longest key file that is read. */
    public static final int LIMIT_BYTES = 1 << 16;

    private final SecretBytes seed;
    private final VerificationKey verificationKey;

    SigningKey(SecretBytes seed, byte[] keyId) {
        this.seed = seed;
        this.verificationKey = new VerificationKey(keyId, Ed25519.publicKey(seed));
    }

    /**
     * {@return a new key of 32 random bytes, with a random identifier}
     *
     * @param random where random bytes come from
     */
    public static SigningKey generate(SecureRandom random) {
        byte[] keyId = new byte[VerificationKey.KEY_ID_SIZE_BYTES];
        random.nextBytes(keyId);
        return new SigningKey(SecretBytes.random(Ed25519.SEED_SIZE_BYTES, random), keyId);
    }

    /**
     * {@return the key that is made from a secret, with the identifier of its public key}
     *
     * @param secret 32 bytes; the caller clears them
     * @param publicKey the public key that belongs to the secret
     * @throws IllegalArgumentException if the secret is not that of the public key
     */
    public static SigningKey of(byte[] secret, VerificationKey publicKey) {
        if (secret.length != Ed25519.SEED_SIZE_BYTES) {
            throw new IllegalArgumentException("a secret key has 32 bytes, not " + secret.length);
        }
        SigningKey key = new SigningKey(SecretBytes.copyOf(secret), publicKey.id());
        if (!key.verificationKey.equals(publicKey)) {
            key.destroy();
            throw new IllegalArgumentException("the secret is not that of the public key");
        }
        return key;
    }

    /**
     * {@return whether a text begins as a key file does}
     *
     * @param text the text to look at
     */
    public static boolean isKeyFile(String text) {
        return text.startsWith(Signature.UNTRUSTED);
    }

    /**
     * Reads a secret key file of minisign.
     *
     * @param text the text to read
     * @param passphrase asked if the key is encrypted
     * @return the secret key
     * @throws SignException.Malformed if it is anything else
     * @throws SignException.WrongPassphrase if the passphrase does not open it
     */
    public static SigningKey parse(String text, PassphraseSource passphrase) throws IOException, SignException {
        return SigningKeyFile.parse(text, passphrase);
    }

    /** {@return the text of a key file that is not encrypted} It holds the secret. */
    public String exposeFileText() {
        return SigningKeyFile.text(this);
    }

    /**
     * {@return the text of a key file} Takes about a second and 256 MiB.
     *
     * @param passphrase is cleared
     * @param random where random bytes come from
     */
    public String fileText(char[] passphrase, SecureRandom random) {
        try {
            return SigningKeyFile.text(this, passphrase, random);
        } finally {
            Arrays.fill(passphrase, '\0');
        }
    }

    /** {@return the public key that belongs to it} */
    public VerificationKey verificationKey() {
        return verificationKey;
    }

    /** {@return a copy of the 32 bytes that the key is made from, for splitting it; the caller clears it} */
    public byte[] exposeSecret() {
        return seed.expose().clone();
    }

    SecretBytes seed() {
        return seed;
    }

    /**
     * Signs what is left in a stream.
     *
     * @param message is read to its end and not closed
     * @param trustedComment one line, signed as well
     * @return the signature
     * @throws IllegalArgumentException if the comment holds a control character or is longer than 2048
     * @throws IOException if reading or writing fails
     */
    public Signature sign(InputStream message, String trustedComment) throws IOException {
        return Signature.of(this, message, trustedComment);
    }

    @Override
    public void destroy() {
        seed.destroy();
    }

    @Override
    public boolean isDestroyed() {
        return seed.isDestroyed();
    }

    @Override
    public void close() {
        destroy();
    }

    /** Names the key by its identifier, and shows nothing of the secret. */
    @Override
    public String toString() {
        return "SigningKey[" + verificationKey.keyId() + "]";
    }
}
