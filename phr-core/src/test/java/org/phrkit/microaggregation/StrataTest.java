package org.phrkit.microaggregation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.phrkit.microaggregation.Anonymisation.Suppression;
import org.phrkit.microaggregation.Anonymisation.Within;
import org.phrkit.microaggregation.PersonProtection.Knowledge;
import org.phrkit.table.Column;
import org.phrkit.table.ColumnSpec;
import org.phrkit.table.NumberColumn;
import org.phrkit.table.Persons;
import org.phrkit.table.Role;
import org.phrkit.table.Table;
import org.phrkit.table.TextColumn;
import org.phrkit.testing.Seeds;
import org.phrkit.testing.Tables;

class StrataTest {
    private static final Within HOSPITAL = new Within(List.of("hospital"), false);

    private static Table table(SplittableRandom random, int rowCount, String... more) {
        List<Column> columns =
                new ArrayList<>(Tables.random(random, rowCount, 2).columns());
        columns.add(texts("hospital", Role.PLAIN, rowCount, row -> "h" + random.nextInt(3)));
        columns.add(texts("illness", Role.SENSITIVE, rowCount, row -> "i" + random.nextInt(4)));
        for (String name : more) {
            columns.add(texts(name, Role.PERSON, rowCount, row -> "p" + random.nextInt(rowCount)));
        }
        return new Table(columns);
    }

    private interface Cell {
        String of(int row);
    }

    private static TextColumn texts(String name, Role role, int rowCount, Cell cell) {
        return new TextColumn(
                new ColumnSpec(name, role),
                IntStream.range(0, rowCount).mapToObj(cell::of).toList());
    }

    /** By texts: the classes of all released columns that others know, with that of the strata. */
    private static Map<List<String>, List<Integer>> classes(Table table) {
        Map<List<String>, List<Integer>> classes = new HashMap<>();
        for (int row = 0; row < table.rowCount(); row++) {
            List<String> key = new ArrayList<>();
            for (Column column : table.columns()) {
                if (column.spec().role() == Role.QUASI || column.spec().name().equals("hospital")) {
                    key.add(column.text(row));
                }
            }
            classes.computeIfAbsent(key, any -> new ArrayList<>()).add(row);
        }
        return classes;
    }

    private static void assertOneStratumEach(Release release) {
        Map<Integer, String> ofGroup = new HashMap<>();
        Column hospital = release.table().column("hospital").orElseThrow();
        for (int row = 0; row < release.table().rowCount(); row++) {
            String first = ofGroup.putIfAbsent(release.partition().groupOf(row), hospital.text(row));
            assertThat(first == null || first.equals(hospital.text(row))).isTrue();
        }
    }

    @Test
    void noGroupCrossesAndEachHasKRowsWithinItsStratum() {
        Seeds.forEach(60, 300, random -> {
            int k = 2 + random.nextInt(3);
            Table table = table(random, 20 + random.nextInt(60));
            Guarantees guarantees = random.nextBoolean() ? Guarantees.NONE : new Guarantees(2, 1);
            Anonymisation choices = new Anonymisation(k)
                    .with(guarantees, List.of())
                    .with(new Within(List.of("hospital"), true))
                    .with(new Suppression(random.nextInt(3) * 10));
            Release release;
            try {
                release = choices.of(table);
            } catch (AnonymisationException.StratumNotDiverse | AnonymisationException.SmallStrata e) {
                return;
            }
            assertOneStratumEach(release);
            Column illness = release.table().column("illness").orElseThrow();
            classes(release.table()).values().forEach(rows -> {
                assertThat(rows).hasSizeGreaterThanOrEqualTo(k);
                Set<String> values = new HashSet<>();
                rows.forEach(row -> values.add(illness.text(row)));
                assertThat(values).hasSizeGreaterThanOrEqualTo(guarantees.l());
            });
        });
    }

    /** Of equal scales, each stratum is grouped as it would be by itself. */
    @Test
    void aStratumIsGroupedByItself() throws Exception {
        Table half = new Table(List.of(Tables.quasi("x", 1, 2, 3, 10, 11, 12, 20, 21)));
        int[] twice = IntStream.range(0, 16).map(row -> row / 2).toArray();
        List<Column> columns = new ArrayList<>(half.select(twice).columns());
        columns.add(texts("hospital", Role.PLAIN, 16, row -> row % 2 == 0 ? "a" : "b"));
        Release release = new Anonymisation(3).with(HOSPITAL).of(new Table(columns));
        Partition alone = new Anonymisation(3).of(half).partition();
        for (int row = 0; row < 16; row++) {
            for (int other = row % 2; other < 16; other += 2) {
                assertThat(release.partition().groupOf(row)
                                == release.partition().groupOf(other))
                        .isEqualTo(alone.groupOf(row / 2) == alone.groupOf(other / 2));
            }
        }
    }

    @Test
    void personsAreProtectedWithinStrata() {
        Seeds.forEach(50, 200, random -> {
            int k = 2 + random.nextInt(2);
            Table table = table(random, 30 + random.nextInt(60), "patient");
            boolean isLinked = random.nextBoolean();
            Anonymisation choices = new Anonymisation(k)
                    .with(new PersonProtection(
                            "patient",
                            isLinked ? Knowledge.ALL_ROWS : Knowledge.ONE_ROW,
                            java.util.OptionalInt.of(1 + random.nextInt(2)),
                            java.util.Optional.empty()))
                    .with(new Within(List.of("hospital"), true));
            Release release;
            try {
                release = choices.of(table);
            } catch (AnonymisationException e) {
                assertThat(e)
                        .isInstanceOfAny(
                                AnonymisationException.SmallStrata.class,
                                AnonymisationException.SeveralStrata.class,
                                AnonymisationException.TooManyRows.class,
                                AnonymisationException.UnequalRows.class);
                return;
            }
            assertOneStratumEach(release);
            Persons persons = release.persons().orElseThrow();
            classes(release.table()).values().forEach(rows -> {
                Map<Integer, Integer> counts = new HashMap<>();
                rows.forEach(row -> counts.merge(persons.of(row), 1, Integer::sum));
                counts.values().forEach(count -> assertThat(count * k).isLessThanOrEqualTo(rows.size()));
            });
        });
    }

    @Test
    void smallStrataAreRefusedOrLeftOut() throws Exception {
        Table table = new Table(List.of(
                Tables.quasi("x", 1, 2, 3, 4, 5), texts("hospital", Role.PLAIN, 5, row -> row == 4 ? "b" : "a")));
        assertThatThrownBy(() -> new Anonymisation(2).with(HOSPITAL).of(table))
                .isInstanceOf(AnonymisationException.SmallStrata.class)
                .hasMessage("1 of 2 strata has fewer persons than k = 2");
        Release release =
                new Anonymisation(2).with(new Within(List.of("hospital"), true)).of(table);
        assertThat(release.table().rowCount()).isEqualTo(4);
        assertThat(release.steps().rowsOfSmallStrata()).isEqualTo(1);
        assertThatThrownBy(() -> new Anonymisation(5)
                        .with(new Within(List.of("hospital"), true))
                        .of(table))
                .isInstanceOf(AnonymisationException.SmallStrata.class);
    }

    @Test
    void aRowOfNoStratumIsRefused() {
        for (String missing : List.of("", "NA")) {
            Table table = new Table(List.of(
                    Tables.quasi("x", 1, 2, 3, 4), texts("hospital", Role.PLAIN, 4, row -> row == 2 ? missing : "a")));
            assertThatThrownBy(() -> new Anonymisation(2).with(HOSPITAL).of(table))
                    .isInstanceOf(AnonymisationException.NoStratum.class)
                    .hasMessage("line 4: column \"hospital\": the cell is missing, so the row belongs to no stratum");
        }
    }

    @Test
    void aPersonWhoseRowsAreJoinedIsOfOneStratum() {
        Table table = new Table(List.of(
                Tables.quasi("x", 1, 2, 3, 4),
                texts("hospital", Role.PLAIN, 4, row -> row % 2 == 0 ? "a" : "b"),
                texts("patient", Role.PERSON, 4, row -> row / 2 + "")));
        assertThatThrownBy(() -> new Anonymisation(2)
                        .with(new PersonProtection("patient", Knowledge.ALL_ROWS))
                        .with(HOSPITAL)
                        .of(table))
                .isInstanceOf(AnonymisationException.SeveralStrata.class)
                .hasMessageStartingWith("line 3: ");
    }

    @Test
    void groupsOfPersonsHaveNoStrata() {
        Table table = new Table(List.of(
                Tables.quasi("x", 1, 2, 3, 4),
                texts("hospital", Role.PLAIN, 4, row -> "a"),
                texts("patient", Role.PERSON, 4, row -> row + "")));
        Anonymisation persons = new Anonymisation(2).with(new PersonProtection("patient", Knowledge.ONE_ROW));
        for (Anonymisation wrong : List.of(persons.with(HOSPITAL), persons.with(new Suppression(5)))) {
            assertThatThrownBy(() -> wrong.groupsOf(table))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("strata, suppression and weights are for records");
        }
        List<Column> weighted = new ArrayList<>(table.columns());
        weighted.add(new NumberColumn(new ColumnSpec("w", Role.WEIGHT), new double[] {1, 2, 3, 4}));
        assertThatThrownBy(() -> persons.groupsOf(new Table(weighted)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("strata, suppression and weights are for records");
    }

    /** By hand. */
    @Test
    void whoIsFarthestLeavesIfTheLossFalls() throws Exception {
        Table table = new Table(List.of(Tables.quasi("x", 0, 0, 0, 1, 1, 1, 100)));
        Release release = new Anonymisation(3).with(new Suppression(15)).of(table);
        Release.Suppressed suppressed = release.steps().suppressed().orElseThrow();
        assertThat(release.table().rowCount()).isEqualTo(6);
        assertThat(release.informationLoss()).isZero();
        assertThat(suppressed.persons()).isEqualTo(1);
        assertThat(suppressed.rows()).isEqualTo(1);
        // Groups of 0, 0, 0, 1 and of 1, 1, 100 with the mean 34; the mean of all is 103/7.
        double sse = 0.75 + 2 * 33 * 33 + 66 * 66;
        double sst = 3 + 100 * 100 - 103 * 103 / 7.0;
        assertThat(suppressed.lossBefore()).isCloseTo(100 * sse / sst, within(1e-9));
        assertThat(suppressed.lossAfter()).isZero();
        Release whole = new Anonymisation(3).with(new Suppression(14)).of(table);
        assertThat(whole.table().rowCount()).isEqualTo(7);
        assertThat(whole.steps().suppressed()).isEmpty();
    }

    @Test
    void suppressionLowersTheLossOnTheScalesOfAll() {
        Seeds.forEach(20, 100, random -> {
            int k = 2 + random.nextInt(4);
            Table table = table(random, 30 + random.nextInt(60));
            double percent = 5 + random.nextInt(30);
            Release release =
                    new Anonymisation(k).with(new Suppression(percent)).of(table);
            Release.Suppressed suppressed = release.steps().suppressed().orElseThrow();
            assertThat(suppressed.persons()).isLessThanOrEqualTo((int) (percent / 100 * table.rowCount()));
            assertThat(suppressed.rows())
                    .isEqualTo(table.rowCount() - release.table().rowCount());
            assertThat(suppressed.lossAfter()).isLessThanOrEqualTo(suppressed.lossBefore());
            assertThat(release.partition().smallestSize()).isGreaterThanOrEqualTo(k);
        });
    }
}
