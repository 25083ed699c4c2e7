package org.phrkit.crypto;

import java.util.Arrays;
import java.util.Objects;

/**
 * The RC4 stream cipher, to read what was once written with it. It protects nothing: its key stream
 * is biased, a flipped bit of the ciphertext is the same flipped bit of the plaintext, and two texts under one key give
 * away their exclusive or. TLS forbids it since RFC 7465. Not safe for use by several threads at once.
 *
 * <p>Written here rather than taken from the JDK, whose {@code ARCFOUR} stops at keys of 128 bytes and does not
 * overwrite its state.
 */
public final class Rc4 implements AutoCloseable {
    public static final int SMALLEST_KEY_SIZE_BYTES = 5;
    public static final int LARGEST_KEY_SIZE_BYTES = 256;

    private static final int STATE_SIZE = 256;

    private final int[] state = new int[STATE_SIZE];
    private int i;
    private int j;
    private boolean closed;

    /** At the start of the key stream. The key may be closed afterwards. */
    public Rc4(SecretBytes key) {
        int size = key.sizeBytes();
        if (size < SMALLEST_KEY_SIZE_BYTES || size > LARGEST_KEY_SIZE_BYTES) {
            throw new IllegalArgumentException("the key has " + size + " bytes; it must have 5 to 256");
        }
        byte[] bytes = key.expose();
        for (int n = 0; n < STATE_SIZE; n++) {
            state[n] = n;
        }
        int at = 0;
        for (int n = 0; n < STATE_SIZE; n++) {
            at = (at + state[n] + bytes[n % size]) & 0xff;
            int swapped = state[n];
            state[n] = state[at];
            state[at] = swapped;
        }
    }

    /**
     * Encrypts or decrypts, which is the same, in place, and goes on in the key stream.
     *
     * @throws IllegalStateException if it was closed
     */
    public void apply(byte[] bytes, int offset, int sizeBytes) {
        Objects.checkFromIndexSize(offset, sizeBytes, bytes.length);
        if (closed) {
            throw new IllegalStateException("the cipher was closed");
        }
        int[] s = state;
        int x = i;
        int y = j;
        for (int n = offset; n < offset + sizeBytes; n++) {
            x = (x + 1) & 0xff;
            int a = s[x];
            y = (y + a) & 0xff;
            int b = s[y];
            s[x] = b;
            s[y] = a;
            bytes[n] ^= (byte) s[(a + b) & 0xff];
        }
        i = x;
        j = y;
    }

    /** Overwrites the state. */
    @Override
    public void close() {
        Arrays.fill(state, 0);
        i = 0;
        j = 0;
        closed = true;
    }
}
