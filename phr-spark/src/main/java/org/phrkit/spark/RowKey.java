package org.phrkit.spark;

import java.io.Serializable;
import org.phrkit.table.ColumnCells;

/**
 * The cells of a row in some columns as one text, by which rows that have the same come together. Two rows of a table have
 * the same text exactly where all these cells are the same; missing cells are the same, and like no other.
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record RowKey(int[] columns) implements Serializable {
    private static final long serialVersionUID = 1L;

    /** No cell holds it: it is refused where a table is read. */
    private static final char END = '\0';

    String of(Piece piece, int row) {
        StringBuilder key = new StringBuilder(12 * columns.length);
        for (int column : columns) {
            ColumnCells cells = piece.cells(column);
            if (cells.isMissing(row)) {
                key.append('-');
            } else if (cells.areNumbers()) {
                key.append(Long.toHexString(Double.doubleToLongBits(cells.number(row))));
            } else if (cells.areOfKnownLevels()) {
                key.append(Integer.toHexString(cells.code(row)));
            } else {
                key.append('+').append(cells.levels().get(cells.code(row)));
            }
            key.append(END);
        }
        return key.toString();
    }

    /** Whether all these cells of a row are missing. */
    boolean isMissing(Piece piece, int row) {
        for (int column : columns) {
            if (!piece.cells(column).isMissing(row)) {
                return false;
            }
        }
        return true;
    }
}
