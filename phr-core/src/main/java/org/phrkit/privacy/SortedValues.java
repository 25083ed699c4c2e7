package org.phrkit.privacy;

import java.util.Arrays;

/** The numbers of a column that are present, ascending. */
final class SortedValues {
    private final double[] sorted;

    private SortedValues(double[] sorted) {
        this.sorted = sorted;
    }

    /** NaN where a cell is missing. */
    static SortedValues of(double[] values) {
        return new SortedValues(Arrays.stream(values)
                .filter(value -> !Double.isNaN(value))
                .sorted()
                .toArray());
    }

    int count() {
        return sorted.length;
    }

    /** How many are below a number, and how many are not above it, together; on average of all as many as there are. */
    int doubledRank(double number) {
        return countUpTo(number, false) + countUpTo(number, true);
    }

    private int countUpTo(double number, boolean isIncluded) {
        int from = 0;
        for (int to = sorted.length; from < to; ) {
            int middle = (from + to) >>> 1;
            // Comparing with < and == makes -0.0 and 0.0 the same number, next to each other as they are sorted.
            if (sorted[middle] < number || (isIncluded && sorted[middle] == number)) {
                from = middle + 1;
            } else {
                to = middle;
            }
        }
        return from;
    }
}
