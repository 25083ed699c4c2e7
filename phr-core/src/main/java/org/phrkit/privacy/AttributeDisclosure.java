package org.phrkit.privacy;

import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.phrkit.neighbours.Standardisation;
import org.phrkit.table.Column;
import org.phrkit.table.NumberColumn;

/**
 * What a class tells of the sensitive value of each of its persons, none of whom need be told apart (the homogeneity
 * attack of Machanavajjhala et al. 2007, doi 10.1145/1217299.1217302). All are shares of the rows that have a value, from
 * 0 to 1; 0 where none has. Missing cells are no value.
 *
 * <p>Immutable; several threads may use one.
 *
 * @param homogeneous the share of rows in classes all of whose values are one: who knows the class knows the value
 * @param guessed how often the most frequent value of the class is right: Σ max f / n over the classes, for the numbers
 *     f of rows that have each value
 * @param guessedBlindly the same without the release's classes: how often the most frequent value of the table is right.
 *     Never above {@link #guessed}; what lies between them is what the quasi-identifiers give away
 * @param near of numbers and dates the share of rows in classes whose greatest value is no more than 2·p standard
 *     deviations of the table (of the population) above its smallest, so that each value is within ±p of the middle;
 *     never below {@link #homogeneous}; empty for ordinals and categories
 */
public record AttributeDisclosure(double homogeneous, double guessed, double guessedBlindly, OptionalDouble near) {
    /** Room for the rounding of sums, so that it decides nothing. */
    private static final double ROUNDING = 1 + 1e-9;

    /**
     * Looks at each class. Takes time in proportion to n log n for n rows.
     *
     * @param classes the equivalence classes of the release
     * @param sensitive the sensitive column
     * @param width p, above 0 and at most 1, of {@link #near}; {@link IntervalDisclosure#USUAL_WIDTH} is usual
     * @return what was found
     * @throws IllegalArgumentException if p is something else, or column and classes differ in rows
     */
    public static AttributeDisclosure of(EquivalenceClasses classes, Column sensitive, double width) {
        if (!(width > 0 && width <= 1) || sensitive.rowCount() != classes.rowCount()) {
            throw new IllegalArgumentException(
                    "column and classes differ in their rows, or the width is not above 0 and at most 1");
        }
        int[] codes = sensitive.codes();
        int[] present = IntStream.range(0, codes.length)
                .filter(row -> !sensitive.isMissing(row))
                .toArray();
        int[] mostFrequent = new int[classes.classCount()];
        int[] valueCounts = new int[classes.classCount()];
        long[] sorted = Arrays.stream(present)
                .mapToLong(row -> (long) classes.classOf(row) << 32 | codes[row])
                .sorted()
                .toArray();
        for (int from = 0, to = 0; from < sorted.length; from = to) {
            while (to < sorted.length && sorted[to] == sorted[from]) {
                to++;
            }
            int number = (int) (sorted[from] >>> 32);
            mostFrequent[number] = Math.max(mostFrequent[number], to - from);
            valueCounts[number]++;
        }
        double rowCount = Math.max(1, present.length);
        long homogeneous = Arrays.stream(present)
                .filter(row -> valueCounts[classes.classOf(row)] == 1)
                .count();
        return new AttributeDisclosure(
                homogeneous / rowCount,
                Arrays.stream(mostFrequent).sum() / rowCount,
                mostFrequent(codes, present) / rowCount,
                sensitive instanceof NumberColumn numbers
                        ? OptionalDouble.of(near(classes, numbers, present, width) / rowCount)
                        : OptionalDouble.empty());
    }

    private static int mostFrequent(int[] codes, int[] rows) {
        int[] counts = new int[Arrays.stream(codes).max().orElse(0) + 1];
        for (int row : rows) {
            counts[codes[row]]++;
        }
        return Arrays.stream(counts).max().getAsInt();
    }

    private static long near(EquivalenceClasses classes, NumberColumn column, int[] rows, double width) {
        double[] lowest = new double[classes.classCount()];
        double[] highest = new double[classes.classCount()];
        Arrays.fill(lowest, Double.POSITIVE_INFINITY);
        Arrays.fill(highest, Double.NEGATIVE_INFINITY);
        for (int row : rows) {
            int number = classes.classOf(row);
            lowest[number] = Math.min(lowest[number], column.value(row));
            highest[number] = Math.max(highest[number], column.value(row));
        }
        Standardisation scale = Standardisation.of(column.values());
        double range = 2 * width * Math.scalb(scale.deviation(), -scale.exponent()) * ROUNDING;
        return Arrays.stream(rows)
                .map(classes::classOf)
                .filter(number -> highest[number] - lowest[number] <= range)
                .count();
    }
}
