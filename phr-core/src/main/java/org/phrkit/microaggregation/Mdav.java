package org.phrkit.microaggregation;

import java.util.Arrays;
import org.phrkit.neighbours.Points;
import org.phrkit.table.NumberColumn;
import org.phrkit.table.Role;
import org.phrkit.table.Table;

/**
 * MDAV, maximum distance to average vector: groups of at least k similar rows (Domingo-Ferrer and Torra 2005, doi
 * 10.1007/s10618-005-0007-5).
 *
 * <p>Distances are Euclidean over the quasi-identifiers, each scaled to mean 0 and standard deviation 1. While 3k rows
 * or more remain, the row farthest from their centroid takes its k-1 nearest, then the row farthest from that one takes
 * its k-1 nearest. Of 2k to 3k-1 rows left, the one farthest from their centroid takes its k-1 nearest, and the rest is
 * the last group; fewer are one group.
 *
 * <p>Ties go to the lowest row index. The sum behind the centroid is taken once in row order; each row that leaves is
 * subtracted from it, the farthest first and then its nearest from near to far. The same table and k give the same
 * partition on every machine.
 */
public final class Mdav {
    private final Points points;
    private final int k;
    private final int[] groupOf;
    private final double[] sum;

    /** The rows without a group, ascending. */
    private int[] remaining;

    private int groupCount;

    private Mdav(Points points, int k) {
        this.points = points;
        this.k = k;
        this.groupOf = new int[points.size()];
        this.remaining = new int[points.size()];
        this.sum = new double[points.dimensions()];
        for (int row = 0; row < remaining.length; row++) {
            remaining[row] = row;
            for (int dimension = 0; dimension < sum.length; dimension++) {
                sum[dimension] += points.coordinate(row, dimension);
            }
        }
    }

    /**
     * Groups the rows of a table. Each group has k to 2k-1 rows. Takes time in the square of the rows, and memory in
     * proportion to them.
     *
     * @param k the smallest size of a group, at least 2
     * @throws IllegalArgumentException if k is below 2, the table has fewer than k rows, no quasi-identifier, or one
     *     that is not a number
     */
    public static Partition partition(Table table, int k) {
        if (k < 2) {
            throw new IllegalArgumentException("k is " + k + "; it must be at least 2");
        }
        if (table.rowCount() < k) {
            throw new IllegalArgumentException("the table has " + table.rowCount() + " rows, fewer than k = " + k);
        }
        return new Mdav(points(table), k).run();
    }

    private static Points points(Table table) {
        requireNumbers(table);
        return Points.standardised(
                table.quasiNumbers().stream().map(NumberColumn::values).toList());
    }

    static void requireNumbers(Table table) {
        int numbers = table.quasiNumbers().size();
        if (numbers == 0 || numbers < table.columns(Role.QUASI).size()) {
            throw new IllegalArgumentException("the quasi-identifiers must be numbers, and at least one");
        }
    }

    private Partition run() {
        while (remaining.length >= 3 * k) {
            int farthest = farthestFromCentroid();
            takeGroup(farthest);
            takeGroup(farthestFrom(farthest));
        }
        if (remaining.length >= 2 * k) {
            takeGroup(farthestFromCentroid());
        }
        for (int row : remaining) {
            groupOf[row] = groupCount;
        }
        return new Partition(groupOf);
    }

    private int farthestFromCentroid() {
        double[] centroid = new double[sum.length];
        for (int dimension = 0; dimension < sum.length; dimension++) {
            centroid[dimension] = sum[dimension] / remaining.length;
        }
        int farthest = remaining[0];
        double greatest = -1;
        for (int row : remaining) {
            double distance = points.squaredDistance(row, centroid);
            if (distance > greatest) {
                greatest = distance;
                farthest = row;
            }
        }
        return farthest;
    }

    private int farthestFrom(int from) {
        int farthest = remaining[0];
        double greatest = -1;
        for (int row : remaining) {
            double distance = points.squaredDistance(row, from);
            if (distance > greatest) {
                greatest = distance;
                farthest = row;
            }
        }
        return farthest;
    }

    /** Makes a group of a row and its k-1 nearest. */
    private void takeGroup(int center) {
        leave(center);
        double[] distances = new double[remaining.length];
        for (int i = 0; i < distances.length; i++) {
            distances[i] = points.squaredDistance(remaining[i], center);
        }
        for (int taken = 1; taken < k; taken++) {
            int nearest = -1;
            for (int i = 0; i < distances.length; i++) {
                if (distances[i] >= 0 && (nearest < 0 || distances[i] < distances[nearest])) {
                    nearest = i;
                }
            }
            distances[nearest] = -1;
            assign(remaining[nearest]);
        }
        int[] left = new int[remaining.length - k + 1];
        int size = 0;
        for (int i = 0; i < distances.length; i++) {
            if (distances[i] >= 0) {
                left[size++] = remaining[i];
            }
        }
        remaining = left;
        groupCount++;
    }

    private void leave(int row) {
        remaining = Arrays.stream(remaining).filter(other -> other != row).toArray();
        assign(row);
    }

    private void assign(int row) {
        groupOf[row] = groupCount;
        for (int dimension = 0; dimension < sum.length; dimension++) {
            sum[dimension] -= points.coordinate(row, dimension);
        }
    }
}
