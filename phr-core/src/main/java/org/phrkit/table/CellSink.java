package org.phrkit.table;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.phrkit.input.BadInputException;

/** Takes the cells of one column. */
sealed interface CellSink permits CellSink.Forgotten, CellSink.Numbers, CellSink.Texts, KindInference {
    ColumnSpec spec();

    /** Takes the next cell, and answers what is wrong with it, or nothing. */
    String add(String cell);

    /** The column of all cells, if they are wanted. */
    Optional<Column> column();

    /** One for the column, which reads its cells in this dialect. */
    static CellSink of(ColumnSpec spec, Dialect dialect) throws SchemaException {
        if (spec.role() == Role.DROP) {
            return new Forgotten(spec);
        }
        List<String> missing = dialect.missingValues();
        if (spec.kind().isNumeric()) {
            return new Numbers(spec, new MissingTexts(missing), dialect.decimal());
        }
        if (spec.levels().stream().anyMatch(missing::contains)) {
            throw new SchemaException(
                    "column " + BadInputException.quoted(spec.name()) + ": a level is also the text of missing cells");
        }
        // What is released as it is, is not interpreted.
        boolean interpreted = spec.kind() == Kind.ORDINAL || spec.role() == Role.QUASI || spec.role() == Role.PSEUDONYM;
        return new Texts(spec, new MissingTexts(interpreted ? missing : List.of()));
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
        private final ColumnSpec spec;
        private final MissingTexts missing;
        private final char decimal;
        private final DoubleStream.Builder values = DoubleStream.builder();

        Numbers(ColumnSpec spec, MissingTexts missing, char decimal) {
            this.spec = spec;
            this.missing = missing;
            this.decimal = decimal;
        }

        @Override
        public ColumnSpec spec() {
            return spec;
        }

        @Override
        public String add(String cell) {
            if (missing.take(cell)) {
                values.add(Double.NaN);
                return "";
            }
            double value =
                    switch (spec.kind()) {
                        case INTEGER -> Decimal.parseInteger(cell);
                        case DATE -> IsoDate.parse(cell);
                        default -> Decimal.parse(cell, decimal);
                    };
            if (Double.isNaN(value)) {
                return problem(cell);
            }
            values.add(value);
            return "";
        }

        private String problem(String cell) {
            if (cell.isEmpty()) {
                return "the cell is empty";
            }
            return switch (spec.kind()) {
                case INTEGER -> "the cell is not an integer from -2^53 to 2^53";
                case DATE -> "the cell is not a date, yyyy-MM-dd";
                default ->
                    decimal == '.'
                            ? "the cell is not a finite decimal number"
                            : "the cell is not a finite decimal number with a decimal comma";
            };
        }

        @Override
        public Optional<Column> column() {
            return Optional.of(NumberColumn.owning(spec, values.build().toArray(), missing.text()));
        }
    }

    /** Of a {@link TextColumn}. */
    final class Texts implements CellSink {
        private final ColumnSpec spec;
        private final MissingTexts missing;
        private final List<String> levels;
        private final Map<String, Integer> known = new HashMap<>();
        private final IntStream.Builder codes = IntStream.builder();

        Texts(ColumnSpec spec, MissingTexts missing) {
            this.spec = spec;
            this.missing = missing;
            this.levels = new ArrayList<>(spec.levels());
            for (String level : levels) {
                known.put(level, known.size());
            }
        }

        @Override
        public ColumnSpec spec() {
            return spec;
        }

        @Override
        public String add(String cell) {
            if (missing.take(cell)) {
                codes.add(-1);
                return "";
            }
            Integer code = known.get(cell);
            if (code == null) {
                if (spec.kind() == Kind.ORDINAL) {
                    return cell.isEmpty() ? "the cell is empty" : "the cell is none of the column's levels";
                }
                code = levels.size();
                known.put(cell, code);
                levels.add(cell);
            }
            codes.add(code);
            return "";
        }

        @Override
        public Optional<Column> column() {
            return Optional.of(
                    TextColumn.owning(spec, List.copyOf(levels), codes.build().toArray(), missing.text()));
        }
    }
}
