package org.phrkit.table;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/**
 * What can be said of a table without knowing what it is about.
 *
 * <p>Immutable; several threads may use one.
 *
 * @param columns in the order of the file
 */
public record TableProfile(List<ColumnProfile> columns, int rowCount) {
    public TableProfile {
        columns = List.copyOf(columns);
    }

    /**
     * What a column seems to be, judged by all its cells that are not missing.
     *
     * @param kind an integer where all cells are integers without a plus sign or leading zeros, more than two of them
     *     distinct; a number where all are decimals of that manner, more than two distinct; a date where all are dates;
     *     else a category
     * @param isOtherDecimal whether it would be a number with the other decimal mark
     */
    public record ColumnProfile(String name, Kind kind, int missingCount, boolean isOtherDecimal) {}

    /**
     * Reads a CSV file and keeps none of it, so the memory taken does not grow with the rows.
     *
     * @param in is read to its end and closed
     * @throws TableException if the file is malformed or has no row
     */
    public static TableProfile of(InputStream in, Dialect dialect) throws IOException, TableException {
        return Csv.reading(in, dialect, BlankRows.REFUSED, TableReader::profile);
    }

    /** A columns file to fill in: proposed kinds, and a question mark for each role, which is not a role. */
    public Table template() {
        List<String> blank = columns.stream().map(column -> "").toList();
        return new Table(List.of(
                texts("column", columns.stream().map(ColumnProfile::name).toList()),
                texts(
                        "role",
                        columns.stream().map(column -> Schema.TO_BE_FILLED_IN).toList()),
                texts(
                        "kind",
                        columns.stream().map(column -> column.kind().term()).toList()),
                texts("levels", blank)));
    }

    private static Column texts(String name, List<String> texts) {
        return new TextColumn(new ColumnSpec(name, Role.PLAIN), texts);
    }
}
