package org.phrkit.table;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The person that each row of a table is about. Persons are numbered from 0 in the order in which they first appear.
 * Two rows are of one person where the texts of their cells are the same, to the letter.
 *
 * <p>Immutable; several threads may use one.
 */
public final class Persons {
    private static final int NOBODY = -1;

    private final int[] personOf;

    /** The rows, person by person. */
    private final int[] rows;

    /** Where the rows of each person start in {@link #rows}, and where the last end. */
    private final int[] starts;

    private Persons(int[] personOf, int count) {
        this.personOf = personOf;
        this.starts = new int[count + 1];
        for (int person : personOf) {
            starts[person + 1]++;
        }
        for (int person = 0; person < count; person++) {
            starts[person + 1] += starts[person];
        }
        int[] at = starts.clone();
        this.rows = new int[personOf.length];
        for (int row = 0; row < personOf.length; row++) {
            rows[at[personOf[row]]++] = row;
        }
    }

    /**
     * {@return a person for each row}
     *
     * @param rowCount the number of rows
     */
    public static Persons ofRows(int rowCount) {
        return new Persons(IntStream.range(0, rowCount).toArray(), rowCount);
    }

    /**
     * {@return the persons whom a column names} Takes time in proportion to the number of rows.
     *
     * @param table the table
     * @param column the name of the column
     * @throws TableException.Cell if a cell is missing: of several the first, by its line
     * @throws IllegalArgumentException if the table has no such column
     */
    public static Persons of(Table table, String column) throws TableException {
        Column names = table.column(column).orElseThrow(() -> new IllegalArgumentException("there is no such column"));
        for (int row = 0; row < names.rowCount(); row++) {
            if (names.isMissing(row)) {
                throw new TableException.Cell(
                        table.lineNumber(row), column, "the cell does not say whom the row is about", Optional.empty());
            }
        }
        return of(names.codes());
    }

    /**
     * {@return the persons of these codes, equal codes being one person}
     *
     * @param codes of each row, at least 0
     */
    public static Persons of(int[] codes) {
        int[] numbers = new int[Arrays.stream(codes).max().orElse(0) + 1];
        Arrays.fill(numbers, NOBODY);
        int[] personOf = new int[codes.length];
        int count = 0;
        for (int row = 0; row < codes.length; row++) {
            if (numbers[codes[row]] == NOBODY) {
                numbers[codes[row]] = count++;
            }
            personOf[row] = numbers[codes[row]];
        }
        return new Persons(personOf, count);
    }

    /** {@return how many persons there are} */
    public int count() {
        return starts.length - 1;
    }

    /** {@return the number of rows} */
    public int rowCount() {
        return personOf.length;
    }

    /**
     * {@return the person whom a row is about}
     *
     * @param rowIndex the index of the row, from 0
     */
    public int of(int rowIndex) {
        return personOf[rowIndex];
    }

    /**
     * {@return how many rows are about a person}
     *
     * @param person the number of the person, from 0
     */
    public int rowCount(int person) {
        return starts[person + 1] - starts[person];
    }

    /**
     * {@return the rows about a person, ascending}
     *
     * @param person the number of the person, from 0
     */
    public int[] rows(int person) {
        return Arrays.copyOfRange(rows, starts[person], starts[person + 1]);
    }

    /** {@return the most rows that any person has; 0 where there is no row} */
    public int mostRows() {
        return IntStream.range(0, count()).map(this::rowCount).max().orElse(0);
    }

    /** {@return whether each row is about another person} */
    public boolean areRows() {
        return count() == personOf.length;
    }

    /**
     * {@return the same of these rows}
     *
     * @param rowIndices in the order wanted
     */
    public Persons select(int[] rowIndices) {
        return of(IntStream.of(rowIndices).map(this::of).toArray());
    }

    /**
     * {@return the share that each row has in its person within a group: one divided by the number of her rows there}
     * All rows of a person in a group have 1 together.
     *
     * @param groupOf the group of each row, from 0
     * @throws IllegalArgumentException if it is of another number of rows
     */
    public double[] shares(int[] groupOf) {
        if (groupOf.length != personOf.length) {
            throw new IllegalArgumentException("persons and groups differ in their rows");
        }
        double[] shares = new double[personOf.length];
        Map<Integer, Integer> inGroup = new HashMap<>();
        for (int person = 0; person < count(); person++) {
            if (rowCount(person) == 1) {
                shares[rows[starts[person]]] = 1;
                continue;
            }
            inGroup.clear();
            for (int i = starts[person]; i < starts[person + 1]; i++) {
                inGroup.merge(groupOf[rows[i]], 1, Integer::sum);
            }
            for (int i = starts[person]; i < starts[person + 1]; i++) {
                shares[rows[i]] = 1.0 / inGroup.getOrDefault(groupOf[rows[i]], 1);
            }
        }
        return shares;
    }

    /**
     * {@return the largest number of persons among some rows who can each be given a value of their own that none of
     * the others is given, each a value in one of her rows: a maximum matching of persons and values (augmenting
     * paths: Berge 1957, doi 10.1073/pnas.43.9.842)} Where each of the rows is about another person, that is the
     * number of distinct values. Takes at most the time of values times rows.
     *
     * @param someRows the indices of the rows to look at
     * @param codes of each row of the table the value, from 0; -1 where there is none
     */
    public int distinctValues(int[] someRows, int[] codes) {
        return new Matching(someRows, codes).size();
    }

    /** Each value is given to a person who has it, or to none. */
    private final class Matching {
        /** By value, the persons who have it, each once or more. */
        private final int[][] personsOf;

        /** By person: the value that is hers. */
        private final int[] valueOf;

        /** By person: the last value on whose way she was looked at. */
        private final int[] askedFor;

        /** Of the value that is under way: who was asked, and by person who gives her own value if she gets another. */
        private final int[] queue;

        private final int[] giverTo;

        Matching(int[] someRows, int[] codes) {
            Map<Integer, Integer> values = new HashMap<>();
            Map<Integer, Integer> persons = new HashMap<>();
            int[] valueAt = new int[someRows.length];
            int[] personAt = new int[someRows.length];
            int size = 0;
            for (int row : someRows) {
                if (codes[row] >= 0) {
                    valueAt[size] = number(values, codes[row]);
                    personAt[size++] = number(persons, personOf[row]);
                }
            }
            int[] counts = new int[values.size()];
            for (int i = 0; i < size; i++) {
                counts[valueAt[i]]++;
            }
            this.personsOf = Arrays.stream(counts).mapToObj(int[]::new).toArray(int[][]::new);
            for (int i = 0; i < size; i++) {
                personsOf[valueAt[i]][--counts[valueAt[i]]] = personAt[i];
            }
            this.valueOf = new int[persons.size()];
            this.askedFor = new int[persons.size()];
            this.queue = new int[persons.size()];
            this.giverTo = new int[persons.size()];
            Arrays.fill(valueOf, NOBODY);
            Arrays.fill(askedFor, NOBODY);
        }

        private static int number(Map<Integer, Integer> numbers, int code) {
            Integer known = numbers.putIfAbsent(code, numbers.size());
            return known == null ? numbers.size() - 1 : known;
        }

        int size() {
            int size = 0;
            for (int value = 0; value < personsOf.length; value++) {
                size += isGiven(value) ? 1 : 0;
            }
            return size;
        }

        /**
         * Gives a value to a person who has none yet, or to one whose own can be given to another. Breadth first: a chain
         * may be as long as there are persons.
         */
        private boolean isGiven(int value) {
            int end = 0;
            int at = 0;
            for (int next = value, giver = NOBODY; ; giver = queue[at], next = valueOf[queue[at++]]) {
                for (int person : personsOf[next]) {
                    if (askedFor[person] != value) {
                        askedFor[person] = value;
                        giverTo[person] = giver;
                        queue[end++] = person;
                        if (valueOf[person] == NOBODY) {
                            hand(value, person);
                            return true;
                        }
                    }
                }
                if (at == end) {
                    return false;
                }
            }
        }

        /** Each on the way takes the value of the one before. */
        private void hand(int value, int last) {
            int person = last;
            while (giverTo[person] != NOBODY) {
                valueOf[person] = valueOf[giverTo[person]];
                person = giverTo[person];
            }
            valueOf[person] = value;
        }
    }

    @Override
    public String toString() {
        return "Persons[" + count() + " in " + personOf.length + " rows]";
    }
}
