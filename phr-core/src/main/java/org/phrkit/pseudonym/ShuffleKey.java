package org.phrkit.pseudonym;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Arrays;
import org.phrkit.crypto.Hkdf;
import org.phrkit.crypto.SecretBytes;

/**
 * A secret order of rows, which nobody can undo without the key. A table that lists patients in the order of their
 * admission, or by name, tells who the first row is, whatever its cells are.
 *
 * <p>A number that a person thinks of is no key: whoever has the release tries them all until the rows fall in place. The
 * key of a release is best drawn, used and forgotten. One key gives the same order for each table of as many rows.
 *
 * <p>Several threads may use one until it is closed.
 */
public final class ShuffleKey implements AutoCloseable {
    private static final int SIZE_BYTES = 32;

    private final SecretBytes key;

    private ShuffleKey(SecretBytes key) {
        this.key = key;
    }

    /**
     * {@return a new key of 256 bits}
     *
     * @param random where random bytes come from
     */
    public static ShuffleKey random(SecureRandom random) {
        return new ShuffleKey(SecretBytes.random(SIZE_BYTES, random));
    }

    /**
     * Reads a key file, as {@link Pseudonyms#read}.
     *
     * @param in is read to its end and not closed
     * @return the order of this key
     * @throws IOException if reading or writing fails
     * @throws PseudonymKeyException if the file holds no key
     */
    public static ShuffleKey read(InputStream in) throws IOException, PseudonymKeyException {
        return new ShuffleKey(KeyLine.read(in));
    }

    /**
     * {@return the row indices from 0 to {@code rowCount - 1}, sorted by the HMAC-SHA-256 (RFC 2104) of each under the
     * key, as 8 bytes big-endian: by its first 64 bits as a number without a sign, and where these are equal by the
     * index} Takes time in proportion to n log n for n rows.
     *
     * @param rowCount the number of rows
     * @throws IllegalArgumentException if there are fewer than no rows
     */
    public int[] order(int rowCount) {
        if (rowCount < 0) {
            throw new IllegalArgumentException("there are no " + rowCount + " rows");
        }
        long[] codes = new long[rowCount];
        for (int row = 0; row < rowCount; row++) {
            byte[] message = ByteBuffer.allocate(Long.BYTES).putLong(row).array();
            // The least long is 0 of a number without a sign.
            codes[row] = ByteBuffer.wrap(Hkdf.hmac(key, message)).getLong() + Long.MIN_VALUE;
        }
        long[] sorted = codes.clone();
        Arrays.sort(sorted);
        int[] order = new int[rowCount];
        Arrays.fill(order, -1);
        for (int row = 0; row < rowCount; row++) {
            int at = Arrays.binarySearch(sorted, codes[row]);
            while (at > 0 && sorted[at - 1] == codes[row]) {
                at--;
            }
            while (order[at] >= 0) {
                at++;
            }
            order[at] = row;
        }
        return order;
    }

    /** Overwrites the key; no order can be had any more. */
    @Override
    public void close() {
        key.close();
    }

    /** Nothing of the key. */
    @Override
    public String toString() {
        return "ShuffleKey";
    }
}
