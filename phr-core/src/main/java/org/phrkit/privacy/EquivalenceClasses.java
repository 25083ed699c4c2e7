package org.phrkit.privacy;

import java.util.Arrays;
import java.util.List;
import org.phrkit.table.Column;
import org.phrkit.table.Role;
import org.phrkit.table.Table;

/**
 * The equivalence classes of a table: the sets of rows that an adversary who knows the quasi-identifiers cannot tell
 * apart (Samarati 2001, doi 10.1109/69.971193). Cells are the same where their texts are, because the adversary sees
 * texts.
 *
 * <p>Immutable; several threads may use one.
 */
public final class EquivalenceClasses {
    private final int[] classOf;
    private final int[] sizes;

    private EquivalenceClasses(int[] classOf, int classCount) {
        this.classOf = classOf;
        this.sizes = new int[classCount];
        for (int number : classOf) {
            sizes[number]++;
        }
    }

    /**
     * Groups the rows of a table by the cells of its quasi-identifiers.
     *
     * @param table the table
     * @return the equivalence classes
     * @throws IllegalArgumentException if it has no quasi-identifier, or no row
     */
    public static EquivalenceClasses of(Table table) {
        return of(table.columns(Role.QUASI));
    }

    /**
     * Groups the rows by their cells in these columns. Takes time in proportion to the number of cells.
     *
     * @param quasi the quasi-identifiers
     * @return the equivalence classes
     * @throws IllegalArgumentException if there is no column, or no row
     */
    public static EquivalenceClasses of(List<? extends Column> quasi) {
        if (quasi.isEmpty() || quasi.get(0).rowCount() == 0) {
            throw new IllegalArgumentException("classes need a quasi-identifier and a row");
        }
        int[] classOf = new int[quasi.get(0).rowCount()];
        for (Column column : quasi) {
            classOf = column.split(classOf);
        }
        return new EquivalenceClasses(classOf, Arrays.stream(classOf).max().getAsInt() + 1);
    }

    /**
     * {@return the same, where each of these rows is a class by itself: those that miss all quasi-identifiers, which
     * are alike in nothing but that, and hide nobody}
     *
     * @param rowIndices the indices of the rows, from 0
     */
    public EquivalenceClasses apart(int[] rowIndices) {
        if (rowIndices.length == 0) {
            return this;
        }
        boolean[] isApart = new boolean[classOf.length];
        for (int row : rowIndices) {
            isApart[row] = true;
        }
        int[] renamed = new int[sizes.length];
        Arrays.fill(renamed, -1);
        int[] numbers = new int[classOf.length];
        int classes = 0;
        for (int row = 0; row < classOf.length; row++) {
            if (isApart[row] || renamed[classOf[row]] < 0) {
                numbers[row] = classes++;
                renamed[classOf[row]] = isApart[row] ? renamed[classOf[row]] : numbers[row];
            } else {
                numbers[row] = renamed[classOf[row]];
            }
        }
        return new EquivalenceClasses(numbers, classes);
    }

    /** {@return the number of equivalence classes} */
    public int classCount() {
        return sizes.length;
    }

    /**
     * {@return the class of a row: from 0, in the order of first appearance}
     *
     * @param rowIndex the index of the row, from 0
     */
    public int classOf(int rowIndex) {
        return classOf[rowIndex];
    }

    /**
     * {@return the number of rows of an equivalence class}
     *
     * @param number the number of the class, from 0
     */
    public int size(int number) {
        return sizes[number];
    }

    /** A copy of the class of each row. */
    int[] numbers() {
        return classOf.clone();
    }

    /** The first row of each class. */
    int[] firstRows() {
        int[] first = new int[sizes.length];
        for (int row = classOf.length - 1; row >= 0; row--) {
            first[classOf[row]] = row;
        }
        return first;
    }

    /** The rows of each class, ascending. */
    int[][] rows() {
        int[][] rows = Arrays.stream(sizes).mapToObj(int[]::new).toArray(int[][]::new);
        int[] filled = new int[sizes.length];
        for (int row = 0; row < classOf.length; row++) {
            rows[classOf[row]][filled[classOf[row]]++] = row;
        }
        return rows;
    }

    /** The rows, those of one class after those of another, ascending in each. */
    int[] rowsBy(int[] order) {
        int[] next = new int[sizes.length];
        int start = 0;
        for (int number : order) {
            next[number] = start;
            start += sizes[number];
        }
        int[] rows = new int[classOf.length];
        for (int row = 0; row < classOf.length; row++) {
            rows[next[classOf[row]]++] = row;
        }
        return rows;
    }

    /** {@return the greatest k for which the table is k-anonymous} */
    public int smallestSize() {
        return Arrays.stream(sizes).min().getAsInt();
    }

    /** {@return the number of rows} */
    public int rowCount() {
        return classOf.length;
    }

    /**
     * {@return how many rows are in classes of fewer than k}
     *
     * @param k the least number of rows that a class should have
     */
    public int rowsBelow(int k) {
        return Arrays.stream(sizes).filter(size -> size < k).sum();
    }

    @Override
    public String toString() {
        return "EquivalenceClasses[" + classOf.length + " rows, " + sizes.length + " classes]";
    }
}
