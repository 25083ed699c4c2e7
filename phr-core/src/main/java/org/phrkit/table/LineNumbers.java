package org.phrkit.table;

import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The line on which each row starts. As long as each row takes one line below the header, they take no memory. */
final class LineNumbers {
    private final IntStream.Builder others = IntStream.builder();
    private int size;
    private int inOrder;

    void add(int lineNumber) {
        if (inOrder == size && lineNumber == inLine(size)) {
            inOrder++;
        } else {
            others.add(lineNumber);
        }
        size++;
    }

    /** The line of a row where all rows take one line. */
    static int inLine(int rowIndex) {
        return rowIndex + 2;
    }

    /** The line of a row, after which nothing may be added. */
    int of(int rowIndex) {
        int[] all = toArray();
        return all == null ? inLine(rowIndex) : all[rowIndex];
    }

    int size() {
        return size;
    }

    /** Null where all rows take one line. */
    int @Nullable [] toArray() {
        if (inOrder == size) {
            return null;
        }
        int[] all = new int[size];
        for (int row = 0; row < inOrder; row++) {
            all[row] = inLine(row);
        }
        int[] rest = others.build().toArray();
        System.arraycopy(rest, 0, all, inOrder, rest.length);
        return all;
    }
}
