package org.phrkit.table;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.phrkit.input.BadInputException;

/** A table in memory, stored column by column. It does not change. Immutable; several threads may use one. */
public final class Table {
    private final List<Column> columns;
    private final Map<String, Column> byName = new HashMap<>();
    private final int rowCount;
    private final int @Nullable [] lineNumbers;

    /**
     * A table of these columns.
     *
     * @param columns the columns, all of the same number of rows
     * @throws IllegalArgumentException if there is no column, lengths differ, or a name stands twice
     */
    public Table(List<Column> columns) {
        this(columns, null);
    }

    /** @param lineNumbers where each row starts in its file, null where each takes one line; kept, not copied */
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
                throw new IllegalArgumentException("a column name appears twice");
            }
        }
        this.columns = List.copyOf(columns);
        this.lineNumbers = lineNumbers;
    }

    /**
     * {@return the rows of several tables one after the other, with their line numbers} Columns are matched by name
     * and stand in the order of the first table; categories are matched by text.
     *
     * @param tables tables of the same columns
     * @throws SchemaException if a table has other columns than the first, or one of them with another role, kind or
     *     levels; it is named by its place among the tables, from 1
     * @throws IllegalArgumentException if there is no table
     */
    public static Table concat(List<Table> tables) throws SchemaException {
        if (tables.isEmpty()) {
            throw new IllegalArgumentException("there is no table");
        }
        Table first = tables.get(0);
        for (int i = 1; i < tables.size(); i++) {
            first.requireSameColumns(tables.get(i), "table " + (i + 1) + ": ");
        }
        List<Column> columns = new ArrayList<>();
        for (Column column : first.columns) {
            List<Column> parts = tables.stream()
                    .map(table -> table.byName.get(column.spec().name()))
                    .toList();
            columns.add(column instanceof NumberColumn ? NumberColumn.concat(parts) : TextColumn.concat(parts));
        }
        return new Table(
                columns,
                tables.stream()
                        .flatMapToInt(
                                table -> IntStream.range(0, table.rowCount).map(table::lineNumber))
                        .toArray());
    }

    private void requireSameColumns(Table other, String at) throws SchemaException {
        for (Column column : columns) {
            String name = column.spec().name();
            Column twin = other.byName.get(name);
            if (twin == null) {
                throw new SchemaException(at + "there is no column " + BadInputException.quoted(name));
            }
            if (!twin.spec().equals(column.spec())) {
                throw new SchemaException(at + "column " + BadInputException.quoted(name)
                        + " has another role, kind or levels than in the first table");
            }
        }
        for (Column column : other.columns) {
            if (!byName.containsKey(column.spec().name())) {
                throw new SchemaException(
                        at + "column " + BadInputException.quoted(column.spec().name()) + " is not in the first table");
            }
        }
    }

    /**
     * {@return the columns of these specifications, their cells read from the texts of this table as {@link Csv#read}
     * reads them} Each distinct text of a column is read once.
     *
     * @param specs of columns of this table; those with the role {@link Role#DROP} are left out, and what is not named
     * @param dialect how the file is written
     * @throws TableException.Cell if a cell is not of its kind: of several the one on the first line
     * @throws SchemaException if a level of an ordinal column is also the text of missing cells
     * @throws IllegalArgumentException if there is no such column, or it holds no texts or missing cells
     */
    public Table interpreted(List<ColumnSpec> specs, Dialect dialect) throws TableException, SchemaException {
        List<Column> read = new ArrayList<>();
        int first = rowCount;
        @Nullable TableException problem = null;
        for (ColumnSpec spec : specs) {
            if (!(byName.get(spec.name()) instanceof TextColumn texts) || texts.missingCount() > 0) {
                throw new IllegalArgumentException("what is interpreted are columns of texts");
            }
            CellSink sink = sink(spec, dialect);
            int row = texts.firstRefused(sink);
            if (row < first) {
                first = row;
                String text = texts.text(row);
                CellSink fresh = sink(spec, dialect);
                problem = fresh.refused(lineNumber(row), text, fresh.add(text), dialect, this::lineNumber);
            }
            if (problem == null) {
                sink.column().map(levels -> levels.select(texts.codes())).ifPresent(read::add);
            }
        }
        if (problem != null) {
            throw problem;
        }
        return withColumns(read);
    }

    private static CellSink sink(ColumnSpec spec, Dialect dialect) throws SchemaException {
        try {
            return CellSink.of(spec, dialect);
        } catch (SchemaException e) {
            throw e.ofHeader();
        }
    }

    /** {@return the number of rows} */
    public int rowCount() {
        return rowCount;
    }

    /** {@return all columns, in table order} */
    public List<Column> columns() {
        return columns;
    }

    /**
     * {@return the column of a name, if there is one}
     *
     * @param name the name of the column
     */
    public Optional<Column> column(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /**
     * {@return the same rows with other columns}
     *
     * @param others the columns in their place, of as many rows
     * @throws IllegalArgumentException as the constructor, and if the number of rows changes
     */
    public Table withColumns(List<Column> others) {
        Table table = new Table(others, lineNumbers);
        if (table.rowCount != rowCount) {
            throw new IllegalArgumentException("the number of rows changes");
        }
        return table;
    }

    /**
     * {@return the same table, where in the columns of a role and of texts also the cells of these texts are missing}
     * Sensitive categories are read as they stand, and this says in which cells nothing stands.
     *
     * @param role the role of the columns
     * @param texts the texts of missing cells
     */
    public Table withMissing(Role role, Collection<String> texts) {
        return withMissing(role, column -> texts);
    }

    /**
     * {@return the same with texts by the name of the column}
     *
     * @param role the role of the columns
     * @param texts besides those that the specification of the column has
     */
    public Table withMissing(Role role, Function<String, Collection<String>> texts) {
        List<Column> changed = columns.stream()
                .map(column -> column.spec().role() == role && column instanceof TextColumn cells
                        ? cells.withMissing(texts.apply(column.spec().name()))
                        : column)
                .toList();
        return new Table(changed, lineNumbers);
    }

    /**
     * {@return the same, and in columns of categories {@link TextColumn#folded texts that are alike} are one}
     *
     * @param role the role of the columns
     * @param texts by the name of the column, besides those that its specification has
     */
    public Table folded(Role role, Function<String, Collection<String>> texts) {
        List<Column> changed = columns.stream()
                .map(column -> column.spec().role() == role && column instanceof TextColumn cells
                        ? cells.folded(texts.apply(column.spec().name()))
                        : column)
                .toList();
        return new Table(changed, lineNumbers);
    }

    /**
     * {@return the columns of one role, in table order}
     *
     * @param role the role of the columns
     */
    public List<Column> columns(Role role) {
        return columns.stream().filter(column -> column.spec().role() == role).toList();
    }

    /** {@return the quasi-identifiers that are kept as numbers, in table order} */
    public List<NumberColumn> quasiNumbers() {
        return columns(Role.QUASI).stream()
                .filter(NumberColumn.class::isInstance)
                .map(NumberColumn.class::cast)
                .toList();
    }

    /** {@return how many cells are missing in each quasi-identifier that misses any, by its name, in table order} */
    public Map<String, Integer> missingCells() {
        Map<String, Integer> missing = new LinkedHashMap<>();
        for (Column column : columns(Role.QUASI)) {
            if (column.missingCount() > 0) {
                missing.put(column.spec().name(), column.missingCount());
            }
        }
        return missing;
    }

    /** {@return the rows in which no quasi-identifier is missing, ascending} */
    public int[] completeRows() {
        List<Column> quasi = columns(Role.QUASI);
        return IntStream.range(0, rowCount)
                .filter(row -> quasi.stream().noneMatch(column -> column.isMissing(row)))
                .toArray();
    }

    /**
     * {@return the rows in which all quasi-identifiers are missing, ascending; none where there is no
     * quasi-identifier}
     */
    public int[] rowsWithoutQuasi() {
        List<Column> quasi = columns(Role.QUASI);
        return IntStream.range(0, quasi.isEmpty() ? 0 : rowCount)
                .filter(row -> quasi.stream().allMatch(column -> column.isMissing(row)))
                .toArray();
    }

    /**
     * {@return the table of these rows, which keep their line numbers}
     *
     * @param rowIndices in the order wanted; a row may stand more than once
     * @throws IndexOutOfBoundsException if there is no such row
     */
    public Table select(int[] rowIndices) {
        return new Table(
                columns.stream().map(column -> column.select(rowIndices)).toList(),
                IntStream.of(rowIndices).map(this::lineNumber).toArray());
    }

    /**
     * {@return the row indices sorted by their cells, column after column: by number, level or text, missing cells
     * last} Rows whose cells are all the same stay in order.
     */
    public int[] sortedRows() {
        List<int[]> places = columns.stream().map(Table::places).toList();
        return IntStream.range(0, rowCount)
                .boxed()
                .sorted((one, other) -> {
                    int difference = 0;
                    for (int i = 0; i < places.size() && difference == 0; i++) {
                        difference = Integer.compare(places.get(i)[one], places.get(i)[other]);
                    }
                    return difference;
                })
                .mapToInt(row -> row)
                .toArray();
    }

    /** The place of each cell among those of its column. */
    private static int[] places(Column column) {
        int[] places;
        if (column instanceof TextColumn texts && texts.spec().kind() == Kind.CATEGORY) {
            int[] order = IntStream.range(0, texts.levels().size())
                    .boxed()
                    .sorted(Comparator.comparing(texts.levels()::get))
                    .mapToInt(code -> code)
                    .toArray();
            int[] placeOf = new int[order.length];
            IntStream.range(0, order.length).forEach(place -> placeOf[order[place]] = place);
            places = IntStream.range(0, texts.rowCount())
                    .map(row -> texts.isMissing(row) ? -1 : placeOf[texts.code(row)])
                    .toArray();
        } else {
            places = column.ranks();
        }
        return IntStream.of(places)
                .map(place -> place < 0 ? Integer.MAX_VALUE : place)
                .toArray();
    }

    /**
     * {@return the line, from 1, on which a row starts in the file it was read from; for a table made in memory, where
     * it would stand if each row took one line below a header}
     *
     * @param rowIndex the index of the row, from 0
     */
    public int lineNumber(int rowIndex) {
        return lineNumbers == null ? LineNumbers.inLine(rowIndex) : lineNumbers[rowIndex];
    }

    /** Names the columns, and no cell. */
    @Override
    public String toString() {
        return "Table[" + rowCount + " rows, columns "
                + columns.stream()
                        .map(column -> BadInputException.quoted(column.spec().name()))
                        .toList() + "]";
    }
}
