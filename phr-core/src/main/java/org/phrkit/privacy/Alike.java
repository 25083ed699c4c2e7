package org.phrkit.privacy;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.phrkit.table.Column;
import org.phrkit.table.Kind;
import org.phrkit.table.NumberColumn;
import org.phrkit.table.TextColumn;

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
        return before instanceof NumberColumn numbers
                ? ofNumbers(numbers, (NumberColumn) after)
                : ofTexts((TextColumn) before, (TextColumn) after);
    }

    private static Alike ofNumbers(NumberColumn before, NumberColumn after) {
        double[] first = before.values();
        double[] second = after.values();
        boolean isSame = Arrays.equals(first, second);
        SortedRows sorted = SortedRows.of(first);
        SortedRows others = SortedRows.of(second);
        boolean isMoved = !isSame && sorted.areSameNumbers(others);
        return new Alike(
                before.missingCount() + after.missingCount() == 0 ? byRank(sorted, others) : byRank(first, second),
                isSame ? chance(before.codes()) : 1,
                isMoved);
    }

    private static Alike ofTexts(TextColumn before, TextColumn after) {
        Map<String, Integer> known = new HashMap<>();
        int[] first = codes(before, known);
        int[] second = codes(after, known);
        boolean isOrdered = before.spec().kind() != Kind.CATEGORY
                && before.spec().levels().equals(after.spec().levels());
        boolean isSame = Arrays.equals(first, second);
        return new Alike(
                isOrdered ? byRank(before.numbers(), after.numbers()) : byMatches(first, second, known.size()),
                isSame ? chance(before.codes()) : 1,
                !isSame && Arrays.equals(sorted(first), sorted(second)));
    }

    private static int[] codes(TextColumn column, Map<String, Integer> known) {
        int[] codeOf = new int[column.levels().size()];
        Arrays.fill(codeOf, MISSING);
        int[] codes = new int[column.rowCount()];
        for (int row = 0; row < codes.length; row++) {
            int level = column.code(row);
            if (level >= 0 && codeOf[level] == MISSING) {
                codeOf[level] = known.computeIfAbsent(column.levels().get(level), text -> known.size());
            }
            codes[row] = level < 0 ? MISSING : codeOf[level];
        }
        return codes;
    }

    private static int[] sorted(int[] codes) {
        int[] sorted = codes.clone();
        Arrays.sort(sorted);
        return sorted;
    }

    /** Πc! / n! for the numbers c of rows that hold each value. */
    private static double chance(int[] codes) {
        int[] seen = new int[Arrays.stream(codes).max().orElse(0) + 1];
        double chance = 1;
        for (int row = 0; row < codes.length; row++) {
            chance *= ++seen[codes[row]] / (row + 1.0);
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

    /** Of the rows that miss neither. */
    private static double byRank(double[] first, double[] second) {
        for (int row = 0; row < first.length; row++) {
            if (Double.isNaN(first[row] + second[row])) {
                first[row] = Double.NaN;
                second[row] = Double.NaN;
            }
        }
        return byRank(SortedRows.of(first), SortedRows.of(second));
    }

    /** Ranks are doubled, and from their mean, so that they are integers. */
    private static double byRank(SortedRows first, SortedRows second) {
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

    private static double[] ranks(SortedRows sorted) {
        double[] ranks = sorted.doubledRanks(sorted);
        for (int row = 0; row < ranks.length; row++) {
            ranks[row] -= sorted.count();
        }
        return ranks;
    }
}
