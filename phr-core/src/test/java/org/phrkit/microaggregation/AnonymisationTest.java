package org.phrkit.microaggregation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.phrkit.microaggregation.Anonymisation.Collectors;
import org.phrkit.microaggregation.Anonymisation.Incomplete;
import org.phrkit.table.Column;
import org.phrkit.table.ColumnSpec;
import org.phrkit.table.Role;
import org.phrkit.table.Table;
import org.phrkit.table.TextColumn;
import org.phrkit.testing.Seeds;
import org.phrkit.testing.Tables;

class AnonymisationTest {
    private static final double NA = Double.NaN;

    @Test
    void groupsRefinesAndReplaces() throws Exception {
        Seeds.forEach(50, random -> {
            int k = 2 + random.nextInt(4);
            Table table = Tables.random(random, k + random.nextInt(60), 1 + random.nextInt(3));
            Partition partition = Refinement.descent(table, Mdav.partition(table, k), k, Progress.UNSEEN);
            Release release = new Anonymisation(k).of(table);
            assertThat(release.partition()).isEqualTo(partition);
            assertThat(release.table().columns())
                    .isEqualTo(Release.of(table, partition).table().columns());
        });
    }

    private static Table withMissing() {
        return new Table(List.of(Tables.quasi("age", 30, NA, 32, 40, 41), Tables.quasi("bmi", 20, 21, NA, NA, 24)));
    }

    @Test
    void incompleteRowsAreRefusedLeftOutOrFilled() throws Exception {
        assertThatThrownBy(() -> new Anonymisation(2).of(withMissing()))
                .isInstanceOf(AnonymisationException.CellsMissing.class)
                .hasMessage("column \"age\": 1 of 5 cells is missing, column \"bmi\": 2 of 5 cells are missing");
        Release dropped = new Anonymisation(2).with(Incomplete.DROP).of(withMissing());
        assertThat(dropped.steps().droppedRows()).isEqualTo(3);
        assertThat(dropped.table().rowCount()).isEqualTo(2);
        assertThat(dropped.table().lineNumber(1)).isEqualTo(6);
        Release filled = new Anonymisation(2).with(Incomplete.IMPUTE).of(withMissing());
        assertThat(filled.steps()).isEqualTo(Release.Steps.NONE);
        assertThat(filled.table().missingCells()).isEmpty();
        assertThat(filled.table().rowCount()).isEqualTo(5);
    }

    @Test
    void tooFewRowsAreRefused() {
        assertThatThrownBy(() -> new Anonymisation(6).with(Incomplete.IMPUTE).of(withMissing()))
                .isInstanceOf(AnonymisationException.TooFewRows.class)
                .hasMessage("5 rows are fewer than k = 6");
        assertThatThrownBy(() -> new Anonymisation(3).with(Incomplete.DROP).of(withMissing()))
                .hasMessage("2 rows without missing cells are fewer than k = 3");
        assertThatThrownBy(() -> new Anonymisation(1)).hasMessage("k is 1; it must be at least 2");
    }

    private static Table withSecret(String... secrets) {
        return new Table(List.of(
                Tables.quasi("age", 30, 31, 40, 41, 50, 51),
                new TextColumn(new ColumnSpec("blood", Role.SENSITIVE), List.of(secrets))));
    }

    @Test
    void guaranteesAreEnforcedWhereMissingValuesAreNone() throws Exception {
        Table table = withSecret("A", "A", "A", "NA", "B", "A");
        Release plain = new Anonymisation(2).of(table);
        Release diverse =
                new Anonymisation(2).with(new Guarantees(2, 1), List.of("NA")).of(table);
        assertThat(plain.partition().groupCount()).isEqualTo(3);
        assertThat(diverse.partition().groupCount()).isEqualTo(1);
        Release.MergedGroups merging = diverse.steps().merging().orElseThrow();
        assertThat(merging.groups()).isEqualTo(2);
        assertThat(merging.informationLoss())
                .isCloseTo(diverse.informationLoss() - plain.informationLoss(), within(1e-12));
        // As a value of its own, NA makes the second group diverse.
        assertThat(new Anonymisation(2)
                        .with(new Guarantees(2, 1), List.of())
                        .of(table)
                        .partition()
                        .groupCount())
                .isEqualTo(2);
        assertThatThrownBy(() -> new Anonymisation(2)
                        .with(new Guarantees(3, 1), List.of("NA"))
                        .of(table))
                .isInstanceOf(AnonymisationException.NotDiverse.class)
                .hasMessage("column \"blood\" has 2 distinct values, fewer than l = 3");
    }

    @Test
    void twoPhasesAreThoseOfTheSimulation() throws Exception {
        Table table = withSecret("a", "a", "a", "b", "b", "b");
        Release release = new Anonymisation(2).with(new Collectors("blood", 3)).of(table);
        Simulation simulation =
                DoublePhase.simulate(table, new int[] {0, 0, 0, 1, 1, 1}, 3, 2, Grouping.descent(Progress.UNSEEN));
        assertThat(release.table().columns())
                .isEqualTo(simulation.phase2().table().columns());
        assertThat(release.steps().phases())
                .contains(new Release.Phases(
                        2,
                        simulation.phase1().informationLoss(),
                        simulation.phase2Loss(),
                        simulation.singlePhase().informationLoss()));
        assertThatThrownBy(() ->
                        new Anonymisation(2).with(new Collectors("ward", 3)).of(table))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("there is no column of the collectors");
    }

    /** By texts: each class of the release has k rows and l values, and phase 2 alone has merged for them. */
    @Test
    void guaranteesAreKeptOverAllCollectors() {
        Seeds.forEach(200, random -> {
            int k = 2 + random.nextInt(3);
            int l = 2 + random.nextInt(2);
            int rowCount = 30 + random.nextInt(40);
            List<Column> columns =
                    new java.util.ArrayList<>(Tables.random(random, rowCount, 2).columns());
            columns.add(new TextColumn(
                    new ColumnSpec("ward", Role.PLAIN),
                    IntStream.range(0, rowCount).mapToObj(row -> "w" + row % 3).toList()));
            columns.add(new TextColumn(
                    new ColumnSpec("illness", Role.SENSITIVE),
                    IntStream.range(0, rowCount)
                            .mapToObj(row -> "i" + Math.min(3, random.nextInt(9)))
                            .toList()));
            Table table = new Table(columns);
            Anonymisation plain = new Anonymisation(k).with(new Collectors("ward", 2));
            Release release;
            try {
                release = plain.with(new Guarantees(l, 1), List.of()).of(table);
            } catch (AnonymisationException.NotDiverse e) {
                return;
            }
            Map<List<String>, List<String>> classes = new java.util.HashMap<>();
            List<Column> released = release.table().columns();
            for (int row = 0; row < rowCount; row++) {
                classes.computeIfAbsent(
                                List.of(
                                        released.get(0).text(row),
                                        released.get(1).text(row)),
                                any -> new java.util.ArrayList<>())
                        .add(released.get(3).text(row));
            }
            classes.values().forEach(values -> {
                assertThat(values).hasSizeGreaterThanOrEqualTo(k);
                assertThat(values.stream().distinct().count()).isGreaterThanOrEqualTo(l);
            });
            Release before = plain.of(table);
            assertThat(before.partition().groupCount() - release.partition().groupCount())
                    .isEqualTo(release.steps().merging().orElseThrow().groups());
        });
    }

    /** Each row as a text, with the row of its group beside it. */
    private static Map<String, Long> rows(Release release) {
        return IntStream.range(0, release.table().rowCount())
                .mapToObj(row -> text(release.table(), row) + " "
                        + text(release.groups(), release.partition().groupOf(row)))
                .collect(java.util.stream.Collectors.groupingBy(
                        text -> text, TreeMap::new, java.util.stream.Collectors.counting()));
    }

    private static String text(Table table, int row) {
        return table.columns().stream()
                .map((Column column) -> column.text(row))
                .collect(java.util.stream.Collectors.joining(","));
    }

    @Test
    void rowsInAnotherOrderKeepTheirGroupsAndTheirLines() throws Exception {
        Seeds.forEach(100, random -> {
            int k = 2 + random.nextInt(3);
            Table table = Tables.random(random, k + random.nextInt(30), 2);
            Release kept = new Anonymisation(k).of(table);
            Table shuffled = Tables.shuffled(kept.table(), random.nextLong());
            int[] order = IntStream.range(0, table.rowCount())
                    .map(row -> shuffled.lineNumber(row) - 2)
                    .toArray();
            Release other = kept.inOrder(order);
            assertThat(rows(other)).isEqualTo(rows(kept));
            assertThat(other.table().columns()).isEqualTo(shuffled.columns());
            assertThat(other.partition()).isEqualTo(other.partition().inOrder());
            assertThat(IntStream.range(0, order.length).map(other.table()::lineNumber))
                    .containsExactly(
                            Arrays.stream(order).mapToObj(row -> row + 2).toArray(Integer[]::new));
        });
    }
}
