package org.phrkit.neighbours;

import java.util.Arrays;

/**
 * Points stored column by column: {@code columns[dimension][index]}. A dimension holds numbers, or the codes of
 * categories; NaN is a coordinate that is missing.
 *
 * <p>The squared distance of two points is the sum, in the order of the dimensions that both have, of the squared
 * difference of two numbers and of the mismatch of two different categories. Where they share only some of the
 * dimensions, it is multiplied with all by shared; where they share none, it is 2 for each dimension, which is what two
 * random rows are apart on standardised scales.
 */
public final class Points {
    private final double[][] columns;
    private final double[] mismatches;
    private final int size;

    /**
     * Takes the arrays themselves.
     *
     * @param columns the coordinates, by dimension and then by index
     * @param mismatches for each dimension of categories the squared distance between two that differ, above 0; 0 for
     *     a dimension of numbers, and these come first
     */
    public Points(double[][] columns, double[] mismatches) {
        for (int dimension = 1; dimension < columns.length; dimension++) {
            if (mismatches[dimension] == 0 && mismatches[dimension - 1] > 0) {
                throw new IllegalArgumentException("dimensions of numbers come first");
            }
        }
        this.columns = columns;
        this.mismatches = mismatches;
        this.size = columns[0].length;
    }

    /**
     * Points whose coordinates are all numbers. Takes the arrays themselves.
     *
     * @param columns the coordinates, by dimension and then by index
     */
    public Points(double[][] columns) {
        this(columns, new double[columns.length]);
    }

    /** {@return the number of points} */
    public int size() {
        return size;
    }

    /** {@return the number of coordinates of each point} */
    public int dimensions() {
        return columns.length;
    }

    /**
     * {@return a coordinate of a point}
     *
     * @param dimension the dimension, from 0
     * @param index the index of the point, from 0
     */
    public double coordinate(int index, int dimension) {
        return columns[dimension][index];
    }

    /**
     * {@return the squared distance between two different categories of a dimension; 0 for numbers}
     *
     * @param dimension the dimension, from 0
     */
    public double mismatch(int dimension) {
        return mismatches[dimension];
    }

    /**
     * {@return some of the points}
     *
     * @param indices the indices of those wanted, from 0
     */
    public Points select(int[] indices) {
        double[][] selected = new double[columns.length][indices.length];
        for (int dimension = 0; dimension < columns.length; dimension++) {
            for (int i = 0; i < indices.length; i++) {
                selected[dimension][i] = columns[dimension][indices[i]];
            }
        }
        return new Points(selected, mismatches);
    }

    /**
     * {@return a copy of the coordinates of one point}
     *
     * @param index the index, from 0
     */
    public double[] position(int index) {
        double[] position = new double[columns.length];
        for (int dimension = 0; dimension < position.length; dimension++) {
            position[dimension] = columns[dimension][index];
        }
        return position;
    }

    /** {@return whether no coordinate is missing} */
    public boolean areComplete() {
        return Arrays.stream(columns).noneMatch(column -> Arrays.stream(column).anyMatch(Double::isNaN));
    }

    /**
     * {@return the squared distance of two points; where coordinates are missing, that over the others, scaled up to all,
     * and 2 for each coordinate where the points share none}
     *
     * @param first the index of one point, from 0
     * @param second the index of the other, from 0
     */
    public double squaredDistance(int first, int second) {
        double sum = 0;
        int shared = 0;
        for (int dimension = 0; dimension < columns.length; dimension++) {
            double difference = columns[dimension][first] - columns[dimension][second];
            if (!Double.isNaN(difference)) {
                shared++;
                sum += term(dimension, difference);
            }
        }
        return scaled(sum, shared);
    }

    /**
     * {@return the squared distance of a point and a position; where coordinates are missing, that over the others, scaled
     * up to all, and 2 for each coordinate where they share none}
     *
     * @param index the index of the point, from 0
     * @param position a coordinate for each dimension
     */
    public double squaredDistance(int index, double[] position) {
        double sum = 0;
        int shared = 0;
        for (int dimension = 0; dimension < columns.length; dimension++) {
            double difference = columns[dimension][index] - position[dimension];
            if (!Double.isNaN(difference)) {
                shared++;
                sum += term(dimension, difference);
            }
        }
        return scaled(sum, shared);
    }

    /** The squared distance of two positions. */
    double squaredDistance(double[] first, double[] second) {
        double sum = 0;
        int shared = 0;
        for (int dimension = 0; dimension < columns.length; dimension++) {
            double difference = first[dimension] - second[dimension];
            if (!Double.isNaN(difference)) {
                shared++;
                sum += term(dimension, difference);
            }
        }
        return scaled(sum, shared);
    }

    private double term(int dimension, double difference) {
        if (mismatches[dimension] == 0) {
            return difference * difference;
        }
        return difference == 0 ? 0 : mismatches[dimension];
    }

    private double scaled(double sum, int shared) {
        return shared == 0 ? 2.0 * columns.length : sum * ((double) columns.length / shared);
    }
}
