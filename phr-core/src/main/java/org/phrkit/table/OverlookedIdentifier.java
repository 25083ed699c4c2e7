package org.phrkit.table;

import java.util.List;

/**
 * A column that looks like an identifier by its cells, although nobody called it one. No cell is kept.
 *
 * @param column its name
 * @param likeness what its cells look like; of several, the first of {@link Likeness}
 * @param share of the cells that are not missing, those that look so, from 0 to 1
 */
public record OverlookedIdentifier(String column, Likeness likeness, double share) {

    /**
     * Looks at the columns that are released as they are: sensitive, plain, and those without a role, which count as plain.
     * Takes time in proportion to the cells, and to the distinct texts of columns of texts.
     *
     * @param columns the columns of the table
     * @return in table order; empty where none looks like an identifier
     */
    public static List<OverlookedIdentifier> in(List<Column> columns) {
        return columns.stream()
                .filter(column ->
                        column.spec().role() == Role.SENSITIVE || column.spec().role() == Role.PLAIN)
                .flatMap(column -> IdentifierScan.of(column).found(column.spec().name()).stream())
                .toList();
    }
}
