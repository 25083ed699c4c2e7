package org.phrkit.privacy;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.phrkit.table.Column;
import org.phrkit.table.Kind;
import org.phrkit.table.Persons;

/**
 * The earth mover's distance between the values of a sensitive column in each equivalence class and in the whole
 * table. A table is t-close where none is above t (Li, Li and Venkatasubramanian 2007, doi 10.1109/ICDE.2007.367856).
 *
 * <p>Of numbers, dates and ordinals, by the ordered distance: Σ|P - Q| / (m-1) over the m distinct values of the table
 * in their order, with cumulative shares P and Q; 0 where there is but one value. Of categories, by the equal distance:
 * Σ|p - q| / 2. Missing cells are a value of
 * their own, at the distance 1 from all others: of an ordered column with shares p and q of missing cells the distance
 * is |p - q| + (1 - max(p, q))·D, for the distance D of what is present, which is never below the earth mover's
 * distance.
 *
 * <p>Where rows are about persons who may have several, each person counts as one in a class, and as one in the whole
 * table, spread over her rows there: p, q, P and Q are shares of persons.
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
     * @param classes the equivalence classes of the release
     * @param sensitive the sensitive column
     * @return the distance of each class
     * @throws IllegalArgumentException if column and classes differ in rows
     */
    public static Closeness of(EquivalenceClasses classes, Column sensitive) {
        return of(classes, sensitive, Persons.ofRows(sensitive.rowCount()));
    }

    /**
     * The same of persons.
     *
     * @param classes the equivalence classes of the release
     * @param sensitive the sensitive column
     * @param persons the person of each row
     * @return the distance of each class
     * @throws IllegalArgumentException if column, classes and persons differ in rows
     */
    public static Closeness of(EquivalenceClasses classes, Column sensitive, Persons persons) {
        if (sensitive.rowCount() != classes.rowCount() || persons.rowCount() != classes.rowCount()) {
            throw new IllegalArgumentException("column, classes and persons differ in their rows");
        }
        int[] ranks = sensitive.ranks();
        int[] all = IntStream.range(0, ranks.length).toArray();
        Distribution whole = Distribution.of(all, ranks, persons.shares(new int[ranks.length]));
        return new Whole(whole, sensitive.spec().kind() != Kind.CATEGORY).of(classes, ranks, persons);
    }

    /**
     * The values of a whole table, of which the rows at hand are a part that has whole classes.
     *
     * <p>Immutable; several threads may use one.
     */
    public static final class Whole {
        private final Distribution values;
        private final boolean isOrdered;

        private Whole(Distribution values, boolean isOrdered) {
            this.values = values;
            this.isOrdered = isOrdered;
        }

        /**
         * The values of all rows.
         *
         * @param weights of the distinct values in their order, by rank: how many rows have each, or how many persons
         * @param missing how many have none
         * @param isOrdered whether values are as far apart as their ranks
         * @return the distance of each class
         * @throws IllegalArgumentException if there is no row
         */
        public static Whole of(double[] weights, double missing, boolean isOrdered) {
            int first = missing > 0 ? 1 : 0;
            int[] ranks = IntStream.range(0, weights.length + first)
                    .map(i -> i - first)
                    .toArray();
            double[] all = new double[ranks.length];
            System.arraycopy(weights, 0, all, first, weights.length);
            if (first == 1) {
                all[0] = missing;
            }
            if (all.length == 0) {
                throw new IllegalArgumentException("there is no row");
            }
            return new Whole(new Distribution(ranks, all), isOrdered);
        }

        /**
         * Measures each class of a part.
         *
         * @param classes the equivalence classes of the release
         * @param ranks by row the rank of its value among those of the whole, -1 where it is missing
         * @param persons the person of each row
         * @return the distance of each class
         * @throws IllegalArgumentException if ranks, classes and persons differ in rows
         */
        public Closeness of(EquivalenceClasses classes, int[] ranks, Persons persons) {
            if (ranks.length != classes.rowCount() || persons.rowCount() != classes.rowCount()) {
                throw new IllegalArgumentException("column, classes and persons differ in their rows");
            }
            double[] shares = persons.shares(classes.numbers());
            int[][] rowsOf = classes.rows();
            double[] distances = new double[rowsOf.length];
            for (int number = 0; number < distances.length; number++) {
                Distribution ofClass = Distribution.of(rowsOf[number], ranks, shares);
                double distance = isOrdered ? values.ordered(ofClass) : values.unordered(ofClass);
                distances[number] = Math.rint(distance * DECIMALS) / DECIMALS;
            }
            return new Closeness(distances, isOrdered);
        }
    }

    /**
     * {@return the distance of a class}
     *
     * @param number the number of the equivalence class, from 0
     */
    public double distance(int number) {
        return distances[number];
    }

    /**
     * {@return whether values are as far apart as their ranks (the ordered distance), and not all equally far (the
     * equal one)}
     */
    public boolean isOrdered() {
        return isOrdered;
    }

    /** {@return the least t for which the table is t-close} */
    public double greatest() {
        return Arrays.stream(distances).max().getAsDouble();
    }

    /** The values of some rows, each with its weight. */
    private static final class Distribution {
        /** Ascending, missing cells first. */
        private final int[] ranks;

        /** The weight of all cells before one, by its index; and of all. */
        private final double[] before;

        /** The same of each weight times its rank, of cells that are present. */
        private final double[] sums;

        /** How many cells are missing. */
        private final int missing;

        static Distribution of(int[] rows, int[] ranks, double[] weights) {
            long[] sorted = Arrays.stream(rows)
                    .mapToLong(row -> (ranks[row] + 1L) << 32 | row)
                    .sorted()
                    .toArray();
            return new Distribution(
                    Arrays.stream(sorted)
                            .mapToInt(rankAndRow -> (int) (rankAndRow >>> 32) - 1)
                            .toArray(),
                    Arrays.stream(sorted)
                            .mapToDouble(rankAndRow -> weights[(int) rankAndRow])
                            .toArray());
        }

        /** @param ranks ascending, missing cells first */
        Distribution(int[] ranks, double[] weights) {
            this.ranks = ranks;
            this.before = new double[ranks.length + 1];
            this.sums = new double[ranks.length + 1];
            for (int i = 0; i < ranks.length; i++) {
                before[i + 1] = before[i] + weights[i];
                sums[i + 1] = sums[i] + weights[i] * Math.max(0, ranks[i]);
            }
            this.missing = indexOf(0);
        }

        /** Of the first cell whose rank is not below this one. */
        private int indexOf(int rank) {
            int from = 0;
            for (int to = ranks.length; from < to; ) {
                int middle = (from + to) >>> 1;
                if (ranks[middle] < rank) {
                    from = middle + 1;
                } else {
                    to = middle;
                }
            }
            return from;
        }

        private double total() {
            return before[ranks.length];
        }

        /** The weight of what is present. */
        private double present() {
            return total() - before[missing];
        }

        double unordered(Distribution ofClass) {
            double differences = 0;
            double seen = 0;
            for (int i = 0; i < ofClass.ranks.length; ) {
                int rank = ofClass.ranks[i];
                int from = i;
                while (i < ofClass.ranks.length && ofClass.ranks[i] == rank) {
                    i++;
                }
                double share = (before[indexOf(rank + 1)] - before[indexOf(rank)]) / total();
                differences += Math.abs((ofClass.before[i] - ofClass.before[from]) / ofClass.total() - share);
                seen += share;
            }
            return (differences + (1 - seen)) / 2;
        }

        double ordered(Distribution ofClass) {
            double share = ofClass.before[ofClass.missing] / ofClass.total();
            double shareOfAll = before[missing] / total();
            double distance = ofClass.missing == ofClass.ranks.length ? 0 : distanceOfPresent(ofClass);
            return Math.abs(share - shareOfAll) + (1 - Math.max(share, shareOfAll)) * distance;
        }

        /**
         * The cells of the class, one after the other by rank, take the place of as large a part of the weight of the
         * table as they have of that of the class: along a line, the least work keeps the order.
         */
        private double distanceOfPresent(Distribution ofClass) {
            int last = ranks[ranks.length - 1];
            double all = present();
            double work = 0;
            for (int i = ofClass.missing; i < ofClass.ranks.length; i++) {
                int rank = ofClass.ranks[i];
                double from = (ofClass.before[i] - ofClass.before[ofClass.missing]) * all / ofClass.present();
                double to = (ofClass.before[i + 1] - ofClass.before[ofClass.missing]) * all / ofClass.present();
                double split = Math.min(Math.max(before[indexOf(rank)] - before[missing], from), to);
                work += rank * (split - from) - (sum(split) - sum(from));
                work += sum(to) - sum(split) - rank * (to - split);
            }
            return last == 0 ? 0 : work / all / last;
        }

        /** The sum of weights times ranks of the first cells that are present and weigh so much together. */
        private double sum(double weight) {
            int at = missing;
            for (int to = ranks.length; at < to; ) {
                int middle = (at + to) >>> 1;
                if (before[middle + 1] - before[missing] <= weight) {
                    at = middle + 1;
                } else {
                    to = middle;
                }
            }
            return at == ranks.length ? sums[at] : sums[at] + (weight - (before[at] - before[missing])) * ranks[at];
        }
    }

    @Override
    public String toString() {
        return "Closeness[greatest=" + greatest() + ", ordered=" + isOrdered + "]";
    }
}
