package org.phrkit.table;

import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * How a CSV file is written. Nothing of it is guessed: where a file seems to be in another dialect, reading it fails and
 * says what it seems to be ({@link TableException#suggestion}).
 *
 * <p>Immutable; several threads may use one.
 *
 * @param delimiter between cells; no letter, digit or line end. It may be the decimal mark too, where numbers stand in
 *     quotes
 * @param quote around cells that hold a delimiter, a quote or a line end; a quote in them is doubled
 * @param encoding of the bytes; a byte order mark that fits it is not part of the text
 * @param decimal the decimal mark of numbers, a point or a comma. Digits are never grouped
 * @param missingValues the texts of cells of which nothing is known, compared exactly
 * @param hasIndexColumn whether the first name may be blank, as R and pandas write that of the row names; it is then
 *     {@code index}
 * @param sheet the name of the sheet that is read of a workbook, which without one must have but one; text has none
 */
public record Dialect(
        char delimiter,
        char quote,
        Charset encoding,
        char decimal,
        List<String> missingValues,
        boolean hasIndexColumn,
        Optional<String> sheet) {
    /** Comma, double quote, UTF-8, decimal point; missing cells are empty or {@code NA}. */
    public static final Dialect STANDARD = new Dialect(',', '"', StandardCharsets.UTF_8, '.', List.of("", "NA"));

    /** What cells usually stand in. */
    static final char[] QUOTES = {'"', '\''};

    /**
     * Of a file whose columns all have names.
     *
     * @param delimiter stands between cells
     * @param quote stands around cells that hold delimiters or line ends
     * @param encoding how characters are written as bytes
     * @param decimal the decimal mark of numbers
     * @param missingValues the texts of missing cells
     */
    public Dialect(char delimiter, char quote, Charset encoding, char decimal, List<String> missingValues) {
        this(delimiter, quote, encoding, decimal, missingValues, false, Optional.empty());
    }

    /**
     * Refuses components that are out of range, or do not go together.
     *
     * @param delimiter between cells
     * @param quote around cells that hold a delimiter, a quote or a line end
     * @param encoding of the bytes
     * @param decimal the decimal mark of numbers, a point or a comma
     * @param missingValues the texts of cells of which nothing is known, compared exactly
     * @param hasIndexColumn whether the first name may be blank
     * @param sheet the name of the sheet that is read of a workbook
     */
    public Dialect {
        missingValues = List.copyOf(missingValues);
        if (!encoding.canEncode()) {
            throw new IllegalArgumentException("the encoding can be read but not written");
        }
        requireMark("delimiter", delimiter, encoding);
        requireMark("quote", quote, encoding);
        if (delimiter == quote) {
            throw new IllegalArgumentException("the delimiter and the quote are the same");
        }
        if (decimal != '.' && decimal != ',') {
            throw new IllegalArgumentException("the decimal mark must be a point or a comma");
        }
        if (decimal == quote) {
            throw new IllegalArgumentException("the decimal mark and the quote are the same");
        }
    }

    private static void requireMark(String part, char mark, Charset encoding) {
        CharsetEncoder encoder = encoding.newEncoder();
        if (Character.isLetterOrDigit(mark)
                || mark == '\n'
                || mark == '\r'
                || mark == 0
                || mark == '\ufeff'
                || Character.isSurrogate(mark)) {
            throw new IllegalArgumentException("the " + part + " must not be a letter, a digit or a line end");
        }
        if (!encoder.canEncode(mark)) {
            throw new IllegalArgumentException("the " + part + " cannot be written in the encoding");
        }
    }

    /**
     * {@return the same, with other texts for missing cells}
     *
     * @param texts the texts of missing cells
     */
    public Dialect withMissingValues(List<String> texts) {
        return new Dialect(delimiter, quote, encoding, decimal, texts, hasIndexColumn, sheet);
    }

    /** {@return the same, where a column of row names may have no name} */
    public Dialect withIndexColumn() {
        return new Dialect(delimiter, quote, encoding, decimal, missingValues, true, sheet);
    }

    /**
     * {@return the same for this sheet of a spreadsheet}
     *
     * @param name the name of the sheet
     */
    public Dialect withSheet(String name) {
        return new Dialect(delimiter, quote, encoding, decimal, missingValues, hasIndexColumn, Optional.of(name));
    }

    /** As numbers of a workbook are given. */
    Dialect withDecimalPoint() {
        return new Dialect(
                delimiter == '.' ? ',' : delimiter,
                quote == '.' ? '"' : quote,
                encoding,
                '.',
                missingValues,
                hasIndexColumn,
                sheet);
    }

    /**
     * {@return the number that a text is, read as a cell of kind number is; NaN where it is none}
     *
     * @param text the text of a cell
     */
    public double number(String text) {
        // Adding 0.0 turns -0.0 into 0.0, as a column of numbers does.
        return Decimal.parse(text, decimal) + 0.0;
    }

    /** The dialect, or what else of a column, in which a cell that was refused might be read. */
    Optional<Suggestion> suggestion(String cell, ColumnSpec spec) {
        Kind kind = spec.kind();
        if (CellSink.Numbers.isCode(cell, spec)) {
            return Optional.of(new Suggestion(Part.KIND, Kind.CATEGORY.term()));
        }
        if (kind.isNumeric() && CellSink.Numbers.looksMissing(cell)) {
            return Optional.of(new Suggestion(Part.MISSING, ""));
        }
        if (kind == Kind.NUMBER && !Double.isNaN(Decimal.parse(cell, otherDecimal()))) {
            return Optional.of(new Suggestion(Part.DECIMAL, otherDecimal()));
        }
        List<DateForm> forms = kind == Kind.DATE ? DateForm.usual(cell) : List.of();
        if (!forms.isEmpty()) {
            return Optional.of(new Suggestion(Part.DATE_FORM, forms.get(0).pattern()));
        }
        for (char other : QUOTES) {
            if (other != quote && isWrapped(cell, other)) {
                return Optional.of(new Suggestion(Part.QUOTE, other));
            }
        }
        return Optional.empty();
    }

    /** Whether a text stands in these quotes. */
    static boolean isWrapped(String text, char quote) {
        return text.length() > 1 && text.charAt(0) == quote && text.charAt(text.length() - 1) == quote;
    }

    /** The decimal mark that this is not. */
    char otherDecimal() {
        return decimal == '.' ? ',' : '.';
    }

    /** A property of a dialect. */
    public enum Part {
        /** What stands between cells. */
        DELIMITER,
        /** What stands around cells that hold delimiters or line ends. */
        QUOTE,
        /** How characters are written as bytes. */
        ENCODING,
        /** The decimal mark of numbers. */
        DECIMAL,
        /** That the first column has no name, and is to be called so. */
        INDEX,
        /** Of a spreadsheet, which sheet; the value is empty. */
        SHEET,
        /** That the file must be saved in another way by the program it is of; the value says how. */
        SAVE_AS,
        /** That a text stands for missing cells; the value is empty, as no cell is told. */
        MISSING,
        /** Of a column, and not of the whole file, as those below. */
        DATE_FORM,
        /** By the word for it in a columns file. */
        KIND
    }

    /**
     * A property in which a file seems to differ from the dialect that it was read in.
     *
     * @param part the property
     * @param value the character, the name of the encoding, the pattern of the dates, or the kind
     */
    public record Suggestion(Part part, String value) {
        Suggestion(Part part, char value) {
            this(part, String.valueOf(value));
        }
    }
}
