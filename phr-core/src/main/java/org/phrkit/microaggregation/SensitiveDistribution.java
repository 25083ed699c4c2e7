package org.phrkit.microaggregation;

import java.io.Serializable;
import java.util.Arrays;

/**
 * The distribution of the values of a sensitive column in the whole table, which {@link Guarantees} compare groups
 * with. Takes 24 bytes for each distinct value. Immutable; several threads may use one.
 */
public final class SensitiveDistribution implements Serializable {
    private static final long serialVersionUID = 1;

    private static final double DECIMALS = 1e9;

    private final boolean isOrdered;
    private final double[] counts;
    private final double missing;

    /** Cells whose code is below the index. */
    private final double[] below;

    /** The sum of {@code below[1]} to {@code below[index]}. */
    private final double[] sums;

    private SensitiveDistribution(boolean isOrdered, double[] counts, double missing) {
        this.isOrdered = isOrdered;
        this.counts = counts.clone();
        this.missing = missing;
        this.below = new double[counts.length + 1];
        this.sums = new double[below.length];
        for (int code = 1; code < below.length; code++) {
            below[code] = below[code - 1] + counts[code - 1];
            sums[code] = sums[code - 1] + below[code];
        }
    }

    /**
     * {@return the distribution of these values}
     *
     * @param isOrdered whether they are numbers, dates or ordinals, and no categories
     * @param counts by code, from 0, all above 0: how many rows have it, or persons; codes are in the order of the
     *     values
     * @param missing how many have none
     */
    public static SensitiveDistribution of(boolean isOrdered, double[] counts, double missing) {
        return new SensitiveDistribution(isOrdered, counts, missing);
    }

    static SensitiveDistribution of(boolean isOrdered, Tally all) {
        double[] counts = new double[all.distinct()];
        Arrays.setAll(counts, all::count);
        return new SensitiveDistribution(isOrdered, counts, all.missing());
    }

    /** How many distinct values there are. */
    int distinct() {
        return counts.length;
    }

    /** How many have a value. */
    private double present() {
        return below[counts.length];
    }

    /**
     * The distance of {@link Guarantees} of a group. Takes time in proportion to g log m for g distinct values in the group and
     * m in the table.
     */
    double distance(Tally group) {
        double missingOfGroup = group.missing() / (group.missing() + group.present());
        double missingOfAll = missing / (missing + present());
        double distance = isOrdered
                ? Math.abs(missingOfGroup - missingOfAll)
                        + (1 - Math.max(missingOfGroup, missingOfAll)) * orderedDistance(group)
                : Math.max(0, missingOfGroup - missingOfAll) + categoryDistance(group);
        // Adding 0.0 takes away the sign of a zero.
        return Math.rint(distance * DECIMALS) / DECIMALS + 0.0;
    }

    /** What a group has too much of, which is half of all differences. */
    private double categoryDistance(Tally group) {
        double size = group.missing() + group.present();
        double sizeOfAll = missing + present();
        double sum = 0;
        for (int i = 0; i < group.distinct(); i++) {
            sum += Math.max(0, group.count(i) / size - counts[group.code(i)] / sizeOfAll);
        }
        return sum;
    }

    /** The mean difference of the cumulative shares, over one stretch of codes after the other between those it has. */
    private double orderedDistance(Tally group) {
        int last = counts.length - 1;
        if (last < 1 || group.present() == 0) {
            return 0;
        }
        double sum = 0;
        double reached = 0;
        int from = 0;
        for (int i = 0; i < group.distinct(); i++) {
            sum += stretch(from, group.code(i), reached / group.present());
            from = group.code(i);
            reached += group.count(i);
        }
        return (sum + stretch(from, last, 1)) / last;
    }

    /** The sum of |share - cumulative share of the table| over codes. */
    private double stretch(int from, int to, double share) {
        double total = present();
        int split = from;
        for (int end = to; split < end; ) {
            int middle = (split + end) >>> 1;
            if (below[middle + 1] <= share * total) {
                split = middle + 1;
            } else {
                end = middle;
            }
        }
        double lower = share * (split - from) - (sums[split] - sums[from]) / total;
        double higher = (sums[to] - sums[split]) / total - share * (to - split);
        return lower + higher;
    }

    @Override
    public String toString() {
        return "SensitiveDistribution[" + counts.length + " values]";
    }
}
