package org.phrkit.neighbours;

import java.util.Arrays;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;

/**
 * Points of which the same coordinates are present, in a k-d tree (Bentley 1975, doi 10.1145/361002.361007) from which
 * they leave one by one. The box around the points of a node shrinks as they leave; where half of all have left, the
 * tree is built again.
 *
 * <p>Rows at the same place are one point, which stands for the lowest of them until that one leaves.
 *
 * <p>A node is passed over only where the bounds of the {@link Query} say that no row in it can be wanted, so a search
 * finds what a search of all rows finds.
 */
final class KdTree implements Search {
    private static final int LEAF_SIZE = PackedPoints.LEAF_SIZE;

    /** Below so many coordinates another thread costs more than it saves. */
    private static final long COORDINATES_FOR_THREADS = 400_000;

    static final int SEARCHES_TO_JUDGE = 64;

    /** To look at one point here, with its share of the way there, takes as long as at so many in a {@link LinearScan}. */
    private static final int COST_OF_LOOKING = 16;

    /** In the order of the leaves. */
    private final PackedPoints points;

    /** The next higher row at the same place, or -1. */
    private final int[] next;

    /** The position of a row that stands for its point. */
    private final int[] positions;

    /** By position when it was built: the leaf. */
    private final int[] leafAt;

    private int pointCount;
    private int builtCount;

    /** Since it was built: searches for the nearest, points they looked at, and points they would have at most. */
    private long searches;

    private long looked;
    private long possible;

    /** Points looked at before it was built the last time. */
    private long lookedBefore;

    /** Points that searches for the farthest looked at: counted apart, for they may run beside the others. */
    private long lookedForFarthest;

    private int nodeCount;
    private int[] starts = new int[0];
    private int[] ends = new int[0];

    /** Of the left child, which the right one follows; 0 for a leaf. */
    private int[] children = new int[0];

    private int[] parents = new int[0];
    private Boxes boxes;

    /**
     * A tree.
     *
     * @param dimensions those that all these rows have
     * @param rows one of each place, the lowest
     * @param next for each row of all points the next higher one at the same place, or -1; kept, not copied
     * @param positions a place for the position of each row of all points; kept
     */
    KdTree(Points points, int[] dimensions, int[] rows, int[] next, int[] positions) {
        this.points = new PackedPoints(points, dimensions, rows);
        this.next = next;
        this.positions = positions;
        this.leafAt = new int[rows.length];
        this.pointCount = rows.length;
        this.boxes = new Boxes(this.points, 0);
        build();
    }

    @Override
    public void nearest(double[] position, Nearest found) {
        if (pointCount > 0) {
            searches++;
            possible += pointCount;
            Query query = new Query(points, boxes, position);
            nearest(query, 0, query.lowerBound(0), found);
        }
    }

    private void nearest(Query query, int node, double bound, Nearest found) {
        if (bound > found.squaredDistance()
                || (bound == found.squaredDistance() && boxes.lowestRows[node] > found.row())) {
            return;
        }
        int left = children[node];
        if (left == 0) {
            query.measure(starts[node], ends[node]);
            looked += ends[node] - starts[node];
            for (int position = starts[node], j = 0; position < ends[node]; position++, j++) {
                double distance = query.distances[j];
                for (int row = points.heads[position]; row >= 0 && found.wants(distance, row); row = next[row]) {
                    found.add(distance, row);
                }
            }
            return;
        }
        int right = left + 1;
        double leftBound = query.lowerBound(left);
        double rightBound = query.lowerBound(right);
        if (leftBound < rightBound || (leftBound == rightBound && boxes.lowestRows[left] < boxes.lowestRows[right])) {
            nearest(query, left, leftBound, found);
            nearest(query, right, rightBound, found);
        } else {
            nearest(query, right, rightBound, found);
            nearest(query, left, leftBound, found);
        }
    }

    /** Of the tree as it is now, for a search of one thread. */
    Query query() {
        return new Query(points, boxes);
    }

    /** Offers all rows that may be wanted; several threads may, as long as no row leaves. Answers how many it looked at. */
    long ties(Query query, Ties found) {
        return pointCount == 0 ? 0 : ties(query, 0, query.lowerBound(0), found);
    }

    private long ties(Query query, int node, double bound, Ties found) {
        if (bound > found.limit()) {
            return 0;
        }
        int left = children[node];
        if (left == 0) {
            query.measure(starts[node], ends[node]);
            for (int position = starts[node], j = 0; position < ends[node]; position++, j++) {
                double distance = query.distances[j];
                if (distance <= found.limit()) {
                    for (int row = points.heads[position]; row >= 0; row = next[row]) {
                        found.offer(distance, row);
                    }
                }
            }
            return (long) ends[node] - starts[node];
        }
        int right = left + 1;
        double leftBound = query.lowerBound(left);
        double rightBound = query.lowerBound(right);
        return leftBound <= rightBound
                ? ties(query, left, leftBound, found) + ties(query, right, rightBound, found)
                : ties(query, right, rightBound, found) + ties(query, left, leftBound, found);
    }

    /** On two threads where the searches are long. */
    @Override
    public void nearestAndFarthest(double[] position, Nearest nearest, Farthest farthest) {
        if ((long) pointCount * points.width < COORDINATES_FOR_THREADS || ForkJoinPool.getCommonPoolParallelism() < 1) {
            nearest(position, nearest);
            farthest(position, farthest);
        } else {
            ForkJoinTask<?> other = ForkJoinPool.commonPool().submit(() -> farthest(position, farthest));
            nearest(position, nearest);
            other.join();
        }
    }

    @Override
    public void farthest(double[] position, Farthest found) {
        if (pointCount > 0) {
            Query query = new Query(points, boxes, position);
            farthest(query, 0, query.upperBound(0), found);
        }
    }

    private void farthest(Query query, int node, double bound, Farthest found) {
        if (bound < found.squaredDistance()
                || (bound == found.squaredDistance() && boxes.lowestRows[node] > found.row())) {
            return;
        }
        int left = children[node];
        if (left == 0) {
            query.measure(starts[node], ends[node]);
            lookedForFarthest += ends[node] - starts[node];
            for (int position = starts[node], j = 0; position < ends[node]; position++, j++) {
                if (query.distances[j] >= found.squaredDistance()) {
                    found.offer(query.distances[j], points.heads[position]);
                }
            }
            return;
        }
        int right = left + 1;
        double leftBound = query.upperBound(left);
        double rightBound = query.upperBound(right);
        if (leftBound > rightBound || (leftBound == rightBound && boxes.lowestRows[left] < boxes.lowestRows[right])) {
            farthest(query, left, leftBound, found);
            farthest(query, right, rightBound, found);
        } else {
            farthest(query, right, rightBound, found);
            farthest(query, left, leftBound, found);
        }
    }

    /** Whether looking at all points would be faster, going by the searches since the tree was built. */
    boolean isDefeated() {
        return searches >= SEARCHES_TO_JUDGE && looked * COST_OF_LOOKING > possible;
    }

    /** The same, going by some searches of which each could have looked at all points. */
    boolean isDefeated(long searches, long looked) {
        return searches >= SEARCHES_TO_JUDGE && looked * COST_OF_LOOKING > searches * pointCount;
    }

    /** The rows that stand for the points, leaf by leaf; as long as none has left. */
    int[] order() {
        return Arrays.copyOf(points.heads, pointCount);
    }

    /** The rows that stand for the points, ascending. */
    int[] rows() {
        gather();
        return Arrays.stream(points.heads, 0, pointCount).sorted().toArray();
    }

    @Override
    public long looked() {
        return lookedBefore + looked + lookedForFarthest;
    }

    @Override
    public void remove(int row) {
        int position = positions[row];
        int leaf = leafAt[position];
        if (next[row] >= 0) {
            points.heads[position] = next[row];
            positions[next[row]] = position;
        } else {
            int last = --ends[leaf];
            points.copy(last, position, 1);
            positions[points.heads[position]] = position;
            pointCount--;
        }
        if (pointCount < builtCount / 2 && builtCount > LEAF_SIZE) {
            gather();
            build();
            return;
        }
        boxes.boundLeaf(leaf, starts[leaf], ends[leaf]);
        for (int node = parents[leaf]; node >= 0; node = parents[node]) {
            if (!boxes.boundInner(node, children[node])) {
                return;
            }
        }
    }

    /** Moves all points that are left to the front. */
    private void gather() {
        int to = 0;
        for (int position = 0; position < builtCount; ) {
            int leaf = leafAt[position];
            int count = ends[leaf] - starts[leaf];
            points.copy(position, to, count);
            to += count;
            while (position < builtCount && leafAt[position] == leaf) {
                position++;
            }
        }
    }

    private void build() {
        builtCount = pointCount;
        searches = 0;
        lookedBefore += looked;
        looked = 0;
        possible = 0;
        nodeCount = 1;
        // Halving leaves at least half a leaf in each.
        int capacity = 2 * (pointCount / ((LEAF_SIZE + 1) / 2) + 1);
        starts = new int[capacity];
        ends = new int[capacity];
        children = new int[capacity];
        parents = new int[capacity];
        boxes = new Boxes(points, capacity);
        build(0, 0, pointCount, -1);
    }

    private void build(int node, int start, int end, int parent) {
        starts[node] = start;
        ends[node] = end;
        parents[node] = parent;
        boxes.boundLeaf(node, start, end);
        if (end - start <= LEAF_SIZE) {
            for (int position = start; position < end; position++) {
                leafAt[position] = node;
                positions[points.heads[position]] = position;
            }
        } else {
            int middle = (start + end) >>> 1;
            points.select(boxes.widest(node), start, end - 1, middle);
            int left = nodeCount;
            children[node] = left;
            nodeCount += 2;
            build(left, start, middle, node);
            build(left + 1, middle, end, node);
        }
    }
}
