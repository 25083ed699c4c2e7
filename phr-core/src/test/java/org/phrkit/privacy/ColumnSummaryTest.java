package org.phrkit.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.phrkit.table.Column;
import org.phrkit.table.ColumnSpec;
import org.phrkit.table.Kind;
import org.phrkit.table.NumberColumn;
import org.phrkit.table.Role;
import org.phrkit.testing.Mtcars;
import org.phrkit.testing.Seeds;
import org.phrkit.testing.Tables;

class ColumnSummaryTest {
    private static final double NA = Double.NaN;

    /** R prints for summary(mtcars$mpg): 10.40, 15.43, 19.20, 20.09, 22.80, 33.90; for its sd: 6.026948. */
    @Test
    void agreesWithR() {
        ColumnSummary summary = ColumnSummary.of(Mtcars.mpg());
        assertThat(summary.count()).isEqualTo(32);
        assertThat(summary.missing()).isZero();
        assertThat(summary.mean()).isCloseTo(20.09, within(0.005));
        assertThat(summary.standardDeviation()).isCloseTo(6.026948, within(5e-7));
        assertThat(summary.quantiles().get(0)).isEqualTo(10.4);
        assertThat(summary.quantiles().get(2)).isCloseTo(15.425, within(1e-12));
        assertThat(summary.quantiles().get(3)).isCloseTo(19.2, within(1e-12));
        assertThat(summary.quantiles().get(4)).isCloseTo(22.8, within(1e-12));
        assertThat(summary.quantiles().get(6)).isEqualTo(33.9);
    }

    /** Of 1, 2, 3, 4 at 5 percent: 1 + 3·0.05; the variance is (2.25 + 0.25 + 0.25 + 2.25) / 3. */
    @Test
    void interpolatesBetweenTheValues() {
        ColumnSummary summary = ColumnSummary.of(Tables.quasi("x", 4, NA, 1, 3, 2));
        assertThat(summary.missing()).isEqualTo(1);
        assertThat(summary.quantiles()).hasSameSizeAs(ColumnSummary.PERCENTS);
        double[] expected = {1, 1.15, 1.75, 2.5, 3.25, 3.85, 4};
        for (int i = 0; i < expected.length; i++) {
            assertThat(summary.quantiles().get(i)).isCloseTo(expected[i], within(1e-14));
        }
        assertThat(summary.mean()).isEqualTo(2.5);
        assertThat(summary.standardDeviation()).isCloseTo(Math.sqrt(5.0 / 3), within(1e-15));
    }

    @Test
    void aColumnOfOneOrNoValueHasASummary() {
        ColumnSummary one = ColumnSummary.of(Tables.quasi("x", NA, 0.1));
        assertThat(one.mean()).isEqualTo(0.1);
        assertThat(one.standardDeviation()).isZero();
        assertThat(one.quantiles()).containsOnly(0.1);
        ColumnSummary none = ColumnSummary.of(Tables.quasi("x", NA, NA));
        assertThat(none.count()).isZero();
        assertThat(none.missing()).isEqualTo(2);
        assertThat(none.mean()).isNaN();
        assertThat(none.quantiles()).isEmpty();
    }

    @Test
    void datesAreDays() {
        Column dates = new NumberColumn(new ColumnSpec("d", Role.PLAIN, Kind.DATE), new double[] {0, 3, 365});
        assertThat(ColumnSummary.of(dates).quantiles().get(3)).isEqualTo(3);
    }

    /** -m, 0, m has the standard deviation m. */
    @Test
    void sizeDoesNotMatter() {
        for (double size : new double[] {Double.MAX_VALUE, 1e200, 1, 1e-200, 1e-300}) {
            ColumnSummary summary = ColumnSummary.of(Tables.quasi("x", -size, size, 0));
            assertThat(summary.mean()).isZero();
            assertThat(summary.standardDeviation()).isCloseTo(size, within(1e-15 * size));
            assertThat(summary.quantiles().get(0)).isEqualTo(-size);
            assertThat(summary.quantiles().get(2)).isCloseTo(-size / 2, within(1e-15 * size));
            assertThat(summary.quantiles().get(6)).isEqualTo(size);
        }
    }

    @Test
    void aConstantColumnHasNoSpread() {
        ColumnSummary summary = ColumnSummary.of(Tables.quasi("x", 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1));
        assertThat(summary.mean()).isEqualTo(0.1);
        assertThat(summary.standardDeviation()).isZero();
    }

    @Test
    void agreesWithTheDefinitions() {
        Seeds.forEach(300, random -> {
            NumberColumn column = Tables.random(random, 2 + random.nextInt(60), 1)
                    .quasiNumbers()
                    .get(0);
            ColumnSummary summary = ColumnSummary.of(column);
            double[] sorted = Arrays.stream(column.values()).sorted().toArray();
            double greatest = sorted[sorted.length - 1];
            BigDecimal count = BigDecimal.valueOf(sorted.length);
            List<BigDecimal> values =
                    Arrays.stream(sorted).mapToObj(BigDecimal::new).toList();
            BigDecimal mean =
                    values.stream().reduce(BigDecimal.ZERO, BigDecimal::add).divide(count, MathContext.DECIMAL128);
            BigDecimal squares =
                    values.stream().map(value -> value.subtract(mean).pow(2)).reduce(BigDecimal.ZERO, BigDecimal::add);
            assertThat(summary.mean()).isCloseTo(mean.doubleValue(), within(1e-15 * greatest));
            assertThat(summary.standardDeviation())
                    .isCloseTo(Math.sqrt(squares.doubleValue() / (sorted.length - 1)), within(1e-14 * greatest));
            for (int i = 0; i < ColumnSummary.PERCENTS.size(); i++) {
                double place = (sorted.length - 1) * ColumnSummary.PERCENTS.get(i) / 100.0;
                int below = (int) place;
                double above = sorted[Math.min(below + 1, sorted.length - 1)];
                assertThat(summary.quantiles().get(i))
                        .isCloseTo(sorted[below] + (place - below) * (above - sorted[below]), within(1e-12 * greatest));
            }
        });
    }
}
