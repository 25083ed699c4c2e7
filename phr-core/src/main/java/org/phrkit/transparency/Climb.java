package org.phrkit.transparency;

/**
 * The way from an entry to the root, beside the way from the last entry: fn and sn of RFC 9162, sections 2.1.3.2 and
 * 2.1.4.2. Where the entry is on the right edge, levels without a neighbour are passed over.
 */
final class Climb {
    private long node;
    private long last;

    Climb(long index, long lastIndex) {
        this.node = index;
        this.last = lastIndex;
    }

    /** Goes up as long as the node is a right child: to the largest full tree that ends with the entry. */
    void skipRightChildren() {
        while ((node & 1) == 1) {
            shift();
        }
    }

    boolean isDone() {
        return last == 0;
    }

    /** Whether what the path gives next stands to the left of the node. */
    boolean isRightChild() {
        return (node & 1) == 1 || node == last;
    }

    void up() {
        if (isRightChild()) {
            while ((node & 1) == 0 && node != 0) {
                shift();
            }
        }
        shift();
    }

    private void shift() {
        node >>= 1;
        last >>= 1;
    }
}
