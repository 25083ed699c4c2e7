package org.phrkit.microaggregation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.phrkit.microaggregation.PersonProtection.Knowledge;
import org.phrkit.microaggregation.PersonProtection.Parts;
import org.phrkit.table.Column;
import org.phrkit.table.ColumnSpec;
import org.phrkit.table.Persons;
import org.phrkit.table.Role;
import org.phrkit.table.Table;
import org.phrkit.table.TextColumn;
import org.phrkit.testing.Seeds;
import org.phrkit.testing.Tables;

/** What is promised, counted slowly in what is released: by the texts of its cells, and by whom each row is about. */
class PersonProtectionTest {
    private static final PersonProtection ONE_ROW = new PersonProtection("person", Knowledge.ONE_ROW);
    private static final PersonProtection ALL_ROWS = new PersonProtection("person", Knowledge.ALL_ROWS);

    private static Table table(SplittableRandom random, int rowCount, Role role) {
        return table(random, rowCount, role, 1 + random.nextInt(3));
    }

    /** Persons of 1, 2, 3 … rows, whose number stands in a column that is released too. */
    private static Table table(SplittableRandom random, int rowCount, Role role, int rowsAPerson) {
        int personCount = Math.max(1, rowCount / rowsAPerson);
        List<String> names = IntStream.range(0, rowCount)
                .mapToObj(row -> "p" + random.nextInt(personCount))
                .toList();
        List<Column> columns = new ArrayList<>();
        columns.add(new TextColumn(new ColumnSpec("person", role), names));
        columns.addAll(Tables.sensitive(random, rowCount, 1 + random.nextInt(3), 1 + random.nextInt(2))
                .columns());
        columns.add(new TextColumn(new ColumnSpec("whose", Role.PLAIN), names));
        return new Table(columns);
    }

    private static String classOf(Release release, int row) {
        return release.table().columns(Role.QUASI).stream()
                .map(column -> column.text(row))
                .collect(Collectors.joining("|"));
    }

    private static String whose(Release release, int row) {
        return release.table().column("whose").orElseThrow().text(row);
    }

    /** A: nobody has more than 1/k of the rows of a class. */
    private static void assertOneRowIsHidden(Release release, int k) {
        Map<String, Map<String, Integer>> persons = new HashMap<>();
        for (int row = 0; row < release.table().rowCount(); row++) {
            persons.computeIfAbsent(classOf(release, row), text -> new HashMap<>())
                    .merge(whose(release, row), 1, Integer::sum);
        }
        persons.forEach((text, counts) -> {
            int rows = counts.values().stream().mapToInt(count -> count).sum();
            counts.values().forEach(count -> assertThat(count * k).isLessThanOrEqualTo(rows));
        });
    }

    /** B: k persons have the same classes as often, by what joins rows. */
    private static void assertAllRowsAreHidden(Release release, int k, String joining) {
        Column joined = release.table().column(joining).orElseThrow();
        Map<String, Map<String, Integer>> classes = new HashMap<>();
        Map<String, String> whose = new HashMap<>();
        for (int row = 0; row < release.table().rowCount(); row++) {
            classes.computeIfAbsent(joined.text(row), text -> new TreeMap<>())
                    .merge(classOf(release, row), 1, Integer::sum);
            String before = whose.put(joined.text(row), whose(release, row));
            assertThat(before).isIn(null, whose(release, row));
        }
        Map<Map<String, Integer>, List<String>> alike = classes.keySet().stream()
                .collect(Collectors.groupingBy(classes::get, Collectors.mapping(whose::get, Collectors.toList())));
        alike.values().forEach(persons -> assertThat(persons.stream().distinct().count())
                .isGreaterThanOrEqualTo(k));
    }

    private static Grouping grouping(SplittableRandom random) {
        return switch (random.nextInt(4)) {
            case 0 -> Grouping.mdav(Progress.UNSEEN);
            case 1 -> Grouping.search(20, random.nextLong(), Progress.UNSEEN);
            default -> Grouping.descent(Progress.UNSEEN);
        };
    }

    private static Guarantees guarantees(SplittableRandom random) {
        return switch (random.nextInt(4)) {
            case 0 -> new Guarantees(2, 1);
            case 1 -> new Guarantees(0, 0.2 + random.nextInt(5) / 10.0);
            default -> Guarantees.NONE;
        };
    }

    private static Anonymisation anonymisation(SplittableRandom random, int k, PersonProtection protection) {
        return new Anonymisation(k)
                .with(grouping(random))
                .with(Anonymisation.Incomplete.IMPUTE)
                .with(guarantees(random), List.of("NA"))
                .with(protection);
    }

    @Test
    void noReleaseOfAnyChoicesGivesAwayARow() {
        int[] made = {0, 0};
        Seeds.forEach(200, 800, random -> {
            made[1]++;
            int k = 2 + random.nextInt(4);
            Table table = table(random, 2 * k + random.nextInt(50), Role.PERSON);
            OptionalInt most = random.nextInt(3) == 0 ? OptionalInt.of(1 + random.nextInt(4)) : OptionalInt.empty();
            PersonProtection protection = new PersonProtection("person", Knowledge.ONE_ROW, most, Optional.empty());
            try {
                Release release = anonymisation(random, k, protection).of(table);
                assertOneRowIsHidden(release, k);
                assertThat(release.table().column("person")).isEmpty();
                assertThat(release.table().rowCount()
                                + release.steps().persons().orElseThrow().rowsCut())
                        .isEqualTo(table.rowCount());
                made[0]++;
            } catch (AnonymisationException e) {
                assertThat(e)
                        .isInstanceOfAny(
                                AnonymisationException.TooManyRows.class,
                                AnonymisationException.TooFewPersons.class,
                                AnonymisationException.NotDiverse.class);
            }
        });
        assertThat(made[0]).isGreaterThan(made[1] / 3);
    }

    @Test
    void noReleaseOfAnyChoicesGivesAwayAPersonWhoseRowsAreJoined() {
        int[] made = {0, 0};
        Seeds.forEach(200, 800, random -> {
            made[1]++;
            int k = 2 + random.nextInt(3);
            Table table = table(random, 4 * k + random.nextInt(60), Role.PSEUDONYM);
            PersonProtection protection =
                    switch (random.nextInt(3)) {
                        case 0 -> ALL_ROWS;
                        case 1 ->
                            new PersonProtection(
                                    "person",
                                    Knowledge.ALL_ROWS,
                                    OptionalInt.of(1 + random.nextInt(5)),
                                    Optional.empty());
                        default ->
                            new PersonProtection(
                                    "person",
                                    Knowledge.ALL_ROWS,
                                    OptionalInt.empty(),
                                    Optional.of(new Parts(1 + random.nextInt(4), (text, part) -> text + "/" + part)));
                    };
            try {
                Release release = anonymisation(random, k, protection).of(table);
                assertOneRowIsHidden(release, k);
                assertAllRowsAreHidden(release, k, "person");
                made[0]++;
            } catch (AnonymisationException e) {
                assertThat(e)
                        .isInstanceOfAny(
                                AnonymisationException.UnequalRows.class,
                                AnonymisationException.TooManyRows.class,
                                AnonymisationException.TooFewPersons.class,
                                AnonymisationException.NotDiverse.class);
            }
        });
        assertThat(made[0]).isGreaterThan(made[1] / 3);
    }

    @Test
    void aFileOfGroupsCountsPersonsEachOfWhomIsInOne() {
        Seeds.forEach(200, random -> {
            int k = 2 + random.nextInt(3);
            Table table = table(random, 6 * k + random.nextInt(40), Role.PERSON, 2);
            Release release = new Anonymisation(k)
                    .with(grouping(random))
                    .with(Anonymisation.Incomplete.IMPUTE)
                    .with(ONE_ROW)
                    .groupsOf(table);
            Persons whose = release.persons().orElseThrow();
            assertThat(whose.count()).isEqualTo((int)
                    Arrays.stream(table.column("person").orElseThrow().codes())
                            .distinct()
                            .count());
            Map<Integer, Integer> groupOf = new HashMap<>();
            for (int row = 0; row < table.rowCount(); row++) {
                Integer before = groupOf.put(whose.of(row), release.partition().groupOf(row));
                assertThat(before).isIn(null, release.partition().groupOf(row));
            }
            double[] counts =
                    release.groups().column(Release.COUNT).orElseThrow().numbers();
            for (int group = 0; group < counts.length; group++) {
                int number = group;
                assertThat(counts[group]).isGreaterThanOrEqualTo(k).isEqualTo((double) groupOf.values().stream()
                        .filter(other -> other == number)
                        .count());
            }
        });
    }

    private static Table visits(Role role, String... persons) {
        double[] ages = new double[persons.length];
        Arrays.setAll(ages, row -> row);
        return new Table(List.of(
                new TextColumn(new ColumnSpec("person", role), List.of(persons)),
                Tables.quasi("age", ages),
                new TextColumn(new ColumnSpec("whose", Role.PLAIN), List.of(persons))));
    }

    /** By rows alone the two groups would be one person each, and nothing would be lost. */
    @Test
    void aPersonIsNoGroup() throws Exception {
        Table table = visits(Role.PERSON, "a", "a", "a", "b", "b", "b");
        Table equal = table.withColumns(List.of(
                table.columns().get(0),
                Tables.quasi("age", 1, 1, 1, 9, 9, 9),
                table.columns().get(2)));
        assertThat(new Anonymisation(2).of(equal).informationLoss()).isZero();
        Release release = new Anonymisation(2).with(ONE_ROW).of(equal);
        assertThat(release.informationLoss()).isEqualTo(100);
        assertThat(release.partition().groupCount()).isEqualTo(3);
    }

    @Test
    void sortedRowsTellNothingOfTheirOrder() throws Exception {
        Seeds.forEach(50, random -> {
            Table table = table(random, 40, Role.PERSON, 1);
            int[] other = IntStream.range(0, 40).map(row -> 39 - row).toArray();
            Anonymisation sorted = new Anonymisation(2)
                    .with(Anonymisation.Incomplete.IMPUTE)
                    .with(Grouping.mdav(Progress.UNSEEN))
                    .with(ONE_ROW);
            Release release = sorted.of(table);
            List<List<String>> rows = IntStream.range(0, 40)
                    .mapToObj(row -> release.table().columns().stream()
                            .map(column -> column.text(row))
                            .toList())
                    .toList();
            Release again = release.inOrder(other);
            Release sortedAgain = again.sorted();
            assertThat(IntStream.range(0, 40)
                            .mapToObj(row -> sortedAgain.table().columns().stream()
                                    .map(column -> column.text(row))
                                    .toList())
                            .toList())
                    .isEqualTo(rows);
        });
    }

    @Test
    void whatCannotBeIsRefused() {
        assertThatThrownBy(
                        () -> new Anonymisation(2).with(ONE_ROW).of(visits(Role.PERSON, "a", "a", "a", "a", "b", "c")))
                .isInstanceOfSatisfying(AnonymisationException.TooManyRows.class, e -> assertThat(e.largestLimit())
                        .isEqualTo(2))
                .hasMessage("1 person has more than 3 rows, which is 1/k of all");
        assertThatThrownBy(() -> new Anonymisation(3).with(ONE_ROW).of(visits(Role.PERSON, "a", "b", "a", "b")))
                .isInstanceOf(AnonymisationException.TooFewPersons.class)
                .hasMessage("2 persons are fewer than k = 3");
        assertThatThrownBy(
                        () -> new Anonymisation(2).with(ALL_ROWS).of(visits(Role.PSEUDONYM, "a", "b", "a", "c", "d")))
                .isInstanceOf(AnonymisationException.UnequalRows.class)
                .hasMessage("1 person has a number of rows that fewer than k = 2 persons have");
        assertThatThrownBy(() -> new Anonymisation(2).with(ONE_ROW).of(visits(Role.PSEUDONYM, "a", "b", "a", "b")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("by a pseudonym that is released all rows of a person can be joined");
        Table nobody = new Table(List.of(
                new TextColumn(new ColumnSpec("person", Role.PERSON), List.of("a", "b"), new int[] {0, 1, -1}, ""),
                Tables.quasi("age", 1, 2, 3)));
        assertThatThrownBy(() -> new Anonymisation(2).with(ONE_ROW).of(nobody))
                .isInstanceOf(AnonymisationException.NoPerson.class)
                .hasMessage("line 4: column \"person\": the cell does not say whom the row is about");
        assertThatThrownBy(() -> new PersonProtection("p", Knowledge.ONE_ROW, OptionalInt.of(0), Optional.empty()))
                .hasMessage("a person keeps one row or more");
        assertThatThrownBy(() -> new PersonProtection(
                        "p", Knowledge.ONE_ROW, OptionalInt.empty(), Optional.of(new Parts(1, (text, part) -> text))))
                .hasMessage("parts are for persons whose rows can be joined");
    }

    private static Release withCases(PersonProtection protection, @Nullable String... cases) throws Exception {
        Table visits = visits(Role.PERSON, "a", "a", "a", "b", "b", "b", "c", "c", "c");
        List<String> names =
                Arrays.stream(cases).distinct().filter(Objects::nonNull).toList();
        int[] codes = Arrays.stream(cases).mapToInt(names::indexOf).toArray();
        List<Column> columns = new ArrayList<>(visits.columns());
        columns.add(new TextColumn(new ColumnSpec("case", Role.PSEUDONYM), names, codes, ""));
        return new Anonymisation(3).with(protection).of(new Table(columns));
    }

    /** Who is seen with two rows of three is not hidden by persons who are seen with one and two others. */
    @Test
    void aPseudonymBesideThePersonJoinsAllOfHerRowsOrNone() throws Exception {
        withCases(ALL_ROWS, "a", "a", "a", "b", "b", "b", "c", "c", "c");
        withCases(ALL_ROWS, "a", "b", "c", "d", "e", null, "g", null, "i");
        assertThatThrownBy(() -> withCases(ALL_ROWS, "a", "a", "a", "b", "b", "b", "c", "c", "d"))
                .isInstanceOf(AnonymisationException.PartlyJoined.class)
                .hasMessage("line 10: column \"case\": the pseudonym joins some rows of persons, but not this one with "
                        + "the others of its person");
        assertThatThrownBy(() -> withCases(ALL_ROWS, "a", "a", "a", "b", "b", "b", null, "c", "c"))
                .isInstanceOf(AnonymisationException.PartlyJoined.class);
        assertThatThrownBy(() -> withCases(ALL_ROWS, "a", "a", "a", "d", "e", "f", "g", "h", "i"))
                .isInstanceOf(AnonymisationException.PartlyJoined.class);
    }

    /** Their order is not that of the table, nor that of the first cells of columns that a file of groups has not. */
    @Test
    void groupsAreSortedByWhatTheyAre() {
        Seeds.forEach(50, random -> {
            Table table = table(random, 40, Role.PERSON, 2);
            Anonymisation sorted =
                    new Anonymisation(2).with(Anonymisation.Incomplete.IMPUTE).with(Grouping.mdav(Progress.UNSEEN));
            for (Release release : List.of(
                    sorted.with(ONE_ROW).groupsOf(table),
                    sorted.ofRowsThatArePersons()
                            .with(Anonymisation.Order.SORTED)
                            .of(table))) {
                assertThat(release.groups().sortedRows())
                        .isEqualTo(IntStream.range(0, release.partition().groupCount())
                                .toArray());
            }
        });
    }

    @Test
    void partsOfAnySizeAreNoLargerThanPersons() throws Exception {
        Table table = visits(Role.PSEUDONYM, "a", "a", "b", "b", "c");
        Parts huge = new Parts(Integer.MAX_VALUE, (text, part) -> text + part);
        Release release = new Anonymisation(2)
                .with(new PersonProtection("person", Knowledge.ALL_ROWS, OptionalInt.empty(), Optional.of(huge)))
                .of(table.select(new int[] {0, 1, 2, 3}));
        assertThat(release.steps().persons()).contains(new Release.PersonSteps(2, 0, 2));
    }

    /** Three values, of which two persons can each have one of their own. */
    @Test
    void whoIsNotDiverseEnoughIsCountedByPersons() {
        Table table = new Table(List.of(
                new TextColumn(new ColumnSpec("person", Role.PERSON), List.of("a", "a", "b", "b", "c", "c")),
                Tables.quasi("age", 1, 2, 3, 4, 5, 6),
                new TextColumn(
                        new ColumnSpec("blood", Role.SENSITIVE),
                        List.of("A", "B", "0"),
                        new int[] {0, 1, 2, -1, -1, -1},
                        "")));
        assertThatThrownBy(() -> new Anonymisation(2)
                        .with(new Guarantees(3, 1), List.of(""))
                        .with(ONE_ROW)
                        .of(table))
                .hasMessage("column \"blood\" has a value of their own for 2 persons, fewer than l = 3");
    }

    @Test
    void whatIsCutIsTheEndOfThosesRowsWhoHaveMost() throws Exception {
        Table table = visits(Role.PERSON, "a", "a", "a", "b", "c", "c");
        Release release = new Anonymisation(3)
                .with(new PersonProtection("person", Knowledge.ALL_ROWS, OptionalInt.of(9), Optional.empty()))
                .of(table);
        assertThat(release.steps().persons()).contains(new Release.PersonSteps(3, 3, 3));
        assertThat(IntStream.range(0, 3).map(release.table()::lineNumber).sorted())
                .containsExactly(2, 5, 6);
    }

    private static Column pseudonyms(String name, String... texts) {
        List<String> levels =
                Arrays.stream(texts).filter(text -> !text.isEmpty()).distinct().toList();
        return new TextColumn(
                new ColumnSpec(name, Role.PSEUDONYM),
                levels,
                Arrays.stream(texts).mapToInt(levels::indexOf).toArray(),
                "");
    }

    private static Table withHousehold(String... households) {
        Table visits = visits(Role.PERSON, "a", "a", "b", "b");
        List<Column> columns = new ArrayList<>(visits.columns());
        columns.add(pseudonyms("household", households));
        return visits.withColumns(columns);
    }

    @Test
    void aPseudonymOfSeveralPersonsIsRefused() throws Exception {
        Anonymisation linked = new Anonymisation(2).with(ALL_ROWS);
        assertThatThrownBy(() -> linked.of(withHousehold("h", "i", "j", "h")))
                .isInstanceOf(AnonymisationException.JoinedPersons.class)
                .hasMessage("line 5: column \"household\": the pseudonym also belongs to another person, in a row "
                        + "above, and joins their rows");
        assertThat(linked.of(withHousehold("h", "h", "j", "j")).table().column("household"))
                .isPresent();
        assertThat(linked.of(withHousehold("", "h", "", "j")).table().rowCount())
                .isEqualTo(4);
    }

    @Test
    void partsAreOfThePersonsOnlyPseudonym() throws Exception {
        PersonProtection inParts = new PersonProtection(
                "person",
                Knowledge.ALL_ROWS,
                OptionalInt.empty(),
                Optional.of(new Parts(1, (text, part) -> text + "/" + part)));
        Anonymisation anonymisation = new Anonymisation(2).with(inParts).with(Anonymisation.Order.KEPT);
        assertThatThrownBy(() -> anonymisation.of(withHousehold("h", "h", "j", "j")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("parts are for persons with one pseudonym and no other");
        assertThatThrownBy(() -> anonymisation.of(visits(Role.PERSON, "a", "a", "b", "b")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> anonymisation.of(visits(Role.PSEUDONYM, "a", "a", "a", "b", "c")))
                .isInstanceOf(AnonymisationException.TooManyRows.class);
        Release release = anonymisation.of(visits(Role.PSEUDONYM, "a", "a", "b", "c"));
        Column named = release.table().column("person").orElseThrow();
        assertThat(IntStream.range(0, 4).mapToObj(named::text)).containsExactly("a/0", "a/1", "b", "c");
        assertThat(release.steps().persons()).contains(new Release.PersonSteps(3, 0, 4));
        assertThat(release.persons().orElseThrow().rows(0)).containsExactly(0, 1);
    }
}
