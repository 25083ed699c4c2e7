package org.phrkit.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.phrkit.table.NumberColumn;
import org.phrkit.table.Table;
import org.phrkit.testing.Seeds;
import org.phrkit.testing.Tables;

class IntervalDisclosureTest {
    private static final double NA = Double.NaN;

    private static Table numbers(double... values) {
        return new Table(List.of(Tables.quasi("x", values)));
    }

    private static IntervalDisclosure.OfColumn column(double[] original, double[] released, double width) {
        IntervalDisclosure disclosure = IntervalDisclosure.of(numbers(original), numbers(released), width);
        assertThat(disclosure.columns()).hasSize(1);
        assertThat(disclosure.recordsByDeviation())
                .isEqualTo(disclosure.columns().get(0).byDeviation());
        assertThat(disclosure.recordsByRank())
                .isEqualTo(disclosure.columns().get(0).byRank());
        return disclosure.columns().get(0);
    }

    /**
     * 0, 2, 4, 6, 8 have the deviation √8 = 2.83: 0.5 of it holds the differences 1, 0 and 1, but not 2 and 3. Their
     * places are 0.1, 0.3, 0.5, 0.7, 0.9; those of 1, 2, 6, 3, 7 are 0.2, 0.3, 0.7, 0.4, 0.8.
     */
    @Test
    void countsWhatLiesWithin() {
        double[] original = {0, 2, 4, 6, 8};
        double[] released = {1, 2, 6, 3, 7};
        assertThat(column(original, released, 0.5).byDeviation()).isEqualTo(3 / 5.0);
        assertThat(column(original, released, 0.71).byDeviation()).isEqualTo(4 / 5.0);
        assertThat(column(original, released, 0.1).byRank()).isEqualTo(3 / 5.0);
        assertThat(column(original, released, 0.2).byRank()).isEqualTo(4 / 5.0);
        assertThat(column(original, released, 0.3).byRank()).isEqualTo(1);
    }

    /** The only outlier is far off in deviations and next to its rank. */
    @Test
    void ranksDoNotFeelOutliers() {
        double[] original = {1, 2, 3, 4, 1000};
        double[] released = {1, 2, 3, 4, 500};
        assertThat(column(original, released, 0.2).byDeviation()).isEqualTo(4 / 5.0);
        assertThat(column(original, released, 0.2).byRank()).isEqualTo(1);
    }

    @Test
    void aConstantColumnTellsItselfOnly() {
        assertThat(column(new double[] {5, 5}, new double[] {5, 6}, 1).byDeviation())
                .isEqualTo(0.5);
        assertThat(column(new double[] {5, 5}, new double[] {5, 6}, 0.1).byRank())
                .isEqualTo(0.5);
    }

    /** Of two columns the second misses one cell before, and one after. */
    @Test
    void recordsAreWithinWhereAllTheirNumbersAre() {
        Table original = new Table(List.of(Tables.quasi("x", 0, 1, 2, NA), Tables.quasi("y", 0, NA, 2, NA)));
        Table released = new Table(List.of(Tables.quasi("y", 0, 5, NA, 7), Tables.quasi("x", 9, 1, 2, 7)));
        IntervalDisclosure disclosure = IntervalDisclosure.of(original, released, 0.1);
        assertThat(disclosure.columns())
                .containsExactly(
                        new IntervalDisclosure.OfColumn("x", 2 / 3.0, 2 / 3.0),
                        new IntervalDisclosure.OfColumn("y", 1 / 2.0, 1 / 2.0));
        assertThat(disclosure.recordsByDeviation()).isEqualTo(1 / 3.0);
        assertThat(disclosure.recordsByRank()).isEqualTo(1 / 3.0);
    }

    @Test
    void withoutNumbersThereIsNothing() {
        assertThat(column(new double[] {NA}, new double[] {1}, 0.1))
                .isEqualTo(new IntervalDisclosure.OfColumn("x", 0, 0));
    }

    @Test
    void agreesWithTheObviousInAnyOrder() {
        Seeds.forEach(400, random -> {
            Table original = RecordLinkageTest.random(random, 1 + random.nextInt(60));
            Table released = RecordLinkageTest.released(random, original);
            double width = 0.05 + random.nextDouble() / 2;
            IntervalDisclosure disclosure = IntervalDisclosure.of(original, released, width);
            for (int i = 0; i < disclosure.columns().size(); i++) {
                NumberColumn before = original.quasiNumbers().get(i);
                NumberColumn after = released.quasiNumbers().get(i);
                IntervalDisclosure.OfColumn column = disclosure.columns().get(i);
                assertThat(column.column()).isEqualTo(before.spec().name());
                assertThat(column.byDeviation()).isCloseTo(obvious(before, after, width, false), within(1e-12));
                assertThat(column.byRank()).isCloseTo(obvious(before, after, width, true), within(1e-12));
            }
            assertThat(disclosure.columns()).hasSameSizeAs(original.quasiNumbers());
            assertThat(disclosure.recordsByDeviation())
                    .isCloseTo(obviousRecords(original, released, width, false), within(1e-12));
            assertThat(disclosure.recordsByRank())
                    .isCloseTo(obviousRecords(original, released, width, true), within(1e-12));
            long seed = random.nextLong();
            assertThat(IntervalDisclosure.of(Tables.shuffled(original, seed), Tables.shuffled(released, seed), width))
                    .isEqualTo(disclosure);
            IntervalDisclosure ofCopy = IntervalDisclosure.of(original, original, width);
            assertThat(ofCopy.recordsByDeviation()).isEqualTo(ofCopy.recordsByRank());
            assertThat(ofCopy.columns())
                    .allSatisfy(column -> assertThat(column.byRank()).isIn(0.0, 1.0));
        });
    }

    private static double obvious(NumberColumn before, NumberColumn after, double width, boolean byRank) {
        return IntStream.range(0, before.rowCount())
                .filter(row -> !before.isMissing(row))
                .mapToDouble(row -> isWithin(before, after, row, width, byRank) ? 1 : 0)
                .average()
                .orElse(0);
    }

    private static double obviousRecords(Table original, Table released, double width, boolean byRank) {
        List<NumberColumn> before = original.quasiNumbers();
        List<NumberColumn> after = released.quasiNumbers();
        return IntStream.range(0, original.rowCount())
                .filter(row -> before.stream().anyMatch(column -> !column.isMissing(row)))
                .mapToDouble(row -> IntStream.range(0, before.size())
                                .filter(i -> !before.get(i).isMissing(row))
                                .allMatch(i -> isWithin(before.get(i), after.get(i), row, width, byRank))
                        ? 1
                        : 0)
                .average()
                .orElse(0);
    }

    private static boolean isWithin(NumberColumn before, NumberColumn after, int row, double width, boolean byRank) {
        double[] present = IntStream.range(0, before.rowCount())
                .filter(other -> !before.isMissing(other))
                .mapToDouble(before::value)
                .toArray();
        if (after.isMissing(row)) {
            return false;
        }
        double difference = byRank
                ? place(present, before.value(row)) - place(present, after.value(row))
                : before.value(row) - after.value(row);
        double scale = byRank ? 1 : deviation(present);
        return Math.abs(difference) <= width * scale * (1 + 1e-9);
    }

    private static double place(double[] values, double number) {
        double sum = 0;
        for (double value : values) {
            sum += value < number ? 1 : value == number ? 0.5 : 0;
        }
        return sum / values.length;
    }

    private static double deviation(double[] values) {
        double squares = 0;
        for (double value : values) {
            for (double other : values) {
                squares += (value - other) * (value - other);
            }
        }
        return Math.sqrt(squares / 2) / values.length;
    }

    @Test
    void refusesWhatDoesNotBelongTogether() {
        assertThatThrownBy(() -> IntervalDisclosure.of(numbers(1), numbers(1, 2), 0.1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> IntervalDisclosure.of(numbers(1), numbers(1), 0))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> IntervalDisclosure.of(numbers(1), new Table(List.of(Tables.quasi("y", 1))), 0.1))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
