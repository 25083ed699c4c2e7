package org.phrkit.microaggregation;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/** How many of her rows each person keeps, so that enough persons have equally many. */
final class RowLimit {
    private RowLimit() {}

    /**
     * The rows that each person keeps where each number of rows must be that of k persons or more, at least one of each
     * person, and as many as can be: the fewest rows are cut. In the order of their counts persons fall into blocks, each
     * of which keeps what its first person has; no block needs 2k persons or more, so a dynamic program over the first
     * persons, as for optimal univariate micro-aggregation (Hansen and Mukherjee 2003, doi 10.1109/TKDE.2003.1209020),
     * takes time in proportion to n log n and to n times k.
     *
     * @param counts of each person, at least 1
     * @throws IllegalArgumentException if there are fewer than k persons
     */
    static int[] kept(int[] counts, int k) {
        int size = counts.length;
        if (size < k) {
            throw new IllegalArgumentException("there are fewer than k persons");
        }
        int[] order = IntStream.range(0, size)
                .boxed()
                .sorted(Comparator.comparingInt(person -> counts[person]))
                .mapToInt(person -> person)
                .toArray();
        long[] keptOfFirst = new long[size + 1];
        int[] startOfLast = new int[size + 1];
        Arrays.fill(keptOfFirst, 1, size + 1, -1);
        for (int end = k; end <= size; end++) {
            for (int start = Math.max(0, end - 2 * k + 1); start <= end - k; start++) {
                long kept = keptOfFirst[start] + (long) counts[order[start]] * (end - start);
                if (keptOfFirst[start] >= 0 && kept > keptOfFirst[end]) {
                    keptOfFirst[end] = kept;
                    startOfLast[end] = start;
                }
            }
        }
        int[] kept = new int[size];
        for (int end = size; end > 0; end = startOfLast[end]) {
            for (int i = startOfLast[end]; i < end; i++) {
                kept[order[i]] = counts[order[startOfLast[end]]];
            }
        }
        return kept;
    }

    /**
     * The largest limit of rows a person under which nobody has more than 1/k of the rows that are left; 0 where there are
     * fewer than k persons.
     */
    static int largest(int[] counts, int k) {
        int[] sorted = counts.clone();
        Arrays.sort(sorted);
        int low = 0;
        int high = sorted.length == 0 ? 0 : sorted[sorted.length - 1];
        // The rows left for each more that is allowed are fewer and fewer, so that what is too much stays too much.
        while (low < high) {
            int middle = low + (high - low + 1) / 2;
            long left = Arrays.stream(sorted)
                    .asLongStream()
                    .map(count -> Math.min(count, middle))
                    .sum();
            if ((long) middle * k <= left) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }
}
