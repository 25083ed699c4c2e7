package org.phrkit.transparency;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The hashes of the full subtrees of a tree, from which all else follows: the recursions of RFC 6962, section 2.1. */
interface Subtrees {
    /** MTH of the 2^height entries from index · 2^height on. */
    MerkleHash full(int height, long index) throws IOException;

    /** MTH(D[from:to]), where {@code from} is where a subtree of at least this size begins. */
    default MerkleHash range(long from, long to) throws IOException {
        long size = to - from;
        if (Long.bitCount(size) == 1) {
            int height = Long.numberOfTrailingZeros(size);
            return full(height, from >> height);
        }
        long split = from + split(size);
        return MerkleHash.ofNode(range(from, split), range(split, to));
    }

    /** The root of the first entries. */
    default MerkleHash root(long size) throws IOException {
        return size == 0 ? MerkleHash.EMPTY : range(0, size);
    }

    /** PATH(index, D[0:size]). */
    default InclusionProof inclusion(long index, long size) throws IOException {
        InclusionProof empty = new InclusionProof(index, size, List.of());
        List<MerkleHash> path = new ArrayList<>();
        addPath(empty.index(), 0, size, path);
        return new InclusionProof(index, size, path);
    }

    private void addPath(long index, long from, long to, List<MerkleHash> path) throws IOException {
        if (to - from == 1) {
            return;
        }
        long split = from + split(to - from);
        if (index < split) {
            addPath(index, from, split, path);
            path.add(range(split, to));
        } else {
            addPath(index, split, to, path);
            path.add(range(from, split));
        }
    }

    /** PROOF(before, D[0:size]). */
    default ConsistencyProof consistency(long before, long size) throws IOException {
        ConsistencyProof empty = new ConsistencyProof(before, size, List.of());
        if (before == 0 || before == size) {
            return empty;
        }
        List<MerkleHash> path = new ArrayList<>();
        addProof(before, 0, size, path);
        return new ConsistencyProof(before, size, path);
    }

    /** SUBPROOF(before - from, D[from:to], from = 0). */
    private void addProof(long before, long from, long to, List<MerkleHash> path) throws IOException {
        if (before == to) {
            if (from > 0) {
                path.add(range(from, to));
            }
            return;
        }
        long split = from + split(to - from);
        if (before <= split) {
            addProof(before, from, split, path);
            path.add(range(split, to));
        } else {
            addProof(before, split, to, path);
            path.add(range(from, split));
        }
    }

    /** The largest power of two below a size. */
    private static long split(long size) {
        return Long.highestOneBit(size - 1);
    }
}
