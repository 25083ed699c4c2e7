package org.phrkit.cli.html;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How many classes there are of each size. Where sizes lie far apart, they are counted from k to below 2k, from 2k to
 * below 4k and so on, and all below k together; no bar ever holds sizes on both sides of k.
 */
final class ClassSizes {
    private static final int SINGLE = 24;

    private final List<String> labels = new ArrayList<>();
    private final List<Integer> counts = new ArrayList<>();
    private final int below;

    /** @throws IllegalArgumentException where there is no class, a class of no row, or k below 1 */
    ClassSizes(int[] sizes, int k) {
        if (sizes.length == 0 || k < 1 || Arrays.stream(sizes).anyMatch(size -> size < 1)) {
            throw new IllegalArgumentException("class sizes need a class, rows in each, and a k of at least 1");
        }
        int smallest = Math.min(k, Arrays.stream(sizes).min().orElseThrow());
        int largest = Arrays.stream(sizes).max().orElseThrow();
        List<long[]> bars = largest - smallest < SINGLE ? single(smallest, largest) : doubling(smallest, largest, k);
        int before = 0;
        for (long[] bar : bars) {
            labels.add(bar[1] == bar[0] + 1 ? Long.toString(bar[0]) : bar[0] + "\u2013" + (bar[1] - 1));
            counts.add((int) Arrays.stream(sizes)
                    .filter(size -> size >= bar[0] && size < bar[1])
                    .count());
            before += bar[1] <= k ? 1 : 0;
        }
        this.below = before;
    }

    /** One size, or the first and the last of a range, by bar. */
    List<String> labels() {
        return List.copyOf(labels);
    }

    /** Classes, by bar. */
    List<Integer> counts() {
        return List.copyOf(counts);
    }

    /** How many bars at the left stand for sizes below k. */
    int barsBelowK() {
        return below;
    }

    private static List<long[]> single(int smallest, int largest) {
        List<long[]> bars = new ArrayList<>();
        for (long size = smallest; size <= largest; size++) {
            bars.add(new long[] {size, size + 1});
        }
        return bars;
    }

    private static List<long[]> doubling(int smallest, int largest, int k) {
        List<long[]> bars = new ArrayList<>();
        if (smallest < k) {
            bars.add(new long[] {1, k});
        }
        for (long from = k; from <= largest; from *= 2) {
            bars.add(new long[] {from, 2 * from});
        }
        return bars;
    }
}
