package org.phrkit.neighbours;

import org.phrkit.table.RecordCounts;

/**
 * The scale on which a column has mean 0 and standard deviation 1 (of the population), so that two random rows are 2
 * apart, squared. Sums run in row order. Missing cells (NaN) do not count.
 *
 * @param exponent the power of two that values are multiplied with first, which keeps all sums finite and changes no
 *     digit
 * @param origin the lowest of the multiplied values, subtracted next, so that the digits in which the values differ
 *     are not lost in the sums
 * @param mean of what is left
 * @param deviation of what is left; 0 for a constant column, all of whose scores are 0
 */
public record Standardisation(int exponent, double origin, double mean, double deviation) {
    /** Means of equal numbers are off by roundings, whose squares come to less than this share of all. */
    private static final double ROUNDING = 1e-22;

    /** The scale of these values, which must be finite or missing. */
    public static Standardisation of(double[] values) {
        return of(values, RecordCounts.ones(values.length));
    }

    /** The scale of these values where each counts as often as its weight says. */
    public static Standardisation of(double[] values, RecordCounts weights) {
        double lowest = Double.POSITIVE_INFINITY;
        double highest = Double.NEGATIVE_INFINITY;
        for (double value : values) {
            if (!Double.isNaN(value)) {
                lowest = Math.min(lowest, value);
                highest = Math.max(highest, value);
            }
        }
        if (!(lowest < highest)) {
            return new Standardisation(0, 0, 0, 0);
        }
        int exponent = -Math.getExponent(Math.max(Math.abs(lowest), Math.abs(highest)));
        double origin = Math.scalb(lowest, exponent);
        double sum = 0;
        long count = 0;
        for (int row = 0; row < values.length; row++) {
            if (!Double.isNaN(values[row])) {
                sum += weights.of(row) * (Math.scalb(values[row], exponent) - origin);
                count += weights.of(row);
            }
        }
        double mean = sum / count;
        double squares = 0;
        for (int row = 0; row < values.length; row++) {
            if (!Double.isNaN(values[row])) {
                double difference = Math.scalb(values[row], exponent) - origin - mean;
                squares += weights.of(row) * (difference * difference);
            }
        }
        return new Standardisation(exponent, origin, mean, Math.sqrt(squares / count));
    }

    /**
     * The mismatch of a column of categories: the squared distance between two rows of different categories, chosen so
     * that two random rows are 2 apart on average, as on a standardised column of numbers: 2 / (1 - Σp²) for shares p
     * of the categories. For two categories it is the squared distance of their standardised 0 and 1.
     *
     * @param codes from 0, or NaN for a missing cell
     * @param codeCount how many codes there are
     * @return above 0; 1 where all rows are of one category
     */
    public static double mismatch(double[] codes, int codeCount, RecordCounts weights) {
        long[] counts = new long[codeCount];
        long count = 0;
        for (int row = 0; row < codes.length; row++) {
            if (!Double.isNaN(codes[row])) {
                counts[(int) codes[row]] += weights.of(row);
                count += weights.of(row);
            }
        }
        double squares = 0;
        for (long ofCode : counts) {
            double share = (double) ofCode / count;
            squares += share * share;
        }
        return squares < 1 ? 2 / (1 - squares) : 1;
    }

    /** The scores of values on this scale; missing where the value is. */
    public double[] apply(double[] values) {
        double[] scores = new double[values.length];
        for (int i = 0; i < scores.length; i++) {
            scores[i] = apply(values[i]);
        }
        return scores;
    }

    /** The score of one value. */
    public double apply(double value) {
        if (deviation > 0) {
            return (Math.scalb(value, exponent) - origin - mean) / deviation;
        }
        return Double.isNaN(value) ? value : 0;
    }

    /**
     * How many percent one sum of squared distances is of another; 0 where the other is, and below 1e-20 percent, which is
     * rounding.
     */
    public static double percent(double lost, double total) {
        return lost <= ROUNDING * total ? 0 : 100 * lost / total;
    }
}
