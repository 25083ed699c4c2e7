package org.phrkit.microaggregation;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.phrkit.table.Column;
import org.phrkit.table.Persons;
import org.phrkit.table.Table;

/** The rows that agree in the texts of some columns: no group has rows of two strata. */
final class Strata {
    private final int[] stratumOf;
    private final int count;

    private Strata(int[] stratumOf, int count) {
        this.stratumOf = stratumOf;
        this.count = count;
    }

    /**
     * The strata of these columns, numbered in the order of their first rows; of no columns one of all rows.
     *
     * @param missingValues the texts that are no value
     * @throws AnonymisationException.NoStratum if a cell is missing
     * @throws IllegalArgumentException if there is no such column
     */
    static Strata of(Table table, List<String> columns, List<String> missingValues)
            throws AnonymisationException.NoStratum {
        int[] stratumOf = new int[table.rowCount()];
        int count = Math.min(1, table.rowCount());
        for (String name : columns) {
            Column column = table.column(name)
                    .orElseThrow(() -> new IllegalArgumentException("there is no column of the strata"));
            Map<List<Object>, Integer> known = new HashMap<>();
            for (int row = 0; row < stratumOf.length; row++) {
                String text = column.text(row);
                if (column.isMissing(row)
                        || missingValues.contains(text)
                        || column.spec().missing().contains(text)) {
                    throw new AnonymisationException.NoStratum(table.lineNumber(row), name);
                }
                stratumOf[row] = known.computeIfAbsent(List.of(stratumOf[row], text), stratum -> known.size());
            }
            count = known.size();
        }
        return new Strata(stratumOf, count);
    }

    /** All rows are one. */
    static Strata single(int rowCount) {
        return new Strata(new int[rowCount], 1);
    }

    int count() {
        return count;
    }

    int rowCount() {
        return stratumOf.length;
    }

    int of(int row) {
        return stratumOf[row];
    }

    /** By stratum the rows, ascending. */
    int[][] rows() {
        return count == 1
                ? new int[][] {IntStream.range(0, stratumOf.length).toArray()}
                : new Partition(stratumOf).members();
    }

    /** The same of some rows, without strata of which none is left. */
    Strata select(int[] rows) {
        if (rows.length == stratumOf.length) {
            return this;
        }
        Map<Integer, Integer> known = new HashMap<>();
        int[] selected = Arrays.stream(rows)
                .map(row -> known.computeIfAbsent(stratumOf[row], stratum -> known.size()))
                .toArray();
        return new Strata(selected, known.size());
    }

    /** The rows of strata that have k persons or more, ascending. */
    int[] rowsOfLarge(Persons persons, int k) {
        int[] personCounts = personCounts(persons);
        return IntStream.range(0, stratumOf.length)
                .filter(row -> personCounts[stratumOf[row]] >= k)
                .toArray();
    }

    /** How many strata have fewer than k persons. */
    int countOfSmall(Persons persons, int k) {
        return (int) Arrays.stream(personCounts(persons))
                .filter(ofStratum -> ofStratum < k)
                .count();
    }

    private int[] personCounts(Persons persons) {
        int[] counts = new int[count];
        Set<List<Integer>> seen = new HashSet<>();
        for (int row = 0; row < stratumOf.length; row++) {
            if (persons.areRows() || seen.add(List.of(stratumOf[row], persons.of(row)))) {
                counts[stratumOf[row]]++;
            }
        }
        return counts;
    }

    /** Groups the rows of each stratum by themselves, on the scales of all. */
    Partition partition(DataMatrix rows, int k, Grouping grouping) {
        return count == 1 ? grouping.partition(rows, k) : joined(of -> grouping.partition(rows.select(of), k));
    }

    /** How the rows of a stratum are grouped. */
    interface OfStratum<E extends Exception> {
        Partition partition(int[] rows) throws E;
    }

    /** The groups of all strata, in the order of their first rows. */
    <E extends Exception> Partition joined(OfStratum<E> grouping) throws E {
        int[] groupOf = new int[stratumOf.length];
        int groupCount = 0;
        for (int[] rows : rows()) {
            Partition partition = grouping.partition(rows);
            for (int i = 0; i < rows.length; i++) {
                groupOf[rows[i]] = groupCount + partition.groupOf(i);
            }
            groupCount += partition.groupCount();
        }
        return new Partition(groupOf).inOrder();
    }

    /** By group of a partition its stratum. */
    int[] ofGroups(Partition partition) {
        int[] strata = new int[partition.groupCount()];
        for (int row = 0; row < stratumOf.length; row++) {
            strata[partition.groupOf(row)] = stratumOf[row];
        }
        return strata;
    }
}
