package org.phrkit.microaggregation;

import java.util.Arrays;

/** Which group each row of a table is in. Groups are numbered from 0 without gaps, and none is empty. */
public final class Partition {
    /** Sums of fewer than 2^31 smaller numbers are finite. */
    private static final double LARGE = 0x1p990;

    private static final double SMALLER = 0x1p-64;

    private final int[] groupOf;
    private final int[] sizes;

    /**
     * Takes a copy of the group of each row.
     *
     * @throws IllegalArgumentException if there is no row, a number is negative, or a group is empty
     */
    public Partition(int[] groupOf) {
        if (groupOf.length == 0 || Arrays.stream(groupOf).anyMatch(group -> group < 0)) {
            throw new IllegalArgumentException("each row needs a group, from 0");
        }
        this.groupOf = groupOf.clone();
        this.sizes = new int[Arrays.stream(groupOf).max().getAsInt() + 1];
        for (int group : groupOf) {
            sizes[group]++;
        }
        if (Arrays.stream(sizes).anyMatch(size -> size == 0)) {
            throw new IllegalArgumentException("a group is empty");
        }
    }

    public int rowCount() {
        return groupOf.length;
    }

    public int groupCount() {
        return sizes.length;
    }

    public int groupOf(int rowIndex) {
        return groupOf[rowIndex];
    }

    public int size(int group) {
        return sizes[group];
    }

    public int smallestSize() {
        return Arrays.stream(sizes).min().getAsInt();
    }

    public int largestSize() {
        return Arrays.stream(sizes).max().getAsInt();
    }

    /**
     * The mean of each group, from a compensated sum in row order (Neumaier 1974, doi 10.1002/zamm.19740540106): a
     * group whose values are all the same has exactly that value.
     *
     * @param values one for each row, finite
     * @return one for each group
     */
    double[] means(double[] values) {
        // A power of two changes no digit of a large number.
        boolean isLarge = Arrays.stream(values).anyMatch(value -> Math.abs(value) >= LARGE);
        double scale = isLarge ? SMALLER : 1;
        double[] sums = new double[sizes.length];
        double[] rests = new double[sizes.length];
        for (int row = 0; row < groupOf.length; row++) {
            int group = groupOf[row];
            double value = values[row] * scale;
            double sum = sums[group] + value;
            rests[group] += Math.abs(sums[group]) >= Math.abs(value)
                    ? (sums[group] - sum) + value
                    : (value - sum) + sums[group];
            sums[group] = sum;
        }
        double[] means = new double[sizes.length];
        for (int group = 0; group < sizes.length; group++) {
            double mean = sums[group] / sizes[group];
            double remainder = Math.fma(-mean, sizes[group], sums[group]) + rests[group];
            means[group] = (mean + remainder / sizes[group]) / scale;
        }
        return means;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Partition that && Arrays.equals(groupOf, that.groupOf);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(groupOf);
    }
}
