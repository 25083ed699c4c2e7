package org.phrkit.sign;

import java.util.HexFormat;
import org.phrkit.crypto.Sha256;

/**
 * The size and the hash of a file, by which a signed manifest names it. Nobody knows two contents that have one.
 * Immutable.
 *
 * @param sizeBytes how many bytes
 * @param sha256 their SHA-256 in lower-case hexadecimal
 */
public record ContentHash(long sizeBytes, String sha256) {
    /**
     * Refuses what no content has.
     *
     * @param sizeBytes how many bytes
     * @param sha256 their SHA-256 in lower-case hexadecimal
     */
    public ContentHash {
        if (sizeBytes < 0 || !sha256.matches("[0-9a-f]{64}")) {
            throw new IllegalArgumentException("a file has a size and a SHA-256");
        }
    }

    /**
     * {@return the size and the hash of bytes in memory; {@link HashingStream} is for those that pass by}
     *
     * @param bytes the whole content
     */
    public static ContentHash of(byte[] bytes) {
        return of(bytes.length, Sha256.of(bytes));
    }

    static ContentHash of(long sizeBytes, byte[] hash) {
        return new ContentHash(sizeBytes, HexFormat.of().formatHex(hash));
    }
}
