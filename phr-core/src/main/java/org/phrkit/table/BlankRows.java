package org.phrkit.table;

/**
 * What becomes of rows without any cell, as spreadsheets leave them: all cells are empty or blank, or the line is. They
 * are records of nobody, and taken for persons would seem to hide others.
 */
public interface BlankRows {
    /** The table is refused. */
    BlankRows REFUSED = row -> {
        throw row;
    };

    /**
     * Returns to leave the row out, or throws to refuse the table. Blank lines at the end of a file are no rows.
     *
     * @param row what to throw; it names the line
     */
    void found(TableException.BlankRow row) throws TableException;
}
