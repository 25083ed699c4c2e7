package org.phrkit.privacy;

import java.util.Arrays;
import org.phrkit.table.Column;
import org.phrkit.table.Kind;

/**
 * The earth mover's distance between the values of a sensitive column in each class and in the whole table. A table is
 * t-close where none is above t (Li, Li and Venkatasubramanian 2007, doi 10.1109/ICDE.2007.367856).
 *
 * <p>Of numbers, dates and ordinals, by the ordered distance: Σ|P - Q| / (m-1) over the m distinct values of the table
 * in their order, with cumulative shares P and Q; 0 where there is but one value. Of categories, by the equal distance:
 * Σ|p - q| / 2. Missing cells are a value of
 * their own, at the distance 1 from all others: of an ordered column with shares p and q of missing cells the distance
 * is |p - q| + (1 - max(p, q))·D, for the distance D of what is present, which is never below the earth mover's
 * distance.
 *
 * <p>Distances are from 0 to 1, and rounded to nine decimals, so that the rounding of sums decides nothing.
 *
 * <p>Immutable; several threads may use one.
 */
public final class Closeness {
    private static final double DECIMALS = 1e9;

    private final double[] distances;
    private final boolean isOrdered;

    private Closeness(double[] distances, boolean isOrdered) {
        this.distances = distances;
        this.isOrdered = isOrdered;
    }

    /**
     * Measures each class. Takes time in proportion to n log n for n rows.
     *
     * @throws IllegalArgumentException if column and classes differ in rows
     */
    public static Closeness of(EquivalenceClasses classes, Column sensitive) {
        if (sensitive.rowCount() != classes.rowCount()) {
            throw new IllegalArgumentException("column and classes differ in their rows");
        }
        int[] ranks = sensitive.ranks();
        // By class, then rank; missing cells, whose rank is -1, come first.
        long[] sorted = new long[ranks.length];
        for (int row = 0; row < sorted.length; row++) {
            sorted[row] = (long) classes.classOf(row) << 32 | (ranks[row] + 1);
        }
        Arrays.sort(sorted);
        Arrays.sort(ranks);
        Whole whole = new Whole(ranks);
        boolean isOrdered = sensitive.spec().kind() != Kind.CATEGORY;
        double[] distances = new double[classes.classCount()];
        int from = 0;
        for (int number = 0; number < distances.length; number++) {
            int to = from + classes.size(number);
            int[] ofClass = Arrays.stream(sorted, from, to)
                    .mapToInt(classAndRank -> (int) classAndRank - 1)
                    .toArray();
            double distance = isOrdered ? whole.ordered(ofClass) : whole.unordered(ofClass);
            distances[number] = Math.rint(distance * DECIMALS) / DECIMALS;
            from = to;
        }
        return new Closeness(distances, isOrdered);
    }

    /** The distance of a class. */
    public double distance(int number) {
        return distances[number];
    }

    /** Whether values are as far apart as their ranks (the ordered distance), and not all equally far (the equal one). */
    public boolean isOrdered() {
        return isOrdered;
    }

    /** The least t for which the table is t-close. */
    public double greatest() {
        return Arrays.stream(distances).max().getAsDouble();
    }

    /** The values of the whole table. */
    private static final class Whole {
        /** The ranks of all rows ascending, missing cells first. */
        private final int[] ranks;

        private final int missing;

        /** The sum of the first ranks that are present, by their number. */
        private final long[] sums;

        Whole(int[] ranks) {
            this.ranks = ranks;
            this.missing = countBelow(ranks, 0);
            this.sums = new long[ranks.length - missing + 1];
            for (int i = 1; i < sums.length; i++) {
                sums[i] = sums[i - 1] + ranks[missing + i - 1];
            }
        }

        private static int countBelow(int[] sorted, int rank) {
            int from = 0;
            for (int to = sorted.length; from < to; ) {
                int middle = (from + to) >>> 1;
                if (sorted[middle] < rank) {
                    from = middle + 1;
                } else {
                    to = middle;
                }
            }
            return from;
        }

        double unordered(int[] ofClass) {
            double differences = 0;
            double seen = 0;
            for (int i = 0; i < ofClass.length; ) {
                int rank = ofClass[i];
                int from = i;
                while (i < ofClass.length && ofClass[i] == rank) {
                    i++;
                }
                double share = (double) (countBelow(ranks, rank + 1) - countBelow(ranks, rank)) / ranks.length;
                differences += Math.abs((double) (i - from) / ofClass.length - share);
                seen += share;
            }
            return (differences + (1 - seen)) / 2;
        }

        double ordered(int[] ofClass) {
            int absent = countBelow(ofClass, 0);
            double share = (double) absent / ofClass.length;
            double shareOfAll = (double) missing / ranks.length;
            double distance = absent == ofClass.length ? 0 : present(ofClass, absent);
            return Math.abs(share - shareOfAll) + (1 - Math.max(share, shareOfAll)) * distance;
        }

        /**
         * The i-th of c values of the class takes the place of the values that stand from (i-1)/c to i/c among those of
         * the table: along a line, the least work keeps the order.
         */
        private double present(int[] ofClass, int absent) {
            int last = ranks[ranks.length - 1];
            double all = sums.length - 1;
            int count = ofClass.length - absent;
            double work = 0;
            for (int i = 0; i < count; i++) {
                int rank = ofClass[absent + i];
                double from = i * all / count;
                double to = (i + 1) * all / count;
                double split = Math.min(Math.max(countBelow(ranks, rank) - missing, from), to);
                work += rank * (split - from) - (sum(split) - sum(from));
                work += sum(to) - sum(split) - rank * (to - split);
            }
            return last == 0 ? 0 : work / all / last;
        }

        /** The sum of the first ranks, of the last of them a part. */
        private double sum(double count) {
            int whole = (int) count;
            return whole == sums.length - 1
                    ? sums[whole]
                    : sums[whole] + (count - whole) * (sums[whole + 1] - sums[whole]);
        }
    }

    @Override
    public String toString() {
        return "Closeness[greatest=" + greatest() + ", ordered=" + isOrdered + "]";
    }
}
