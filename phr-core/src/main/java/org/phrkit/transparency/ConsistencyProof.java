package org.phrkit.transparency;

import java.util.List;

/**
 * Proves that a log was only appended to: its first entries are all those that it had before.
 *
 * <p>Source: RFC 6962, section 2.1.2; checked as RFC 9162, section 2.1.4.2, says. Nothing is needed to prove that a log
 * extends one of the same size, or one without entries: the path is empty then.
 *
 * @param before the number of entries that the log had
 * @param size the number that it has
 * @param path hashes of the larger tree, from below, at most 41
 */
public record ConsistencyProof(long before, long size, List<MerkleHash> path) {
    /**
     * Refuses a proof that no log can have.
     *
     * @param before the number of entries that the log had
     * @param size the number that it has
     * @param path hashes of the larger tree, from below, at most 41
     * @throws IllegalArgumentException if the log would have shrunk
     */
    public ConsistencyProof {
        if (before < 0 || before > size || size > TreeHead.LARGEST_SIZE) {
            throw new IllegalArgumentException("no log of " + size + " entries has grown from one of " + before);
        }
        path = List.copyOf(path);
    }

    /**
     * {@return whether it proves that the log of one head has grown to that of another} Takes two hashes for each of
     * the path.
     *
     * @param older the head that was seen before
     * @param newer the head that has to extend it
     */
    public boolean proves(TreeHead older, TreeHead newer) {
        if (older.size() != before || newer.size() != size) {
            return false;
        }
        if (before == 0 || before == size) {
            return path.isEmpty() && (before == 0 || older.root().equals(newer.root()));
        }
        boolean isFullTree = Long.bitCount(before) == 1;
        if (path.isEmpty()) {
            return false;
        }
        Climb climb = new Climb(before - 1, size - 1);
        climb.skipRightChildren();
        MerkleHash first = isFullTree ? older.root() : path.get(0);
        MerkleHash second = first;
        for (MerkleHash sibling : isFullTree ? path : path.subList(1, path.size())) {
            if (climb.isDone()) {
                return false;
            }
            if (climb.isRightChild()) {
                first = MerkleHash.ofNode(sibling, first);
                second = MerkleHash.ofNode(sibling, second);
            } else {
                second = MerkleHash.ofNode(second, sibling);
            }
            climb.up();
        }
        return climb.isDone() && first.equals(older.root()) && second.equals(newer.root());
    }
}
