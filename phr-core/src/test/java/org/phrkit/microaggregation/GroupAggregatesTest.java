package org.phrkit.microaggregation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.phrkit.table.Column;
import org.phrkit.table.ColumnSpec;
import org.phrkit.table.Kind;
import org.phrkit.table.NumberColumn;
import org.phrkit.table.RecordCounts;
import org.phrkit.table.Role;
import org.phrkit.table.TextColumn;
import org.phrkit.testing.Seeds;

class GroupAggregatesTest {
    private static double[] means(int[] groupOf, double... values) {
        return new GroupAggregates(new Partition(groupOf), RecordCounts.ones(values.length)).means(values);
    }

    private static List<String> centres(Column column, int... groupOf) {
        Column centres = new GroupAggregates(new Partition(groupOf), RecordCounts.ones(groupOf.length)).of(column);
        return IntStream.range(0, centres.rowCount()).mapToObj(centres::text).toList();
    }

    @Test
    void integersAndDatesAreRoundedHalvesToTheEvenNeighbour() {
        ColumnSpec whole = new ColumnSpec("x", Role.QUASI, Kind.INTEGER);
        assertThat(centres(new NumberColumn(whole, new double[] {1, 2, 3, 4, 7, 8, 8}), 0, 0, 1, 1, 2, 2, 2))
                .containsExactly("2", "4", "8");
        ColumnSpec date = new ColumnSpec("x", Role.QUASI, Kind.DATE);
        assertThat(centres(new NumberColumn(date, new double[] {0, 1, 2, 31}), 0, 0, 0, 1))
                .containsExactly("1970-01-02", "1970-02-01");
    }

    @Test
    void ordinalsHaveTheirLowerMedianAndCategoriesTheirMode() {
        List<String> levels = List.of("low", "medium", "high");
        ColumnSpec ordinal = new ColumnSpec("x", Role.QUASI, Kind.ORDINAL, levels);
        List<String> texts = List.of("high", "low", "high", "low", "high");
        assertThat(centres(new TextColumn(ordinal, texts), 0, 0, 1, 1, 1)).containsExactly("low", "high");
        ColumnSpec category = new ColumnSpec("x", Role.QUASI, Kind.CATEGORY);
        assertThat(centres(new TextColumn(category, List.of("b", "a", "a", "b", "a")), 0, 0, 1, 1, 1))
                .containsExactly("b", "a");
    }

    @Test
    void aGroupThatMissesAColumnGetsTheCentreOfAll() {
        ColumnSpec number = new ColumnSpec("x", Role.QUASI, Kind.NUMBER);
        double missing = Double.NaN;
        assertThat(centres(new NumberColumn(number, new double[] {missing, missing, 4, missing, 8}), 0, 0, 1, 1, 2))
                .containsExactly("6", "4", "8");
        ColumnSpec category = new ColumnSpec("x", Role.QUASI, Kind.CATEGORY);
        TextColumn texts = new TextColumn(category, List.of("a", "b"), new int[] {-1, 1, 1, -1}, "NA");
        assertThat(centres(texts, 0, 1, 1, 0)).containsExactly("b", "b");
    }

    @Test
    void aRowCountsAsOftenAsTheRecordsItStandsFor() {
        GroupAggregates centres =
                new GroupAggregates(new Partition(new int[] {0, 0}), RecordCounts.of(new int[] {3, 1}));
        assertThat(centres.means(new double[] {1, 5})).containsExactly(2);
        ColumnSpec category = new ColumnSpec("x", Role.QUASI, Kind.CATEGORY);
        GroupAggregates other =
                new GroupAggregates(new Partition(new int[] {0, 0, 0}), RecordCounts.of(new int[] {1, 1, 3}));
        assertThat(other.of(new TextColumn(category, List.of("a", "a", "b"))).text(0))
                .isEqualTo("b");
    }

    @Test
    void theMeanOfEqualValuesIsThatValue() {
        Seeds.forEach(500, random -> {
            double value = Double.longBitsToDouble(random.nextLong());
            int size = 1 + random.nextInt(40);
            if (Double.isFinite(value)) {
                double[] values = new double[size];
                Arrays.fill(values, value);
                assertThat(means(new int[size], values)).containsExactly(value);
            }
        });
    }

    @Test
    void meansAreRoundedFromTheExactSum() {
        assertThat(means(new int[5], new double[] {-739, -740, -739, -740, -740}))
                .containsExactly(-739.6);
        Seeds.forEach(500, random -> {
            double[] values = random.doubles(1 + random.nextInt(30), -1e6, 1e6).toArray();
            BigDecimal sum = BigDecimal.ZERO;
            for (double value : values) {
                sum = sum.add(new BigDecimal(value));
            }
            double exact = sum.divide(BigDecimal.valueOf(values.length), MathContext.DECIMAL128)
                    .doubleValue();
            double mean = means(new int[values.length], values)[0];
            assertThat(mean).isCloseTo(exact, within(1.5 * Math.ulp(exact)));
        });
    }

    @Test
    void sumsOfTheLargestNumbersStayFinite() {
        double[] values = {Double.MAX_VALUE, Double.MAX_VALUE, Double.MAX_VALUE};
        assertThat(means(new int[3], values)).containsExactly(Double.MAX_VALUE);
    }
}
