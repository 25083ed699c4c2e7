package org.phrkit.privacy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.phrkit.neighbours.Standardisation;
import org.phrkit.table.Column;
import org.phrkit.table.Kind;

/**
 * The rows of an original, then those of its release, as what a regression predicts from: a constant 1, and the main
 * effects of columns. Numbers, dates and ordinals are standardised, 0 where missing; categories are 0 or 1 for each
 * level, missing cells being a level, but the most frequent. Only the {@value #LEVELS} next frequent have a number of
 * their own, of equally frequent ones the first by text, and all that are left share one. Where wanted, squares and
 * products of the standardised numbers follow.
 */
final class DesignMatrix {
    static final int LEVELS = 30;

    /** No indicator. */
    private static final int REFERENCE = 0;

    final int rowCount;

    /** How many numbers a row may have, the constant among them. */
    final int count;

    /** Standardised numbers. */
    private final List<double[]> scores = new ArrayList<>();

    /** For each row the number that is 1, or {@link #REFERENCE} where none is. */
    private final List<int[]> indicators = new ArrayList<>();

    private final int firstScore;
    private final int firstProduct;

    DesignMatrix(List<ColumnPair> pairs, boolean secondOrder) {
        this.rowCount = pairs.get(0).before().rowCount() + pairs.get(0).after().rowCount();
        int next = 1;
        for (ColumnPair pair : pairs) {
            if (pair.kind() == Kind.CATEGORY) {
                next = addCategories(pair, next);
            } else {
                next = addNumbers(pair, next);
            }
        }
        this.firstScore = next;
        this.firstProduct = firstScore + scores.size();
        this.count = firstProduct + (secondOrder ? scores.size() * (scores.size() + 1) / 2 : 0);
    }

    private int addNumbers(ColumnPair pair, int next) {
        double[] values = new double[rowCount];
        double[] before = pair.before().numbers();
        double[] after = pair.after().numbers();
        System.arraycopy(before, 0, values, 0, before.length);
        System.arraycopy(after, 0, values, before.length, after.length);
        Standardisation scale = Standardisation.of(values);
        for (int row = 0; row < rowCount; row++) {
            values[row] = Double.isNaN(values[row]) ? 0 : scale.apply(values[row]);
        }
        scores.add(values);
        if (pair.before().missingCount() + pair.after().missingCount() == 0) {
            return next;
        }
        Column first = pair.before();
        Column second = pair.after();
        int[] missing = new int[rowCount];
        Arrays.setAll(
                missing,
                row -> (row < before.length ? first.isMissing(row) : second.isMissing(row - before.length))
                        ? next
                        : REFERENCE);
        indicators.add(missing);
        return next + 1;
    }

    private int addCategories(ColumnPair pair, int next) {
        ColumnPair.Categories categories = pair.categories();
        int missing = categories.levels.size();
        long[] counts = new long[missing + 1];
        int[] levelOf = new int[rowCount];
        for (int row = 0; row < rowCount; row++) {
            int code = row < categories.before.length
                    ? categories.before[row]
                    : categories.after[row - categories.before.length];
            levelOf[row] = code < 0 ? missing : code;
            counts[levelOf[row]]++;
        }
        int[] byFrequency = IntStream.rangeClosed(0, missing)
                .filter(level -> counts[level] > 0)
                .boxed()
                .sorted(Comparator.comparingLong((Integer level) -> -counts[level])
                        // What is missing has no text.
                        .thenComparing(level -> level == missing)
                        .thenComparing(level -> level == missing ? "" : categories.levels.get(level)))
                .mapToInt(level -> level)
                .toArray();
        int used = Math.min(byFrequency.length - 1, LEVELS + 1);
        int[] numberOf = new int[missing + 1];
        for (int place = 1; place < byFrequency.length; place++) {
            numberOf[byFrequency[place]] = next + Math.min(place, used) - 1;
        }
        indicators.add(Arrays.stream(levelOf).map(level -> numberOf[level]).toArray());
        return next + used;
    }

    /** How many numbers every row has: the constant, and what is standardised. */
    int denseCount() {
        return 1 + count - firstScore;
    }

    /** The place among all numbers of one that every row has; ascending. */
    int dense(int i) {
        return i == 0 ? 0 : firstScore + i - 1;
    }

    /** How many columns of indicators there are. */
    int indicatorCount() {
        return indicators.size();
    }

    /** Which number of a column of indicators is 1 in a row; 0 where none is. Those of a later column are greater. */
    int indicator(int column, int row) {
        return indicators.get(column)[row];
    }

    /**
     * Reads of some rows the numbers that every row has.
     *
     * @param values a place for them, by number and row
     */
    void read(int from, int to, double[][] values) {
        int size = to - from;
        Arrays.fill(values[0], 0, size, 1);
        for (int i = 0; i < scores.size(); i++) {
            System.arraycopy(scores.get(i), from, values[1 + i], 0, size);
        }
        int product = 1 + scores.size();
        for (int i = 0; i < scores.size() && count > firstProduct; i++) {
            for (int j = 0; j <= i; j++, product++) {
                for (int row = 0; row < size; row++) {
                    values[product][row] = values[1 + i][row] * values[1 + j][row];
                }
            }
        }
    }
}
