package org.phrkit.neighbours;

import java.util.Arrays;

/**
 * Which of the rows that remain is farthest from a position that moves a little between searches, as a centroid does
 * when rows leave.
 *
 * <p>The points are sorted by their distance from where the position once was. By the triangle inequality no point is
 * farther from where it is now than that distance and the way between the two places, so a search looks at the outer
 * shell alone. Distances compared are computed afresh; the inequality is given a margin wider than any rounding. When
 * the shells grow thick, the points are sorted again: that pays for itself, because it takes no longer than the
 * searches that led to it.
 */
final class FarthestOrder {
    private static final double MARGIN = 1 + 1e-9;

    /** Sorting takes about as long per point as looking at so many. */
    private static final int SORTING = 4;

    /** Of a point that is gone. */
    private static final int NOBODY = -1;

    private final Points points;
    private final int[] next;
    private final boolean[] isGone;
    private final boolean[] isPresent;

    /** The square root of a distance, as bits of a float rounded up, and the row that stands for the point. Ascending. */
    private long[] order;

    private int end;
    private double[] reference = new double[0];
    private long looked;
    private long lookedBefore;

    /**
     * Shells.
     *
     * @param dimensions those that all these rows have
     * @param rows one of each place, the lowest
     * @param next for each row of all points the next higher one at the same place, or -1; kept
     * @param isGone of each row of all points; kept
     */
    FarthestOrder(Points points, int[] dimensions, int[] rows, int[] next, boolean[] isGone) {
        this.points = points;
        this.next = next;
        this.isGone = isGone;
        this.isPresent = new boolean[points.dimensions()];
        for (int dimension : dimensions) {
            isPresent[dimension] = true;
        }
        this.order = Arrays.stream(rows).asLongStream().toArray();
        this.end = order.length;
    }

    void farthest(double[] position, Farthest found) {
        if (reference.length == 0 || looked > (long) SORTING * end) {
            sort(position);
        }
        double way = way(position);
        while (end > 0 && remaining(end - 1) == NOBODY) {
            end--;
        }
        int at = end - 1;
        while (at >= 0) {
            double bound = (Float.intBitsToFloat((int) (order[at] >>> 32)) + way) * MARGIN;
            if (bound * bound < found.squaredDistance()) {
                break;
            }
            int row = remaining(at--);
            if (row != NOBODY) {
                found.offer(points.squaredDistance(row, position), row);
            }
        }
        looked += end - 1 - at;
    }

    /** How many points have been looked at so far, in searches and to sort them. */
    long looked() {
        return lookedBefore + looked;
    }

    /** The row that stands for a point now. */
    private int remaining(int at) {
        int first = (int) order[at];
        int row = first;
        while (row != NOBODY && isGone[row]) {
            row = next[row];
        }
        if (row != first) {
            order[at] = (order[at] & 0xffffffff00000000L) | (row & 0xffffffffL);
        }
        return row;
    }

    private void sort(double[] position) {
        reference = present(position);
        lookedBefore += looked + end;
        looked = 0;
        int kept = 0;
        for (int at = 0; at < end; at++) {
            int row = remaining(at);
            if (row != NOBODY) {
                float distance = Math.nextUp((float) Math.sqrt(points.squaredDistance(row, position)));
                order[kept++] = (long) Float.floatToRawIntBits(distance) << 32 | row;
            }
        }
        end = kept;
        Arrays.parallelSort(order, 0, end);
    }

    /** How far the position is from the reference, for these points. */
    private double way(double[] position) {
        double[] now = present(position);
        for (int dimension = 0; dimension < now.length; dimension++) {
            if (Double.isNaN(now[dimension]) != Double.isNaN(reference[dimension])) {
                return Double.POSITIVE_INFINITY;
            }
        }
        return Math.sqrt(points.squaredDistance(reference, now));
    }

    private double[] present(double[] position) {
        double[] present = position.clone();
        for (int dimension = 0; dimension < present.length; dimension++) {
            if (!isPresent[dimension]) {
                present[dimension] = Double.NaN;
            }
        }
        return present;
    }
}
