package org.phrkit.neighbours;

import java.util.Arrays;

/** The nearest rows found so far, from near to far; of two at the same distance the lower first. */
final class Nearest {
    private final int[] rows;
    private final double[] distances;
    private int size;

    /** @param capacity how many are looked for, at least 1 */
    Nearest(int capacity) {
        this.rows = new int[capacity];
        this.distances = new double[capacity];
    }

    /** Whether a row at this distance belongs among them. */
    boolean wants(double distance, int row) {
        return distance < squaredDistance() || (distance == squaredDistance() && row < row());
    }

    /** Adds a row that is wanted. */
    void add(double distance, int row) {
        int at = size < rows.length ? size++ : size - 1;
        while (at > 0 && (distance < distances[at - 1] || (distance == distances[at - 1] && row < rows[at - 1]))) {
            rows[at] = rows[at - 1];
            distances[at] = distances[at - 1];
            at--;
        }
        rows[at] = row;
        distances[at] = distance;
    }

    /** The distance of the last, which a nearer row would push out; without limit while there is room. */
    double squaredDistance() {
        return size < rows.length ? Double.POSITIVE_INFINITY : distances[size - 1];
    }

    /** The last; any row number is lower while there is room. */
    int row() {
        return size < rows.length ? Integer.MAX_VALUE : rows[size - 1];
    }

    int[] rows() {
        return Arrays.copyOf(rows, size);
    }
}
