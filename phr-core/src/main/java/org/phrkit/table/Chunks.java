package org.phrkit.table;

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/**
 * Numbers one after the other, how many is not known. They grow in chunks, so that growing copies nothing.
 *
 * @param <A> arrays of these numbers
 */
abstract sealed class Chunks<A> permits Doubles, Ints {
    private static final int FIRST_LENGTH = 1 << 10;
    private static final int GREATEST_LENGTH = 1 << 16;

    private final IntFunction<A> newArray;
    private final List<A> full = new ArrayList<>();
    private A last;
    private int lastLength = FIRST_LENGTH;
    private int lastSize;
    private int size;

    Chunks(IntFunction<A> newArray) {
        this.newArray = newArray;
        this.last = newArray.apply(lastLength);
    }

    /** The chunk in which the next number belongs, at {@link #next}. */
    final A chunk() {
        if (lastSize == lastLength) {
            full.add(last);
            lastLength = Math.min(2 * lastLength, GREATEST_LENGTH);
            last = newArray.apply(lastLength);
            lastSize = 0;
        }
        return last;
    }

    /** Takes the next place. */
    final int next() {
        size++;
        return lastSize++;
    }

    final A toArray() {
        A all = newArray.apply(size);
        int at = 0;
        for (A chunk : full) {
            int length = Array.getLength(chunk);
            System.arraycopy(chunk, 0, all, at, length);
            at += length;
        }
        System.arraycopy(last, 0, all, at, lastSize);
        return all;
    }
}
