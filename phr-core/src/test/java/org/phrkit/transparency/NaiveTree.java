package org.phrkit.transparency;

import java.util.ArrayList;
import java.util.List;

/** RFC 6962, section 2.1, word for word: no state, nothing kept, each hash computed from the entries below it. */
final class NaiveTree {
    private NaiveTree() {}

    static MerkleHash root(List<MerkleHash> entries) {
        if (entries.isEmpty()) {
            return MerkleHash.EMPTY;
        }
        if (entries.size() == 1) {
            return entries.get(0);
        }
        int k = split(entries);
        return MerkleHash.ofNode(root(left(entries, k)), root(right(entries, k)));
    }

    static List<MerkleHash> path(int m, List<MerkleHash> entries) {
        if (entries.size() == 1) {
            return List.of();
        }
        int k = split(entries);
        return m < k
                ? plus(path(m, left(entries, k)), root(right(entries, k)))
                : plus(path(m - k, right(entries, k)), root(left(entries, k)));
    }

    static List<MerkleHash> proof(int m, List<MerkleHash> entries) {
        return m == 0 ? List.of() : subproof(m, entries, true);
    }

    private static List<MerkleHash> subproof(int m, List<MerkleHash> entries, boolean isWhole) {
        if (m == entries.size()) {
            return isWhole ? List.of() : List.of(root(entries));
        }
        int k = split(entries);
        return m <= k
                ? plus(subproof(m, left(entries, k), isWhole), root(right(entries, k)))
                : plus(subproof(m - k, right(entries, k), false), root(left(entries, k)));
    }

    /** The tile by its definition: MTH(D[(n·256 + i)·256^l : (n·256 + i + 1)·256^l]) for each i. */
    static byte[] tile(Tile tile, List<MerkleHash> entries) {
        int span = (int) Math.pow(256, tile.level());
        byte[] bytes = new byte[tile.sizeBytes()];
        for (int i = 0; i < tile.width(); i++) {
            int from = ((int) tile.index() * 256 + i) * span;
            System.arraycopy(root(entries.subList(from, from + span)).bytes(), 0, bytes, i * 32, 32);
        }
        return bytes;
    }

    private static int split(List<MerkleHash> entries) {
        int k = 1;
        while (2 * k < entries.size()) {
            k *= 2;
        }
        return k;
    }

    private static List<MerkleHash> left(List<MerkleHash> entries, int k) {
        return entries.subList(0, k);
    }

    private static List<MerkleHash> right(List<MerkleHash> entries, int k) {
        return entries.subList(k, entries.size());
    }

    private static List<MerkleHash> plus(List<MerkleHash> hashes, MerkleHash last) {
        List<MerkleHash> all = new ArrayList<>(hashes);
        all.add(last);
        return all;
    }
}
