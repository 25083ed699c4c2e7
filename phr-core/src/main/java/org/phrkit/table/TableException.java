package org.phrkit.table;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.phrkit.input.BadInputException;
import org.phrkit.table.Dialect.Suggestion;

/** Thrown when a table cannot be read; names the line, the column, and what is wrong there. Immutable. */
public abstract sealed class TableException extends BadInputException {
    private static final long serialVersionUID = 1L;

    private final transient @Nullable Suggestion suggestion;

    private TableException(String problem, long lineNumber, @Nullable String column, @Nullable Suggestion suggestion) {
        super(problem, lineNumber, column);
        this.suggestion = suggestion;
    }

    /**
     * {@return the property in which the file seems to differ from the dialect that it was read in, if that may be the
     * reason}
     */
    public Optional<Suggestion> suggestion() {
        return Optional.ofNullable(suggestion);
    }

    /** The file is empty, a column name is blank or stands twice, or the header line is of another dialect. */
    public static final class Header extends TableException {
        private static final long serialVersionUID = 1L;

        Header(String problem) {
            super(problem, 1, null, null);
        }

        Header(String problem, Suggestion suggestion) {
            super(problem, 1, null, suggestion);
        }
    }

    /** The bytes of the file are not text in its encoding. */
    public static final class Encoding extends TableException {
        private static final long serialVersionUID = 1L;

        /** It is not text in any. */
        Encoding(String encoding) {
            super("the file is not " + encoding + " text, and does not seem to be text at all", 0, null, null);
        }

        Encoding(String encoding, Suggestion suggestion) {
            super("the file is not " + encoding + " text", 0, null, suggestion);
        }
    }

    /** A record has too few or too many cells, or its quotes are malformed; or there is none. */
    public static final class Row extends TableException {
        private static final long serialVersionUID = 1L;

        Row(long lineNumber, String problem) {
            super(problem, lineNumber, null, null);
        }
    }

    /** A row has no cell that is not blank. */
    public static final class BlankRow extends TableException {
        private static final long serialVersionUID = 1L;

        BlankRow(long lineNumber, String problem) {
            super(problem, lineNumber, null, null);
        }
    }

    /** A cell is not of its column's kind. */
    public static final class Cell extends TableException {
        private static final long serialVersionUID = 1L;

        /**
         * Says where, and what is wrong.
         *
         * @param lineNumber the line, from 1
         * @param column the name of the column
         * @param problem what is wrong, without the cell
         * @param suggestion the property of the dialect that may be the reason
         */
        public Cell(long lineNumber, String column, String problem, Optional<Suggestion> suggestion) {
            super(problem, lineNumber, column, suggestion.orElse(null));
        }
    }
}
