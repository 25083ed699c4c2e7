package org.phrkit.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.phrkit.table.Column;
import org.phrkit.table.ColumnSpec;
import org.phrkit.table.Kind;
import org.phrkit.table.Persons;
import org.phrkit.table.Role;
import org.phrkit.table.TextColumn;
import org.phrkit.testing.Seeds;

class PersonAnonymityTest {
    private static Column texts(String name, Role role, int... codes) {
        return new TextColumn(
                new ColumnSpec(name, role, Kind.CATEGORY),
                Arrays.stream(codes).mapToObj(code -> "v" + code).toList());
    }

    private static EquivalenceClasses classes(int... numbers) {
        return EquivalenceClasses.of(List.of(texts("q", Role.QUASI, numbers)));
    }

    /** Five rows of one person are five rows that are alike, and one person. */
    @Test
    void aPersonOfFiveRowsIsOne() {
        PersonAnonymity found = PersonAnonymity.of(classes(0, 0, 0, 0, 0), Persons.of(new int[] {0, 0, 0, 0, 0}));
        assertThat(found.smallest()).isEqualTo(1);
        assertThat(found.persons(0)).isEqualTo(1);
        assertThat(found.rowsBelow(2)).isEqualTo(5);
        assertThat(ReidentificationRisk.of(found, 5)).isEqualTo(new ReidentificationRisk(5, 1, 1, 1));
    }

    /** Ten rows of five persons, of whom one has six. */
    @Test
    void kDistinctPersonsAreNotEnough() {
        PersonAnonymity found = PersonAnonymity.of(
                classes(0, 0, 0, 0, 0, 0, 0, 0, 0, 0), Persons.of(new int[] {0, 0, 0, 0, 0, 0, 1, 2, 3, 4}));
        assertThat(found.persons(0)).isEqualTo(5);
        assertThat(found.smallest()).isEqualTo(1);
        assertThat(found.rowsBelow(2)).isEqualTo(6);
        assertThat(found.firstRowBelow(2)).isZero();
        assertThat(found.rowsBelow(1)).isZero();
        assertThat(found.firstRowBelow(1)).isEqualTo(-1);
        ReidentificationRisk risk = ReidentificationRisk.of(found, 2);
        assertThat(risk.highest()).isEqualTo(0.6);
        assertThat(risk.average()).isCloseTo((6 * 0.6 + 4 * 0.1) / 10, within(1e-12));
        assertThat(risk.aboveShare()).isEqualTo(0.6);
    }

    @Test
    void whoHasTheSameClassesAsOftenIsAlike() {
        Persons persons = Persons.of(new int[] {0, 0, 1, 1, 2, 2, 2});
        PersonAnonymity found = PersonAnonymity.of(classes(0, 1, 1, 0, 0, 0, 1), persons);
        assertThat(found.smallestLinked()).isEqualTo(1);
        assertThat(found.personsBelow(2)).isEqualTo(1);
        assertThat(found.firstLinkedRowBelow(2)).isEqualTo(4);
        assertThat(found.personsBelow(1)).isZero();
        assertThat(found.firstLinkedRowBelow(1)).isEqualTo(-1);
        assertThat(found).hasToString("PersonAnonymity[2, linked 1]");
        assertThatThrownBy(() -> PersonAnonymity.of(classes(0, 1), persons))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** The slow twin compares each row and each person with all others. */
    @Test
    void agreesWithTheObvious() {
        Seeds.forEach(500, random -> {
            int rowCount = 1 + random.nextInt(20);
            int[] numbers = random.ints(rowCount, 0, 1 + random.nextInt(4)).toArray();
            int[] who = random.ints(rowCount, 0, 1 + random.nextInt(8)).toArray();
            int k = 1 + random.nextInt(4);
            Persons persons = Persons.of(who);
            PersonAnonymity found = PersonAnonymity.of(classes(numbers), persons);
            double highest = 0;
            List<Integer> below = new ArrayList<>();
            for (int row = 0; row < rowCount; row++) {
                int at = row;
                long size = Arrays.stream(numbers)
                        .filter(number -> number == numbers[at])
                        .count();
                long own = IntStream.range(0, rowCount)
                        .filter(other -> numbers[other] == numbers[at] && who[other] == who[at])
                        .count();
                assertThat(found.share(row)).isEqualTo((double) own / size);
                highest = Math.max(highest, (double) own / size);
                if (own * k > size) {
                    below.add(row);
                }
            }
            assertThat(found.rowsBelow(k)).isEqualTo(below.size());
            assertThat(found.firstRowBelow(k)).isEqualTo(below.isEmpty() ? -1 : below.get(0));
            assertThat(found.smallest()).isEqualTo((int) Math.floor(1 / highest + 1e-9));
            assertThat(found.smallest() >= k).isEqualTo(below.isEmpty());
            List<List<Integer>> multisets = IntStream.range(0, persons.count())
                    .mapToObj(person -> Arrays.stream(persons.rows(person))
                            .mapToObj(row -> numbers[row])
                            .sorted()
                            .toList())
                    .toList();
            List<Integer> alike = multisets.stream()
                    .map(multiset -> Collections.frequency(multisets, multiset))
                    .toList();
            assertThat(found.smallestLinked()).isEqualTo(Collections.min(alike));
            assertThat(found.personsBelow(k))
                    .isEqualTo((int) alike.stream().filter(same -> same < k).count());
        });
    }

    @Test
    void aColumnJoinsRowsByAValueThatFewPersonsHave() {
        Persons persons = Persons.of(new int[] {0, 0, 1, 1, 2, 2});
        Column income = texts("income", Role.PLAIN, 7, 7, 8, 8, 9, 1);
        Column flu = texts("flu", Role.SENSITIVE, 1, 1, 1, 1, 1, 1);
        assertThat(LinkingColumn.of(List.of(income, flu), persons, 2)).containsExactly(new LinkingColumn("income", 2));
        assertThat(LinkingColumn.of(List.of(flu), persons, 3)).isEmpty();
        assertThat(LinkingColumn.of(List.of(flu), persons, 4)).containsExactly(new LinkingColumn("flu", 3));
        Column missing = new TextColumn(
                new ColumnSpec("m", Role.SENSITIVE), List.of("x"), new int[] {-1, -1, 0, -1, -1, -1}, "");
        assertThat(LinkingColumn.of(List.of(missing), persons, 9)).isEmpty();
    }

    /** The slow twin of shares: each person is spread by hand. */
    @Test
    void diversityAndClosenessCountPersons() {
        Seeds.forEach(400, random -> {
            int rowCount = 1 + random.nextInt(14);
            int[] numbers = random.ints(rowCount, 0, 1 + random.nextInt(3)).toArray();
            int[] who = random.ints(rowCount, 0, 1 + random.nextInt(6)).toArray();
            int[] values = random.ints(rowCount, 0, 1 + random.nextInt(4)).toArray();
            EquivalenceClasses classes = classes(numbers);
            Persons persons = Persons.of(who);
            Column secret = texts("s", Role.SENSITIVE, values);
            Diversity diversity = Diversity.of(classes, secret, persons);
            Closeness closeness = Closeness.of(classes, secret, persons);
            double[] whole = spread(IntStream.range(0, rowCount).toArray(), who, values);
            for (int number = 0; number < classes.classCount(); number++) {
                int at = number;
                int[] rows = IntStream.range(0, rowCount)
                        .filter(row -> classes.classOf(row) == at)
                        .toArray();
                double[] shares = spread(rows, who, values);
                double entropy = Arrays.stream(shares)
                        .filter(share -> share > 0)
                        .map(share -> -share * Math.log(share))
                        .sum();
                assertThat(diversity.entropy(number)).isCloseTo(Math.exp(entropy), within(1e-8));
                assertThat(diversity.values(number))
                        .isEqualTo(most(rows, 0, who, values, new HashSet<>(), new HashSet<>()));
                double difference = IntStream.range(0, whole.length)
                        .mapToDouble(value -> Math.abs(shares[value] - whole[value]))
                        .sum();
                assertThat(closeness.distance(number)).isCloseTo(difference / 2, within(2e-9));
                double[] sorted = Arrays.stream(shares).sorted().toArray();
                int l = 1 + random.nextInt(3);
                double rare = Arrays.stream(sorted, 0, Math.max(0, sorted.length - l + 1))
                        .sum();
                if (diversity.values(number) >= l) {
                    assertThat(diversity.recursive(number, l))
                            .isCloseTo(sorted[sorted.length - 1] / rare, within(1e-8));
                } else {
                    assertThat(diversity.recursive(number, l)).isInfinite();
                }
            }
        });
    }

    /** By value, the shares of persons. */
    private static double[] spread(int[] rows, int[] who, int[] values) {
        double[] shares = new double[8];
        double total = Arrays.stream(rows).map(row -> who[row]).distinct().count();
        for (int row : rows) {
            long own =
                    Arrays.stream(rows).filter(other -> who[other] == who[row]).count();
            shares[values[row]] += 1.0 / own / total;
        }
        return shares;
    }

    private static int most(int[] rows, int at, int[] who, int[] values, Set<Integer> served, Set<Integer> given) {
        if (at == rows.length) {
            return served.size();
        }
        int most = most(rows, at + 1, who, values, served, given);
        if (!served.contains(who[rows[at]]) && !given.contains(values[rows[at]])) {
            served.add(who[rows[at]]);
            given.add(values[rows[at]]);
            most = Math.max(most, most(rows, at + 1, who, values, served, given));
            served.remove(who[rows[at]]);
            given.remove(values[rows[at]]);
        }
        return most;
    }
}
