package org.phrkit.privacy;

import java.util.Arrays;

/**
 * The rows of a column that have a number, by their numbers from low to high; those of one number in row order. Takes time
 * and memory in proportion to the number of rows: they are distributed by one digit of 11 bits after the other, from the
 * last (Knuth, The Art of Computer Programming, volume 3, section 5.2.5), which for a million numbers is several times
 * faster than to sort them and to look each up.
 */
final class SortedRows {
    private static final int DIGIT_BITS = 11;
    private static final int DIGITS = 6;
    private static final int MASK = (1 << DIGIT_BITS) - 1;

    private final double[] values;
    private final int[] rows;

    private SortedRows(double[] values, int[] rows) {
        this.values = values;
        this.rows = rows;
    }

    /**
     * Of these numbers.
     *
     * @param values by row, NaN where it has none; kept, not copied
     */
    static SortedRows of(double[] values) {
        int count = 0;
        for (double value : values) {
            count += Double.isNaN(value) ? 0 : 1;
        }
        long[] keys = new long[count];
        int[] rows = new int[count];
        int at = 0;
        for (int row = 0; row < values.length; row++) {
            if (!Double.isNaN(values[row])) {
                keys[at] = key(values[row]);
                rows[at++] = row;
            }
        }
        return new SortedRows(values, sorted(keys, rows));
    }

    /** In the order of numbers when compared without sign; of -0.0 that of 0.0. */
    private static long key(double value) {
        long bits = Double.doubleToRawLongBits(value + 0.0);
        return bits ^ ((bits >> 63) | Long.MIN_VALUE);
    }

    private static int[] sorted(long[] keys, int[] rows) {
        int[][] starts = starts(keys);
        long[] fromKeys = keys;
        int[] fromRows = rows;
        long[] toKeys = new long[keys.length];
        int[] toRows = new int[keys.length];
        for (int digit = 0; digit < DIGITS; digit++) {
            int shift = digit * DIGIT_BITS;
            int[] next = starts[digit];
            if (next.length == 0) {
                continue;
            }
            for (int i = 0; i < fromKeys.length; i++) {
                int to = next[(int) (fromKeys[i] >>> shift) & MASK]++;
                toKeys[to] = fromKeys[i];
                toRows[to] = fromRows[i];
            }
            long[] keysBefore = fromKeys;
            int[] rowsBefore = fromRows;
            fromKeys = toKeys;
            fromRows = toRows;
            toKeys = keysBefore;
            toRows = rowsBefore;
        }
        return fromRows;
    }

    /** For each digit where the keys go that have one of its values; nothing where all have the same. */
    private static int[][] starts(long[] keys) {
        int[][] counts = new int[DIGITS][MASK + 1];
        for (long key : keys) {
            for (int digit = 0; digit < DIGITS; digit++) {
                counts[digit][(int) (key >>> (digit * DIGIT_BITS)) & MASK]++;
            }
        }
        for (int digit = 0; digit < DIGITS; digit++) {
            int start = 0;
            for (int value = 0; value <= MASK; value++) {
                int count = counts[digit][value];
                if (count == keys.length) {
                    counts[digit] = new int[0];
                    break;
                }
                counts[digit][value] = start;
                start += count;
            }
        }
        return counts;
    }

    /** How many rows have a number. */
    int count() {
        return rows.length;
    }

    /** Whether the numbers of the others are the same, each as often. */
    boolean areSameNumbers(SortedRows others) {
        boolean areSame = rows.length == others.rows.length;
        for (int i = 0; i < rows.length && areSame; i++) {
            areSame = values[rows[i]] == others.values[others.rows[i]];
        }
        return areSame;
    }

    /**
     * For each row of the others how many of these numbers are below its own, and how many are not above it, together; NaN
     * where it has none. Of these numbers themselves it is on average as many as there are.
     */
    double[] doubledRanks(SortedRows others) {
        double[] ranks = new double[others.values.length];
        Arrays.fill(ranks, Double.NaN);
        int below = 0;
        int notAbove = 0;
        for (int row : others.rows) {
            double value = others.values[row];
            while (below < rows.length && values[rows[below]] < value) {
                below++;
            }
            notAbove = Math.max(notAbove, below);
            while (notAbove < rows.length && values[rows[notAbove]] == value) {
                notAbove++;
            }
            ranks[row] = below + notAbove;
        }
        return ranks;
    }
}
