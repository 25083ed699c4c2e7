package org.phrkit.table;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntUnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.phrkit.input.BadInputException;

/** Takes the cells of one column. */
sealed interface CellSink permits CellSink.Forgotten, CellSink.Numbers, CellSink.Texts, KindInference {
    ColumnSpec spec();

    /** Takes the next cell, and answers what is wrong with it, or nothing. */
    String add(String cell);

    /**
     * Takes the next cell if it is one of which is known at a glance what it is and that nothing is wrong with it; answers
     * whether it was. It is no loss but of time to take all cells by {@link #add}.
     */
    default boolean addPlain(char[] chars, int from, int to) {
        return false;
    }

    /**
     * Why a table is refused in which {@link #add} answers this problem.
     *
     * @param lineOf the line of a row
     */
    default TableException refused(
            long lineNumber, String cell, String problem, Dialect dialect, IntUnaryOperator lineOf) {
        return new TableException.Cell(lineNumber, spec().name(), problem, dialect.suggestion(cell, spec()));
    }

    /** The column of all cells, if they are wanted. */
    Optional<Column> column();

    /** One for the column, which reads its cells in this dialect. */
    static CellSink of(ColumnSpec spec, Dialect dialect) throws SchemaException {
        if (spec.role() == Role.DROP) {
            return new Forgotten(spec);
        }
        List<String> missing = Stream.concat(dialect.missingValues().stream(), spec.missing().stream())
                .toList();
        if (spec.kind().isNumeric()) {
            return new Numbers(spec, new MissingTexts(missing), dialect.decimal());
        }
        if (spec.levels().stream().anyMatch(missing::contains)) {
            throw new SchemaException(
                    "column " + BadInputException.quoted(spec.name()) + ": a level is also the text of missing cells");
        }
        // What is released as it is, is not interpreted.
        boolean interpreted = spec.kind() == Kind.ORDINAL
                || spec.role() == Role.QUASI
                || spec.role() == Role.PSEUDONYM
                || spec.role() == Role.PERSON
                || spec.role() == Role.IDENTIFIER;
        return new Texts(spec, new MissingTexts(interpreted ? missing : List.of()));
    }

    /**
     * Whether the very texts of a column go on, whatever its kind: what is released as it is must not be written anew,
     * which would turn 007 into 7, and two numbers that differ in the twentieth digit into one.
     */
    static boolean keepsTexts(ColumnSpec spec) {
        return spec.role() != Role.QUASI
                && spec.role() != Role.SHIFT
                && spec.role().isReleased();
    }

    /** Of a column that is not wanted. */
    record Forgotten(ColumnSpec spec) implements CellSink {
        @Override
        public String add(String cell) {
            return "";
        }

        @Override
        public Optional<Column> column() {
            return Optional.empty();
        }
    }

    /** Of a {@link NumberColumn}. */
    final class Numbers implements CellSink {
        /** Digits in threes, where the separator is no decimal mark that the number could have. */
        private static final Pattern GROUPED = Pattern.compile(
                "[+-]?\\d{1,3}(([ \u00a0\u202f'\u2019]\\d{3})+([.,]\\d+)?|(,\\d{3})+\\.\\d+|(\\.\\d{3})+,\\d+|(,\\d{3}){2,}|(\\.\\d{3}){2,})");

        /** Below or above what was measured, or counted: &lt;0.1 and 90+. */
        private static final Pattern LIMIT = Pattern.compile("[<>\u2264\u2265]=? ?\\d+([.,]\\d+)?|\\d+([.,]\\d+)?\\+");

        /** No number, though an answer elsewhere. */
        private static final Set<String> NONE = Spellings.folded(Set.of("none", "nil"));

        private final ColumnSpec spec;
        private final MissingTexts missing;
        private final char decimal;

        /** The decimal mark of plain numbers. */
        private final int mark;

        private final boolean keepsTexts;
        private final DoubleStream.Builder values = DoubleStream.builder();
        private final OtherTexts.Builder others = new OtherTexts.Builder();
        private int size;
        private int firstDate = -1;

        Numbers(ColumnSpec spec, MissingTexts missing, char decimal) {
            this.spec = spec;
            this.missing = missing;
            this.decimal = decimal;
            this.mark = spec.kind() == Kind.INTEGER ? Decimal.NO_MARK : decimal;
            this.keepsTexts = keepsTexts(spec);
        }

        @Override
        public ColumnSpec spec() {
            return spec;
        }

        @Override
        public boolean addPlain(char[] chars, int from, int to) {
            if (spec.kind() == Kind.DATE || missing.mayHave(to - from)) {
                return false;
            }
            double value = Decimal.parsePlain(chars, from, to, mark);
            if (Double.isNaN(value) || (keepsTexts && !Decimal.isFormatted(chars, from, to, mark))) {
                return false;
            }
            values.add(value);
            size++;
            return true;
        }

        @Override
        public String add(String cell) {
            if (missing.take(cell)) {
                add(Double.NaN, cell, missing.text());
                return "";
            }
            double value =
                    switch (spec.kind()) {
                        case INTEGER -> Decimal.parseInteger(cell);
                        case DATE -> spec.form().parse(cell);
                        default -> Decimal.parse(cell, decimal);
                    };
            if (Double.isNaN(value)) {
                return problem(cell);
            }
            if (isCode(cell, spec)) {
                return "the number starts with a zero, as codes do, and codes have no mean";
            }
            String text = cell.replace(decimal, '.');
            firstDate = firstDate < 0 ? size : firstDate;
            add(value, text, keepsTexts ? NumberColumn.text(value, spec) : text);
            return "";
        }

        private void add(double value, String text, String usual) {
            if (keepsTexts && !text.equals(usual)) {
                others.add(size, text);
            }
            values.add(value);
            size++;
        }

        /** Of a date in another form it says where one in this form stands, so that both can be looked at. */
        @Override
        public TableException refused(
                long lineNumber, String cell, String problem, Dialect dialect, IntUnaryOperator lineOf) {
            boolean isOtherForm = spec.kind() == Kind.DATE
                    && firstDate >= 0
                    && !DateForm.usual(cell).isEmpty();
            return isOtherForm
                    ? new TableException.Cell(
                            lineNumber,
                            spec.name(),
                            "the cell is a date in another form than " + spec.form() + ", in which line "
                                    + lineOf.applyAsInt(firstDate) + " has one",
                            Optional.empty())
                    : CellSink.super.refused(lineNumber, cell, problem, dialect, lineOf);
        }

        /** Whether a mean of cells such as this one, 01234, says nothing. */
        static boolean isCode(String cell, ColumnSpec spec) {
            return spec.role() == Role.QUASI
                    && (spec.kind() == Kind.NUMBER || spec.kind() == Kind.INTEGER)
                    && Decimal.isZeroPadded(cell);
        }

        /** Whether a cell that is no number usually stands for a missing one. */
        static boolean looksMissing(String cell) {
            return !cell.isEmpty() && Spellings.isMissing(Spellings.folded(cell), NONE);
        }

        private String problem(String cell) {
            if (cell.isEmpty()) {
                return "the cell is empty";
            }
            if (spec.kind() != Kind.DATE && GROUPED.matcher(cell).matches()) {
                return "the number has thousands separators; remove them";
            }
            if (spec.kind() != Kind.DATE && LIMIT.matcher(cell).matches()) {
                return "the cell is a limit, not a number; kind category keeps it as it is";
            }
            if (looksMissing(cell)) {
                return "the cell looks like the text of missing cells";
            }
            if (spec.kind() == Kind.DATE && DateForm.hasShortYear(cell)) {
                return "the year has two digits, which leaves the century open; write it with four, or use kind "
                        + "category";
            }
            return switch (spec.kind()) {
                case INTEGER -> "the cell is not an integer from -2^53 to 2^53";
                case DATE -> "the cell is not a date, " + spec.form();
                default ->
                    decimal == '.'
                            ? "the cell is not a finite decimal number"
                            : "the cell is not a finite decimal number with a decimal comma";
            };
        }

        @Override
        public Optional<Column> column() {
            return Optional.of(NumberColumn.owning(spec, values.build().toArray(), missing.text(), others.build()));
        }
    }

    /** Of a {@link TextColumn}. */
    final class Texts implements CellSink {
        private final ColumnSpec spec;
        private final MissingTexts missing;
        private final List<String> levels;
        private final CodesOfTexts known;
        private final IntStream.Builder codes = IntStream.builder();
        private final OtherTexts.Builder others = new OtherTexts.Builder();
        private int size;

        Texts(ColumnSpec spec, MissingTexts missing) {
            this.spec = spec;
            this.missing = missing;
            this.levels = new ArrayList<>(spec.levels());
            this.known = new CodesOfTexts(levels);
        }

        @Override
        public ColumnSpec spec() {
            return spec;
        }

        @Override
        public String add(String cell) {
            if (missing.take(cell)) {
                if (keepsTexts(spec) && !cell.equals(missing.text())) {
                    others.add(size, cell);
                }
                add(-1);
                return "";
            }
            int code = known.of(cell);
            if (code < 0) {
                if (spec.kind() == Kind.ORDINAL) {
                    return cell.isEmpty() ? "the cell is empty" : "the cell is not one of the column's levels";
                }
                code = known.add(cell);
                levels.add(cell);
            }
            add(code);
            return "";
        }

        @Override
        public boolean addPlain(char[] chars, int from, int to) {
            int code = known.remembered(chars, from, to);
            if (code >= 0) {
                add(code);
            }
            return code >= 0;
        }

        private void add(int code) {
            codes.add(code);
            size++;
        }

        @Override
        public Optional<Column> column() {
            return Optional.of(TextColumn.owning(
                    spec, List.copyOf(levels), codes.build().toArray(), missing.text(), others.build()));
        }
    }
}
