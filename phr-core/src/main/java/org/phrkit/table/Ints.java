package org.phrkit.table;

import java.util.ArrayList;
import java.util.List;

/** Integers one after the other, how many is not known. They grow in chunks, so that growing copies nothing. */
final class Ints {
    private final List<int[]> full = new ArrayList<>();
    private int[] last = new int[1 << 10];
    private int lastSize;
    private int size;

    void add(int value) {
        if (lastSize == last.length) {
            full.add(last);
            last = new int[Math.min(2 * last.length, 1 << 16)];
            lastSize = 0;
        }
        last[lastSize++] = value;
        size++;
    }

    int[] toArray() {
        int[] all = new int[size];
        int at = 0;
        for (int[] chunk : full) {
            System.arraycopy(chunk, 0, all, at, chunk.length);
            at += chunk.length;
        }
        System.arraycopy(last, 0, all, at, lastSize);
        return all;
    }
}
