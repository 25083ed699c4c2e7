package org.phrkit.privacy;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.phrkit.table.Column;

/**
 * How many distinct values of a sensitive column each class has. A table is distinct l-diverse where no class has fewer
 * than l (Machanavajjhala et al. 2007, doi 10.1145/1217299.1217302). Missing cells are no value.
 */
public final class Diversity {
    private final int[] values;

    private Diversity(int[] values) {
        this.values = values;
    }

    /**
     * Counts the values of each class. Takes time in proportion to n log n for n rows.
     *
     * @throws IllegalArgumentException if column and classes differ in rows
     */
    public static Diversity of(EquivalenceClasses classes, Column sensitive) {
        if (sensitive.rowCount() != classes.rowCount()) {
            throw new IllegalArgumentException("column and classes differ in their rows");
        }
        int[] codes = sensitive.codes();
        int[] values = new int[classes.classCount()];
        IntStream.range(0, codes.length)
                .filter(row -> !sensitive.isMissing(row))
                .mapToLong(row -> (long) classes.classOf(row) << 32 | codes[row])
                .sorted()
                .distinct()
                .forEach(classAndValue -> values[(int) (classAndValue >>> 32)]++);
        return new Diversity(values);
    }

    /** How many distinct values a class has; 0 where it misses all. */
    public int values(int number) {
        return values[number];
    }

    /** The greatest l for which the table is l-diverse; 0 where a class has no value. */
    public int smallest() {
        return Arrays.stream(values).min().getAsInt();
    }
}
