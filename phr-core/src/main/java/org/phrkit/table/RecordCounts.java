package org.phrkit.table;

import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The number of records that each row of a table stands for: 1, or in a file of groups the value of its
 * {@link Role#COUNT} column. Immutable; several threads may use one.
 */
public final class RecordCounts {
    /** The name of the column of counts in the files of groups that are written here. */
    public static final String COLUMN = "count";

    /** Null where each row stands for one. */
    private final int @Nullable [] counts;

    private final int rowCount;

    private RecordCounts(int @Nullable [] counts, int rowCount) {
        this.counts = counts;
        this.rowCount = rowCount;
    }

    /**
     * {@return a count of one record for each row; it takes no memory}
     *
     * @param rowCount the number of rows
     */
    public static RecordCounts ones(int rowCount) {
        return new RecordCounts(null, rowCount);
    }

    /**
     * Takes a copy.
     *
     * @param counts by row, how many records it stands for, at least 1
     * @return the counts
     * @throws IllegalArgumentException if a count is below 1
     */
    public static RecordCounts of(int[] counts) {
        if (Arrays.stream(counts).anyMatch(count -> count < 1)) {
            throw new IllegalArgumentException("each row must stand for one record or more");
        }
        return new RecordCounts(counts.clone(), counts.length);
    }

    /**
     * What the column of the role {@link Role#COUNT} says.
     *
     * @param groups as {@link Schema#bindGroups} has it read
     * @return the counts
     * @throws TableException.Cell if a count is missing, below 1 or above 2^31 - 1; it names the line
     * @throws IllegalArgumentException if there is no such column
     */
    public static RecordCounts of(Table groups) throws TableException {
        NumberColumn column = groups.columns(Role.COUNT).stream()
                .findFirst()
                .map(NumberColumn.class::cast)
                .orElseThrow(() -> new IllegalArgumentException("there is no column of counts"));
        int[] counts = new int[groups.rowCount()];
        for (int row = 0; row < counts.length; row++) {
            double count = column.value(row);
            // Not so of a missing one either, which is NaN.
            if (!(count >= 1 && count <= Integer.MAX_VALUE)) {
                throw new TableException.Cell(
                        groups.lineNumber(row),
                        column.spec().name(),
                        "the cell is not a number of records from 1 to 2^31 - 1",
                        Optional.empty());
            }
            counts[row] = (int) count;
        }
        return new RecordCounts(counts, counts.length);
    }

    /** {@return the number of rows} */
    public int rowCount() {
        return rowCount;
    }

    /**
     * {@return the number of records that a row stands for}
     *
     * @param rowIndex the index of the row, from 0
     */
    public int of(int rowIndex) {
        return counts == null ? 1 : counts[rowIndex];
    }

    /**
     * {@return the counts of some of the rows}
     *
     * @param rowIndices the indices of the rows, from 0
     */
    public RecordCounts select(int[] rowIndices) {
        return counts == null
                ? ones(rowIndices.length)
                : new RecordCounts(Arrays.stream(rowIndices).map(this::of).toArray(), rowIndices.length);
    }

    /** {@return whether each row stands for one record by nature} */
    public boolean areOnes() {
        return counts == null;
    }

    /** {@return the records of all rows} */
    public long total() {
        return counts == null ? rowCount : Arrays.stream(counts).asLongStream().sum();
    }

    @Override
    public String toString() {
        return "RecordCounts[" + rowCount + " rows, " + total() + " records]";
    }
}
