package org.phrkit.table;

/**
 * What becomes of rows without content, as spreadsheets leave them: every cell is empty or blank, or the whole line
 * is. They are records of nobody, and taken for persons would seem to hide others.
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
     * @throws TableException to refuse the table
     */
    void found(TableException.BlankRow row) throws TableException;
}
