package org.phrkit.microaggregation;

import java.util.Arrays;

/**
 * How often each code is in a group, each row by its weight: codes ascending, none that is not there. Missing cells are
 * counted apart.
 */
final class Tally {
    private final int[] codes;
    private final double[] counts;
    private final double missing;
    private final double present;

    private Tally(int[] codes, double[] counts, double missing) {
        this.codes = codes;
        this.counts = counts;
        this.missing = missing;
        this.present = Arrays.stream(counts).sum();
    }

    /**
     * One for each group. Takes time in proportion to n log n.
     *
     * @param codes of each row, from 0; -1 where the cell is missing
     * @param weights of each row
     */
    static Tally[] of(int[] codes, double[] weights, Partition partition) {
        Tally[] tallies = new Tally[partition.groupCount()];
        int[][] members = partition.members();
        Arrays.setAll(
                tallies,
                group -> of(
                        Arrays.stream(members[group]).map(row -> codes[row]).toArray(),
                        Arrays.stream(members[group])
                                .mapToDouble(row -> weights[row])
                                .toArray()));
        return tallies;
    }

    /** Of the rows of one group. */
    static Tally of(int[] codes, double[] weights) {
        long[] sorted = new long[codes.length];
        for (int i = 0; i < sorted.length; i++) {
            sorted[i] = (codes[i] + 1L) << 32 | i;
        }
        Arrays.sort(sorted);
        int[] found = new int[codes.length];
        double[] counts = new double[codes.length];
        int distinct = 0;
        double missing = 0;
        for (long codeAndIndex : sorted) {
            int code = (int) (codeAndIndex >>> 32) - 1;
            double weight = weights[(int) codeAndIndex];
            if (code < 0) {
                missing += weight;
            } else if (distinct > 0 && found[distinct - 1] == code) {
                counts[distinct - 1] += weight;
            } else {
                found[distinct] = code;
                counts[distinct++] = weight;
            }
        }
        return new Tally(Arrays.copyOf(found, distinct), Arrays.copyOf(counts, distinct), missing);
    }

    /** Of both groups together. */
    Tally plus(Tally other) {
        int[] both = new int[codes.length + other.codes.length];
        double[] bothCounts = new double[both.length];
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

    double count(int index) {
        return counts[index];
    }

    /** The weight of cells that are not missing. */
    double present() {
        return present;
    }

    double missing() {
        return missing;
    }

    /** The lower median: the least code that half of all reach; there must be one. */
    int median() {
        int index = 0;
        for (double below = counts[0]; 2 * below < present; below += counts[index]) {
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
