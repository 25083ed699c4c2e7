package org.phrkit.microaggregation;

import java.util.Arrays;

/**
 * The group that each row of a table is in. Groups are numbered from 0 without gaps, and none is empty. Immutable;
 * several threads may use one.
 */
public final class Partition {
    private final int[] groupOf;
    private final int[] sizes;

    /**
     * Takes a copy of the group of each row.
     *
     * @param groupOf the number of the group of each row, from 0 without gaps
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

    /** {@return the number of rows} */
    public int rowCount() {
        return groupOf.length;
    }

    /** {@return the number of groups} */
    public int groupCount() {
        return sizes.length;
    }

    /**
     * {@return the group of a row, from 0}
     *
     * @param rowIndex the index of the row, from 0
     */
    public int groupOf(int rowIndex) {
        return groupOf[rowIndex];
    }

    /**
     * {@return the number of rows of a group}
     *
     * @param group the number of the group, from 0
     */
    public int size(int group) {
        return sizes[group];
    }

    /** {@return the number of rows of the smallest group} */
    public int smallestSize() {
        return Arrays.stream(sizes).min().getAsInt();
    }

    /** {@return a copy of the group of each row} */
    public int[] groups() {
        return groupOf.clone();
    }

    /** {@return the rows of each group, ascending} */
    public int[][] members() {
        int[][] members = Arrays.stream(sizes).mapToObj(int[]::new).toArray(int[][]::new);
        int[] filled = new int[sizes.length];
        for (int row = 0; row < groupOf.length; row++) {
            members[groupOf[row]][filled[groupOf[row]]++] = row;
        }
        return members;
    }

    /** The same groups, numbered in the order of their first rows. */
    Partition inOrder() {
        int[] numbers = new int[sizes.length];
        Arrays.fill(numbers, -1);
        int[] ordered = new int[groupOf.length];
        int count = 0;
        for (int row = 0; row < ordered.length; row++) {
            if (numbers[groupOf[row]] < 0) {
                numbers[groupOf[row]] = count++;
            }
            ordered[row] = numbers[groupOf[row]];
        }
        return new Partition(ordered);
    }

    /** All rows in one group. */
    static Partition single(int rowCount) {
        return new Partition(new int[rowCount]);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Partition that && Arrays.equals(groupOf, that.groupOf);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(groupOf);
    }

    @Override
    public String toString() {
        return "Partition[" + groupOf.length + " rows, " + sizes.length + " groups]";
    }
}
