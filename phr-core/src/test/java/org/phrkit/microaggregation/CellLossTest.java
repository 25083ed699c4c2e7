package org.phrkit.microaggregation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.phrkit.table.Column;
import org.phrkit.table.ColumnSpec;
import org.phrkit.table.Kind;
import org.phrkit.table.RecordCounts;
import org.phrkit.table.Role;
import org.phrkit.table.Table;
import org.phrkit.table.TextColumn;
import org.phrkit.testing.Tables;

class CellLossTest {
    private static final double NA = Double.NaN;

    private static double percent(List<Column> original, List<Column> released, int... counts) {
        return CellLoss.percent(new Table(original), new Table(released), RecordCounts.of(counts));
    }

    private static Column category(int... codes) {
        return new TextColumn(new ColumnSpec("c", Role.QUASI, Kind.CATEGORY), List.of("a", "b", "c"), codes, "NA");
    }

    private static Column ordinal(int... codes) {
        List<String> levels = List.of("low", "middle", "high");
        return new TextColumn(new ColumnSpec("o", Role.QUASI, Kind.ORDINAL, levels), levels, codes, "NA");
    }

    /** From 0, 0, 6, 6 to 0, 0, 5, 7: squares 2 of 36. */
    @Test
    void ofNumbers() {
        assertThat(percent(List.of(Tables.quasi("x", 0, 0, 6, 6)), List.of(Tables.quasi("x", 0, 0, 5, 7)), 1, 1, 1, 1))
                .isCloseTo(100 * 2 / 36.0, within(1e-9));
    }

    /** Records 0, 0, 0, 8: their mean is 2, and squares are 3·4 + 36; lost are three times 1. */
    @Test
    void aRowCountsAsOftenAsItsRecords() {
        assertThat(percent(List.of(Tables.quasi("x", 0, 8)), List.of(Tables.quasi("x", 1, 8)), 3, 1))
                .isCloseTo(100 * 3 / 48.0, within(1e-9));
    }

    @Test
    void aMissingCellLosesNothing() {
        assertThat(percent(
                        List.of(Tables.quasi("x", 0, NA, 6, 3)), List.of(Tables.quasi("x", 0, 100, 3, 3)), 1, 1, 1, 1))
                .isCloseTo(100 * 9 / 18.0, within(1e-9));
    }

    /** Against the mode, which is a, two differ of the four that are there. */
    @Test
    void ofCategories() {
        assertThat(percent(List.of(category(0, 0, 1, 2, -1)), List.of(category(0, 0, 1, 1, 0)), 1, 1, 1, 1, 1))
                .isCloseTo(50, within(1e-9));
        assertThat(percent(List.of(category(0, 0, 1, 2)), List.of(category(0, 0, 0, 2)), 2, 1, 3, 1))
                .isCloseTo(75, within(1e-9));
        assertThat(percent(List.of(category(0, 0, 1)), List.of(category(0, 0, 1)), 1, 1, 1))
                .isZero();
    }

    /** On the scale of levels, low and high are twice as far apart as neighbours. */
    @Test
    void ofOrdinals() {
        // The median is middle: of 0, 1, 2 lost are two squares.
        assertThat(percent(List.of(ordinal(0, 1, 2)), List.of(ordinal(1, 1, 1)), 1, 1, 1))
                .isCloseTo(100, within(1e-9));
        assertThat(percent(List.of(ordinal(0, 1, 2)), List.of(ordinal(0, 1, 1)), 1, 1, 1))
                .isCloseTo(50, within(1e-9));
    }

    /** Numbers and categories come together on scales where two random records are equally far apart. */
    @Test
    void severalColumnsWeighTheSame() {
        // Numbers lose all, categories nothing; each column has half of what there is to lose.
        double[] numbers = {0, 0, 2, 2};
        Column all = Tables.quasi("x", 1, 1, 1, 1);
        double scaled = percent(
                List.of(Tables.quasi("x", numbers), category(0, 0, 1, 1)),
                List.of(all, category(0, 0, 1, 1)),
                1,
                1,
                1,
                1);
        double mismatch =
                org.phrkit.neighbours.Standardisation.mismatch(new double[] {0, 0, 1, 1}, 3, RecordCounts.ones(4));
        double squares = sumOfSquares(numbers);
        assertThat(scaled).isCloseTo(100 * squares / (squares + 2 * mismatch), within(1e-9));
        double other = percent(
                List.of(Tables.quasi("x", numbers), category(0, 0, 1, 1)),
                List.of(Tables.quasi("x", numbers), category(0, 0, 0, 1)),
                1,
                1,
                1,
                1);
        assertThat(other).isCloseTo(100 * mismatch / (squares + 2 * mismatch), within(1e-9));
    }

    private static double sumOfSquares(double[] values) {
        double sum = 0;
        for (double score : org.phrkit.neighbours.Standardisation.of(values).apply(values)) {
            sum += score * score;
        }
        return sum;
    }
}
