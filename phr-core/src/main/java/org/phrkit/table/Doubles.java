package org.phrkit.table;

/** {@link Chunks} of doubles. */
final class Doubles extends Chunks<double[]> {
    Doubles() {
        super(double[]::new);
    }

    void add(double value) {
        chunk()[next()] = value;
    }
}
