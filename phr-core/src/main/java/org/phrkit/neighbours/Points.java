package org.phrkit.neighbours;

import java.util.List;

/**
 * Points stored column by column: {@code columns[dimension][index]}. Distances are Euclidean and always squared; their
 * terms are added in the order of the dimensions, so they are the same on every machine.
 */
public final class Points {
    private final double[][] columns;
    private final int size;

    /** Takes the arrays themselves. */
    public Points(double[][] columns) {
        this.columns = columns;
        this.size = columns[0].length;
    }

    /** Each column on its own scale of mean 0 and standard deviation 1. */
    public static Points standardised(List<double[]> columns) {
        return new Points(columns.stream()
                .map(values -> Standardisation.of(values).apply(values))
                .toArray(double[][]::new));
    }

    public int size() {
        return size;
    }

    public int dimensions() {
        return columns.length;
    }

    public double coordinate(int index, int dimension) {
        return columns[dimension][index];
    }

    public double squaredDistance(int first, int second) {
        double sum = 0;
        for (double[] column : columns) {
            double difference = column[first] - column[second];
            sum += difference * difference;
        }
        return sum;
    }

    public double squaredDistance(int index, double[] position) {
        double sum = 0;
        for (int dimension = 0; dimension < columns.length; dimension++) {
            double difference = columns[dimension][index] - position[dimension];
            sum += difference * difference;
        }
        return sum;
    }
}
