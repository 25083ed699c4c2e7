package org.phrkit.table;

import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;

/** The records of a file one after the other, each with the line on which it starts; the first is the header. */
interface Records {
    /**
     * Moves to the next record.
     *
     * @return false at the end of the file
     */
    boolean next() throws IOException, TableException;

    /** How many cells this record has; at least 1. */
    int cellCount();

    /** A cell of this record, from 0. */
    String cell(int index);

    /** Gives a cell to a sink if it is plain, as {@link CellSink#addPlain}. */
    default boolean addPlain(int index, CellSink sink) {
        return false;
    }

    /** The line on which this record starts, from 1. */
    int lineNumber();

    /** A copy of all cells of this record. */
    default List<String> cells() {
        return IntStream.range(0, cellCount()).mapToObj(this::cell).toList();
    }

    default boolean isBlankLine() {
        return cellCount() == 1 && cell(0).isEmpty();
    }

    /** Whether no cell shows anything. */
    default boolean isBlankRow() {
        for (int i = 0; i < cellCount(); i++) {
            if (!cell(i).isBlank()) {
                return false;
            }
        }
        return true;
    }
}
