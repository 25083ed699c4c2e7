package org.phrkit.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.phrkit.testing.Seeds;

class PersonsTest {
    @Test
    void areNumberedInTheOrderInWhichTheyAppear() {
        Persons persons = Persons.of(new int[] {7, 2, 7, 9, 2, 7});
        assertThat(persons.count()).isEqualTo(3);
        assertThat(IntStream.range(0, 6).map(persons::of)).containsExactly(0, 1, 0, 2, 1, 0);
        assertThat(persons.rows(0)).containsExactly(0, 2, 5);
        assertThat(persons.rows(2)).containsExactly(3);
        assertThat(persons.rowCount(1)).isEqualTo(2);
        assertThat(persons.mostRows()).isEqualTo(3);
        assertThat(persons.areRows()).isFalse();
        assertThat(Persons.ofRows(3).areRows()).isTrue();
        assertThat(persons.select(new int[] {5, 3, 2}).rows(0)).containsExactly(0, 2);
        assertThat(persons).hasToString("Persons[3 in 6 rows]");
    }

    @Test
    void aRowOfNobodyIsRefusedWithItsLine() {
        Table table = new Table(List.of(new TextColumn(
                new ColumnSpec("patient", Role.PERSON), List.of("a", "b"), new int[] {0, 1, -1, 0, -1}, "")));
        assertThatThrownBy(() -> Persons.of(table, "patient"))
                .isInstanceOf(TableException.Cell.class)
                .hasMessage("line 4: column \"patient\": the cell does not say whom the row is about");
        assertThatThrownBy(() -> Persons.of(table, "doctor"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("there is no such column");
    }

    @Test
    void aPersonsSharesInAGroupAreOneTogether() {
        Persons persons = Persons.of(new int[] {0, 0, 0, 1, 1});
        assertThat(persons.shares(new int[] {0, 0, 1, 0, 0})).containsExactly(0.5, 0.5, 1, 0.5, 0.5);
        Seeds.forEach(200, random -> {
            int[] codes = random.ints(1 + random.nextInt(30), 0, 8).toArray();
            int[] groupOf = random.ints(codes.length, 0, 4).toArray();
            double[] shares = Persons.of(codes).shares(groupOf);
            for (int row = 0; row < codes.length; row++) {
                int at = row;
                double sum = IntStream.range(0, codes.length)
                        .filter(other -> codes[other] == codes[at] && groupOf[other] == groupOf[at])
                        .mapToDouble(other -> shares[other])
                        .sum();
                assertThat(sum).isCloseTo(1, within(1e-12));
            }
        });
        assertThatThrownBy(() -> persons.shares(new int[2])).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void eachIsGivenAValueOfHerOwn() {
        // Two persons between them have three values, but no third person who could have one.
        Persons persons = Persons.of(new int[] {0, 0, 1, 1});
        assertThat(persons.distinctValues(new int[] {0, 1, 2, 3}, new int[] {0, 1, 1, 2}))
                .isEqualTo(2);
        // The first must hand on the value that is the only one of the second.
        assertThat(persons.distinctValues(new int[] {0, 1, 2, 3}, new int[] {0, 1, 0, 0}))
                .isEqualTo(2);
        assertThat(persons.distinctValues(new int[] {0, 1, 2, 3}, new int[] {0, -1, 0, -1}))
                .isEqualTo(1);
        assertThat(persons.distinctValues(new int[] {1, 3}, new int[] {0, -1, 0, -1}))
                .isZero();
    }

    /** The slow twin tries all ways. */
    @Test
    void noOtherWayGivesMorePersonsAValue() {
        Seeds.forEach(2000, random -> {
            int rowCount = 1 + random.nextInt(9);
            int[] codes = random.ints(rowCount, 0, 1 + random.nextInt(6)).toArray();
            int[] values = random.ints(rowCount, -1, 1 + random.nextInt(6)).toArray();
            int[] some = IntStream.range(0, rowCount)
                    .filter(row -> random.nextInt(5) > 0)
                    .toArray();
            int most = most(some, 0, codes, values, new HashSet<>(), new HashSet<>());
            assertThat(Persons.of(codes).distinctValues(some, values))
                    .as("%s %s", Arrays.toString(codes), Arrays.toString(values))
                    .isEqualTo(most);
        });
    }

    private static int most(int[] rows, int at, int[] persons, int[] values, Set<Integer> served, Set<Integer> given) {
        if (at == rows.length) {
            return served.size();
        }
        int row = rows[at];
        int most = most(rows, at + 1, persons, values, served, given);
        if (values[row] >= 0 && !served.contains(persons[row]) && !given.contains(values[row])) {
            served.add(persons[row]);
            given.add(values[row]);
            most = Math.max(most, most(rows, at + 1, persons, values, served, given));
            served.remove(persons[row]);
            given.remove(values[row]);
        }
        return most;
    }
}
