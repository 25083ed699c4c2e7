package org.phrkit.neighbours;

import java.io.Serializable;
import java.util.Arrays;
import java.util.function.IntToDoubleFunction;
import org.phrkit.table.RecordCounts;

/**
 * The scale on which a column has mean 0 and standard deviation 1 (of the population), so that two random rows are 2
 * apart, squared. Sums are those of {@link #sum}. Missing cells (NaN) do not count.
 *
 * @param exponent the power of two that values are multiplied with first, which keeps all sums finite and changes no
 *     digit
 * @param origin the lowest of the multiplied values, subtracted next, so that the digits in which the values differ
 *     are not lost in the sums
 * @param mean of what is left
 * @param deviation of what is left; 0 for a constant column, all of whose scores are 0
 */
public record Standardisation(int exponent, double origin, double mean, double deviation) implements Serializable {
    /** How many rows are summed one after the other. */
    public static final int CHUNK = 65_536;

    /** Means of equal numbers are off by roundings, whose squares come to less than this share of all. */
    private static final double ROUNDING = 1e-22;

    /**
     * {@return the scale of these values, which must be finite or missing}
     *
     * @param values the values of a column; NaN where a cell is missing
     */
    public static Standardisation of(double[] values) {
        return of(values, RecordCounts.ones(values.length));
    }

    /**
     * {@return the scale of these values where each counts as often as its weight says}
     *
     * @param values the values of a column; NaN where a cell is missing
     * @param weights how many records each row stands for
     */
    public static Standardisation of(double[] values, RecordCounts weights) {
        double lowest = Double.POSITIVE_INFINITY;
        double highest = Double.NEGATIVE_INFINITY;
        for (double value : values) {
            if (!Double.isNaN(value)) {
                lowest = Math.min(lowest, value);
                highest = Math.max(highest, value);
            }
        }
        Standardisation range = between(lowest, highest);
        if (range.isConstant()) {
            return range;
        }
        long count = 0;
        for (int row = 0; row < values.length; row++) {
            count += Double.isNaN(values[row]) ? 0 : weights.of(row);
        }
        Standardisation centred =
                range.withMean(sum(values.length, row -> weights.of(row) * range.centred(values[row])) / count);
        double squares = sum(values.length, row -> {
            double difference = centred.centred(values[row]);
            return weights.of(row) * (difference * difference);
        });
        return centred.withDeviation(Math.sqrt(squares / count));
    }

    /**
     * {@return the scale of values of which only the range is known: its mean is yet to come, and then its deviation}
     * All it tells is {@link #isConstant}, and {@link #centred} values.
     *
     * @param lowest of the values that are there; above the highest where none is
     * @param highest the highest risk of the prosecutor
     */
    public static Standardisation between(double lowest, double highest) {
        if (!(lowest < highest)) {
            return new Standardisation(0, 0, 0, 0);
        }
        int exponent = -Math.getExponent(Math.max(Math.abs(lowest), Math.abs(highest)));
        return new Standardisation(exponent, Math.scalb(lowest, exponent), 0, Double.NaN);
    }

    /** {@return whether all values are the same, so that mean and deviation are 0} */
    public boolean isConstant() {
        return deviation == 0;
    }

    /**
     * {@return the same, the mean of {@link #centred} values known}
     *
     * @param known the mean
     */
    public Standardisation withMean(double known) {
        return new Standardisation(exponent, origin, known, deviation);
    }

    /**
     * {@return the same, the deviation known: the root of the mean square of {@link #centred} values}
     *
     * @param known the deviation
     */
    public Standardisation withDeviation(double known) {
        return new Standardisation(exponent, origin, mean, known);
    }

    /**
     * {@return the value, as far as the scale is known, before it is divided by the deviation; missing where it is}
     *
     * @param value the value; NaN where it is missing
     */
    public double centred(double value) {
        return Math.scalb(value, exponent) - origin - mean;
    }

    /** {@return the mean of the values themselves, but for roundings} */
    public double meanOfValues() {
        return Math.scalb(origin + mean, -exponent);
    }

    /**
     * {@return the sum of a term for each row, without those that are NaN: of each {@value #CHUNK} rows one after the
     * other, and then of these sums} Whoever sums chunks elsewhere gets the same.
     *
     * @param rowCount the number of rows
     * @param term gives the term of each row
     */
    public static double sum(int rowCount, IntToDoubleFunction term) {
        double sum = 0;
        for (int first = 0; first < rowCount; first = first + Math.min(CHUNK, rowCount - first)) {
            double ofChunk = 0;
            int end = first + Math.min(CHUNK, rowCount - first);
            for (int row = first; row < end; row++) {
                double value = term.applyAsDouble(row);
                ofChunk += Double.isNaN(value) ? 0 : value;
            }
            sum += ofChunk;
        }
        return sum;
    }

    /**
     * The mismatch of a column of categories: the squared distance between two rows of different categories, chosen so
     * that two random rows are 2 apart on average, as on a standardised column of numbers: 2 / (1 - Σp²) for shares p
     * of the categories. For two categories it is the squared distance of their standardised 0 and 1.
     *
     * @param codes from 0, or NaN for a missing cell
     * @param codeCount how many codes there are
     * @param weights how many records each row stands for
     * @return above 0; 1 where all rows are of one category
     */
    public static double mismatch(double[] codes, int codeCount, RecordCounts weights) {
        return mismatch(counts(codes, codeCount, weights));
    }

    /**
     * {@return the mismatch of so many records of each category}
     *
     * @param counts how many rows each category has
     */
    public static double mismatch(long[] counts) {
        long count = Arrays.stream(counts).sum();
        double squares = 0;
        for (long ofCode : counts) {
            double share = (double) ofCode / count;
            squares += share * share;
        }
        return squares < 1 ? 2 / (1 - squares) : 1;
    }

    /**
     * {@return the number of records of each code}
     *
     * @param codes the category of each row; NaN where it is missing
     * @param codeCount the number of categories
     * @param weights how many records each row stands for
     */
    public static long[] counts(double[] codes, int codeCount, RecordCounts weights) {
        long[] counts = new long[codeCount];
        for (int row = 0; row < codes.length; row++) {
            if (!Double.isNaN(codes[row])) {
                counts[(int) codes[row]] += weights.of(row);
            }
        }
        return counts;
    }

    /**
     * {@return the scores of values on this scale; missing where the value is}
     *
     * @param values the values; replaced by those on the scale
     */
    public double[] apply(double[] values) {
        double[] scores = new double[values.length];
        for (int i = 0; i < scores.length; i++) {
            scores[i] = apply(values[i]);
        }
        return scores;
    }

    /**
     * {@return the score of one value}
     *
     * @param value the value; NaN where it is missing
     */
    public double apply(double value) {
        if (deviation > 0) {
            return centred(value) / deviation;
        }
        return Double.isNaN(value) ? value : 0;
    }

    /**
     * {@return how many percent one sum of squared distances is of another; 0 where the other is, and below 1e-20
     * percent, which is rounding}
     *
     * @param lost the sum SSE of what was lost
     * @param total the sum SST of what there was to lose
     */
    public static double percent(double lost, double total) {
        return lost <= ROUNDING * total ? 0 : 100 * lost / total;
    }
}
