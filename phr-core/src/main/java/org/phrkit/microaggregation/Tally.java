package org.phrkit.microaggregation;

import java.util.Arrays;

/** How often each code is in a group: codes ascending, none that is not there. Missing cells are counted apart. */
final class Tally {
    private final int[] codes;
    private final int[] counts;
    private final int missing;
    private final int present;

    private Tally(int[] codes, int[] counts, int missing) {
        this.codes = codes;
        this.counts = counts;
        this.missing = missing;
        this.present = Arrays.stream(counts).sum();
    }

    /**
     * One for each group. Takes time in proportion to n log n.
     *
     * @param codes of each row, from 0; -1 where the cell is missing
     */
    static Tally[] of(int[] codes, Partition partition) {
        long[] sorted = new long[codes.length];
        for (int row = 0; row < sorted.length; row++) {
            sorted[row] = (long) partition.groupOf(row) << 32 | (codes[row] + 1);
        }
        Arrays.sort(sorted);
        Tally[] tallies = new Tally[partition.groupCount()];
        int from = 0;
        for (int group = 0; group < tallies.length; group++) {
            int to = from + partition.size(group);
            tallies[group] = of(sorted, from, to);
            from = to;
        }
        return tallies;
    }

    private static Tally of(long[] sorted, int from, int to) {
        int[] codes = new int[to - from];
        int[] counts = new int[to - from];
        int distinct = 0;
        int missing = 0;
        for (int i = from; i < to; i++) {
            int code = (int) sorted[i] - 1;
            if (code < 0) {
                missing++;
            } else if (distinct > 0 && codes[distinct - 1] == code) {
                counts[distinct - 1]++;
            } else {
                codes[distinct] = code;
                counts[distinct++] = 1;
            }
        }
        return new Tally(Arrays.copyOf(codes, distinct), Arrays.copyOf(counts, distinct), missing);
    }

    /** Of both groups together. */
    Tally plus(Tally other) {
        int[] both = new int[codes.length + other.codes.length];
        int[] bothCounts = new int[both.length];
        int size = 0;
        int i = 0;
        int j = 0;
        while (i < codes.length || j < other.codes.length) {
            boolean isHere = j == other.codes.length || (i < codes.length && codes[i] <= other.codes[j]);
            boolean isThere = i == codes.length || (j < other.codes.length && other.codes[j] <= codes[i]);
            both[size] = isHere ? codes[i] : other.codes[j];
            bothCounts[size++] = (isHere ? counts[i] : 0) + (isThere ? other.counts[j] : 0);
            i += isHere ? 1 : 0;
            j += isThere ? 1 : 0;
        }
        return new Tally(Arrays.copyOf(both, size), Arrays.copyOf(bothCounts, size), missing + other.missing);
    }

    /** How many different codes there are. */
    int distinct() {
        return codes.length;
    }

    int code(int index) {
        return codes[index];
    }

    int count(int index) {
        return counts[index];
    }

    /** How many cells are not missing. */
    int present() {
        return present;
    }

    int missing() {
        return missing;
    }

    /** The lower median: the least code that half of all reach; there must be one. */
    int median() {
        int index = 0;
        for (long below = counts[0]; 2 * below < present; below += counts[index]) {
            index++;
        }
        return codes[index];
    }

    /** The most frequent code, of several the lowest; there must be one. */
    int mode() {
        int mode = 0;
        for (int i = 1; i < counts.length; i++) {
            mode = counts[i] > counts[mode] ? i : mode;
        }
        return codes[mode];
    }
}
