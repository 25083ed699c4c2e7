package org.phrkit.table;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The codes of texts, from 0 as they are added. Of short texts it remembers many in such a way that finding one again costs
 * one look into memory, where a hash map costs four; where two of them get into each other's way, the map has both.
 */
final class CodesOfTexts {
    private static final int SHORT = 15;
    private static final int LEAST_SLOTS = 64;

    private final Map<String, Integer> all = new HashMap<>();

    /** By slot, two for each: a text as a number; 0 where there is none. */
    private long[] packed = new long[2 * LEAST_SLOTS];

    private int[] codes = new int[LEAST_SLOTS];

    /** Of the text packed last: its first eight characters; its other seven, and how many there are. */
    private long first;

    private long rest;

    CodesOfTexts(List<String> texts) {
        texts.forEach(this::add);
    }

    int size() {
        return all.size();
    }

    /** Gives a text that has no code the next one. */
    int add(String text) {
        int code = all.size();
        all.put(text, code);
        if (all.size() > codes.length / 2) {
            grow();
        }
        remember(text, code);
        return code;
    }

    /** The code of a text, if it is remembered; -1 where that takes longer to find out. */
    int remembered(char[] chars, int from, int to) {
        if (!pack(chars, from, to)) {
            return -1;
        }
        int slot = slot(first, rest);
        if (packed[2 * slot] == first && packed[2 * slot + 1] == rest) {
            return codes[slot];
        }
        int other = slot ^ 1;
        return packed[2 * other] == first && packed[2 * other + 1] == rest ? codes[other] : -1;
    }

    /** The code of a text; -1 where it has none. */
    int of(String text) {
        Integer code = all.get(text);
        if (code == null) {
            return -1;
        }
        remember(text, code);
        return code;
    }

    private void remember(String text, int code) {
        if (text.length() <= SHORT && pack(text.toCharArray(), 0, text.length())) {
            put(first, rest, code);
        }
    }

    /** In the first of two slots; what was there moves to the other. */
    private void put(long one, long two, int code) {
        int slot = slot(one, two);
        int other = slot ^ 1;
        if (packed[2 * slot + 1] != 0) {
            packed[2 * other] = packed[2 * slot];
            packed[2 * other + 1] = packed[2 * slot + 1];
            codes[other] = codes[slot];
        }
        packed[2 * slot] = one;
        packed[2 * slot + 1] = two;
        codes[slot] = code;
    }

    private void grow() {
        long[] before = packed;
        int[] codesBefore = codes;
        packed = new long[2 * before.length];
        codes = new int[2 * codesBefore.length];
        for (int slot = 0; slot < codesBefore.length; slot++) {
            if (before[2 * slot + 1] != 0) {
                put(before[2 * slot], before[2 * slot + 1], codesBefore[slot]);
            }
        }
    }

    private int slot(long one, long two) {
        long hash = (one ^ Long.rotateLeft(two * 0x9e3779b97f4a7c15L, 29)) * 0xbf58476d1ce4e5b9L;
        return (int) (hash >>> 32) & (codes.length - 1);
    }

    /** Whether a text is short, and of characters up to U+00FF. */
    private boolean pack(char[] chars, int from, int to) {
        int length = to - from;
        if (length > SHORT) {
            return false;
        }
        long one = 0;
        long two = 0;
        int seen = 0;
        int half = Math.min(from + 8, to);
        for (int i = from; i < half; i++) {
            seen |= chars[i];
            one = (one << 8) | chars[i];
        }
        for (int i = half; i < to; i++) {
            seen |= chars[i];
            two = (two << 8) | chars[i];
        }
        first = one;
        // No text is 0: the length is counted from 1.
        rest = (two << 8) | (length + 1);
        return seen <= 0xff;
    }
}
