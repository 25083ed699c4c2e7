package org.phrkit.privacy;

import java.io.Serializable;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.phrkit.table.Kind;
import org.phrkit.table.Role;
import org.phrkit.table.Table;

/**
 * How the distribution of the cells of one column changed, whatever rows they stand in.
 *
 * <p>Immutable; several threads may use one.
 *
 * @param name of the column
 * @param kind of the column in the original
 * @param before of the original
 * @param after of the release
 * @param distance between the shares of the values that are present, from 0, the same, to 1, none in common. Of numbers,
 *     dates and ordinals: the greatest difference |F(x) - G(x)| of the shares of values up to x, which is the statistic
 *     D of the test of Kolmogorov and Smirnov for two samples (Smirnov 1948, doi 10.1214/aoms/1177730256); equal values
 *     are counted together, so that it is exact where there are ties. Of categories: Σ|p - q| / 2 over all categories,
 *     their total variation distance. Where one of the two has no value: 1; where neither has: 0
 */
public record ColumnChange(String name, Kind kind, ColumnSummary before, ColumnSummary after, double distance)
        implements Serializable {
    private static final long serialVersionUID = 1L;

    private static final Set<Role> COMPARED = EnumSet.of(Role.QUASI, Role.SENSITIVE, Role.PLAIN);

    /**
     * Compares the quasi-identifiers, the sensitive and the plain columns of an original with those of its release.
     * Takes time in proportion to n log n for n rows, and memory for four copies of a column.
     *
     * @param original the original
     * @param release has columns of the same names, and any number of rows
     * @return one for each column, in the order of the original
     * @throws IllegalArgumentException if the release misses a column, or holds something else there
     */
    public static List<ColumnChange> of(Table original, Table release) {
        return ColumnPair.of(original, release, COMPARED).stream()
                .map(ColumnChange::of)
                .toList();
    }

    private static ColumnChange of(ColumnPair pair) {
        if (pair.kind() == Kind.CATEGORY) {
            return new ColumnChange(
                    pair.name(),
                    pair.kind(),
                    ColumnSummary.of(pair.before()),
                    ColumnSummary.of(pair.after()),
                    totalVariation(pair.categories()));
        }
        double[] before = ColumnSummary.sorted(pair.before());
        double[] after = ColumnSummary.sorted(pair.after());
        return new ColumnChange(
                pair.name(),
                pair.kind(),
                ColumnSummary.of(before, pair.before().missingCount()),
                ColumnSummary.of(after, pair.after().missingCount()),
                kolmogorovSmirnov(before, after));
    }

    /**
     * D of two ascending samples. The library's own needs two values of each, and looks at the clock for a generator of
     * random numbers.
     */
    private static double kolmogorovSmirnov(double[] sorted, double[] others) {
        if (sorted.length == 0 || others.length == 0) {
            return sorted.length == others.length ? 0 : 1;
        }
        long greatest = 0;
        int below = 0;
        int othersBelow = 0;
        while (below < sorted.length && othersBelow < others.length) {
            double value = Math.min(sorted[below], others[othersBelow]);
            while (below < sorted.length && sorted[below] == value) {
                below++;
            }
            while (othersBelow < others.length && others[othersBelow] == value) {
                othersBelow++;
            }
            greatest = Math.max(greatest, Math.abs((long) below * others.length - (long) othersBelow * sorted.length));
        }
        return greatest / ((double) sorted.length * others.length);
    }

    private static double totalVariation(ColumnPair.Categories categories) {
        long[] counts = categories.counts(categories.before);
        long[] others = categories.counts(categories.after);
        long count = sum(counts);
        long otherCount = sum(others);
        if (count == 0 || otherCount == 0) {
            return count == otherCount ? 0 : 1;
        }
        // Twice the distance, times both counts: below 2^63, as each count is below 2^31.
        long difference = 0;
        for (int level = 0; level < counts.length; level++) {
            difference += Math.abs(counts[level] * otherCount - others[level] * count);
        }
        return difference / (2.0 * count * otherCount);
    }

    private static long sum(long[] counts) {
        long sum = 0;
        for (long count : counts) {
            sum += count;
        }
        return sum;
    }
}
