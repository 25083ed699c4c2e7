package org.phrkit.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.phrkit.table.Column;
import org.phrkit.table.ColumnSpec;
import org.phrkit.table.Kind;
import org.phrkit.table.Persons;
import org.phrkit.table.Role;
import org.phrkit.table.Table;
import org.phrkit.table.TextColumn;
import org.phrkit.testing.Seeds;
import org.phrkit.testing.Tables;

class PopulationMatchesTest {
    private static Column sex(String texts) {
        return new TextColumn(
                new ColumnSpec("sex", Role.QUASI, Kind.CATEGORY),
                texts.chars().mapToObj(Character::toString).toList());
    }

    /** Two classes of 2 and 3, which 4 and 3 of the population are in: 1/3, and (2/4 + 3/3)/5 of the persons are found. */
    @Test
    void valuesThatAreReleasedAreMatchedAsTheyAre() {
        Table release = new Table(List.of(Tables.quasi("age", 30, 30, 40, 40, 40), sex("ffmmm")));
        Table population =
                new Table(List.of(sex("ffffmmmfm"), Tables.quasi("age", 30, 30, 30, 30, 40, 40, 40, 40, 30)));
        EquivalenceClasses classes = EquivalenceClasses.of(release);
        PopulationMatches matches = PopulationMatches.of(classes, release.columns(), population);
        assertThat(matches.of(0)).isEqualTo(4);
        assertThat(matches.of(1)).isEqualTo(3);
        assertThat(matches.smallest()).isEqualTo(3);
        assertThat(matches.notCovered(classes)).isZero();
        ReidentificationRisk risk = ReidentificationRisk.of(classes, 2).with(matches, classes, Persons.ofRows(5));
        assertThat(risk.highest()).isEqualTo(0.5);
        assertThat(risk.journalist()).isCloseTo(1 / 3.0, within(1e-12));
        assertThat(risk.marketer()).isCloseTo((2 / 4.0 + 1) / 5, within(1e-12));
    }

    /** The centre 31 stands for 30 to 32, and matches nobody by itself: then the class counts as its own persons. */
    @Test
    void aCentreStandsForTheSpanOfItsPersons() {
        EquivalenceClasses classes = EquivalenceClasses.of(new Table(List.of(Tables.quasi("age", 31, 31, 50, 50))));
        List<Column> original = List.of(Tables.quasi("age", 30, 32, 50, 50));
        Table population = new Table(List.of(Tables.quasi("age", 29, 30, 30.5, 32, 33, 50, 50)));
        PopulationMatches spans = PopulationMatches.of(classes, original, population);
        assertThat(spans.of(0)).isEqualTo(3);
        assertThat(spans.of(1)).isEqualTo(2);
        PopulationMatches centres =
                PopulationMatches.of(classes, List.of(Tables.quasi("age", 31, 31, 50, 50)), population);
        assertThat(centres.of(0)).isZero();
        assertThat(centres.notCovered(classes)).isOne();
        assertThat(ReidentificationRisk.of(classes, 2)
                        .with(centres, classes, Persons.ofRows(4))
                        .journalist())
                .isEqualTo(0.5);
    }

    @Test
    void populationsOfOtherColumnsAreRefused() {
        List<Column> known = List.of(Tables.quasi("age", 30, 30));
        EquivalenceClasses classes = EquivalenceClasses.of(known);
        for (Table other : List.of(new Table(List.of(Tables.quasi("year", 1))), new Table(List.of(sex("f"))))) {
            assertThatThrownBy(() -> PopulationMatches.of(classes, known, other))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> PopulationMatches.of(
                        EquivalenceClasses.of(List.of(Tables.quasi("age", 1))), known, new Table(known)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** By definition: for each class, each row of the population is held against all rows of the class. */
    @Test
    void agreesWithTheObvious() {
        Seeds.forEach(200, 500, random -> {
            SplittableRandom half = random.split();
            int size = 1 + random.nextInt(40);
            Table all = Tables.mixed(random, size + 1 + random.nextInt(60), 1 + random.nextInt(3));
            Table known = all.select(IntStream.range(0, size).toArray());
            Table population = all.select(
                    IntStream.range(half.nextInt(size), all.rowCount()).toArray());
            int groups = 1 + half.nextInt(8);
            double[] group = IntStream.range(0, size)
                    .mapToDouble(row -> half.nextInt(groups))
                    .toArray();
            EquivalenceClasses classes = half.nextBoolean()
                    ? EquivalenceClasses.of(known)
                    : EquivalenceClasses.of(List.of(Tables.quasi("group", group)));
            PopulationMatches matches = PopulationMatches.of(classes, known.columns(), population);
            for (int number = 0; number < classes.classCount(); number++) {
                int expected = 0;
                for (int person = 0; person < population.rowCount(); person++) {
                    expected += matches(classes, number, known, population, person) ? 1 : 0;
                }
                assertThat(matches.of(number)).isEqualTo(expected);
            }
        });
    }

    private static boolean matches(EquivalenceClasses classes, int number, Table known, Table population, int person) {
        for (Column column : known.columns()) {
            Column others = population.column(column.spec().name()).orElseThrow();
            List<Integer> members = IntStream.range(0, known.rowCount())
                    .filter(row -> classes.classOf(row) == number)
                    .boxed()
                    .toList();
            if (others.isMissing(person)) {
                if (members.stream().noneMatch(column::isMissing)) {
                    return false;
                }
                continue;
            }
            List<Integer> present = new ArrayList<>(members);
            present.removeIf(column::isMissing);
            boolean isSame = present.stream().anyMatch(row -> column.text(row).equals(others.text(person)));
            double value = others.numbers()[person];
            boolean isBetween = column.spec().kind() != Kind.CATEGORY
                    && present.stream().anyMatch(row -> column.numbers()[row] <= value)
                    && present.stream().anyMatch(row -> column.numbers()[row] >= value);
            if (!isSame && !isBetween) {
                return false;
            }
        }
        return true;
    }
}
