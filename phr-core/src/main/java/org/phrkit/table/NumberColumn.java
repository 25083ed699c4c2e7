package org.phrkit.table;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.phrkit.input.BadInputException;

/**
 * A column of finite numbers, 8 bytes a cell: of kind {@link Kind#NUMBER}, {@link Kind#INTEGER} or {@link Kind#DATE}.
 * A missing cell is NaN, so no number is taken for one; -0.0 is kept as 0.0. A column that was read, and is not a
 * quasi-identifier, also keeps the very texts of its cells.
 *
 * <p>Immutable; several threads may use one.
 */
public final class NumberColumn implements Column {
    private static final int FEW_VALUES = 12;

    private final ColumnSpec spec;
    private final double[] values;
    private final String missingText;
    private final int missingCount;
    private final OtherTexts others;

    /**
     * As {@link #NumberColumn(ColumnSpec, double[], String)}, where missing cells are written as nothing.
     *
     * @param spec the name, role and kind of the column
     * @param values the values, by row; NaN where a cell is missing
     */
    public NumberColumn(ColumnSpec spec, double[] values) {
        this(spec, values, "");
    }

    /**
     * Takes a copy of the values.
     *
     * @param spec the name, role and kind of the column
     * @param values NaN where a cell is missing; days since 1970-01-01 where the kind is a date
     * @param missingText what is written for missing cells
     * @throws IllegalArgumentException if the kind is not numeric, or a value is infinite or not of the kind
     */
    public NumberColumn(ColumnSpec spec, double[] values, String missingText) {
        this(spec, missingText, values.clone(), OtherTexts.NONE);
    }

    private NumberColumn(ColumnSpec spec, String missingText, double[] values, OtherTexts others) {
        if (!spec.kind().isNumeric()) {
            throw new IllegalArgumentException(
                    "a column of numbers is not of kind " + spec.kind().term());
        }
        int missing = 0;
        for (int row = 0; row < values.length; row++) {
            // Adding 0.0 turns -0.0, which compares equal but is another value to hashes and sorts, into 0.0.
            values[row] += 0.0;
            if (Double.isNaN(values[row])) {
                missing++;
            } else if (!isOfKind(values[row], spec.kind())) {
                throw new IllegalArgumentException("column " + BadInputException.quoted(spec.name())
                        + " holds a value that is not of kind " + spec.kind().term());
            }
        }
        this.spec = spec;
        this.values = values;
        this.missingCount = missing;
        this.missingText = missing == 0 ? "" : missingText;
        this.others = others;
    }

    /** Takes the array itself, and the texts of cells that are not written as their numbers are. */
    static NumberColumn owning(ColumnSpec spec, double[] values, String missingText, OtherTexts others) {
        return new NumberColumn(spec, missingText, values, others);
    }

    /** The cells of columns of one specification, one column after the other. */
    static NumberColumn concat(List<Column> parts) {
        double[] values = parts.stream()
                .flatMapToDouble(part -> Arrays.stream(((NumberColumn) part).values))
                .toArray();
        String missingText = parts.stream()
                .map(part -> ((NumberColumn) part).missingText)
                .filter(text -> !text.isEmpty())
                .findFirst()
                .orElse("");
        OtherTexts others = OtherTexts.concat(
                parts.stream().map(part -> ((NumberColumn) part).others).toList(),
                parts.stream().mapToInt(Column::rowCount).toArray());
        return owning(parts.get(0).spec(), values, missingText, others);
    }

    private static boolean isOfKind(double value, Kind kind) {
        return switch (kind) {
            case INTEGER -> Decimal.isInteger(value);
            case DATE -> DateForm.isDay(value);
            default -> Double.isFinite(value);
        };
    }

    @Override
    public ColumnSpec spec() {
        return spec;
    }

    @Override
    public int rowCount() {
        return values.length;
    }

    /**
     * {@return whether the numbers could as well be codes, of which there is no mean: whole, and of so few different
     * values, at most {@value #FEW_VALUES} and fewer than one in a hundred rows}
     */
    public boolean mayBeCodes() {
        Set<Double> different = new HashSet<>();
        for (double value : values) {
            if (!Double.isNaN(value)
                    && (value != Math.rint(value) || (different.add(value) && different.size() > FEW_VALUES))) {
                return false;
            }
        }
        return spec.kind() != Kind.DATE && !different.isEmpty() && 100L * different.size() < values.length;
    }

    /**
     * {@return the numbers that usually stand for missing cells, such as -9 and 999, and are no measurements here: a
     * negative one where no other number is negative, or one that is farther from all others than these are from each
     * other}
     */
    public List<Integer> missingCodes() {
        MissingCodes codes = new MissingCodes();
        if (spec.kind() != Kind.DATE) {
            for (double value : values) {
                codes.add(value, 1);
            }
        }
        return codes.found();
    }

    /**
     * {@return the number, or NaN where the cell is missing}
     *
     * @param rowIndex the index of the row, from 0
     */
    public double value(int rowIndex) {
        return values[rowIndex];
    }

    /** {@return a copy of all values, in row order; NaN where the cell is missing} */
    public double[] values() {
        return values.clone();
    }

    @Override
    public double[] numbers() {
        return values.clone();
    }

    @Override
    public String text(int rowIndex) {
        String other = others.of(rowIndex);
        if (other != null) {
            return other;
        }
        double value = values[rowIndex];
        return Double.isNaN(value) ? missingText : text(value, spec);
    }

    /** As a number of a kind is written with a decimal point. */
    static String text(double value, ColumnSpec spec) {
        return spec.kind() == Kind.DATE ? spec.form().format(value) : Decimal.format(value);
    }

    /** {@return what is written for missing cells that were not read in another form; nothing where there are none} */
    public String missingText() {
        return missingText;
    }

    @Override
    public boolean isMissing(int rowIndex) {
        return Double.isNaN(values[rowIndex]);
    }

    @Override
    public int missingCount() {
        return missingCount;
    }

    @Override
    public int[] codes() {
        Numbering known = new Numbering();
        int[] codes = new int[values.length];
        for (int row = 0; row < codes.length; row++) {
            codes[row] = known.of(Double.doubleToLongBits(values[row]));
        }
        return codes;
    }

    @Override
    public NumberColumn select(int[] rowIndices) {
        double[] selected = new double[rowIndices.length];
        for (int i = 0; i < selected.length; i++) {
            selected[i] = values[rowIndices[i]];
        }
        return owning(spec, selected, missingText, others.select(rowIndices));
    }

    OtherTexts others() {
        return others;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof NumberColumn that
                && spec.equals(that.spec)
                && missingText.equals(that.missingText)
                && others.equals(that.others)
                && Arrays.equals(values, that.values);
    }

    @Override
    public int hashCode() {
        return 31 * spec.hashCode() + Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        return "NumberColumn[" + BadInputException.quoted(spec.name()) + ", " + values.length + " rows]";
    }
}
