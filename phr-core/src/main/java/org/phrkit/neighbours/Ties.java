package org.phrkit.neighbours;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;

/** The rows within a limit that the nearest distance found so far sets. */
final class Ties {
    private final DoubleUnaryOperator limitOf;
    private int[] rows = new int[16];
    private double[] distances = new double[16];
    private int size;
    private double nearest;
    private double limit;

    /** @param limitOf of a squared distance, not below it and rising with it */
    Ties(DoubleUnaryOperator limitOf) {
        this.limitOf = limitOf;
    }

    /** @param distance squared, of a row that will be among those offered */
    void startFrom(double distance) {
        size = 0;
        nearest = distance;
        limit = limitOf.applyAsDouble(distance);
    }

    /** Squared; what is farther is not wanted. */
    double limit() {
        return limit;
    }

    void offer(double distance, int row) {
        if (distance > limit) {
            return;
        }
        if (distance < nearest) {
            nearest = distance;
            limit = limitOf.applyAsDouble(distance);
        }
        if (size == rows.length) {
            rows = Arrays.copyOf(rows, 2 * size);
            distances = Arrays.copyOf(distances, 2 * size);
        }
        rows[size] = row;
        distances[size++] = distance;
    }

    /** Leaves out what the limit came to exclude, once all rows were offered. */
    void settle() {
        int kept = 0;
        for (int i = 0; i < size; i++) {
            rows[kept] = rows[i];
            kept += distances[i] <= limit ? 1 : 0;
        }
        size = kept;
    }

    int size() {
        return size;
    }

    int row(int i) {
        return rows[i];
    }
}
