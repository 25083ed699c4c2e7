package org.phrkit.table;

/**
 * Why a table could not be read: the file, the line, the column, and what is wrong there. The message never quotes a
 * cell.
 */
public abstract sealed class TableException extends Exception {
    private static final long serialVersionUID = 1L;

    private TableException(String message) {
        super(message);
    }

    /** The file is empty, or a column name is blank or stands twice. */
    public static final class Header extends TableException {
        private static final long serialVersionUID = 1L;

        Header(String source, String problem) {
            super(source + ":1: " + problem);
        }
    }

    /** The bytes of the file are not text in its encoding. */
    public static final class Encoding extends TableException {
        private static final long serialVersionUID = 1L;

        Encoding(String source, String encoding) {
            super(source + ": the file is not " + encoding + " text");
        }
    }

    /** A record has too few or too many cells, or its quotes are malformed; or there is none. */
    public static final class Row extends TableException {
        private static final long serialVersionUID = 1L;

        Row(String source, long lineNumber, String problem) {
            super(source + ":" + lineNumber + ": " + problem);
        }
    }

    /** A cell is not of its column's kind. */
    public static final class Cell extends TableException {
        private static final long serialVersionUID = 1L;

        Cell(String source, long lineNumber, String column, String problem) {
            super(source + ":" + lineNumber + ": column " + quoted(column) + ": " + problem);
        }
    }

    /** A column's name as messages show it: in quotes, control characters replaced, not longer than needed. */
    static String quoted(String name) {
        String shown = name.codePoints()
                .limit(80)
                .map(c -> Character.isISOControl(c) ? 0xfffd : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        return '"' + shown + (shown.length() < name.length() ? "…" : "") + '"';
    }
}
