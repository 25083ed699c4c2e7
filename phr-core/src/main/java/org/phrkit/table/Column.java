package org.phrkit.table;

/** The cells of one column, by row index from 0. */
public sealed interface Column permits NumberColumn, TextColumn {
    ColumnSpec spec();

    int rowCount();

    /** The cell as it is written to a file. */
    String text(int rowIndex);

    /**
     * A number for each row, the same for two rows exactly where their cells are the same; from 0, in the order of
     * first appearance.
     */
    int[] codes();
}
