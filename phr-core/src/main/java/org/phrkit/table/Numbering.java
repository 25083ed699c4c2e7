package org.phrkit.table;

import java.util.Arrays;

/**
 * Numbers keys from 0 in the order in which they first appear: what a hash map of boxed keys does, in a fifth of its time
 * and memory.
 */
final class Numbering {
    private static final int NOBODY = -1;
    private static final int LEAST_SLOTS = 16;

    /** By number. */
    private long[] keys = new long[LEAST_SLOTS / 2];

    /** The number of a key, or -1, in the first of the slots from its hash on that was free. */
    private int[] slots = free(LEAST_SLOTS);

    private int size;

    private static int[] free(int count) {
        int[] slots = new int[count];
        Arrays.fill(slots, NOBODY);
        return slots;
    }

    /** The number of a key, which is new if it is that of {@link #size} before. */
    int of(long key) {
        int slot = slot(key);
        if (slots[slot] != NOBODY) {
            return slots[slot];
        }
        if (size == keys.length) {
            grow();
            slot = slot(key);
        }
        keys[size] = key;
        slots[slot] = size;
        return size++;
    }

    /** How many keys have a number. */
    int size() {
        return size;
    }

    private int slot(long key) {
        int mask = slots.length - 1;
        long hash = (key ^ (key >>> 32)) * 0x9e3779b97f4a7c15L;
        int slot = (int) (hash >>> 32) & mask;
        while (slots[slot] != NOBODY && keys[slots[slot]] != key) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    /** Half of the slots stay free. */
    private void grow() {
        keys = Arrays.copyOf(keys, Math.multiplyExact(keys.length, 2));
        slots = free(2 * keys.length);
        for (int number = 0; number < size; number++) {
            slots[slot(keys[number])] = number;
        }
    }
}
