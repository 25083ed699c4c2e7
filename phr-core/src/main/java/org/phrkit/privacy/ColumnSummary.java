package org.phrkit.privacy;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.math3.stat.StatUtils;
import org.apache.commons.math3.stat.descriptive.moment.StandardDeviation;
import org.apache.commons.math3.stat.descriptive.rank.Percentile;
import org.apache.commons.math3.stat.descriptive.rank.Percentile.EstimationType;
import org.phrkit.table.Column;
import org.phrkit.table.Kind;

/**
 * A summary of the cells of one column: numbers as they are, dates as days since 1970-01-01, ordinals as ranks from 0.
 * The lowest and the highest are cells of the table: the summary of an original is not for those who get the release.
 *
 * <p>Immutable; several threads may use one.
 *
 * @param count of cells that are present
 * @param missing how many are not
 * @param mean of the cells present; NaN where there is none, and for categories
 * @param standardDeviation √(Σ(x - mean)² / (count - 1)), 0 where one cell is present; NaN as the mean
 * @param quantiles at {@link #PERCENTS}, ascending; empty where the mean is NaN. That at the share p of n values is
 *     (1-d)·x[j] + d·x[j+1] for the values x[1..n] in their order, where j + d = 1 + (n-1)p and j is an integer: type 7
 *     of Hyndman and Fan 1996, doi 10.1080/00031305.1996.10473566, as R takes them by default
 */
public record ColumnSummary(int count, int missing, double mean, double standardDeviation, List<Double> quantiles)
        implements Serializable {
    private static final long serialVersionUID = 1L;

    /** Where quantiles are taken: the least, the quartiles, what a twentieth is below or above, the greatest. */
    public static final List<Integer> PERCENTS = List.of(0, 5, 25, 50, 75, 95, 100);

    /** Powers of two beyond which squares or differences would not fit a double. */
    private static final int GREATEST_EXPONENT = 400;

    /**
     * Refuses components that are out of range, or do not go together.
     *
     * @param count of cells that are present
     * @param missing how many are not
     * @param mean of the cells present
     * @param standardDeviation √(Σ(x - mean)² / (count - 1)), 0 where one cell is present
     * @param quantiles at {@link #PERCENTS}, ascending
     */
    public ColumnSummary {
        quantiles = List.copyOf(quantiles);
        if (count < 0 || missing < 0 || (!quantiles.isEmpty() && quantiles.size() != PERCENTS.size())) {
            throw new IllegalArgumentException("a summary has counts and a quantile at each of the percents");
        }
    }

    /**
     * Sums up the cells of a column. The order of the rows changes nothing. Takes time in proportion to n log n for n
     * rows.
     *
     * @param column the column
     * @return the summary
     */
    public static ColumnSummary of(Column column) {
        return column.spec().kind() == Kind.CATEGORY
                ? new ColumnSummary(
                        column.rowCount() - column.missingCount(), column.missingCount(), NONE, NONE, List.of())
                : of(sorted(column), column.missingCount());
    }

    private static final double NONE = Double.NaN;

    /** The cells that are present, ascending. */
    static double[] sorted(Column column) {
        return Arrays.stream(column.numbers())
                .filter(value -> !Double.isNaN(value))
                .sorted()
                .toArray();
    }

    /** Sums run in ascending order. */
    static ColumnSummary of(double[] sorted, int missing) {
        if (sorted.length == 0) {
            return new ColumnSummary(0, missing, NONE, NONE, List.of());
        }
        int exponent = exponent(Math.max(Math.abs(sorted[0]), Math.abs(sorted[sorted.length - 1])));
        double[] scaled =
                Arrays.stream(sorted).map(value -> Math.scalb(value, -exponent)).toArray();
        Percentile percentile = new Percentile().withEstimationType(EstimationType.R_7);
        percentile.setData(scaled);
        List<Double> quantiles = PERCENTS.stream()
                // No percentile is at 0 percent for the library.
                .map(percent -> percent == 0 ? scaled[0] : percentile.evaluate(percent))
                .map(quantile -> Math.scalb(quantile, exponent))
                .toList();
        // A mean of equal numbers may be off by a rounding.
        double mean = scaled[0] == scaled[scaled.length - 1] ? scaled[0] : StatUtils.mean(scaled);
        double deviation = new StandardDeviation().evaluate(scaled, mean);
        return new ColumnSummary(
                sorted.length, missing, Math.scalb(mean, exponent), Math.scalb(deviation, exponent), quantiles);
    }

    private static int exponent(double greatest) {
        int exponent = Math.getExponent(greatest);
        return greatest == 0 || Math.abs(exponent) <= GREATEST_EXPONENT ? 0 : exponent;
    }

    /** The counts alone: quantiles are cells. */
    @Override
    public String toString() {
        return "ColumnSummary[count=" + count + ", missing=" + missing + "]";
    }
}
