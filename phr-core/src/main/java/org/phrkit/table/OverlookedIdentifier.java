package org.phrkit.table;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

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
                .flatMap(column -> of(column).stream())
                .toList();
    }

    private static Optional<OverlookedIdentifier> of(Column column) {
        IdentifierScan scan = new IdentifierScan();
        if (column instanceof TextColumn texts) {
            int[] cells = new int[texts.levels().size()];
            IntStream.range(0, texts.rowCount())
                    .filter(row -> !texts.isMissing(row))
                    .forEach(row -> cells[texts.code(row)]++);
            IntStream.range(0, cells.length)
                    .filter(code -> cells[code] > 0)
                    .forEach(code -> scan.add(texts.levels().get(code), cells[code]));
            return scan.found(column.spec().name());
        }
        for (int row = 0; row < column.rowCount(); row++) {
            if (!column.isMissing(row)) {
                scan.add(column.text(row));
            }
        }
        return scan.found(column.spec().name());
    }
}
