package org.phrkit.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.commons.math3.stat.inference.KolmogorovSmirnovTest;
import org.junit.jupiter.api.Test;
import org.phrkit.microaggregation.Mdav;
import org.phrkit.microaggregation.Release;
import org.phrkit.table.Column;
import org.phrkit.table.ColumnSpec;
import org.phrkit.table.Kind;
import org.phrkit.table.NumberColumn;
import org.phrkit.table.Role;
import org.phrkit.table.Table;
import org.phrkit.table.TextColumn;
import org.phrkit.testing.Seeds;
import org.phrkit.testing.Tables;

class ColumnChangeTest {
    private static final double NA = Double.NaN;

    private static Table numbers(double... values) {
        return new Table(List.of(Tables.quasi("x", values)));
    }

    /** Each letter is a cell, a point a missing one. */
    private static Table texts(Kind kind, String cells, String levels) {
        List<String> names = levels.chars().mapToObj(Character::toString).toList();
        ColumnSpec spec = new ColumnSpec("x", Role.SENSITIVE, kind, kind == Kind.ORDINAL ? names : List.of());
        return new Table(List.of(
                new TextColumn(spec, names, cells.chars().map(levels::indexOf).toArray(), "")));
    }

    private static double distance(Table original, Table release) {
        List<ColumnChange> changes = ColumnChange.of(original, release);
        assertThat(changes).hasSize(1);
        return changes.get(0).distance();
    }

    /** Up to 2 are half of 1, 2, 3, 4 and nothing of 3, 4, 5, 6. */
    @Test
    void distanceIsTheGreatestBetweenTheShares() {
        assertThat(distance(numbers(4, 2, 3, 1), numbers(3, 4, 5, 6))).isEqualTo(0.5);
        assertThat(distance(numbers(1, 2), numbers(3, 4, 5))).isEqualTo(1);
        assertThat(distance(numbers(1, 2, 3), numbers(2, 2, 2))).isEqualTo(1.0 / 3);
        assertThat(distance(numbers(7), numbers(7))).isZero();
    }

    /** Between the ties is no value: 5/6 - 1/2 up to 1, and not 1 before the 1 of the second are counted. */
    @Test
    void tiesAreCountedTogether() {
        assertThat(distance(numbers(1, 1, 1, 1, 1, 2), numbers(1, 1, 2, 2))).isCloseTo(2.0 / 6, within(1e-15));
        assertThat(distance(numbers(0.0, -0.0), numbers(-0.0, 0.0, 0.0))).isZero();
    }

    /** Ranks 0, 1, 2, 3 become 0, 0, 3, 3: up to b half, and up to c 3/4 against 1/2. */
    @Test
    void ordinalsAreRanks() {
        Table original = texts(Kind.ORDINAL, "abcd", "abcd");
        assertThat(distance(original, texts(Kind.ORDINAL, "aadd", "abcd"))).isEqualTo(0.25);
        ColumnSummary before = ColumnChange.of(original, original).get(0).before();
        assertThat(before.mean()).isEqualTo(1.5);
        assertThat(before.quantiles().get(6)).isEqualTo(3);
    }

    /** Shares 1/2, 1/4, 1/4, 0 against 1/2, 0, 0, 1/2, with levels that are listed in another order. */
    @Test
    void categoriesDifferByTheirShares() {
        Table original = texts(Kind.CATEGORY, "aabc", "abc");
        assertThat(distance(original, texts(Kind.CATEGORY, "dada", "da"))).isEqualTo(0.5);
        assertThat(distance(original, texts(Kind.CATEGORY, "abca", "cab"))).isZero();
        assertThat(distance(original, texts(Kind.CATEGORY, "de", "de"))).isEqualTo(1);
        ColumnSummary before = ColumnChange.of(original, original).get(0).before();
        assertThat(before.count()).isEqualTo(4);
        assertThat(before.mean()).isNaN();
        assertThat(before.quantiles()).isEmpty();
    }

    @Test
    void missingCellsAreCountedApart() {
        ColumnChange change =
                ColumnChange.of(numbers(1, NA, 2, NA), numbers(2, 1, NA)).get(0);
        assertThat(change.distance()).isZero();
        assertThat(change.before().count()).isEqualTo(2);
        assertThat(change.before().missing()).isEqualTo(2);
        assertThat(change.after().missing()).isEqualTo(1);
        assertThat(distance(numbers(NA, NA), numbers(1))).isEqualTo(1);
        assertThat(distance(numbers(NA), numbers(NA, NA))).isZero();
        assertThat(distance(texts(Kind.CATEGORY, "a.", "a"), texts(Kind.CATEGORY, "..", "a")))
                .isEqualTo(1);
        assertThat(distance(texts(Kind.CATEGORY, "..", "a"), texts(Kind.CATEGORY, ".", "a")))
                .isZero();
    }

    @Test
    void identifiersAndPseudonymsAreNotCompared() {
        Column quasi = Tables.quasi("x", 1, 2);
        List<Column> columns = new ArrayList<>(List.of(quasi));
        for (Role role : List.of(Role.IDENTIFIER, Role.PSEUDONYM, Role.SENSITIVE, Role.PLAIN)) {
            columns.add(new TextColumn(new ColumnSpec(role.term(), role), List.of("a", "b")));
        }
        Table original = new Table(columns);
        assertThat(ColumnChange.of(original, new Table(List.of(columns.get(4), columns.get(3), quasi))))
                .extracting(ColumnChange::name)
                .containsExactly("x", "sensitive", "plain");
    }

    @Test
    void refusesWhatDoesNotBelongTogether() {
        assertThatThrownBy(() -> ColumnChange.of(numbers(1), new Table(List.of(Tables.quasi("y", 1)))))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ColumnChange.of(numbers(1), texts(Kind.CATEGORY, "a", "a")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ColumnChange.of(
                        numbers(1),
                        new Table(List.of(
                                new NumberColumn(new ColumnSpec("x", Role.QUASI, Kind.DATE), new double[] {1})))))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ColumnChange.of(texts(Kind.ORDINAL, "a", "ab"), texts(Kind.ORDINAL, "a", "ba")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void agreesWithTheDefinitions() {
        Seeds.forEach(600, random -> {
            Table table = Tables.sensitive(random, 1 + random.nextInt(60), 2, 2);
            Table original = table.select(
                    random.ints(1 + random.nextInt(40), 0, table.rowCount()).toArray());
            Table release = table.select(
                    random.ints(1 + random.nextInt(40), 0, table.rowCount()).toArray());
            List<ColumnChange> changes = ColumnChange.of(original, release);
            for (int i = 0; i < changes.size(); i++) {
                Column before = original.columns().get(i);
                Column after = release.columns().get(i);
                double expected = before.spec().kind() == Kind.CATEGORY
                        ? slowVariation(before, after)
                        : slowDistance(present(before), present(after));
                assertThat(changes.get(i).distance()).isCloseTo(expected, within(1e-12));
            }
        });
    }

    /** Which wants two values or more. */
    @Test
    void agreesWithTheLibrary() {
        Seeds.forEach(300, random -> {
            double[] before = random.ints(2 + random.nextInt(40), 0, 1 + random.nextInt(30))
                    .asDoubleStream()
                    .toArray();
            double[] after = random.ints(2 + random.nextInt(40), 0, 1 + random.nextInt(30))
                    .asDoubleStream()
                    .toArray();
            assertThat(distance(numbers(before), numbers(after)))
                    .isEqualTo(new KolmogorovSmirnovTest().kolmogorovSmirnovStatistic(before, after));
        });
    }

    @Test
    void theSameRowsInAnotherOrderAreTheSame() {
        Seeds.forEach(200, random -> {
            Table table = random.nextBoolean()
                    ? Tables.sensitive(random, 1 + random.nextInt(60), 2, 2)
                    : Tables.random(random, 1 + random.nextInt(60), 4);
            Table shuffled = Tables.shuffled(table, random.nextLong());
            List<ColumnChange> changes = ColumnChange.of(table, shuffled);
            assertThat(changes).hasSize(4).allSatisfy(change -> {
                assertThat(change.distance()).isZero();
                assertThat(change.after()).isEqualTo(change.before());
            });
        });
    }

    @Test
    void microaggregationKeepsTheMeanAndNarrowsTheSpread() {
        Seeds.forEach(200, random -> {
            Table table = Tables.random(random, 4 + random.nextInt(80), 1 + random.nextInt(4));
            Table release = Release.of(table, Mdav.partition(table, 2 + random.nextInt(3)))
                    .table();
            for (ColumnChange change : ColumnChange.of(table, release)) {
                double greatest = change.before().quantiles().get(6);
                assertThat(change.after().mean()).isCloseTo(change.before().mean(), within(1e-13 * greatest));
                assertThat(change.after().standardDeviation())
                        .isLessThanOrEqualTo(change.before().standardDeviation() + 1e-13 * greatest);
            }
        });
    }

    private static double[] present(Column column) {
        return IntStream.range(0, column.rowCount())
                .filter(row -> !column.isMissing(row))
                .mapToDouble(row ->
                        column instanceof NumberColumn numbers ? numbers.value(row) : ((TextColumn) column).code(row))
                .toArray();
    }

    private static double slowDistance(double[] before, double[] after) {
        if (before.length == 0 || after.length == 0) {
            return before.length == after.length ? 0 : 1;
        }
        return Stream.of(before, after)
                .flatMapToDouble(Arrays::stream)
                .map(value -> Math.abs(shareUpTo(before, value) - shareUpTo(after, value)))
                .max()
                .orElseThrow();
    }

    private static double shareUpTo(double[] values, double greatest) {
        return (double) Arrays.stream(values).filter(value -> value <= greatest).count() / values.length;
    }

    private static double slowVariation(Column before, Column after) {
        List<String> cells = cells(before);
        List<String> others = cells(after);
        if (cells.isEmpty() || others.isEmpty()) {
            return cells.size() == others.size() ? 0 : 1;
        }
        return Stream.concat(cells.stream(), others.stream())
                        .distinct()
                        .mapToDouble(text -> Math.abs(share(cells, text) - share(others, text)))
                        .sum()
                / 2;
    }

    private static double share(List<String> cells, String text) {
        return (double) cells.stream()
                        .filter(cell -> Objects.equals(cell, text))
                        .count()
                / cells.size();
    }

    private static List<String> cells(Column column) {
        return IntStream.range(0, column.rowCount())
                .filter(row -> !column.isMissing(row))
                .mapToObj(column::text)
                .toList();
    }
}
