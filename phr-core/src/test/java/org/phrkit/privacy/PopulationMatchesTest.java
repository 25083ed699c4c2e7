package org.phrkit.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
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
import org.phrkit.testing.Shared;
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
        assertThat(matches.notCovered(classes, Persons.ofRows(5))).isZero();
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
        assertThat(centres.notCovered(classes, Persons.ofRows(4))).isOne();
        assertThat(ReidentificationRisk.of(classes, 2)
                        .with(centres, classes, Persons.ofRows(4))
                        .journalist())
                .isEqualTo(0.5);
    }

    /** Three visits of one woman are one of the population's two; two men are more than the one it has. */
    @Test
    void classesOfMorePersonsThanMatchAreNotCovered() {
        Table release = new Table(List.of(sex("fffmm")));
        EquivalenceClasses classes = EquivalenceClasses.of(release);
        PopulationMatches matches = PopulationMatches.of(classes, release.columns(), new Table(List.of(sex("ffm"))));
        assertThat(matches.notCovered(classes, Persons.of(new int[] {0, 0, 0, 1, 2})))
                .isOne();
        assertThat(matches.notCovered(classes, Persons.of(new int[] {0, 0, 0, 1, 1})))
                .isZero();
        assertThat(matches.notCovered(classes, Persons.ofRows(5))).isEqualTo(2);
    }

    /**
     * The figures of ARX for k-map, in its own {@code TestAnonymizationKMap}: a tenth of its example table is released, and
     * the whole is the population. It gives the levels of generalisation at which least is lost, and by that the average
     * size of a class, all suppressed rows being one. What is generalised less is not k-map, or it would lose less.
     *
     * @see <a href="https://github.com/arx-deidentifier/arx">ARX, commit aacd487</a>
     */
    @Test
    void agreesWithFiguresOfArx() throws IOException {
        Adult adult = Adult.read();
        assertThat(adult.released).hasSize(3016);

        int[] five = {1, 0, 1, 2, 3, 2, 2, 1};
        assertThat(adult.matches(five).smallest()).isGreaterThanOrEqualTo(5);
        assertThat(adult.averageSize(5, 0, five)).isCloseTo(45.014925373134325, within(1e-12));
        for (int column = 0; column < five.length; column++) {
            int[] finer = five.clone();
            if (finer[column]-- > 0) {
                assertThat(adult.matches(finer).smallest()).isLessThan(5);
            }
        }
        assertThat(adult.matches(0, 0, 1, 2, 3, 2, 2, 0).smallest()).isGreaterThanOrEqualTo(3);
        assertThat(adult.matches(1, 0, 1, 1, 3, 2, 2, 0).smallest()).isGreaterThanOrEqualTo(2);
        assertThat(adult.matches(0, 1, 1, 2, 3, 2, 2, 0).smallest()).isGreaterThanOrEqualTo(10);
        assertThat(adult.averageSize(20, 0.05, 1, 0, 1, 1, 3, 2, 1, 0)).isCloseTo(11.424242424242424, within(1e-12));
        assertThat(adult.averageSize(10, 0.05, 0, 0, 1, 1, 3, 2, 1, 0)).isCloseTo(7.215311004784689, within(1e-12));
    }

    /** ARX's example table, by column a text for each row and level of generalisation, and the rows that are released. */
    private record Adult(Map<String, List<List<String>>> columns, List<Integer> released) {
        static Adult read() throws IOException {
            List<String[]> lines = lines("adult.csv");
            Map<String, List<List<String>>> columns = new LinkedHashMap<>();
            for (int i = 0; i < lines.get(0).length; i++) {
                String name = lines.get(0)[i];
                if (!name.equals("occupation")) {
                    columns.put(name, generalised(lines, i, lines("adult_hierarchy_" + name + ".csv")));
                }
            }
            List<Integer> released = new ArrayList<>();
            try (InputStream in =
                    Objects.requireNonNull(PopulationMatchesTest.class.getResourceAsStream("adult-subset.txt"))) {
                new String(in.readAllBytes(), StandardCharsets.US_ASCII)
                        .lines()
                        .filter(line -> !line.startsWith("#"))
                        .flatMap(line -> Arrays.stream(line.split(" ")))
                        .forEach(row -> released.add(Integer.valueOf(row)));
            }
            return new Adult(columns, released);
        }

        private static List<String[]> lines(String file) throws IOException {
            return Files.readAllLines(Shared.path("data/adult").resolve(file)).stream()
                    .map(line -> line.split(";"))
                    .toList();
        }

        private static List<List<String>> generalised(List<String[]> lines, int column, List<String[]> hierarchy) {
            Map<String, String[]> levels = hierarchy.stream().collect(Collectors.toMap(line -> line[0], line -> line));
            return IntStream.range(0, hierarchy.get(0).length)
                    .mapToObj(level -> lines.stream()
                            .skip(1)
                            .map(line -> Objects.requireNonNull(levels.get(line[column]))[level])
                            .toList())
                    .toList();
        }

        Table at(int... levels) {
            List<Column> texts = new ArrayList<>();
            columns.forEach((name, byLevel) -> texts.add(new TextColumn(
                    new ColumnSpec(name, Role.QUASI, Kind.CATEGORY), byLevel.get(levels[texts.size()]))));
            return new Table(texts);
        }

        Table releasedAt(int... levels) {
            return at(levels).select(released.stream().mapToInt(row -> row).toArray());
        }

        PopulationMatches matches(int... levels) {
            Table rows = releasedAt(levels);
            return PopulationMatches.of(EquivalenceClasses.of(rows), rows.columns(), at(levels));
        }

        /** Of classes that k rows of the population match, and of one of all other rows, which are at most so many. */
        double averageSize(int k, double suppressedShare, int... levels) {
            EquivalenceClasses classes = EquivalenceClasses.of(releasedAt(levels));
            PopulationMatches matches = matches(levels);
            int suppressed = 0;
            int kept = 0;
            for (int number = 0; number < classes.classCount(); number++) {
                kept += matches.of(number) < k ? 0 : 1;
                suppressed += matches.of(number) < k ? classes.size(number) : 0;
            }
            assertThat(suppressed).isLessThanOrEqualTo((int) (suppressedShare * released.size()));
            return (double) released.size() / (kept + (suppressed > 0 ? 1 : 0));
        }
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
