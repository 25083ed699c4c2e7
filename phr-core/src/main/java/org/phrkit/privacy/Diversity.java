package org.phrkit.privacy;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.phrkit.table.Column;

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
 * <p>A table is what all of its classes are. Missing cells are no value: they count in neither m nor n. Nothing of this
 * depends on the order of the rows. In a union of classes none of the figures is worse than in the worst of them.
 *
 * <p>Immutable; several threads may use one.
 */
public final class Diversity {
    private static final double DECIMALS = 1e9;

    /** In how many rows of its class each value stands: class by class, and in each ascending. */
    private final int[] frequencies;

    /** Where the frequencies of a class start, and where the last end. */
    private final int[] starts;

    private Diversity(int[] frequencies, int[] starts) {
        this.frequencies = frequencies;
        this.starts = starts;
    }

    /**
     * Counts the values of each class. Takes time in proportion to n log n for n rows.
     *
     * @throws IllegalArgumentException if column and classes differ in rows
     */
    public static Diversity of(EquivalenceClasses classes, Column sensitive) {
        if (sensitive.rowCount() != classes.rowCount()) {
            throw new IllegalArgumentException("column and classes differ in their rows");
        }
        int[] codes = sensitive.codes();
        long[] sorted = IntStream.range(0, codes.length)
                .filter(row -> !sensitive.isMissing(row))
                .mapToLong(row -> (long) classes.classOf(row) << 32 | codes[row])
                .sorted()
                .toArray();
        int[] frequencies = new int[sorted.length];
        int[] starts = new int[classes.classCount() + 1];
        int distinct = 0;
        int at = 0;
        for (int number = 0; number < classes.classCount(); number++) {
            starts[number] = distinct;
            while (at < sorted.length && sorted[at] >>> 32 == number) {
                long value = sorted[at];
                int from = at;
                while (at < sorted.length && sorted[at] == value) {
                    at++;
                }
                frequencies[distinct++] = at - from;
            }
            Arrays.sort(frequencies, starts[number], distinct);
        }
        starts[classes.classCount()] = distinct;
        return new Diversity(Arrays.copyOf(frequencies, distinct), starts);
    }

    private int classCount() {
        return starts.length - 1;
    }

    /** How many distinct values a class has; 0 where it misses all. */
    public int values(int number) {
        return starts[number + 1] - starts[number];
    }

    /** The greatest l for which the table is distinct l-diverse; 0 where a class has no value. */
    public int smallest() {
        return IntStream.range(0, classCount()).map(this::values).min().getAsInt();
    }

    /**
     * The greatest l, a real number, for which a class is entropy l-diverse; 0 where it has no value. Rounded to nine
     * decimals, so that the rounding of sums decides nothing.
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

    /** The greatest l for which the table is entropy l-diverse; 0 where a class has no value. */
    public double smallestEntropy() {
        return IntStream.range(0, classCount()).mapToDouble(this::entropy).min().getAsDouble();
    }

    /**
     * r_1 / (r_l + … + r_m): a class is recursive (c, l)-diverse exactly for the c above it. Infinite where the class
     * has fewer than l values.
     *
     * @throws IllegalArgumentException if l is below 1
     */
    public double recursive(int number, int l) {
        if (l < 1) {
            throw new IllegalArgumentException("l is " + l + "; it must be at least 1");
        }
        if (values(number) < l) {
            return Double.POSITIVE_INFINITY;
        }
        long rare = 0;
        for (int i = starts[number]; i <= starts[number + 1] - l; i++) {
            rare += frequencies[i];
        }
        return (double) frequencies[starts[number + 1] - 1] / rare;
    }

    /**
     * The table is recursive (c, l)-diverse exactly for the c above this. Infinite where a class has fewer than l
     * values.
     *
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
