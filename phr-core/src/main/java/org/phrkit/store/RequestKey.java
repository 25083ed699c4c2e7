package org.phrkit.store;

import java.security.SecureRandom;
import java.util.Base64;
import javax.security.auth.Destroyable;
import org.phrkit.crypto.Ed25519;
import org.phrkit.crypto.SecretBytes;

/**
 * The secret Ed25519 key with which one device signs its requests to a store, and nothing else; a
 * {@link DeviceCertificate} says whose it is. It has no printable form but {@link #exposeText}; until it is closed,
 * several threads may use it.
 */
public final class RequestKey implements AutoCloseable, Destroyable {
    private final SecretBytes seed;
    private final String publicKey;

    private RequestKey(SecretBytes seed) {
        this.seed = seed;
        this.publicKey = Base64.getEncoder().encodeToString(Ed25519.publicKey(seed));
    }

    /**
     * {@return a new key of 32 random bytes}
     *
     * @param random where random bytes come from
     */
    public static RequestKey generate(SecureRandom random) {
        return new RequestKey(SecretBytes.random(Ed25519.SEED_SIZE_BYTES, random));
    }

    /**
     * Reads {@link #exposeText}.
     *
     * @param text the text to read
     * @return the key
     * @throws StoreFormatException if it is anything else
     */
    public static RequestKey parse(String text) throws StoreFormatException {
        try {
            byte[] seed = Base64.getDecoder().decode(text);
            if (seed.length == Ed25519.SEED_SIZE_BYTES) {
                return new RequestKey(SecretBytes.owning(seed));
            }
        } catch (IllegalArgumentException e) {
            throw new StoreFormatException("a request key is the base64 of 32 bytes");
        }
        throw new StoreFormatException("a request key is the base64 of 32 bytes");
    }

    /** Of 32 bytes, which the caller clears. */
    static RequestKey of(byte[] seed) {
        return new RequestKey(SecretBytes.copyOf(seed));
    }

    /** A copy of the secret; the caller clears it. */
    byte[] exposeBytes() {
        return seed.expose().clone();
    }

    /** {@return the public key: base64 of 32 bytes, and the {@code keyid} of requests} */
    public String publicKey() {
        return publicKey;
    }

    /** {@return the secret} */
    public String exposeText() {
        return Base64.getEncoder().encodeToString(seed.expose());
    }

    byte[] sign(byte[] message) {
        return Ed25519.sign(seed, message);
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

    /** Names the public key. */
    @Override
    public String toString() {
        return "RequestKey[" + publicKey + "]";
    }
}
