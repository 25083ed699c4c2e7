package org.phrkit.privacy;

import java.util.ArrayList;
import java.util.List;
import org.phrkit.neighbours.Standardisation;
import org.phrkit.table.Column;
import org.phrkit.table.NumberColumn;
import org.phrkit.table.Table;

/**
 * How often the original number lies in an interval around the released one, for quasi-identifiers that are numbers or
 * dates; ordinals and categories have no intervals. All shares are from 0 to 1.
 *
 * <p>By standard deviation (Mateo-Sanz, Sebé and Domingo-Ferrer 2004, doi 10.1007/978-3-540-25955-8_16): the two are no
 * more than p standard deviations apart. By rank (Domingo-Ferrer and Torra 2001, in Doyle et al., Confidentiality,
 * Disclosure and Data Access, chapter 5): between the two are no more than the share p of all values, where the place of
 * a number is that of the number of values below it and half of those equal to it.
 *
 * <p>Deviations (of the population) and ranks are those of the original. sdcMicro's {@code dRisk} takes the deviations
 * of the release, which of averages are smaller, and counts a record of which one number lies outside.
 *
 * <p>A cell that the original misses does not count; one that only the release misses discloses nothing.
 *
 * <p>Immutable; several threads may use one.
 *
 * @param columns in table order; empty where no quasi-identifier is a number or a date
 * @param recordsByDeviation the share of records all of whose numbers lie within the intervals; of those that have one
 * @param recordsByRank the same by rank
 */
public record IntervalDisclosure(List<OfColumn> columns, double recordsByDeviation, double recordsByRank) {
    /**
     * The widest interval that Domingo-Ferrer and Torra look at, and so the most cautious; sdcMicro's is 0.05.
     */
    public static final double USUAL_WIDTH = 0.1;

    /** Room for the rounding of sums, so that it decides nothing. */
    private static final double ROUNDING = 1 + 1e-9;

    /**
     * Copies the lists.
     *
     * @param columns in table order
     * @param recordsByDeviation the share of records all of whose numbers lie within the intervals
     * @param recordsByRank the same by rank
     */
    public IntervalDisclosure {
        columns = List.copyOf(columns);
    }

    /**
     * One column.
     *
     * @param column the name of the column
     * @param byDeviation the share of its cells within the interval; 0 where the original misses all
     * @param byRank the same by rank
     */
    public record OfColumn(String column, double byDeviation, double byRank) {}

    /**
     * Compares row by row. Takes time in proportion to n log n for n rows.
     *
     * @param original the original
     * @param released has columns of the same names, row by row the same persons ({@link RowOrder#arePaired})
     * @param width p, above 0 and at most 1: half the interval, in standard deviations and as a share of all values
     * @return the shares of each column, and of all
     * @throws IllegalArgumentException if p is something else, the release misses a column, or the two differ in rows or
     *     in what their columns hold
     */
    public static IntervalDisclosure of(Table original, Table released, double width) {
        if (!(width > 0 && width <= 1) || original.rowCount() != released.rowCount()) {
            throw new IllegalArgumentException(
                    "original and release differ in their rows, or the width is not above 0 and at most 1");
        }
        Records byDeviation = new Records(original.rowCount());
        Records byRank = new Records(original.rowCount());
        List<OfColumn> columns = new ArrayList<>();
        for (NumberColumn before : original.quasiNumbers()) {
            double[] values = before.values();
            double[] others = numbers(ScaledPair.twin(released, before));
            SortedRows sorted = SortedRows.of(values);
            columns.add(new OfColumn(
                    before.spec().name(),
                    byDeviation.add(values, others, width * deviation(values)),
                    byRank.add(places(sorted, sorted), places(sorted, SortedRows.of(others)), width)));
        }
        return new IntervalDisclosure(columns, byDeviation.share(), byRank.share());
    }

    private static double[] numbers(Column column) {
        if (column instanceof NumberColumn numbers) {
            return numbers.values();
        }
        throw new IllegalArgumentException("original and release differ in what their columns hold");
    }

    private static double deviation(double[] values) {
        Standardisation scale = Standardisation.of(values);
        return Math.scalb(scale.deviation(), -scale.exponent());
    }

    /** The share of sorted values below each number, and half of those equal to it; NaN where it is missing. */
    private static double[] places(SortedRows sorted, SortedRows numbers) {
        double[] places = sorted.doubledRanks(numbers);
        for (int row = 0; row < places.length; row++) {
            places[row] /= 2.0 * sorted.count();
        }
        return places;
    }

    /** Which records have a number, and which have one outside its interval. */
    private static final class Records {
        private final boolean[] hasNumber;
        private final boolean[] isOutside;

        Records(int rowCount) {
            this.hasNumber = new boolean[rowCount];
            this.isOutside = new boolean[rowCount];
        }

        /** Adds a column and gives its own share. */
        double add(double[] before, double[] after, double reach) {
            int count = 0;
            int within = 0;
            for (int row = 0; row < before.length; row++) {
                if (!Double.isNaN(before[row])) {
                    boolean isWithin = Math.abs(before[row] - after[row]) <= reach * ROUNDING;
                    hasNumber[row] = true;
                    isOutside[row] |= !isWithin;
                    count++;
                    within += isWithin ? 1 : 0;
                }
            }
            return count == 0 ? 0 : (double) within / count;
        }

        double share() {
            int count = 0;
            int within = 0;
            for (int row = 0; row < hasNumber.length; row++) {
                count += hasNumber[row] ? 1 : 0;
                within += hasNumber[row] && !isOutside[row] ? 1 : 0;
            }
            return count == 0 ? 0 : (double) within / count;
        }
    }
}
