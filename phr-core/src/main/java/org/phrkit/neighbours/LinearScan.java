package org.phrkit.neighbours;

import java.util.Arrays;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Points of which the same coordinates are present, all looked at in each search: column by column in blocks that stay
 * in the cache, in loops that processors run on several numbers at a time, and on several threads where there is much
 * to do. With so many dimensions that the boxes of a tree exclude little, nothing is faster.
 */
final class LinearScan implements Search {
    private static final int BLOCK = 1024;

    /** Below so many coordinates another thread costs more than it saves. */
    private static final long COORDINATES_FOR_THREADS = 400_000;

    private final int[] dimensions;
    private final double[] mismatches;
    private final int allDimensions;
    private final int[] next;
    private final int[] positions;
    private final int[] heads;

    /** By dimension and position. */
    private final double[][] columns;

    /** By position, from the search that is under way. */
    private final double[] distances;

    private int pointCount;
    private long looked;

    /** Like {@link KdTree#KdTree}. */
    LinearScan(Points points, int[] dimensions, int[] rows, int[] next, int[] positions) {
        this.dimensions = dimensions;
        this.mismatches =
                Arrays.stream(dimensions).mapToDouble(points::mismatch).toArray();
        this.allDimensions = points.dimensions();
        this.next = next;
        this.positions = positions;
        this.heads = rows.clone();
        this.pointCount = rows.length;
        this.distances = new double[rows.length];
        this.columns = new double[dimensions.length][rows.length];
        for (int position = 0; position < rows.length; position++) {
            positions[rows[position]] = position;
            for (int i = 0; i < dimensions.length; i++) {
                columns[i][position] = points.coordinate(rows[position], dimensions[i]);
            }
        }
    }

    @Override
    public void nearest(double[] position, Nearest found) {
        scan(position, found, null);
    }

    @Override
    public void farthest(double[] position, Farthest found) {
        scan(position, null, found);
    }

    @Override
    public void nearestAndFarthest(double[] position, Nearest nearest, Farthest farthest) {
        scan(position, nearest, farthest);
    }

    /** Offers all rows that may be wanted; several threads may, as long as no row leaves. */
    void ties(double[] position, Ties found) {
        double[] block = new double[BLOCK];
        for (int from = 0; from < pointCount; from += BLOCK) {
            int to = Math.min(pointCount, from + BLOCK);
            measure(position, from, to, block, from);
            for (int at = from; at < to; at++) {
                double distance = block[at - from];
                for (int row = heads[at]; row >= 0 && distance <= found.limit(); row = next[row]) {
                    found.offer(distance, row);
                }
            }
        }
    }

    private void scan(double[] position, @Nullable Nearest nearest, @Nullable Farthest farthest) {
        int parts = (long) pointCount * dimensions.length < COORDINATES_FOR_THREADS
                ? 1
                : Math.min(8, ForkJoinPool.getCommonPoolParallelism() + 1);
        int size = (pointCount + parts - 1) / parts;
        looked += pointCount;
        if (parts == 1) {
            measure(position, 0, pointCount, distances, 0);
        } else {
            IntStream.range(0, parts)
                    .parallel()
                    .forEach(part ->
                            measure(position, part * size, Math.min(pointCount, (part + 1) * size), distances, 0));
        }
        if (nearest != null) {
            collect(nearest);
        }
        if (farthest != null) {
            collect(farthest);
        }
    }

    /** Puts distances into an array whose first is that of a position. */
    private void measure(double[] position, int start, int end, double[] sums, int first) {
        int[] shared = IntStream.range(0, dimensions.length)
                .filter(i -> !Double.isNaN(position[dimensions[i]]))
                .toArray();
        int sharedNumbers =
                (int) Arrays.stream(shared).filter(i -> mismatches[i] == 0).count();
        for (int from = start; from < end; from += BLOCK) {
            int to = Math.min(end, from + BLOCK);
            Arrays.fill(sums, from - first, to - first, shared.length == 0 ? 2.0 * allDimensions : 0);
            int at = 0;
            for (; at + 4 <= sharedNumbers; at += 4) {
                addFour(position, shared, at, from, to, sums, first);
            }
            for (; at < shared.length; at++) {
                int i = shared[at];
                add(columns[i], position[dimensions[i]], mismatches[i], from, to, sums, first);
            }
            if (shared.length > 0 && shared.length < allDimensions) {
                multiply((double) allDimensions / shared.length, from - first, to - first, sums);
            }
        }
    }

    /** Four columns of numbers in one loop, which halves what goes to and from memory. The terms stay in order. */
    private void addFour(double[] position, int[] shared, int at, int from, int to, double[] sums, int base) {
        double[] first = columns[shared[at]];
        double[] second = columns[shared[at + 1]];
        double[] third = columns[shared[at + 2]];
        double[] fourth = columns[shared[at + 3]];
        double p = position[dimensions[shared[at]]];
        double q = position[dimensions[shared[at + 1]]];
        double r = position[dimensions[shared[at + 2]]];
        double s = position[dimensions[shared[at + 3]]];
        for (int i = from; i < to; i++) {
            double a = first[i] - p;
            double b = second[i] - q;
            double c = third[i] - r;
            double d = fourth[i] - s;
            sums[i - base] = (((sums[i - base] + a * a) + b * b) + c * c) + d * d;
        }
    }

    private void add(double[] column, double at, double mismatch, int from, int to, double[] sums, int base) {
        if (mismatch == 0) {
            for (int i = from; i < to; i++) {
                double difference = column[i] - at;
                sums[i - base] += difference * difference;
            }
        } else {
            for (int i = from; i < to; i++) {
                sums[i - base] += column[i] == at ? 0 : mismatch;
            }
        }
    }

    private static void multiply(double factor, int from, int to, double[] sums) {
        for (int i = from; i < to; i++) {
            sums[i] *= factor;
        }
    }

    private void collect(Nearest found) {
        double limit = found.squaredDistance();
        for (int position = 0; position < pointCount; position++) {
            if (distances[position] <= limit) {
                double distance = distances[position];
                for (int row = heads[position]; row >= 0 && found.wants(distance, row); row = next[row]) {
                    found.add(distance, row);
                }
                limit = found.squaredDistance();
            }
        }
    }

    private void collect(Farthest found) {
        double limit = found.squaredDistance();
        for (int position = 0; position < pointCount; position++) {
            if (distances[position] >= limit) {
                found.offer(distances[position], heads[position]);
                limit = found.squaredDistance();
            }
        }
    }

    @Override
    public long looked() {
        return looked;
    }

    @Override
    public void remove(int row) {
        int position = positions[row];
        if (next[row] >= 0) {
            heads[position] = next[row];
        } else {
            int last = --pointCount;
            heads[position] = heads[last];
            for (double[] column : columns) {
                column[position] = column[last];
            }
        }
        positions[heads[position]] = position;
    }
}
