package org.phrkit.privacy;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import org.phrkit.neighbours.PartitionBound;
import org.phrkit.neighbours.Points;
import org.phrkit.neighbours.Standardisation;
import org.phrkit.table.Column;
import org.phrkit.table.Table;

/** The information loss of a release. Its functions may be called by several threads at once. */
public final class InformationLoss {
    private InformationLoss() {}

    /**
     * {@return IL = 100·SSE/SST over the quasi-identifiers of the original (Domingo-Ferrer and Mateo-Sanz 2002, doi
     * 10.1109/69.979982): SSE is the sum of the squared distances between its cells and those of the release, SST that
     * between its cells and the centre of their column} 0 where nothing changed, 100 where each cell became the centre
     * of its column, 0 where all columns are constant.
     *
     * <p>Numbers, dates as days and ordinals as ranks are scaled to mean 0 and standard deviation 1 by the original;
     * two different categories are 2 / (1 - Σp²) apart, squared, for shares p of the categories in the original. The
     * centre is the mean of numbers; the mean of integers and of dates, rounded, halves to the even neighbour; the lower
     * median of ordinals; the mode of categories, of several the first among the levels.
     *
     * <p>A cell that the original misses does not count. One that only the release misses counts as if the centre stood
     * there. Takes time in proportion to the number of cells.
     *
     * @param original the original
     * @param released has columns of the same names, row by row the same persons; of an integer column it may have
     *     other numbers
     * @throws IllegalArgumentException if the original has no quasi-identifier, the release misses one, or the two differ
     *     in rows or in what their columns hold
     */
    public static double of(Table original, Table released) {
        return of(original, released, OriginalScale.all(original)).percent();
    }

    /**
     * The sums SSE and SST over some of the rows.
     *
     * @param lost the sum SSE of what was lost
     * @param total the sum SST of what there was to lose
     */
    public record Sums(double lost, double total) implements Serializable {
        private static final long serialVersionUID = 1L;

        /**
         * {@return the sums over these rows and those}
         *
         * @param other the sums over other rows
         */
        public Sums and(Sums other) {
            return new Sums(lost + other.lost, total + other.total);
        }

        /** {@return the information loss, in percent} */
        public double percent() {
            return Standardisation.percent(lost, total);
        }
    }

    /**
     * {@return what some rows add to the information loss of all, by the formula of {@link #of(Table, Table)}}
     *
     * @param original the original
     * @param released has columns of the same names, row by row the same persons
     * @param scales of the quasi-identifiers of the whole original
     * @throws IllegalArgumentException as {@link #of(Table, Table)}
     */
    public static Sums of(Table original, Table released, List<OriginalScale> scales) {
        double lost = 0;
        double total = 0;
        for (Column before : ScaledPair.quasi(original, released)) {
            OriginalScale scale = OriginalScale.of(before.spec().name(), scales);
            Cells cells = Cells.of(before, ScaledPair.twin(released, before), scale);
            lost += cells.lost();
            total += cells.total();
        }
        return new Sums(lost, total);
    }

    /**
     * What no release whose groups are of k rows or more can lose less than, in percent as {@link #of}, by {@link
     * PartitionBound} of the quasi-identifiers that miss no cell.
     *
     * @param original the original
     * @param k at least 2
     * @return nothing of fewer than k rows, of more than {@value PartitionBound#POINTS_OF_A_SECOND}, which would take long, and
     *     where each quasi-identifier misses cells
     */
    public static OptionalDouble least(Table original, int k) {
        if (original.rowCount() < k || original.rowCount() > PartitionBound.POINTS_OF_A_SECOND) {
            return OptionalDouble.empty();
        }
        double total = 0;
        List<double[]> columns = new ArrayList<>();
        List<Double> mismatches = new ArrayList<>();
        for (Column column : ScaledPair.quasi(original, original)) {
            Cells cells = Cells.of(column, column, OriginalScale.of(column));
            total += cells.total();
            if (column.missingCount() == 0) {
                // Numbers come first.
                int at = cells.mismatch == 0 ? 0 : columns.size();
                columns.add(at, cells.original);
                mismatches.add(at, cells.mismatch);
            }
        }
        if (columns.isEmpty()) {
            return OptionalDouble.empty();
        }
        Points points = new Points(
                columns.toArray(double[][]::new),
                mismatches.stream().mapToDouble(mismatch -> mismatch).toArray());
        return OptionalDouble.of(Standardisation.percent(PartitionBound.of(points, k), total));
    }

    /**
     * {@return the same of releases whose smallest class has as many rows as that of this one; nothing where that is
     * one}
     *
     * @param original the original
     * @param released the release
     */
    public static OptionalDouble least(Table original, Table released) {
        if (original.rowCount() > PartitionBound.POINTS_OF_A_SECOND) {
            return OptionalDouble.empty();
        }
        int smallest = EquivalenceClasses.of(released).smallestSize();
        return smallest < 2 ? OptionalDouble.empty() : least(original, smallest);
    }

    /** One column as numbers: scores, or codes of categories; NaN where missing. */
    private static final class Cells {
        private final double[] original;
        private final double[] released;
        private final double centre;

        /** The squared distance of two different categories; 0 for all other kinds. */
        private final double mismatch;

        private Cells(double[] original, double[] released, double centre, double mismatch) {
            this.original = original;
            this.released = released;
            this.centre = centre;
            this.mismatch = mismatch;
        }

        static Cells of(Column before, Column after, OriginalScale scale) {
            ScaledPair pair = ScaledPair.of(before, after, scale);
            return new Cells(pair.original(), pair.released(), scale.centre(), pair.mismatch());
        }

        double lost() {
            double sum = 0;
            for (int row = 0; row < original.length; row++) {
                sum += distance(original[row], Double.isNaN(released[row]) ? centre : released[row]);
            }
            return sum;
        }

        double total() {
            return Arrays.stream(original).map(cell -> distance(cell, centre)).sum();
        }

        private double distance(double cell, double other) {
            if (Double.isNaN(cell)) {
                return 0;
            }
            double difference = cell - other;
            return mismatch == 0 ? difference * difference : difference == 0 ? 0 : mismatch;
        }
    }
}
