package org.phrkit.privacy;

import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.phrkit.table.Column;
import org.phrkit.table.RecordCounts;
import org.phrkit.table.Role;
import org.phrkit.table.Table;

/**
 * For each row, the number of records (itself included) that match it. A table is k-anonymous where that is k or more for
 * all rows (Samarati 2001, doi 10.1109/69.971193; Sweeney 2002, doi 10.1142/S0218488502001648).
 *
 * <p>By {@link MissingCells#OWN_VALUE} these are the records of its equivalence class. By {@link MissingCells#WILDCARD}
 * they are the records that it matches: two rows match where in each quasi-identifier their cells are the same, or one
 * of them is missing. To match is not transitive, so that is a number of each row, and there are no classes of it.
 *
 * <p>A row that misses all quasi-identifiers matches no other, and no other matches it: nothing is said of anybody there,
 * so it hides nobody. It counts as one record, whatever it stands for.
 *
 * <p>Immutable; several threads may use one.
 */
public final class KAnonymity {
    private final EquivalenceClasses classes;

    /** By class. */
    private final long[] records;

    private KAnonymity(EquivalenceClasses classes, long[] records) {
        this.classes = classes;
        this.records = records;
    }

    /**
     * Counts the records of each row of a table by its quasi-identifiers, a record a row, missing cells being a value of
     * their own.
     *
     * @param table the table
     * @return the number of records of each row
     * @throws IllegalArgumentException if the table has no quasi-identifier, or no row
     */
    public static KAnonymity of(Table table) {
        List<Column> quasi = table.columns(Role.QUASI);
        int[] withoutQuasi = table.rowsWithoutQuasi();
        EquivalenceClasses classes = EquivalenceClasses.of(quasi).apart(withoutQuasi);
        return of(classes, quasi, RecordCounts.ones(table.rowCount()), MissingCells.OWN_VALUE, withoutQuasi);
    }

    /**
     * Counts the records of each row. Takes time in proportion to the number of cells, and for a wildcard also to the
     * cells of one row of each class times the number of patterns, the sets of columns that a row misses.
     *
     * @param classes those of {@code quasi}, the rows without any {@linkplain EquivalenceClasses#apart apart}
     * @param quasi the quasi-identifiers
     * @param counts how many records each row stands for
     * @param missing how an adversary reads missing cells
     * @param withoutQuasi the rows that miss all quasi-identifiers, by whatever text
     * @return the number of records of each row
     * @throws IllegalArgumentException if classes, columns and counts differ in rows
     */
    public static KAnonymity of(
            EquivalenceClasses classes,
            List<? extends Column> quasi,
            RecordCounts counts,
            MissingCells missing,
            int[] withoutQuasi) {
        if (counts.rowCount() != classes.rowCount()
                || quasi.stream().anyMatch(column -> column.rowCount() != classes.rowCount())) {
            throw new IllegalArgumentException("classes, columns and counts differ in their rows");
        }
        long[] ofClass = new long[classes.classCount()];
        for (int row = 0; row < classes.rowCount(); row++) {
            ofClass[classes.classOf(row)] += counts.of(row);
        }
        boolean[] isApart = new boolean[ofClass.length];
        for (int row : withoutQuasi) {
            isApart[classes.classOf(row)] = true;
            ofClass[classes.classOf(row)] = 1;
        }
        boolean hasMissing = quasi.stream().anyMatch(column -> column.missingCount() > 0);
        return new KAnonymity(
                classes,
                missing == MissingCells.WILDCARD && hasMissing
                        ? new Patterns(classes, quasi, isApart).matched(ofClass)
                        : ofClass);
    }

    /**
     * {@return how many records a row cannot be told from}
     *
     * @param rowIndex the index of the row, from 0
     */
    public long records(int rowIndex) {
        return records[classes.classOf(rowIndex)];
    }

    /** {@return the greatest k for which the table is k-anonymous} */
    public long smallest() {
        return Arrays.stream(records).min().getAsLong();
    }

    /**
     * {@return how many rows can be told from all but fewer than k records}
     *
     * @param k the least number of records that should match
     */
    public int rowsBelow(int k) {
        int rows = 0;
        for (int row = 0; row < classes.rowCount(); row++) {
            rows += records(row) < k ? 1 : 0;
        }
        return rows;
    }

    /**
     * {@return the first of these rows; -1 where there is none}
     *
     * @param k the least number of records that should match
     */
    public int firstRowBelow(int k) {
        for (int row = 0; row < classes.rowCount(); row++) {
            if (records(row) < k) {
                return row;
            }
        }
        return -1;
    }

    /** The classes by the columns that they miss: those of two patterns match where they agree in all other columns. */
    private static final class Patterns {
        /** Of each class the cells, by column. */
        private final int[][] cells;

        private final Map<BitSet, List<Integer>> classesOf = new LinkedHashMap<>();

        /** @param isApart the classes that match none but themselves */
        Patterns(EquivalenceClasses classes, List<? extends Column> quasi, boolean[] isApart) {
            this.cells = new int[classes.classCount()][quasi.size()];
            BitSet[] patterns = new BitSet[classes.classCount()];
            Arrays.setAll(patterns, number -> new BitSet());
            for (int column = 0; column < quasi.size(); column++) {
                int[] codes = quasi.get(column).codes();
                for (int row = 0; row < codes.length; row++) {
                    int number = classes.classOf(row);
                    cells[number][column] = codes[row];
                    patterns[number].set(column, quasi.get(column).isMissing(row));
                }
            }
            for (int number = 0; number < patterns.length; number++) {
                if (!isApart[number]) {
                    classesOf
                            .computeIfAbsent(patterns[number], pattern -> new ArrayList<>())
                            .add(number);
                }
            }
        }

        /** For each class the records of all classes that it matches. */
        long[] matched(long[] ofClass) {
            long[] matched = ofClass.clone();
            classesOf.values().forEach(these -> these.forEach(number -> matched[number] = 0));
            classesOf.forEach((missing, these) -> classesOf.forEach((alsoMissing, others) -> {
                BitSet compared = new BitSet();
                compared.set(0, cells[0].length);
                compared.andNot(missing);
                compared.andNot(alsoMissing);
                int[] columns = compared.stream().toArray();
                Map<IntBuffer, Long> known = new HashMap<>();
                others.forEach(number -> known.merge(key(number, columns), ofClass[number], Long::sum));
                these.forEach(number -> matched[number] += known.getOrDefault(key(number, columns), 0L));
            }));
            return matched;
        }

        private IntBuffer key(int number, int[] columns) {
            int[] key = new int[columns.length];
            Arrays.setAll(key, i -> cells[number][columns[i]]);
            return IntBuffer.wrap(key);
        }
    }

    @Override
    public String toString() {
        return "KAnonymity[" + smallest() + "]";
    }
}
