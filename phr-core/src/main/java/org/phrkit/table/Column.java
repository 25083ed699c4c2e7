package org.phrkit.table;

/** The cells of one column, by row index from 0. It does not change. */
public sealed interface Column permits NumberColumn, TextColumn {
    ColumnSpec spec();

    int rowCount();

    /** The cell as it is written to a file with a decimal point; of a missing cell, what stands in its place. */
    String text(int rowIndex);

    /** Whether nothing is known of the cell. */
    boolean isMissing(int rowIndex);

    /** How many cells are missing. */
    int missingCount();

    /**
     * A number from 0 for each row, the same for two rows exactly where their cells are the same. All missing cells are
     * the same, and like no other.
     */
    int[] codes();

    /**
     * The column of these rows.
     *
     * @param rowIndices in the order wanted; a row may stand more than once
     * @throws IndexOutOfBoundsException if there is no such row
     */
    Column select(int[] rowIndices);
}
