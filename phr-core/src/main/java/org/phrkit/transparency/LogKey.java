package org.phrkit.transparency;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import javax.security.auth.Destroyable;
import org.phrkit.crypto.Fingerprint;
import org.phrkit.crypto.Hkdf;
import org.phrkit.crypto.SecretBytes;

/**
 * The secret from which the labels of an account's keys in the log are made: label n is the first 16 bytes of
 * HMAC-SHA-256(secret, "key" ‖ n), n as 8 bytes, big-endian. The account, its contacts and the store know it; who does not
 * sees no connection between two entries, nor to the account, and once it is deleted nobody does.
 *
 * <p>It has no printable form but {@link #exposeText}, and is compared in constant time; until it is closed, several
 * threads may use it.
 */
public final class LogKey implements AutoCloseable, Destroyable {
    private static final int SIZE_BYTES = 32;
    private static final byte[] OF_KEYS = "key".getBytes(StandardCharsets.US_ASCII);

    private final SecretBytes secret;

    private LogKey(SecretBytes secret) {
        this.secret = secret;
    }

    /**
     * {@return a new key of 32 random bytes}
     *
     * @param random where random bytes come from
     */
    public static LogKey generate(SecureRandom random) {
        return new LogKey(SecretBytes.random(SIZE_BYTES, random));
    }

    /**
     * Reads {@link #exposeText}.
     *
     * @param text the text to read
     * @return the secret
     * @throws TransparencyException.Malformed if it is anything else
     */
    public static LogKey parse(String text) throws TransparencyException.Malformed {
        byte[] secret = StrictBase64.decode(text);
        if (secret.length != SIZE_BYTES) {
            Arrays.fill(secret, (byte) 0);
            throw new TransparencyException.Malformed("a log key is the base64 of 32 bytes");
        }
        return new LogKey(SecretBytes.owning(secret));
    }

    /** {@return the secret, in base64} */
    public String exposeText() {
        return Base64.getEncoder().encodeToString(secret.expose());
    }

    /** {@return a fingerprint, by which it is known again and which gives nothing of it away} */
    public String fingerprint() {
        return Fingerprint.of(exposeText());
    }

    /**
     * {@return the label of the account's n-th key}
     *
     * @param number n, from 1
     * @throws IllegalArgumentException if it is less
     */
    public Label keyLabel(long number) {
        if (number < 1) {
            throw new IllegalArgumentException("keys are numbered from 1");
        }
        byte[] message = ByteBuffer.allocate(OF_KEYS.length + Long.BYTES)
                .put(OF_KEYS)
                .putLong(number)
                .array();
        return new Label(Hkdf.hmac(secret, message));
    }

    @Override
    public void destroy() {
        secret.destroy();
    }

    @Override
    public boolean isDestroyed() {
        return secret.isDestroyed();
    }

    @Override
    public void close() {
        destroy();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LogKey that && secret.equals(that.secret);
    }

    @Override
    public int hashCode() {
        return secret.hashCode();
    }

    /** Nothing of the key. */
    @Override
    public String toString() {
        return "LogKey";
    }
}
