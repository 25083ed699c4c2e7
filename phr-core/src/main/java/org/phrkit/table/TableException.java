package org.phrkit.table;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.phrkit.table.Dialect.Suggestion;
import org.phrkit.text.HiddenCharacters;

/**
 * Why a table could not be read: the file, the line, the column, and what is wrong there. The message never quotes a
 * cell.
 */
public abstract sealed class TableException extends Exception {
    private static final long serialVersionUID = 1L;

    private static final int LIMIT_NAME = 80;

    private final transient @Nullable Suggestion suggestion;

    private TableException(String message, @Nullable Suggestion suggestion) {
        super(message);
        this.suggestion = suggestion;
    }

    /** In what the file seems to differ from the dialect it was read in, if that may be the reason. */
    public Optional<Suggestion> suggestion() {
        return Optional.ofNullable(suggestion);
    }

    /** The file is empty, a column name is blank or stands twice, or the header line is of another dialect. */
    public static final class Header extends TableException {
        private static final long serialVersionUID = 1L;

        Header(String source, String problem) {
            super(source + ":1: " + problem, null);
        }

        Header(String source, String problem, Suggestion suggestion) {
            super(source + ":1: " + problem, suggestion);
        }
    }

    /** The bytes of the file are not text in its encoding. */
    public static final class Encoding extends TableException {
        private static final long serialVersionUID = 1L;

        Encoding(String source, String encoding, Suggestion suggestion) {
            super(source + ": the file is not " + encoding + " text", suggestion);
        }
    }

    /** A record has too few or too many cells, or its quotes are malformed; or there is none. */
    public static final class Row extends TableException {
        private static final long serialVersionUID = 1L;

        Row(String source, long lineNumber, String problem) {
            super(source + ":" + lineNumber + ": " + problem, null);
        }
    }

    /** A cell is not of its column's kind. */
    public static final class Cell extends TableException {
        private static final long serialVersionUID = 1L;

        Cell(String source, long lineNumber, String column, String problem, Optional<Suggestion> suggestion) {
            super(source + ":" + lineNumber + ": column " + quoted(column) + ": " + problem, suggestion.orElse(null));
        }
    }

    /** A column's name as messages show it: in quotes, control characters replaced, not longer than needed. */
    static String quoted(String name) {
        boolean isLong = name.codePointCount(0, name.length()) > LIMIT_NAME;
        String shown = isLong ? name.substring(0, name.offsetByCodePoints(0, LIMIT_NAME)) : name;
        return '"' + HiddenCharacters.replacedIn(shown) + (isLong ? "…" : "") + '"';
    }
}
