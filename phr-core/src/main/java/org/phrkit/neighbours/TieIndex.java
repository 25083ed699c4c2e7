package org.phrkit.neighbours;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;

/**
 * Finds all rows of a fixed set that are nearest to a position, or as near but for rounding. Each answer is the one
 * that looking at all rows gives; where dimensions are few it is found in far less time.
 *
 * <p>Immutable, but for what it learns of which way is faster; several threads may use one, each with a {@link Search} of
 * its own.
 */
public final class TieIndex {
    /** So few points are looked at faster than they are put into a tree. */
    private static final int FEW = 500;

    private final Points points;
    private final DistinctPoints places;

    /** By kind; looked at where {@link #scans} has nothing. */
    private final KdTree[] trees;

    /** By kind: of few points, or of those that a tree does not keep apart. */
    private final AtomicReferenceArray<LinearScan> scans;

    /**
     * All rows. Takes time in proportion to n log n.
     *
     * @param points the points
     */
    public TieIndex(Points points) {
        this.points = points;
        this.places = new DistinctPoints(points, true);
        this.trees = new KdTree[places.kindCount()];
        this.scans = new AtomicReferenceArray<>(places.kindCount());
        int[] positions = new int[points.size()];
        for (int kind = 0; kind < trees.length; kind++) {
            int[] rows = places.rows(kind);
            trees[kind] = new KdTree(points, places.dimensions(kind), rows, places.next(), positions);
            if (rows.length <= FEW) {
                scans.set(kind, scan(kind));
            }
        }
    }

    private LinearScan scan(int kind) {
        return new LinearScan(
                points, places.dimensions(kind), places.rows(kind), places.next(), new int[points.size()]);
    }

    /**
     * {@return all rows, those near each other close together: who searches near them in this order finds much in the
     * cache}
     */
    public int[] order() {
        return IntStream.range(0, trees.length)
                .flatMap(kind -> Arrays.stream(trees[kind].order()))
                .flatMap(head -> IntStream.iterate(head, row -> row >= 0, row -> places.next()[row]))
                .toArray();
    }

    /**
     * {@return a way to search for one thread}
     *
     * @param limitOf how far, squared, rows are that are as near as the nearest at a squared distance; not below that, and
     *     rising with it
     */
    public Search search(DoubleUnaryOperator limitOf) {
        return new Search(limitOf);
    }

    /** Searches one after the other. Not safe for use by several threads at once. */
    public final class Search {
        private final Ties found;

        /** By kind. */
        private final Query[] queries;

        /** By kind, of searches and of points looked at in the tree. */
        private final int[] searches = new int[trees.length];

        private final long[] looked = new long[trees.length];

        private Search(DoubleUnaryOperator limitOf) {
            this.found = new Ties(limitOf);
            this.queries = Arrays.stream(trees).map(KdTree::query).toArray(Query[]::new);
        }

        /**
         * Looks for the rows nearest to a position.
         *
         * @param position a coordinate for each dimension
         * @param known a row, the nearer the faster
         */
        public void find(double[] position, int known) {
            found.startFrom(points.squaredDistance(known, position));
            for (int kind = 0; kind < trees.length; kind++) {
                LinearScan scan = scans.get(kind);
                if (scan != null) {
                    scan.ties(position, found);
                } else {
                    queries[kind].moveTo(position);
                    looked[kind] += trees[kind].ties(queries[kind], found);
                    judge(kind);
                }
            }
            found.settle();
        }

        private void judge(int kind) {
            if (++searches[kind] == KdTree.SEARCHES_TO_JUDGE
                    && trees[kind].isDefeated(searches[kind], looked[kind])
                    && scans.get(kind) == null) {
                scans.set(kind, scan(kind));
            }
        }

        /** {@return how far, squared, those are at most that were found} */
        public double limit() {
            return found.limit();
        }

        /** {@return how many were found; at least 1} */
        public int count() {
            return found.size();
        }

        /**
         * {@return one of the rows that were found, in no order}
         *
         * @param i the index of one column, from 0
         */
        public int row(int i) {
            return found.row(i);
        }
    }
}
