package org.phrkit.table;

import java.util.Arrays;

/** The cells of one column, by row index from 0. It does not change. Immutable; several threads may use one. */
public sealed interface Column permits NumberColumn, TextColumn {
    /** {@return the name, role and kind} */
    ColumnSpec spec();

    /** {@return the number of rows} */
    int rowCount();

    /**
     * {@return the cell as it is written to a file with a decimal point; of a missing cell, what stands in its place}
     *
     * @param rowIndex the index of the row, from 0
     */
    String text(int rowIndex);

    /**
     * {@return whether nothing is known of the cell}
     *
     * @param rowIndex the index of the row, from 0
     */
    boolean isMissing(int rowIndex);

    /** {@return how many cells are missing} */
    int missingCount();

    /**
     * {@return a number from 0 for each row, the same for two rows exactly where their cells are the same} All missing
     * cells are the same, and like no other.
     */
    int[] codes();

    /**
     * Splits groups of rows by their cells here. Takes time in proportion to the number of rows.
     *
     * @param groupOf the group of each row, from 0
     * @return for each row the number of its part, from 0 in the order in which they first appear
     */
    default int[] split(int[] groupOf) {
        Numbering known = new Numbering();
        int[] parts = codes();
        for (int row = 0; row < parts.length; row++) {
            parts[row] = known.of(((long) groupOf[row] << 32) | parts[row]);
        }
        return parts;
    }

    /**
     * {@return a copy of the cells as numbers: numbers as they are, dates as days since 1970-01-01, ordinals as ranks
     * from 0, categories as their codes; NaN where a cell is missing}
     */
    double[] numbers();

    /**
     * For each row the rank of {@link #numbers its number} among the distinct ones of the column, from 0; -1 where the
     * cell is missing. Takes time in proportion to n log n for n rows.
     *
     * @return the rank of each row, from 0
     */
    default int[] ranks() {
        double[] numbers = numbers();
        double[] sorted = numbers.clone();
        // NaN is sorted last.
        Arrays.sort(sorted);
        int distinct = 0;
        for (int i = 0; i < sorted.length && !Double.isNaN(sorted[i]); i++) {
            if (i == 0 || sorted[i] != sorted[distinct - 1]) {
                sorted[distinct++] = sorted[i];
            }
        }
        int[] ranks = new int[numbers.length];
        for (int row = 0; row < ranks.length; row++) {
            ranks[row] = Double.isNaN(numbers[row]) ? -1 : Arrays.binarySearch(sorted, 0, distinct, numbers[row]);
        }
        return ranks;
    }

    /** {@return whether at least ten cells are there, and as many of them as nine in ten or more are different} */
    default boolean isNearlyUnique() {
        int present = rowCount() - missingCount();
        long different = Arrays.stream(codes()).distinct().count() - (missingCount() > 0 ? 1 : 0);
        return IdentifierScan.isNearlyUnique(different, present);
    }

    /**
     * {@return the column of these rows}
     *
     * @param rowIndices in the order wanted; a row may stand more than once
     * @throws IndexOutOfBoundsException if there is no such row
     */
    Column select(int[] rowIndices);
}
