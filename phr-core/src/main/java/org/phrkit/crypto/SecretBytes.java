package org.phrkit.crypto;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.security.auth.Destroyable;

/**
 * A secret of a fixed length. It has no printable form, is compared in constant time, and is overwritten with zeros
 * when closed.
 *
 * <p>Overwriting reaches this copy alone: the JVM may have moved the array before, and {@code javax.crypto} keeps
 * copies of the keys it is given for as long as its objects live.
 */
public final class SecretBytes implements AutoCloseable, Destroyable {
    private final byte[] bytes;
    private boolean destroyed;

    private SecretBytes(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Takes a copy; the caller still has to clear {@code bytes}. */
    public static SecretBytes copyOf(byte[] bytes) {
        return new SecretBytes(bytes.clone());
    }

    /** Takes the array itself, which the caller must not use any more. */
    public static SecretBytes owning(byte[] bytes) {
        return new SecretBytes(bytes);
    }

    /**
     * The UTF-8 of a secret text. Leaves no other copy behind, which {@link Charset#encode} does; the caller still has to
     * clear {@code text}.
     *
     * @throws IllegalArgumentException if it holds half of a surrogate pair: replaced, it would be as good as another
     */
    public static SecretBytes utf8(char[] text) {
        byte[] room = new byte[3 * text.length];
        ByteBuffer encoded = ByteBuffer.wrap(room);
        try {
            if (StandardCharsets.UTF_8
                    .newEncoder()
                    .encode(CharBuffer.wrap(text), encoded, true)
                    .isError()) {
                throw new IllegalArgumentException("a secret text holds half of a surrogate pair");
            }
            return new SecretBytes(Arrays.copyOf(room, encoded.position()));
        } finally {
            Arrays.fill(room, (byte) 0);
        }
    }

    public static SecretBytes random(int sizeBytes, SecureRandom random) {
        byte[] bytes = new byte[sizeBytes];
        random.nextBytes(bytes);
        return new SecretBytes(bytes);
    }

    public int sizeBytes() {
        return bytes.length;
    }

    /**
     * The bytes themselves, not a copy: for the code that computes with them, and for nothing else. Every place where
     * a secret leaves its wrapper is found by searching for this name.
     *
     * @throws IllegalStateException if the secret was destroyed
     */
    public byte[] expose() {
        if (destroyed) {
            throw new IllegalStateException("the secret was destroyed");
        }
        return bytes;
    }

    @Override
    public void destroy() {
        Arrays.fill(bytes, (byte) 0);
        destroyed = true;
    }

    @Override
    public boolean isDestroyed() {
        return destroyed;
    }

    @Override
    public void close() {
        destroy();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SecretBytes that && MessageDigest.isEqual(expose(), that.expose());
    }

    /** The same for all secrets of one length, so that nothing of them shows. */
    @Override
    public int hashCode() {
        return bytes.length;
    }

    @Override
    public String toString() {
        return "SecretBytes[" + bytes.length + "]";
    }
}
