package org.phrkit.privacy;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.phrkit.table.Column;
import org.phrkit.table.Kind;
import org.phrkit.table.NumberColumn;

/**
 * How much more alike two columns are, row by row, than in random order: by the measures of {@link RowOrder}.
 *
 * @param deviations how many standard deviations; not below 0
 * @param chance of a random order to leave all rows the same; 1 where they are not all the same now
 * @param isMoved whether both hold the same cells, each as often, but not in the same rows
 */
record Alike(double deviations, double chance, boolean isMoved) {
    private static final int MISSING = -1;

    /** So many rows alike are not rare enough, however many deviations they are from none. */
    private static final int ROWS_LEFT_OUT = 3;

    /** Both of numbers or both of texts, and of as many rows. */
    static Alike of(Column before, Column after) {
        Map<Object, Integer> known = new HashMap<>();
        int[] first = codes(before, known);
        int[] second = codes(after, known);
        boolean isOrdered = before.spec().kind() != Kind.CATEGORY
                && before.spec().levels().equals(after.spec().levels());
        boolean isSame = Arrays.equals(first, second);
        return new Alike(
                isOrdered ? byRank(before, after) : byMatches(first, second, known.size()),
                isSame ? chance(first, known.size()) : 1,
                !isSame && Arrays.equals(sorted(first), sorted(second)));
    }

    private static int[] codes(Column column, Map<Object, Integer> known) {
        int[] codes = new int[column.rowCount()];
        for (int row = 0; row < codes.length; row++) {
            Object cell = column instanceof NumberColumn numbers ? (Object) numbers.value(row) : column.text(row);
            codes[row] = column.isMissing(row) ? MISSING : known.computeIfAbsent(cell, any -> known.size());
        }
        return codes;
    }

    private static int[] sorted(int[] codes) {
        int[] sorted = codes.clone();
        Arrays.sort(sorted);
        return sorted;
    }

    /** Πc! / n! for the numbers c of rows that hold each value. */
    private static double chance(int[] codes, int codeCount) {
        int[] seen = new int[codeCount + 1];
        double chance = 1;
        for (int row = 0; row < codes.length; row++) {
            chance *= ++seen[codes[row] + 1] / (row + 1.0);
        }
        return chance;
    }

    private static double byMatches(int[] first, int[] second, int codeCount) {
        long[] before = new long[codeCount];
        long[] after = new long[codeCount];
        int count = 0;
        int matches = 0;
        for (int row = 0; row < first.length; row++) {
            if (first[row] != MISSING && second[row] != MISSING) {
                before[first[row]]++;
                after[second[row]]++;
                count++;
                matches += first[row] == second[row] ? 1 : 0;
            }
        }
        double products = 0;
        double cubes = 0;
        for (int code = 0; code < codeCount; code++) {
            double product = (double) before[code] * after[code];
            products += product;
            cubes += product * (before[code] + after[code]);
        }
        double expected = products / count;
        double variance = (products - cubes / count + expected * expected) / (count - 1);
        return deviations(matches - Math.min(matches, ROWS_LEFT_OUT) - expected, variance);
    }

    /** Ranks are doubled, and from their mean, so that they are integers. */
    private static double byRank(Column before, Column after) {
        double[] first = before.numbers();
        double[] second = after.numbers();
        for (int row = 0; row < first.length; row++) {
            if (Double.isNaN(first[row] + second[row])) {
                first[row] = Double.NaN;
                second[row] = Double.NaN;
            }
        }
        double[] ranks = ranks(first);
        double[] others = ranks(second);
        double[] greatest = new double[ROWS_LEFT_OUT];
        double sum = 0;
        double squares = 0;
        double squaresOfOthers = 0;
        int count = 0;
        for (int row = 0; row < ranks.length; row++) {
            if (!Double.isNaN(ranks[row])) {
                double product = ranks[row] * others[row];
                count++;
                sum += product;
                squares += ranks[row] * ranks[row];
                squaresOfOthers += others[row] * others[row];
                if (product > greatest[0]) {
                    greatest[0] = product;
                    Arrays.sort(greatest);
                }
            }
        }
        return deviations(sum - Arrays.stream(greatest).sum(), squares / (count - 1) * squaresOfOthers);
    }

    private static double deviations(double excess, double variance) {
        return excess > 0 && variance > 0 ? excess / Math.sqrt(variance) : 0;
    }

    private static double[] ranks(double[] values) {
        SortedValues sorted = SortedValues.of(values);
        return Arrays.stream(values)
                .map(value -> Double.isNaN(value) ? value : sorted.doubledRank(value) - sorted.count())
                .toArray();
    }
}
