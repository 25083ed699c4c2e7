package org.phrkit.table;

/** {@link Chunks} of integers. */
final class Ints extends Chunks<int[]> {
    Ints() {
        super(int[]::new);
    }

    void add(int value) {
        chunk()[next()] = value;
    }
}
