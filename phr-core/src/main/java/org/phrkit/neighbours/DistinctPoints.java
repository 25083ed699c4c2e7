package org.phrkit.neighbours;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Which rows are at the same place, and of which rows the same coordinates are present: of one kind. */
final class DistinctPoints {
    private static final int NOBODY = -1;

    private final Points points;
    private final int[] kindOf;
    private final int[] next;
    private final List<BitSet> kinds = new ArrayList<>();
    private final int[][] rows;

    /** @param areJoined whether rows at the same place are one point; if not, each is a point of its own */
    DistinctPoints(Points points, boolean areJoined) {
        this.points = points;
        this.kindOf = new int[points.size()];
        this.next = new int[points.size()];
        findKinds();
        Arrays.fill(next, NOBODY);
        this.rows = byKind(
                areJoined ? findPlaces() : IntStream.range(0, kindOf.length).toArray());
    }

    private void findKinds() {
        Map<BitSet, Integer> known = new HashMap<>();
        for (int row = 0; row < kindOf.length; row++) {
            BitSet present = new BitSet();
            for (int dimension = 0; dimension < points.dimensions(); dimension++) {
                if (!Double.isNaN(points.coordinate(row, dimension))) {
                    present.set(dimension);
                }
            }
            Integer kind = known.get(present);
            if (kind == null) {
                kind = kinds.size();
                known.put(present, kind);
                kinds.add(present);
            }
            kindOf[row] = kind;
        }
    }

    /** Links the rows at each place in a table hashed by their coordinates. */
    private int[] findPlaces() {
        int mask = Integer.highestOneBit(Math.max(1, kindOf.length)) * 4 - 1;
        int[] lastRows = new int[mask + 1];
        Arrays.fill(lastRows, NOBODY);
        int[] found = new int[kindOf.length];
        int count = 0;
        for (int row = 0; row < kindOf.length; row++) {
            int slot = hash(row) & mask;
            while (lastRows[slot] != NOBODY && !areTogether(lastRows[slot], row)) {
                slot = (slot + 1) & mask;
            }
            if (lastRows[slot] == NOBODY) {
                found[count++] = row;
            } else {
                next[lastRows[slot]] = row;
            }
            lastRows[slot] = row;
        }
        return Arrays.copyOf(found, count);
    }

    private int[][] byKind(int[] firstRows) {
        int[] counts = new int[kinds.size()];
        for (int row : firstRows) {
            counts[kindOf[row]]++;
        }
        int[][] byKind = Arrays.stream(counts).mapToObj(int[]::new).toArray(int[][]::new);
        for (int i = firstRows.length - 1; i >= 0; i--) {
            int kind = kindOf[firstRows[i]];
            byKind[kind][--counts[kind]] = firstRows[i];
        }
        return byKind;
    }

    private int hash(int row) {
        long hash = 0;
        for (int dimension = 0; dimension < points.dimensions(); dimension++) {
            // Adding 0.0 makes -0.0, which is at the same place, the same number.
            hash = (hash ^ Double.doubleToLongBits(points.coordinate(row, dimension) + 0.0)) * 0x9e3779b97f4a7c15L;
            hash ^= hash >>> 32;
        }
        return (int) hash;
    }

    private boolean areTogether(int first, int second) {
        for (int dimension = 0; dimension < points.dimensions(); dimension++) {
            double one = points.coordinate(first, dimension);
            double other = points.coordinate(second, dimension);
            if (one != other && !(Double.isNaN(one) && Double.isNaN(other))) {
                return false;
            }
        }
        return true;
    }

    int kindCount() {
        return kinds.size();
    }

    /** The kind of each row. */
    int[] kindOf() {
        return kindOf;
    }

    /** The dimensions that rows of a kind have, ascending. */
    int[] dimensions(int kind) {
        return kinds.get(kind).stream().toArray();
    }

    /** The lowest row of each place of a kind, ascending. */
    int[] rows(int kind) {
        return rows[kind];
    }

    /** The next higher row at the same place, or -1. */
    int[] next() {
        return next;
    }
}
