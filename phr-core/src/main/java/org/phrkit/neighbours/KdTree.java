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
 * <p>A node is passed over only where no row in it can be wanted. The bounds are sums of the same terms in the same
 * order as the distance itself, each term rounded from a number that is no greater (or no less): rounding is monotone,
 * so a bound never lies on the wrong side of a distance as it is computed, and a search finds what a search of all rows
 * finds. Where many dimensions make boxes much larger than what is in them, a search for the farthest has a second
 * bound, from the ball around the origin that holds the points of the node: |x-q|² = |x|² + |q|² - 2 x·q; it is given a
 * margin wider than any rounding.
 */
final class KdTree implements Search {
    private static final int LEAF_SIZE = 32;

    /** Below so many coordinates another thread costs more than it saves. */
    private static final long COORDINATES_FOR_THREADS = 400_000;

    private static final int SEARCHES_TO_JUDGE = 64;

    /** To look at one point here, with its share of the way there, takes as long as at so many in a {@link ColumnScan}. */
    private static final int COST_OF_LOOKING = 16;

    private static final int NOBODY = Integer.MAX_VALUE;
    private static final double MARGIN = 1e-9;

    /** The coordinates of an empty box. No standardised coordinate is as far out. */
    private static final double FAR = 1e18;

    /** The dimensions present, ascending; all arrays below count them from 0. */
    private final int[] dimensions;

    private final int width;

    /** How many of them, the first, hold numbers. */
    private final int numbers;

    private final double[] mismatches;
    private final int allDimensions;

    /** The next higher row at the same place, or -1. */
    private final int[] next;

    /** The position of a row that stands for its point. */
    private final int[] positions;

    /** By position, then dimension: the points of a leaf lie together. Positions are in the order of the leaves. */
    private final double[] coordinates;

    /** By position: the row that stands for the point. */
    private final int[] heads;

    private final int[] leafAt;
    private int pointCount;
    private int builtCount;

    /** Since it was built: searches for the nearest, points they looked at, and points they would have at most. */
    private long searches;

    private long looked;
    private long possible;

    private int nodeCount;
    private int[] starts = new int[0];
    private int[] ends = new int[0];
    /** Of the left child, which the right one follows; 0 for a leaf. */
    private int[] children = new int[0];

    private int[] parents = new int[0];
    private int[] lowestRows = new int[0];

    /**
     * By node: for each dimension the least coordinate, rounded down, and the greatest, rounded up; then the greatest
     * square of a point's distance from the origin in the dimensions of numbers, rounded up. What a search reads of a
     * node lies together.
     */
    private float[] boxes = new float[0];

    private final int boxSize;

    /**
     * A tree.
     *
     * @param dimensions those that all these rows have
     * @param rows one of each place, the lowest
     * @param next for each row of all points the next higher one at the same place, or -1; kept, not copied
     * @param positions a place for the position of each row of all points; kept
     */
    KdTree(Points points, int[] dimensions, int[] rows, int[] next, int[] positions) {
        this.dimensions = dimensions;
        this.allDimensions = points.dimensions();
        this.width = dimensions.length;
        this.boxSize = 2 * width + 1;
        this.mismatches =
                Arrays.stream(dimensions).mapToDouble(points::mismatch).toArray();
        this.numbers = (int)
                Arrays.stream(mismatches).filter(mismatch -> mismatch == 0).count();
        this.next = next;
        this.positions = positions;
        this.heads = rows.clone();
        this.leafAt = new int[rows.length];
        this.pointCount = rows.length;
        // Leaves are read four points at a time.
        this.coordinates = new double[(rows.length + 3) * width];
        for (int position = 0; position < rows.length; position++) {
            for (int i = 0; i < width; i++) {
                coordinates[position * width + i] = points.coordinate(rows[position], dimensions[i]);
            }
        }
        build();
    }

    /** Where a search starts; of the dimensions here, those that are missing there have no weight. */
    private final class Query {
        final double[] at = new double[width];
        final double[] positives = new double[width];
        final double[] negatives = new double[width];
        final double[] weights = new double[width];
        /** Of the leaf looked at. */
        final double[] distances = new double[LEAF_SIZE + 3];

        final double factor;
        final double constant;
        final double square;

        Query(double[] position) {
            int shared = 0;
            double sum = 0;
            for (int i = 0; i < width; i++) {
                if (!Double.isNaN(position[dimensions[i]])) {
                    shared++;
                    at[i] = position[dimensions[i]];
                    positives[i] = Math.max(at[i], 0);
                    negatives[i] = Math.min(at[i], 0);
                    weights[i] = i < numbers ? 1 : mismatches[i];
                    sum += i < numbers ? at[i] * at[i] : 0;
                }
            }
            factor = shared == 0 ? 1 : (double) allDimensions / shared;
            constant = shared == 0 ? 2.0 * allDimensions : 0;
            square = sum;
        }

        /** The distances of a leaf's points, four at a time: far faster than one by one. */
        void measure(int leaf) {
            int end = ends[leaf];
            for (int position = starts[leaf], to = 0; position < end; position += 4, to += 4) {
                int one = position * width;
                int two = one + width;
                int three = two + width;
                int four = three + width;
                double first = 0;
                double second = 0;
                double third = 0;
                double fourth = 0;
                for (int i = 0; i < numbers; i++) {
                    double from = at[i];
                    double weight = weights[i];
                    double a = coordinates[one + i] - from;
                    double b = coordinates[two + i] - from;
                    double c = coordinates[three + i] - from;
                    double d = coordinates[four + i] - from;
                    first += weight * (a * a);
                    second += weight * (b * b);
                    third += weight * (c * c);
                    fourth += weight * (d * d);
                }
                for (int i = numbers; i < width; i++) {
                    first += coordinates[one + i] == at[i] ? 0 : weights[i];
                    second += coordinates[two + i] == at[i] ? 0 : weights[i];
                    third += coordinates[three + i] == at[i] ? 0 : weights[i];
                    fourth += coordinates[four + i] == at[i] ? 0 : weights[i];
                }
                distances[to] = first * factor + constant;
                distances[to + 1] = second * factor + constant;
                distances[to + 2] = third * factor + constant;
                distances[to + 3] = fourth * factor + constant;
            }
        }

        /** No row of the node is nearer. */
        double lowerBound(int node) {
            int offset = node * boxSize;
            double sum = 0;
            for (int i = 0; i < numbers; i++) {
                double below = boxes[offset + 2 * i] - at[i];
                double above = at[i] - boxes[offset + 2 * i + 1];
                // Twice the greatest of the two and 0, without a branch: one at least is not positive.
                double twice = (below + Math.abs(below)) + (above + Math.abs(above));
                sum += weights[i] * (twice * twice);
            }
            sum *= 0.25;
            for (int i = numbers; i < width; i++) {
                sum += at[i] < boxes[offset + 2 * i] || at[i] > boxes[offset + 2 * i + 1] ? weights[i] : 0;
            }
            return sum * factor + constant;
        }

        /** No row of the node is farther. */
        double upperBound(int node) {
            int offset = node * boxSize;
            double sum = 0;
            double product = 0;
            for (int i = 0; i < numbers; i++) {
                double low = boxes[offset + 2 * i];
                double high = boxes[offset + 2 * i + 1];
                double twice = Math.abs(2 * at[i] - (low + high)) + (high - low);
                sum += weights[i] * (twice * twice);
                product += positives[i] * low + negatives[i] * high;
            }
            sum *= 0.25 * (1 + MARGIN);
            double reach = boxes[offset + 2 * width];
            double ball = reach + square - 2 * product;
            ball += MARGIN * (Math.abs(reach) + square + Math.abs(product));
            for (int i = numbers; i < width; i++) {
                boolean isOne = at[i] == boxes[offset + 2 * i] && at[i] == boxes[offset + 2 * i + 1];
                sum += isOne ? 0 : weights[i];
                ball += isOne ? 0 : weights[i];
            }
            return Math.min(sum, ball) * factor + constant;
        }
    }

    @Override
    public void nearest(double[] position, Nearest found) {
        if (pointCount > 0) {
            searches++;
            possible += pointCount;
            Query query = new Query(position);
            nearest(query, 0, query.lowerBound(0), found);
        }
    }

    private void nearest(Query query, int node, double bound, Nearest found) {
        if (bound > found.squaredDistance() || (bound == found.squaredDistance() && lowestRows[node] > found.row())) {
            return;
        }
        int left = children[node];
        if (left == 0) {
            query.measure(node);
            looked += ends[node] - starts[node];
            for (int position = starts[node], j = 0; position < ends[node]; position++, j++) {
                double distance = query.distances[j];
                for (int row = heads[position]; row >= 0 && found.wants(distance, row); row = next[row]) {
                    found.add(distance, row);
                }
            }
            return;
        }
        int right = left + 1;
        double leftBound = query.lowerBound(left);
        double rightBound = query.lowerBound(right);
        if (leftBound < rightBound || (leftBound == rightBound && lowestRows[left] < lowestRows[right])) {
            nearest(query, left, leftBound, found);
            nearest(query, right, rightBound, found);
        } else {
            nearest(query, right, rightBound, found);
            nearest(query, left, leftBound, found);
        }
    }

    /** On two threads where the searches are long. */
    @Override
    public void nearestAndFarthest(double[] position, Nearest nearest, Farthest farthest) {
        if ((long) pointCount * width < COORDINATES_FOR_THREADS || ForkJoinPool.getCommonPoolParallelism() < 1) {
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
            Query query = new Query(position);
            farthest(query, 0, query.upperBound(0), found);
        }
    }

    private void farthest(Query query, int node, double bound, Farthest found) {
        if (bound < found.squaredDistance() || (bound == found.squaredDistance() && lowestRows[node] > found.row())) {
            return;
        }
        int left = children[node];
        if (left == 0) {
            query.measure(node);
            for (int position = starts[node], j = 0; position < ends[node]; position++, j++) {
                if (query.distances[j] >= found.squaredDistance()) {
                    found.offer(query.distances[j], heads[position]);
                }
            }
            return;
        }
        int right = left + 1;
        double leftBound = query.upperBound(left);
        double rightBound = query.upperBound(right);
        if (leftBound > rightBound || (leftBound == rightBound && lowestRows[left] < lowestRows[right])) {
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

    /** The rows that stand for the points, ascending. */
    int[] rows() {
        gather();
        return Arrays.stream(heads, 0, pointCount).sorted().toArray();
    }

    @Override
    public void remove(int row) {
        int position = positions[row];
        int leaf = leafAt[position];
        if (next[row] >= 0) {
            heads[position] = next[row];
            positions[next[row]] = position;
        } else {
            int last = --ends[leaf];
            copy(last, position, 1);
            positions[heads[position]] = position;
            pointCount--;
        }
        if (pointCount < builtCount / 2 && builtCount > LEAF_SIZE) {
            gather();
            build();
            return;
        }
        boundLeaf(leaf);
        for (int node = parents[leaf]; node >= 0; node = parents[node]) {
            if (!boundInner(node)) {
                return;
            }
        }
    }

    private void copy(int from, int to, int count) {
        System.arraycopy(heads, from, heads, to, count);
        System.arraycopy(coordinates, from * width, coordinates, to * width, count * width);
    }

    /** Moves all points that are left to the front. */
    private void gather() {
        int to = 0;
        for (int position = 0; position < builtCount; ) {
            int leaf = leafAt[position];
            int count = ends[leaf] - starts[leaf];
            copy(position, to, count);
            to += count;
            while (position < builtCount && leafAt[position] == leaf) {
                position++;
            }
        }
    }

    private void build() {
        builtCount = pointCount;
        searches = 0;
        looked = 0;
        possible = 0;
        nodeCount = 1;
        // Halving leaves at least half a leaf in each.
        int capacity = 2 * (pointCount / ((LEAF_SIZE + 1) / 2) + 1);
        starts = new int[capacity];
        ends = new int[capacity];
        children = new int[capacity];
        parents = new int[capacity];
        lowestRows = new int[capacity];
        boxes = new float[capacity * boxSize];
        build(0, 0, pointCount, -1);
    }

    private void build(int node, int start, int end, int parent) {
        starts[node] = start;
        ends[node] = end;
        parents[node] = parent;
        boundLeaf(node);
        if (end - start <= LEAF_SIZE) {
            for (int position = start; position < end; position++) {
                leafAt[position] = node;
                positions[heads[position]] = position;
            }
        } else {
            int middle = (start + end) >>> 1;
            select(widest(node), start, end - 1, middle);
            int left = nodeCount;
            children[node] = left;
            nodeCount += 2;
            build(left, start, middle, node);
            build(left + 1, middle, end, node);
        }
    }

    private int widest(int node) {
        int offset = node * boxSize;
        int widest = 0;
        double greatest = -1;
        for (int i = 0; i < width; i++) {
            double extent = boxes[offset + 2 * i + 1] - boxes[offset + 2 * i];
            if (i >= numbers && extent > 0) {
                extent = Math.sqrt(mismatches[i]);
            }
            if (extent > greatest) {
                greatest = extent;
                widest = i;
            }
        }
        return widest;
    }

    /** Puts the point that belongs at a position there, none greater before it and none less behind (Hoare 1961). */
    private void select(int dimension, int from, int to, int wanted) {
        int low = from;
        int high = to;
        while (low < high) {
            double pivot = median(at(low, dimension), at((low + high) >>> 1, dimension), at(high, dimension));
            int i = low;
            int j = high;
            while (i <= j) {
                while (at(i, dimension) < pivot) {
                    i++;
                }
                while (at(j, dimension) > pivot) {
                    j--;
                }
                if (i <= j) {
                    swap(i++, j--);
                }
            }
            if (wanted <= j) {
                high = j;
            } else if (wanted >= i) {
                low = i;
            } else {
                return;
            }
        }
    }

    private double at(int position, int dimension) {
        return coordinates[position * width + dimension];
    }

    private static double median(double a, double b, double c) {
        return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
    }

    private void swap(int first, int second) {
        for (int i = 0; i < width; i++) {
            double value = coordinates[first * width + i];
            coordinates[first * width + i] = coordinates[second * width + i];
            coordinates[second * width + i] = value;
        }
        int row = heads[first];
        heads[first] = heads[second];
        heads[second] = row;
    }

    private void boundLeaf(int node) {
        int offset = node * boxSize;
        int start = starts[node];
        int end = ends[node];
        for (int i = 0; i < width; i++) {
            double low = FAR;
            double high = -FAR;
            for (int position = start; position < end; position++) {
                double value = coordinates[position * width + i];
                low = value < low ? value : low;
                high = value > high ? value : high;
            }
            boolean isNumber = i < numbers;
            boxes[offset + 2 * i] = isNumber ? Math.nextDown(Math.nextDown((float) low)) : (float) low;
            boxes[offset + 2 * i + 1] = isNumber ? Math.nextUp(Math.nextUp((float) high)) : (float) high;
        }
        double reach = -FAR;
        int lowest = NOBODY;
        for (int position = start; position < end; position++) {
            double square = 0;
            for (int i = 0; i < numbers; i++) {
                double value = coordinates[position * width + i];
                square += value * value;
            }
            reach = square > reach ? square : reach;
            lowest = Math.min(lowest, heads[position]);
        }
        boxes[offset + 2 * width] = Math.nextUp((float) reach);
        lowestRows[node] = lowest;
    }

    /** @return whether anything changed */
    private boolean boundInner(int node) {
        int left = children[node];
        int offset = node * boxSize;
        int ofLeft = left * boxSize;
        int ofRight = ofLeft + boxSize;
        int lowest = Math.min(lowestRows[left], lowestRows[left + 1]);
        boolean changed = lowest != lowestRows[node];
        lowestRows[node] = lowest;
        for (int i = 0; i < boxSize; i++) {
            float one = boxes[ofLeft + i];
            float other = boxes[ofRight + i];
            boolean isLow = (i & 1) == 0 && i < 2 * width;
            float bound = one < other == isLow ? one : other;
            changed |= bound != boxes[offset + i];
            boxes[offset + i] = bound;
        }
        return changed;
    }
}
