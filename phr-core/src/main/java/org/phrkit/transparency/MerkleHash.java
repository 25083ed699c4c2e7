package org.phrkit.transparency;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import org.phrkit.crypto.Sha256;

/**
 * A hash of a Merkle tree: that of an entry, SHA-256(0x00 ‖ entry), or of two hashes, SHA-256(0x01 ‖ left ‖ right), so
 * that none of the one kind is one of the other. Immutable; compared in constant time.
 *
 * <p>Source: RFC 6962, section 2.1.
 */
public final class MerkleHash {
    /** The length of every hash. */
    public static final int SIZE_BYTES = 32;

    /** The root of the tree without entries: SHA-256 of nothing. */
    public static final MerkleHash EMPTY = new MerkleHash(Sha256.of(new byte[0]));

    private final byte[] bytes;

    private MerkleHash(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * {@return a hash as it was written}
     *
     * @param bytes 32 bytes
     * @throws IllegalArgumentException if it has not 32 bytes
     */
    public static MerkleHash of(byte[] bytes) {
        if (bytes.length != SIZE_BYTES) {
            throw new IllegalArgumentException("a hash has 32 bytes, not " + bytes.length);
        }
        return new MerkleHash(bytes.clone());
    }

    /** One of several that stand in a row. */
    static MerkleHash at(byte[] hashes, int position) {
        return new MerkleHash(Arrays.copyOfRange(hashes, position * SIZE_BYTES, (position + 1) * SIZE_BYTES));
    }

    /**
     * {@return the hash of an entry}
     *
     * @param entry the bytes of the entry
     */
    public static MerkleHash ofEntry(byte[] entry) {
        MessageDigest digest = Sha256.start();
        digest.update((byte) 0);
        return new MerkleHash(digest.digest(entry));
    }

    /**
     * {@return the hash of the node over two others}
     *
     * @param left the hash of the left subtree
     * @param right the hash of the right subtree
     */
    public static MerkleHash ofNode(MerkleHash left, MerkleHash right) {
        MessageDigest digest = Sha256.start();
        digest.update((byte) 1);
        digest.update(left.bytes);
        return new MerkleHash(digest.digest(right.bytes));
    }

    /** {@return a copy of the 32 bytes} */
    public byte[] bytes() {
        return bytes.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof MerkleHash that && MessageDigest.isEqual(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** In base64, as it stands in a checkpoint. */
    @Override
    public String toString() {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
