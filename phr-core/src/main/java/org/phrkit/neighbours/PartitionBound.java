package org.phrkit.neighbours;

import java.util.Arrays;

/**
 * A lower bound of the information loss of every partition into groups of k points or more. The loss of a group of n
 * points is the sum of the squared distances of its pairs divided by n, so each point has a share of it: half of its
 * squared distances to the others, divided by n, which is least for the k - 1 nearest and n = k. Of a pair, one point
 * may be given more than half if the other keeps as much as that of its farthest of the k - 1 nearest, whose sum does
 * not change then: so points that lie apart are given nearly all. The shares of all points are a solution of the dual
 * of the set partitioning problem, none of which is more than its least cost (weak duality of linear programming).
 */
public final class PartitionBound {
    /** Of so many points it is found in about a second. */
    public static final int POINTS_OF_A_SECOND = 20_000;

    /** So many neighbours are looked at besides the k - 1 nearest: of those behind it is known how far they are at least. */
    private static final int MORE = 20;

    /** Of roundings, so that the bound is one. */
    private static final double LESS = 1 - 1e-9;

    private final int k;
    private final int[][] neighbours;
    private final double[][] distances;

    /** By point: to how many others that it does not know it is one of the k - 1 nearest. */
    private final int[] takers;

    private PartitionBound(Points points, int k) {
        this.k = k;
        this.neighbours = new int[points.size()][];
        this.distances = new double[points.size()][];
        NeighbourIndex index = new NeighbourIndex(points);
        int known = Math.min(k - 1 + Math.min(2 * k, MORE), points.size() - 1);
        for (int i = 0; i < neighbours.length; i++) {
            int self = i;
            neighbours[i] = Arrays.stream(index.nearest(points.position(i), known + 1))
                    .filter(other -> other != self)
                    .limit(known)
                    .toArray();
            distances[i] = Arrays.stream(neighbours[i])
                    .mapToDouble(other -> points.squaredDistance(self, other))
                    .toArray();
        }
        this.takers = new int[neighbours.length];
        for (int i = 0; i < neighbours.length; i++) {
            for (int m = 0; m < k - 1; m++) {
                int taken = neighbours[i][m];
                int taker = i;
                takers[taken] += Arrays.stream(neighbours[taken]).anyMatch(other -> other == taker) ? 0 : 1;
            }
        }
    }

    /**
     * The least loss of all groups together. Takes the time of some 20 to 3k nearest neighbours of each point.
     *
     * @param points whose coordinates are all there
     * @param k at least 2, and no more than there are points
     * @return at least 0
     */
    public static double of(Points points, int k) {
        PartitionBound bound = new PartitionBound(points, k);
        double sum = 0;
        for (int i = 0; i < points.size(); i++) {
            sum += bound.share(i);
        }
        return LESS * sum;
    }

    /** What a point loses at least. */
    private double share(int i) {
        int known = distances[i].length;
        double[] parts = Arrays.copyOf(distances[i], known + Math.min(takers[i], k - 1));
        Arrays.fill(parts, known, parts.length, reach(i));
        for (int m = 0; m < known; m++) {
            int other = neighbours[i][m];
            boolean isTaken = isNear(other, i);
            if (m < k - 1 && !isTaken) {
                parts[m] = distances[i][m] - reach(other);
            } else {
                parts[m] = m >= k - 1 && isTaken ? reach(i) : distances[i][m] / 2;
            }
        }
        Arrays.sort(parts);
        double behind = known < neighbours.length - 1 ? distances[i][known - 1] / 2 : Double.POSITIVE_INFINITY;
        double sum = 0;
        for (int m = 0; m < k - 1; m++) {
            sum += Math.min(parts[m], behind);
        }
        return sum / k;
    }

    /** Whether a point is one of the k - 1 nearest of another. */
    private boolean isNear(int of, int point) {
        for (int m = 0; m < k - 1; m++) {
            if (neighbours[of][m] == point) {
                return true;
            }
        }
        return false;
    }

    /** Half of the squared distance to the farthest of the k - 1 nearest. */
    private double reach(int i) {
        return distances[i][k - 2] / 2;
    }
}
