package org.phrkit.table;

import java.util.ArrayList;
import java.util.List;

/** Numbers one after the other, how many is not known. They grow in chunks, so that growing copies nothing. */
final class Doubles {
    private final List<double[]> full = new ArrayList<>();
    private double[] last = new double[1 << 10];
    private int lastSize;
    private int size;

    void add(double value) {
        if (lastSize == last.length) {
            full.add(last);
            last = new double[Math.min(2 * last.length, 1 << 16)];
            lastSize = 0;
        }
        last[lastSize++] = value;
        size++;
    }

    double[] toArray() {
        double[] all = new double[size];
        int at = 0;
        for (double[] chunk : full) {
            System.arraycopy(chunk, 0, all, at, chunk.length);
            at += chunk.length;
        }
        System.arraycopy(last, 0, all, at, lastSize);
        return all;
    }
}
