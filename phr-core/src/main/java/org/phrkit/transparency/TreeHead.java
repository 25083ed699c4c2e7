package org.phrkit.transparency;

/**
 * The size and the root hash of a log, which together are what gets signed.
 *
 * @param size the number of entries
 * @param root the Merkle tree hash of RFC 6962, section 2.1
 */
public record TreeHead(long size, MerkleHash root) {
    /** The most entries of a log: 2^40. */
    public static final long LARGEST_SIZE = 1L << 40;

    /** The head of a log without entries. */
    public static final TreeHead EMPTY = new TreeHead(0, MerkleHash.EMPTY);

    /**
     * Refuses a head that no log can have.
     *
     * @param size the number of entries
     * @param root the Merkle tree hash of RFC 6962, section 2.1
     * @throws IllegalArgumentException if no tree has this size, or one without entries not this root
     */
    public TreeHead {
        if (size < 0 || size > LARGEST_SIZE) {
            throw new IllegalArgumentException("no log has " + size + " entries");
        }
        if (size == 0 && !root.equals(MerkleHash.EMPTY)) {
            throw new IllegalArgumentException("a log without entries has the root " + MerkleHash.EMPTY);
        }
    }
}
