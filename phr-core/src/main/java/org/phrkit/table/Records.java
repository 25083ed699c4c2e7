package org.phrkit.table;

import java.io.IOException;
import java.util.List;

/** The records of a file one after the other, each with the line on which it starts; the first is the header. */
interface Records {
    /**
     * Moves to the next record.
     *
     * @return false at the end of the file
     */
    boolean next() throws IOException, TableException;

    /** The cells of this record; the list is used again for the next. */
    List<String> cells();

    /** The line on which this record starts, from 1. */
    int lineNumber();

    default boolean isBlankLine() {
        return cells().size() == 1 && cells().get(0).isEmpty();
    }

    /** Whether no cell shows anything. */
    default boolean isBlankRow() {
        for (String cell : cells()) {
            if (!cell.isBlank()) {
                return false;
            }
        }
        return true;
    }
}
