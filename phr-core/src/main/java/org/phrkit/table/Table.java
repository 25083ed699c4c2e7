package org.phrkit.table;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A table in memory, stored column by column. It does not change. */
public final class Table {
    private final List<Column> columns;
    private final Map<String, Column> byName = new HashMap<>();
    private final int rowCount;
    private final int @Nullable [] lineNumbers;

    /**
     * A table of these columns.
     *
     * @throws IllegalArgumentException if there is no column, lengths differ, or a name stands twice
     */
    public Table(List<Column> columns) {
        this(columns, null);
    }

    /** @param lineNumbers where each row starts in its file; kept, not copied */
    Table(List<Column> columns, int @Nullable [] lineNumbers) {
        if (columns.isEmpty()) {
            throw new IllegalArgumentException("a table needs a column");
        }
        this.rowCount = columns.get(0).rowCount();
        if (columns.stream().anyMatch(column -> column.rowCount() != rowCount)) {
            throw new IllegalArgumentException("the columns differ in length");
        }
        for (Column column : columns) {
            if (byName.put(column.spec().name(), column) != null) {
                throw new IllegalArgumentException("a column name stands twice");
            }
        }
        this.columns = List.copyOf(columns);
        this.lineNumbers = lineNumbers;
    }

    public int rowCount() {
        return rowCount;
    }

    public List<Column> columns() {
        return columns;
    }

    public Optional<Column> column(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** The columns of one role, in table order. */
    public List<Column> columns(Role role) {
        return columns.stream().filter(column -> column.spec().role() == role).toList();
    }

    /** The quasi-identifiers that are numbers, in table order. */
    public List<NumberColumn> quasiNumbers() {
        return columns(Role.QUASI).stream()
                .filter(NumberColumn.class::isInstance)
                .map(NumberColumn.class::cast)
                .toList();
    }

    /**
     * The line, from 1, on which a row starts in the file it was read from; for a table made in memory, where it would
     * stand if each row took one line below a header.
     */
    public int lineNumber(int rowIndex) {
        return lineNumbers == null ? rowIndex + 2 : lineNumbers[rowIndex];
    }
}
