package org.phrkit.microaggregation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.phrkit.table.Persons;

/**
 * The rows of persons in parts: all of a person in one, or in several that nothing joins. Parts of equally many rows are
 * grouped with each other, and no two of one person go into one group.
 */
final class PersonParts {
    private final Persons persons;

    /** The rows of each part, ascending, person by person. */
    private final List<int[]> rows;

    private final List<Integer> personOf;

    private PersonParts(Persons persons, List<int[]> rows, List<Integer> personOf) {
        this.persons = persons;
        this.rows = rows;
        this.personOf = personOf;
    }

    /** All rows of a person are one part. */
    static PersonParts whole(Persons persons) {
        List<int[]> rows = new ArrayList<>();
        List<Integer> personOf = new ArrayList<>();
        for (int person = 0; person < persons.count(); person++) {
            rows.add(persons.rows(person));
            personOf.add(person);
        }
        return new PersonParts(persons, rows, personOf);
    }

    /**
     * Parts of so many rows, and one of what is left; where parts of a size are of too few persons to be grouped, one row
     * after the other is taken from them, to be a part of its own; where these too are of too few persons, all parts are
     * smaller.
     *
     * @param most the most rows of a part, at least 1
     * @throws IllegalArgumentException if a person has more than 1/k of the rows
     */
    static PersonParts of(Persons persons, int most, int k) {
        for (int size = Math.min(most, persons.mostRows()); size > 0; size--) {
            int[][] counts = counts(persons, size, k);
            if (Arrays.stream(counts[1]).max().orElse(0) <= mostAllowed(counts[1], k)) {
                return of(persons, counts);
            }
        }
        throw new IllegalArgumentException("a person has more than 1/k of the rows");
    }

    /** By size of parts and person. */
    private static int[][] counts(Persons persons, int most, int k) {
        int[][] counts = new int[most + 1][persons.count()];
        for (int person = 0; person < persons.count(); person++) {
            int rowCount = persons.rowCount(person);
            counts[most][person] = rowCount / most;
            counts[rowCount % most][person] += rowCount % most > 0 ? 1 : 0;
        }
        for (int size = most; size > 1; size--) {
            breakSurplus(counts, size, k);
        }
        return counts;
    }

    private static PersonParts of(Persons persons, int[][] counts) {
        List<int[]> rows = new ArrayList<>();
        List<Integer> personOf = new ArrayList<>();
        for (int person = 0; person < persons.count(); person++) {
            int[] all = persons.rows(person);
            int from = 0;
            for (int size = counts.length - 1; size > 0; size--) {
                for (int part = 0; part < counts[size][person]; part++) {
                    rows.add(Arrays.copyOfRange(all, from, from + size));
                    personOf.add(person);
                    from += size;
                }
            }
        }
        return new PersonParts(persons, rows, personOf);
    }

    private static int mostAllowed(int[] counts, int k) {
        return Arrays.stream(counts).sum() / k;
    }

    private static void breakSurplus(int[][] counts, int size, int k) {
        int allowed = mostAllowed(counts[size], k);
        while (Arrays.stream(counts[size]).max().orElse(0) > allowed) {
            for (int person = 0; person < counts[size].length; person++) {
                int surplus = Math.max(0, counts[size][person] - allowed);
                counts[size][person] -= surplus;
                counts[size - 1][person] += surplus;
                counts[1][person] += surplus;
            }
            allowed = mostAllowed(counts[size], k);
        }
    }

    int count() {
        return rows.size();
    }

    /** The rows of a part, ascending. */
    int[] rows(int part) {
        return rows.get(part);
    }

    /** Whose part it is. */
    int personOf(int part) {
        return personOf.get(part);
    }

    Persons persons() {
        return persons;
    }

    /** The parts of each number of rows that there is, from few to many. */
    List<int[]> bySize() {
        return IntStream.range(0, count())
                .map(part -> rows.get(part).length)
                .distinct()
                .sorted()
                .mapToObj(size -> IntStream.range(0, count())
                        .filter(part -> rows.get(part).length == size)
                        .toArray())
                .toList();
    }

    /** For each row how many parts of its person come before its own. */
    int[] numbers() {
        int[] numbers = new int[persons.rowCount()];
        int number = 0;
        for (int part = 0; part < count(); part++) {
            number = part > 0 && personOf(part) == personOf(part - 1) ? number + 1 : 0;
            for (int row : rows(part)) {
                numbers[row] = number;
            }
        }
        return numbers;
    }
}
