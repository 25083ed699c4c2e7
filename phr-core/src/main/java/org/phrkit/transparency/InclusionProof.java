package org.phrkit.transparency;

import java.util.List;

/**
 * Proves that an entry stands at its place in a log: the hashes that lead from it to the root.
 *
 * <p>Source: RFC 6962, section 2.1.1; checked as RFC 9162, section 2.1.3.2, says.
 *
 * @param index of the entry, from 0
 * @param size the number of entries of the log
 * @param path from the neighbour of the entry up to the child of the root, at most 40
 */
public record InclusionProof(long index, long size, List<MerkleHash> path) {
    /**
     * Refuses a proof that no log can have.
     *
     * @param index of the entry, from 0
     * @param size the number of entries of the log
     * @param path from the neighbour of the entry up to the child of the root, at most 40
     * @throws IllegalArgumentException if the log has no such entry
     */
    public InclusionProof {
        if (index < 0 || index >= size || size > TreeHead.LARGEST_SIZE) {
            throw new IllegalArgumentException("no entry " + index + " of " + size);
        }
        path = List.copyOf(path);
    }

    /**
     * {@return whether it proves that the log of this head has the entry at {@link #index}} Takes a hash for each one
     * of the path.
     *
     * @param entry {@link MerkleHash#ofEntry}
     * @param head the size and the root hash of the log
     */
    public boolean proves(MerkleHash entry, TreeHead head) {
        if (head.size() != size) {
            return false;
        }
        Climb climb = new Climb(index, size - 1);
        MerkleHash hash = entry;
        for (MerkleHash sibling : path) {
            if (climb.isDone()) {
                return false;
            }
            hash = climb.isRightChild() ? MerkleHash.ofNode(sibling, hash) : MerkleHash.ofNode(hash, sibling);
            climb.up();
        }
        return climb.isDone() && hash.equals(head.root());
    }
}
