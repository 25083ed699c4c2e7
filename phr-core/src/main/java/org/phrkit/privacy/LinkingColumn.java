package org.phrkit.privacy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.phrkit.table.Column;
import org.phrkit.table.Persons;

/**
 * A column that joins rows of a person: one of its values stands in several of her rows, and in rows of fewer than k
 * persons. Whoever sees such a value twice can tell that the rows are likely of one person; several columns together
 * may join more than each.
 *
 * <p>Immutable; several threads may use one.
 *
 * @param name of the column
 * @param persons how many persons have such a value
 */
public record LinkingColumn(String name, int persons) {
    /**
     * Those of some columns that join rows, in their order. Missing cells are no value. Takes time in proportion to n log n
     * for n rows.
     *
     * @param columns the columns to look at
     * @param persons the person of each row
     * @param k at least 1
     * @return the columns that join rows, in their order
     * @throws IllegalArgumentException if a column and persons differ in rows
     */
    public static List<LinkingColumn> of(List<? extends Column> columns, Persons persons, int k) {
        List<LinkingColumn> linking = new ArrayList<>();
        for (Column column : columns) {
            int joined = joined(column, persons, k);
            if (joined > 0) {
                linking.add(new LinkingColumn(column.spec().name(), joined));
            }
        }
        return linking;
    }

    private static int joined(Column column, Persons persons, int k) {
        if (column.rowCount() != persons.rowCount()) {
            throw new IllegalArgumentException("column and persons differ in their rows");
        }
        int[] codes = column.codes();
        int[] personsWith = new int[Arrays.stream(codes).max().orElse(0) + 1];
        for (int person = 0; person < persons.count(); person++) {
            Arrays.stream(persons.rows(person))
                    .map(row -> codes[row])
                    .distinct()
                    .forEach(code -> personsWith[code]++);
        }
        int joined = 0;
        for (int person = 0; person < persons.count(); person++) {
            int[] own = Arrays.stream(persons.rows(person))
                    .filter(row -> !column.isMissing(row))
                    .map(row -> codes[row])
                    .sorted()
                    .toArray();
            boolean isJoined = false;
            for (int i = 1; i < own.length; i++) {
                isJoined |= own[i] == own[i - 1] && personsWith[own[i]] < k;
            }
            joined += isJoined ? 1 : 0;
        }
        return joined;
    }
}
