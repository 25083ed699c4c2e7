package org.phrkit.spark;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.stream.IntStream;
import org.phrkit.table.Column;
import org.phrkit.table.ColumnCells;
import org.phrkit.table.ColumnSpec;
import org.phrkit.table.NumberColumn;
import org.phrkit.table.Table;

/**
 * Some rows of a table, column by column, to be sent from task to task: each with its number in the whole table, ascending,
 * which is its place in the order of (file in name order, row in it), from 0. Text quasi-identifiers have the codes of the
 * levels of the whole table ({@link TableColumns#levels}), and the piece does not carry these; other texts are carried, each
 * once, if the piece has a cell of it.
 *
 * <p>Immutable; several threads may use one.
 */
public final class Piece implements Serializable {
    private static final long serialVersionUID = 1L;

    private final long[] rowNumbers;
    private final ColumnCells[] columns;

    private Piece(long[] rowNumbers, ColumnCells[] columns) {
        this.rowNumbers = rowNumbers;
        this.columns = columns;
        for (ColumnCells cells : columns) {
            if (cells.rowCount() != rowNumbers.length) {
                throw new IllegalArgumentException("the columns differ in length");
            }
        }
        for (int row = 1; row < rowNumbers.length; row++) {
            if (rowNumbers[row] <= rowNumbers[row - 1]) {
                throw new IllegalArgumentException("the row numbers do not ascend");
            }
        }
    }

    /**
     * {@return the rows of a table that stand one behind the other in the whole one}
     *
     * @param table the table
     * @param columns the table's, in its order
     * @param firstRowNumber of its first row
     */
    public static Piece of(Table table, TableColumns columns, long firstRowNumber) {
        return of(
                table,
                columns,
                IntStream.range(0, table.rowCount())
                        .mapToLong(row -> firstRowNumber + row)
                        .toArray());
    }

    /**
     * {@return the rows of a table}
     *
     * @param table the table
     * @param columns the table's, in its order
     * @param rowNumbers of its rows, ascending
     * @throws IllegalArgumentException if they do not ascend, or a quasi-identifier has a level that is not known
     */
    public static Piece of(Table table, TableColumns columns, long[] rowNumbers) {
        return ofFile(table, rowNumbers.clone()).coded(columns);
    }

    /** Of a part of a file, before the levels of the whole table are known. */
    static Piece ofFile(Table table, long[] rowNumbers) {
        return new Piece(
                rowNumbers, table.columns().stream().map(ColumnCells::of).toArray(ColumnCells[]::new));
    }

    /** The same with the codes of the levels of the whole table. */
    Piece coded(TableColumns known) {
        ColumnCells[] coded = columns.clone();
        for (int i = 0; i < coded.length; i++) {
            TableColumns.Known column = known.column(i);
            if (column.isCoded()) {
                coded[i] = coded[i].coded(known.codes(i), column.missingText());
            }
        }
        return new Piece(rowNumbers, coded);
    }

    /** The same rows with other cells. */
    Piece with(Table cells, TableColumns known) {
        return ofFile(cells, rowNumbers).coded(known);
    }

    /**
     * The same rows with columns of another piece of them.
     *
     * @param wanted which, of these columns and then those of the other
     */
    Piece beside(Piece other, int[] wanted) {
        if (!Arrays.equals(rowNumbers, other.rowNumbers)) {
            throw new IllegalArgumentException("the rows are others");
        }
        return new Piece(
                rowNumbers,
                Arrays.stream(wanted)
                        .mapToObj(i -> i < columns.length ? columns[i] : other.columns[i - columns.length])
                        .toArray(ColumnCells[]::new));
    }

    /** Of these rows those that another piece has too. */
    Piece rowsOf(Piece other) {
        return select(IntStream.range(0, rowNumbers.length)
                .filter(row -> Arrays.binarySearch(other.rowNumbers, rowNumbers[row]) >= 0)
                .toArray());
    }

    /** The same with row numbers one after the other from this on. */
    Piece numbered(long first) {
        long[] numbers = new long[rowNumbers.length];
        Arrays.setAll(numbers, row -> first + row);
        return new Piece(numbers, columns);
    }

    /** The same with the codes of other levels, among which are all that appear here. */
    Piece coded(TableColumns before, TableColumns after) {
        // A selection has those levels alone that appear.
        int[] all = IntStream.range(0, rowNumbers.length).toArray();
        return of(table(before).select(all), after, rowNumbers);
    }

    /** {@return the number of rows} */
    public int rowCount() {
        return rowNumbers.length;
    }

    /**
     * {@return the number of a row in the whole table}
     *
     * @param rowIndex the index of the row, from 0
     */
    public long rowNumber(int rowIndex) {
        return rowNumbers[rowIndex];
    }

    /**
     * {@return the cells of a column, by its index in {@link TableColumns}}
     *
     * @param column the index of the column, from 0
     */
    public ColumnCells cells(int column) {
        return columns[column];
    }

    /** {@return the number of columns} */
    public int columnCount() {
        return columns.length;
    }

    /**
     * {@return the rows as a table, whose text quasi-identifiers have all levels of the whole one, whether they appear
     * here or not}
     *
     * @param known the columns of the whole table
     */
    public Table table(TableColumns known) {
        List<Column> made = new ArrayList<>();
        for (int i = 0; i < columns.length; i++) {
            TableColumns.Known column = known.column(i);
            made.add(columns[i].column(column.spec(), column.levels()));
        }
        return new Table(made);
    }

    /**
     * {@return some rows}
     *
     * @param rowIndices ascending
     * @throws IllegalArgumentException if they do not ascend
     */
    public Piece select(int[] rowIndices) {
        return new Piece(
                Arrays.stream(rowIndices).mapToLong(row -> rowNumbers[row]).toArray(),
                Arrays.stream(columns).map(cells -> cells.select(rowIndices)).toArray(ColumnCells[]::new));
    }

    /** The rows that miss no cell of these columns, ascending. */
    int[] completeRows(int[] indices) {
        return IntStream.range(0, rowNumbers.length)
                .filter(row -> Arrays.stream(indices).noneMatch(index -> columns[index].isMissing(row)))
                .toArray();
    }

    /** The same with a column more, the numbers of the rows. */
    Piece withNumbers(ColumnSpec spec) {
        ColumnCells[] more = Arrays.copyOf(columns, columns.length + 1);
        more[columns.length] = ColumnCells.of(new NumberColumn(
                spec, Arrays.stream(rowNumbers).asDoubleStream().toArray()));
        return new Piece(rowNumbers, more);
    }

    /**
     * {@return these columns alone, by their indices}
     *
     * @param indices the indices of those wanted, from 0
     */
    public Piece columns(int[] indices) {
        return new Piece(
                rowNumbers,
                Arrays.stream(indices).mapToObj(index -> columns[index]).toArray(ColumnCells[]::new));
    }

    /**
     * {@return all rows of pieces of one table, by their numbers}
     *
     * @param pieces pieces of the same columns
     * @throws IllegalArgumentException if there is no piece, a row is in two, or they are of different tables
     */
    public static Piece join(List<Piece> pieces) {
        if (pieces.isEmpty()) {
            throw new IllegalArgumentException("there is no piece");
        }
        // Most often they stand one behind the other.
        List<Piece> parts = pieces.stream()
                .filter(piece -> piece.rowCount() > 0)
                .sorted(Comparator.comparingLong(piece -> piece.rowNumber(0)))
                .toList();
        if (parts.size() < 2) {
            return parts.isEmpty() ? pieces.get(0) : parts.get(0);
        }
        int size = parts.stream().mapToInt(Piece::rowCount).reduce(0, Math::addExact);
        int[] partOf = new int[size];
        int[] rowOf = new int[size];
        merge(parts, partOf, rowOf);
        ColumnCells[] joined = new ColumnCells[parts.get(0).columnCount()];
        for (int i = 0; i < joined.length; i++) {
            int column = i;
            joined[i] = ColumnCells.gather(
                    parts.stream().map(part -> part.cells(column)).toList(), partOf, rowOf);
        }
        return new Piece(
                IntStream.range(0, size)
                        .mapToLong(i -> parts.get(partOf[i]).rowNumber(rowOf[i]))
                        .toArray(),
                joined);
    }

    /** By row numbers: each part ascends. */
    private static void merge(List<Piece> parts, int[] partOf, int[] rowOf) {
        int[] next = new int[parts.size()];
        PriorityQueue<Integer> heads = new PriorityQueue<>(
                Comparator.comparingLong((Integer part) -> parts.get(part).rowNumber(next[part])));
        IntStream.range(0, next.length).forEach(heads::add);
        for (int i = 0; i < partOf.length; i++) {
            int part = heads.remove();
            partOf[i] = part;
            rowOf[i] = next[part]++;
            if (next[part] < parts.get(part).rowCount()) {
                heads.add(part);
            }
        }
    }

    /** Names no cell. */
    @Override
    public String toString() {
        return "Piece[" + rowNumbers.length + " rows]";
    }
}
