package org.phrkit.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.correlation.PearsonsCorrelation;
import org.junit.jupiter.api.Test;
import org.phrkit.table.ColumnSpec;
import org.phrkit.table.Kind;
import org.phrkit.table.NumberColumn;
import org.phrkit.table.Role;
import org.phrkit.table.Table;
import org.phrkit.table.TextColumn;
import org.phrkit.testing.Mtcars;
import org.phrkit.testing.Seeds;
import org.phrkit.testing.Tables;

class CorrelationChangeTest {
    private static final double NA = Double.NaN;

    private static CorrelationMatrix matrix(double[]... columns) {
        return CorrelationMatrix.of(IntStream.range(0, columns.length)
                .mapToObj(i -> Tables.quasi("q" + i, columns[i]))
                .toList());
    }

    /** R prints for cor(mtcars$mpg, mtcars$wt): -0.8676594. */
    @Test
    void agreesWithR() {
        CorrelationMatrix matrix = CorrelationMatrix.of(List.of(Mtcars.mpg(), Mtcars.weight()));
        assertThat(matrix.columns()).containsExactly("mpg", "wt");
        assertThat(matrix.value(0, 1)).isCloseTo(-0.8676594, within(5e-8));
        assertThat(matrix.value(1, 0)).isEqualTo(matrix.value(0, 1));
        assertThat(matrix.value(1, 1)).isEqualTo(1);
    }

    /** From 2, 2: (-1, -1), (0, 1), (1, 0), so that r = 1 / √(2·2); what stands in other rows does not matter. */
    @Test
    void isThatOfTheCompletePairs() {
        double[] x = {1, 2, 3, 1e300, NA, NA};
        double[] y = {1, 3, 2, NA, -1e300, NA};
        assertThat(matrix(x, y).value(0, 1)).isCloseTo(0.5, within(1e-15));
    }

    @Test
    void isZeroWhereItIsNotDefined() {
        double[] constant = {0.1, 0.1, 0.1};
        double[] constantWhereOthersAre = {5, 5, 7};
        double[] others = {1, 2, NA};
        CorrelationMatrix matrix = matrix(constant, constantWhereOthersAre, others, new double[] {NA, NA, NA});
        for (int i = 0; i < 4; i++) {
            for (int j = 0; j < 4; j++) {
                assertThat(matrix.value(i, j)).isEqualTo(i == j ? 1 : 0);
            }
        }
        assertThat(matrix(new double[] {1, 2}, new double[] {3, 4}).value(0, 1)).isCloseTo(1, within(1e-15));
    }

    @Test
    void isOneOfAColumnOnAnotherScale() {
        double[] values = {1e-3, 2e-3, 7e-3, 3e-3};
        double[] others = Arrays.stream(values).map(value -> -1e306 * value).toArray();
        assertThat(matrix(values, others).value(0, 1)).isCloseTo(-1, within(1e-15));
        assertThat(matrix(values, others).value(0, 1)).isGreaterThanOrEqualTo(-1);
    }

    /** 1 became -1 between a and c, 1/2 became 1 between b and c, and 1/2 became -1 between a and b. */
    @Test
    void namesTheLargestChange() {
        Table original = new Table(
                List.of(Tables.quasi("a", 1, 2, 3), Tables.quasi("b", 1, 3, 2), Tables.quasi("c", 10, 20, 30)));
        Table release = new Table(
                List.of(Tables.quasi("c", 30, 20, 10), Tables.quasi("b", 3, 2, 1), Tables.quasi("a", 1, 2, 3)));
        CorrelationChange change = CorrelationChange.of(original, release);
        CorrelationChange.Pair largest = change.largest().orElseThrow();
        assertThat(largest.column()).isEqualTo("a");
        assertThat(largest.other()).isEqualTo("c");
        assertThat(largest.before()).isCloseTo(1, within(1e-15));
        assertThat(largest.after()).isCloseTo(-1, within(1e-15));
        assertThat(change.change(0, 1)).isCloseTo(-1.5, within(1e-15));
        assertThat(change.change(2, 1)).isCloseTo(0.5, within(1e-15));
        assertThat(change.meanAbsolute()).isCloseTo((2 + 0.5 + 1.5) / 3, within(1e-15));
    }

    @Test
    void comparesNumbersThatAreQuasiIdentifiersOrSensitive() {
        double[] values = {1, 2, 4};
        Table table = new Table(List.of(
                new NumberColumn(new ColumnSpec("plain", Role.PLAIN, Kind.NUMBER), values),
                new NumberColumn(new ColumnSpec("sensitive", Role.SENSITIVE, Kind.INTEGER), values),
                new TextColumn(new ColumnSpec("text", Role.QUASI, Kind.CATEGORY), List.of("1", "2", "4")),
                new NumberColumn(new ColumnSpec("date", Role.QUASI, Kind.DATE), values)));
        assertThat(CorrelationChange.of(table, table).before().columns()).containsExactly("sensitive", "date");
    }

    @Test
    void noTwoColumnsHaveNoChange() {
        Table table = new Table(List.of(Tables.quasi("a", 1, 2, 3)));
        CorrelationChange change = CorrelationChange.of(table, table);
        assertThat(change.largest()).isEmpty();
        assertThat(change.meanAbsolute()).isZero();
        assertThat(CorrelationMatrix.of(List.of()).eigenvalues()).isEmpty();
    }

    @Test
    void refusesWhatDoesNotBelongTogether() {
        assertThatThrownBy(() -> matrix(new double[] {1}, new double[] {1, 2}))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() ->
                        new CorrelationChange(matrix(new double[] {1}), matrix(new double[] {1}, new double[] {2})))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** Which is off by up to 1e-8 near 0. */
    @Test
    void agreesWithTheLibrary() {
        Seeds.forEach(300, random -> {
            Table table = random.nextBoolean()
                    ? Tables.mixed(random, 2 + random.nextInt(60), 4)
                    : Tables.random(random, 2 + random.nextInt(60), 4);
            List<NumberColumn> columns = table.quasiNumbers();
            CorrelationMatrix matrix = CorrelationMatrix.of(columns);
            for (int i = 0; i < columns.size(); i++) {
                for (int j = 0; j < i; j++) {
                    NumberColumn x = columns.get(i);
                    NumberColumn y = columns.get(j);
                    int[] complete = IntStream.range(0, table.rowCount())
                            .filter(row -> !x.isMissing(row) && !y.isMissing(row))
                            .toArray();
                    double expected = complete.length < 2
                            ? NA
                            : new PearsonsCorrelation()
                                    .correlation(
                                            x.select(complete).values(),
                                            y.select(complete).values());
                    assertThat(matrix.value(i, j)).isCloseTo(Double.isNaN(expected) ? 0 : expected, within(1e-7));
                }
            }
        });
    }

    @Test
    void theSameRowsInAnotherOrderAreTheSame() {
        Seeds.forEach(200, random -> {
            Table table = random.nextBoolean()
                    ? Tables.sensitive(random, 1 + random.nextInt(60), 3, 2)
                    : Tables.random(random, 1 + random.nextInt(60), 5);
            CorrelationChange same = CorrelationChange.of(table, table);
            assertThat(same.meanAbsolute()).isZero();
            assertThat(EigenvalueChange.of(same).largest()).isZero();
            CorrelationChange shuffled = CorrelationChange.of(table, Tables.shuffled(table, random.nextLong()));
            assertThat(shuffled.meanAbsolute()).isZero();
            assertThat(EigenvalueChange.of(shuffled).largest()).isZero();
        });
    }
}
