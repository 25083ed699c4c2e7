package org.phrkit.input;

import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.phrkit.text.HiddenCharacters;

/**
 * Thrown when input is refused; says where in the input, and what is wrong there. The reader does not know the name of
 * the file; the caller adds it with {@link #at}. It is an {@link IOException} because streams that check what they
 * read throw it.
 *
 * <p>Neither problem nor place ever holds what stands in a cell, a key or a passphrase. Immutable, so that several
 * threads may use one.
 */
public abstract class BadInputException extends IOException {
    private static final long serialVersionUID = 1L;

    private final String problem;
    private final long lineNumber;
    private final @Nullable String column;

    /**
     * Of the whole input.
     *
     * @param problem what is wrong, without any part of the input
     */
    protected BadInputException(String problem) {
        this(problem, 0);
    }

    /**
     * Says what is wrong, and on which line.
     *
     * @param problem what is wrong, without any part of the input
     * @param lineNumber from 1; 0 where it is the whole input
     */
    protected BadInputException(String problem, long lineNumber) {
        this(problem, lineNumber, null);
    }

    /**
     * Says what is wrong, on which line and in which column.
     *
     * @param problem what is wrong, without any part of the input
     * @param lineNumber the line, from 1; 0 where there is none
     * @param column the name of the column, as in the header line
     */
    protected BadInputException(String problem, long lineNumber, @Nullable String column) {
        super(problem);
        this.problem = problem;
        this.lineNumber = lineNumber;
        this.column = column;
    }

    /** {@return what is wrong, without the place} */
    public final String problem() {
        return problem;
    }

    /** {@return the line, from 1; 0 where the problem is one of the whole input} */
    public final long lineNumber() {
        return lineNumber;
    }

    /** {@return the name of the column, where the problem is one of a column} */
    public final Optional<String> column() {
        return Optional.ofNullable(column);
    }

    /** Place and problem: {@code line 7: column "age": the cell is empty}. */
    @Override
    public final String getMessage() {
        return (lineNumber > 0 ? "line " + lineNumber + ": " : "") + ofColumn();
    }

    /**
     * {@return the same with the name of the input: {@code visits.csv:7: column "age": the cell is empty}}
     *
     * @param source what the user calls the input
     */
    public final String at(String source) {
        return atPlace(source + (lineNumber > 0 ? ":" + lineNumber : ""));
    }

    /**
     * {@return the same at a place that is known elsewhere, instead of the line: {@code part-7.csv:7: column "age": the cell is
     * empty}}
     *
     * @param place what the user calls the input, and the line in it
     */
    public final String atPlace(String place) {
        return place + ": " + ofColumn();
    }

    private String ofColumn() {
        return (column == null ? "" : "column " + quoted(column) + ": ") + problem;
    }

    /**
     * {@return a name as messages show it: in quotes, hidden characters replaced, not longer than needed}
     *
     * @param name the name to quote
     */
    public static String quoted(String name) {
        String shown = HiddenCharacters.replacedIn(
                name.codePointCount(0, name.length()) > 80 ? name.substring(0, name.offsetByCodePoints(0, 80)) : name);
        return '"' + shown + (shown.length() < name.length() ? "…" : "") + '"';
    }
}
