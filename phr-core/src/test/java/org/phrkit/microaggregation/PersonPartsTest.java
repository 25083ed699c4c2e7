package org.phrkit.microaggregation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.phrkit.table.Persons;
import org.phrkit.testing.Seeds;

class PersonPartsTest {
    /** Persons with so many rows each, one after the other. */
    private static Persons persons(int... counts) {
        return Persons.of(IntStream.range(0, counts.length)
                .flatMap(person -> IntStream.range(0, counts[person]).map(row -> person))
                .toArray());
    }

    private static List<List<Integer>> rows(PersonParts parts) {
        return IntStream.range(0, parts.count())
                .mapToObj(part -> Arrays.stream(parts.rows(part)).boxed().toList())
                .toList();
    }

    @Test
    void aWholePersonIsOnePart() {
        PersonParts parts = PersonParts.whole(persons(2, 1));
        assertThat(rows(parts)).containsExactly(List.of(0, 1), List.of(2));
        assertThat(parts.numbers()).containsOnly(0);
        assertThat(parts.bySize()).hasSize(2);
    }

    @Test
    void partsAreAsLargeAsTheyMayBeAndTheRest() {
        PersonParts parts = PersonParts.of(persons(5, 5), 2, 2);
        assertThat(rows(parts))
                .containsExactly(List.of(0, 1), List.of(2, 3), List.of(4), List.of(5, 6), List.of(7, 8), List.of(9));
        assertThat(parts.numbers()).containsExactly(0, 0, 1, 1, 2, 0, 0, 1, 1, 2);
        assertThat(IntStream.range(0, 6).map(parts::personOf)).containsExactly(0, 0, 0, 1, 1, 1);
    }

    /** The one part of three rows would be alone; so one row after the other is a part by itself. */
    @Test
    void aSizeThatIsOfTooFewPersonsIsBroken() {
        assertThat(rows(PersonParts.of(persons(3, 1, 1, 1), 3, 2)))
                .containsExactly(List.of(0), List.of(1), List.of(2), List.of(3), List.of(4), List.of(5));
        // Two parts of two rows, of one person: neither can be in a group with the other.
        assertThat(rows(PersonParts.of(persons(4, 2, 2, 1, 1), 2, 2)))
                .contains(List.of(0, 1), List.of(2, 3))
                .hasSize(6);
        assertThat(rows(PersonParts.of(persons(4, 2, 1, 1, 1, 1, 1), 2, 2))).contains(List.of(0, 1), List.of(2));
        assertThatThrownBy(() -> PersonParts.of(persons(3, 1, 1), 2, 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a person has more than 1/k of the rows");
    }

    @Test
    void partsOfEachSizeCanBeGroupedAndNoRowIsLost() {
        Seeds.forEach(1000, random -> {
            int k = 2 + random.nextInt(4);
            int[] counts = random.ints(k + random.nextInt(10), 1, 2 + random.nextInt(9))
                    .toArray();
            Persons persons = persons(counts);
            int most = 1 + random.nextInt(5);
            if (persons.mostRows() > persons.rowCount() / k) {
                assertThatThrownBy(() -> PersonParts.of(persons, most, k)).isInstanceOf(IllegalArgumentException.class);
                return;
            }
            PersonParts parts = PersonParts.of(persons, most, k);
            List<Integer> all = new ArrayList<>();
            Map<Integer, Map<Integer, Integer>> partsOf = new HashMap<>();
            for (int part = 0; part < parts.count(); part++) {
                int[] rows = parts.rows(part);
                int person = parts.personOf(part);
                assertThat(rows).hasSizeBetween(1, most);
                assertThat(Arrays.stream(rows)).allMatch(row -> persons.of(row) == person);
                Arrays.stream(rows).forEach(all::add);
                partsOf.computeIfAbsent(rows.length, size -> new HashMap<>()).merge(person, 1, Integer::sum);
            }
            assertThat(all)
                    .isEqualTo(IntStream.range(0, persons.rowCount()).boxed().toList());
            partsOf.values().forEach(ofPersons -> {
                int total = ofPersons.values().stream().mapToInt(count -> count).sum();
                assertThat(ofPersons.values()).allMatch(count -> count <= total / k);
            });
            assertThat(parts.bySize().stream().mapToInt(ofSize -> ofSize.length).sum())
                    .isEqualTo(parts.count());
        });
    }
}
