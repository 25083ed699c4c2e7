package org.phrkit.spark;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.phrkit.table.Role;
import org.phrkit.table.Table;

/**
 * Some rows of a file that stand one behind the other, numbered within it, before it is known how many rows are before them.
 *
 * @param piece null where the file is bad, or none of the rows was kept
 * @param lineNumbers where each row starts; null where each takes one line
 * @param blankRows how many rows without any cell were left out, told by the first of several pieces that were read as one
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record FilePiece(
        Place place,
        @Nullable Piece piece,
        int @Nullable [] lineNumbers,
        int blankRows,
        @Nullable Problem problem) implements Serializable {
    private static final long serialVersionUID = 1L;

    /** So that a file of many rows is not held, sent or kept as one. */
    private static final int MOST_ROWS = 1 << 16;

    /**
     * Where it begins.
     *
     * @param file its place among all
     * @param row in the file, from 0
     */
    record Place(int file, long row) implements Serializable, Comparable<Place> {
        private static final long serialVersionUID = 1L;

        @Override
        public int compareTo(Place other) {
            return file != other.file ? Integer.compare(file, other.file) : Long.compare(row, other.row);
        }
    }

    /** What the driver learns of it. */
    record Facts(
            Place place,
            int rowCount,
            int blankRows,
            List<Known> quasi,
            @Nullable Problem problem) implements Serializable {
        private static final long serialVersionUID = 1L;
    }

    /**
     * Of a quasi-identifier.
     *
     * @param levels of a category, in the order of first appearance
     * @param missingText null where no cell is missing
     */
    record Known(List<String> levels, @Nullable String missingText) implements Serializable {
        private static final long serialVersionUID = 1L;
    }

    /**
     * The pieces of a table that was read.
     *
     * @param rowNumbers in the file, ascending
     */
    static List<FilePiece> of(int file, Table table, long[] rowNumbers, int blankRows) {
        List<FilePiece> pieces = new ArrayList<>();
        for (int from = 0; from < table.rowCount(); from += MOST_ROWS) {
            int to = Math.min(table.rowCount(), from + MOST_ROWS);
            boolean isWhole = to - from == table.rowCount();
            Table part =
                    isWhole ? table : table.select(IntStream.range(from, to).toArray());
            pieces.add(new FilePiece(
                    new Place(file, rowNumbers[from]),
                    Piece.ofFile(part, Arrays.copyOfRange(rowNumbers, from, to)),
                    lineNumbers(part, rowNumbers, from),
                    from == 0 ? blankRows : 0,
                    null));
        }
        return pieces;
    }

    private static int @Nullable [] lineNumbers(Table part, long[] rowNumbers, int from) {
        int[] lines = IntStream.range(0, part.rowCount()).map(part::lineNumber).toArray();
        boolean areUsual =
                IntStream.range(0, lines.length).allMatch(row -> lines[row] == inLine(rowNumbers[from + row]));
        return areUsual ? null : lines;
    }

    /** The line of a row where each takes one below a header. */
    private static int inLine(long row) {
        return (int) Math.min(Integer.MAX_VALUE, row + 2);
    }

    /** The line on which a row of this piece starts. */
    int lineNumber(int rowIndex) {
        return lineNumbers == null ? inLine(rows().rowNumber(rowIndex)) : lineNumbers[rowIndex];
    }

    static FilePiece bad(Place place, Problem problem) {
        return new FilePiece(place, null, null, 0, problem);
    }

    Piece rows() {
        if (piece == null) {
            throw new IllegalStateException("the file is bad");
        }
        return piece;
    }

    Facts facts(TableColumns columns) {
        if (piece == null) {
            return new Facts(place, 0, blankRows, List.of(), problem);
        }
        List<Known> quasi = new ArrayList<>();
        for (int column : columns.indices(role -> role == Role.QUASI)) {
            boolean isAnyMissing = IntStream.range(0, piece.rowCount())
                    .anyMatch(row -> piece.cells(column).isMissing(row));
            quasi.add(new Known(
                    piece.cells(column).levels(),
                    isAnyMissing ? piece.cells(column).missingText() : null));
        }
        return new Facts(place, piece.rowCount(), blankRows, quasi, null);
    }
}
