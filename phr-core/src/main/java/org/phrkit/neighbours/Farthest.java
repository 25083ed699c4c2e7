package org.phrkit.neighbours;

/** The farthest row found so far; of several at the same distance the lowest. */
final class Farthest {
    private double distance = -1;
    private int row = Integer.MAX_VALUE;

    void offer(double other, int otherRow) {
        if (other > distance || (other == distance && otherRow < row)) {
            distance = other;
            row = otherRow;
        }
    }

    int row() {
        return row;
    }

    double squaredDistance() {
        return distance;
    }
}
