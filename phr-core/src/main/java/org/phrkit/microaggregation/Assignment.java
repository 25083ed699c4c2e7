package org.phrkit.microaggregation;

import java.util.Arrays;

/**
 * One row to one slot each, so that the sum of costs is least: the assignment problem, by shortest augmenting paths (Kuhn
 * 1955, doi 10.1002/nav.3800020109; Jonker and Volgenant 1987, doi 10.1007/BF02278710). Takes time in proportion to the
 * third power of their number.
 */
final class Assignment {
    private static final int NONE = -1;

    private final double[][] costs;

    /** What is added for each row and slot to make all reduced costs at least 0. */
    private final double[] ofRows;

    private final double[] ofSlots;

    /** By slot: the row. */
    private final int[] rowOf;

    private Assignment(double[][] costs) {
        this.costs = costs;
        this.ofRows = new double[costs.length];
        this.ofSlots = new double[costs.length];
        this.rowOf = new int[costs.length];
        Arrays.fill(rowOf, NONE);
    }

    /**
     * The row of each slot.
     *
     * @param costs by row, then slot: as many of the one as of the other
     */
    static int[] of(double[][] costs) {
        Assignment assignment = new Assignment(costs);
        for (int row = 0; row < costs.length; row++) {
            assignment.place(row);
        }
        return assignment.rowOf;
    }

    /** Finds the cheapest way from a row to a free slot, each row on it giving its slot to the one before. */
    private void place(int row) {
        int size = costs.length;
        double[] way = new double[size];
        int[] before = new int[size];
        boolean[] isDone = new boolean[size];
        Arrays.fill(way, Double.POSITIVE_INFINITY);
        Arrays.fill(before, NONE);
        int current = row;
        int slot = NONE;
        double reached = 0;
        do {
            int next = NONE;
            for (int other = 0; other < size; other++) {
                if (isDone[other]) {
                    continue;
                }
                double length = reached + costs[current][other] - ofRows[current] - ofSlots[other];
                if (length < way[other]) {
                    way[other] = length;
                    before[other] = slot;
                }
                if (next == NONE || way[other] < way[next]) {
                    next = other;
                }
            }
            slot = next;
            reached = way[slot];
            isDone[slot] = true;
            current = rowOf[slot];
        } while (current != NONE);
        for (int other = 0; other < size; other++) {
            if (isDone[other] && other != slot) {
                ofRows[rowOf[other]] += reached - way[other];
                ofSlots[other] -= reached - way[other];
            }
        }
        ofRows[row] += reached;
        while (slot != NONE) {
            int previous = before[slot];
            rowOf[slot] = previous == NONE ? row : rowOf[previous];
            slot = previous;
        }
    }
}
