package org.phrkit.privacy;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.phrkit.table.Column;
import org.phrkit.table.Persons;

/**
 * How varied the values of a sensitive column are in each class (Machanavajjhala et al. 2007, doi
 * 10.1145/1217299.1217302). Of a class whose m distinct values stand in n records, the i-th most frequent in r_i of
 * them:
 *
 * <ul>
 *   <li>it is distinct l-diverse where m is at least l;
 *   <li>it is entropy l-diverse where -Σ(r_i/n)·log(r_i/n) is at least log l, which is to say that the exponential of
 *       the entropy is at least l; that is never more than m, and m where all values are equally frequent;
 *   <li>it is recursive (c, l)-diverse where r_1 is less than c·(r_l + r_(l+1) + … + r_m).
 * </ul>
 *
 * <p>Where rows are about persons who may have several, each person of a class counts as one, spread over her rows there:
 * r_i and n are sums of such shares, and m is the largest number of persons who can each be given a value of their own
 * that stands in a row of theirs. So a person who has many values in a class makes it no more diverse than she is.
 *
 * <p>A table is what all of its classes are. Missing cells are no value: they count in neither m nor n. Nothing of this
 * depends on the order of the rows. In a union of classes of rows none of the figures is worse than in the worst of them.
 *
 * <p>Immutable; several threads may use one.
 */
public final class Diversity {
    private static final double DECIMALS = 1e9;

    /** In how many rows of its class each value stands: class by class, and in each ascending. */
    private final double[] frequencies;

    /** Where the frequencies of a class start, and where the last end. */
    private final int[] starts;

    /** By class; of persons it may be less than the number of frequencies. */
    private final int[] values;

    /** Whether frequencies are sums of shares, whose rounding is not to decide. */
    private final boolean isOfShares;

    private Diversity(double[] frequencies, int[] starts, int[] values, boolean isOfShares) {
        this.frequencies = frequencies;
        this.starts = starts;
        this.values = values;
        this.isOfShares = isOfShares;
    }

    /**
     * Counts the values of each class. Takes time in proportion to n log n for n rows.
     *
     * @param classes the equivalence classes of the release
     * @param sensitive the sensitive column
     * @return the diversity of each class
     * @throws IllegalArgumentException if column and classes differ in rows
     */
    public static Diversity of(EquivalenceClasses classes, Column sensitive) {
        return of(classes, sensitive, Persons.ofRows(sensitive.rowCount()));
    }

    /**
     * The same of persons. Where many rows of a class are of few persons, it takes up to the time of its values times its
     * rows.
     *
     * @param classes the equivalence classes of the release
     * @param sensitive the sensitive column
     * @param persons the person of each row
     * @return the diversity of each class
     * @throws IllegalArgumentException if column, classes and persons differ in rows
     */
    public static Diversity of(EquivalenceClasses classes, Column sensitive, Persons persons) {
        if (sensitive.rowCount() != classes.rowCount() || persons.rowCount() != classes.rowCount()) {
            throw new IllegalArgumentException("column, classes and persons differ in their rows");
        }
        int[] codes = sensitive.codes();
        double[] shares = persons.shares(classes.numbers());
        double[] frequencies = new double[codes.length];
        int[] starts = new int[classes.classCount() + 1];
        int[] values = new int[classes.classCount()];
        int distinct = 0;
        int[][] rowsOf = classes.rows();
        for (int number = 0; number < rowsOf.length; number++) {
            starts[number] = distinct;
            int[] present = Arrays.stream(rowsOf[number])
                    .filter(row -> !sensitive.isMissing(row))
                    .toArray();
            long[] sorted = Arrays.stream(present)
                    .mapToLong(row -> (long) codes[row] << 32 | row)
                    .sorted()
                    .toArray();
            for (int i = 0; i < sorted.length; i++) {
                double share = shares[(int) sorted[i]];
                if (i > 0 && sorted[i] >>> 32 == sorted[i - 1] >>> 32) {
                    frequencies[distinct - 1] += share;
                } else {
                    frequencies[distinct++] = share;
                }
            }
            Arrays.sort(frequencies, starts[number], distinct);
            values[number] = persons.areRows() ? distinct - starts[number] : persons.distinctValues(present, codes);
        }
        starts[classes.classCount()] = distinct;
        return new Diversity(Arrays.copyOf(frequencies, distinct), starts, values, !persons.areRows());
    }

    private int classCount() {
        return values.length;
    }

    /**
     * {@return how many distinct values a class has, or how many persons with one of their own; 0 where it misses all}
     *
     * @param number the number of the equivalence class, from 0
     */
    public int values(int number) {
        return values[number];
    }

    /** {@return the greatest l for which the table is distinct l-diverse; 0 where a class has no value} */
    public int smallest() {
        return IntStream.range(0, classCount()).map(this::values).min().getAsInt();
    }

    /**
     * {@return the greatest l, a real number, for which a class is entropy l-diverse; 0 where it has no value} Rounded
     * to nine decimals, so that the rounding of sums decides nothing.
     *
     * @param number the number of the equivalence class, from 0
     */
    public double entropy(int number) {
        double count = 0;
        double sum = 0;
        for (int i = starts[number]; i < starts[number + 1]; i++) {
            double frequency = frequencies[i];
            count += frequency;
            sum += frequency * StrictMath.log(frequency);
        }
        // The entropy is log n - Σ r·log(r) / n.
        return count == 0 ? 0 : Math.rint(StrictMath.exp(StrictMath.log(count) - sum / count) * DECIMALS) / DECIMALS;
    }

    /** {@return the greatest l for which the table is entropy l-diverse; 0 where a class has no value} */
    public double smallestEntropy() {
        return IntStream.range(0, classCount()).mapToDouble(this::entropy).min().getAsDouble();
    }

    /**
     * {@return r_1 / (r_l + … + r_m), of persons rounded to nine decimals: a class is recursive (c, l)-diverse exactly
     * for the c above it} Infinite where the class has fewer than l values.
     *
     * @param number the number of the equivalence class, from 0
     * @param l the number of distinct values asked for
     * @throws IllegalArgumentException if l is below 1
     */
    public double recursive(int number, int l) {
        if (l < 1) {
            throw new IllegalArgumentException("l is " + l + "; it must be at least 1");
        }
        if (values(number) < l) {
            return Double.POSITIVE_INFINITY;
        }
        double rare = 0;
        for (int i = starts[number]; i <= starts[number + 1] - l; i++) {
            rare += frequencies[i];
        }
        double ratio = frequencies[starts[number + 1] - 1] / rare;
        return isOfShares ? Math.rint(ratio * DECIMALS) / DECIMALS : ratio;
    }

    /**
     * {@return the table is recursive (c, l)-diverse exactly for the c above this} Infinite where a class has fewer
     * than l values.
     *
     * @param l the number of distinct values asked for
     * @throws IllegalArgumentException if l is below 1
     */
    public double greatestRecursive(int l) {
        return IntStream.range(0, classCount())
                .mapToDouble(number -> recursive(number, l))
                .max()
                .getAsDouble();
    }

    @Override
    public String toString() {
        return "Diversity[smallest=" + smallest() + "]";
    }
}
