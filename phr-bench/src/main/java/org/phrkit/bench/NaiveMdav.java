package org.phrkit.bench;

import java.util.Arrays;
import org.phrkit.microaggregation.Mdav;
import org.phrkit.microaggregation.Partition;
import org.phrkit.table.Table;

/** {@link Mdav} of numbers by its definition, all rows that are left looked at each time: the square of the rows. */
final class NaiveMdav {
    private final double[][] rows;
    private final int k;
    private final int[] groupOf;

    /** The rows that are left, ascending, and how many. */
    private final int[] left;

    private int leftCount;
    private int groupCount;

    private NaiveMdav(Table table, int k) {
        this.rows = new Scores(table).of(table);
        this.k = k;
        this.groupOf = new int[rows.length];
        this.left = new int[rows.length];
        this.leftCount = rows.length;
        Arrays.fill(groupOf, -1);
        Arrays.setAll(left, row -> row);
    }

    static Partition partition(Table table, int k) {
        return new NaiveMdav(table, k).run();
    }

    private Partition run() {
        while (leftCount >= 3 * k) {
            double[] position = rows[farthest(centroid())];
            takeGroup(position);
            takeGroup(rows[farthest(position)]);
        }
        if (leftCount >= 2 * k) {
            takeGroup(rows[farthest(centroid())]);
        }
        for (int i = 0; i < leftCount; i++) {
            groupOf[left[i]] = groupCount;
        }
        return new Partition(groupOf);
    }

    private double[] centroid() {
        double[] centroid = new double[rows[0].length];
        for (int i = 0; i < leftCount; i++) {
            for (int column = 0; column < centroid.length; column++) {
                centroid[column] += rows[left[i]][column] / leftCount;
            }
        }
        return centroid;
    }

    private static double squaredDistance(double[] one, double[] other) {
        double sum = 0;
        for (int i = 0; i < one.length; i++) {
            double difference = one[i] - other[i];
            sum += difference * difference;
        }
        return sum;
    }

    private int farthest(double[] position) {
        int farthest = -1;
        double greatest = -1;
        for (int i = 0; i < leftCount; i++) {
            double distance = squaredDistance(rows[left[i]], position);
            if (distance > greatest) {
                greatest = distance;
                farthest = left[i];
            }
        }
        return farthest;
    }

    /** Puts the k rows nearest to a position into a group; the row that is there is one of them. */
    private void takeGroup(double[] position) {
        int[] nearest = new int[k];
        double[] distances = new double[k];
        int found = 0;
        for (int i = 0; i < leftCount; i++) {
            double distance = squaredDistance(rows[left[i]], position);
            if (found == k && distance >= distances[k - 1]) {
                continue;
            }
            int at = found < k ? found++ : k - 1;
            for (; at > 0 && distances[at - 1] > distance; at--) {
                distances[at] = distances[at - 1];
                nearest[at] = nearest[at - 1];
            }
            distances[at] = distance;
            nearest[at] = left[i];
        }
        for (int row : nearest) {
            groupOf[row] = groupCount;
        }
        groupCount++;
        int kept = 0;
        for (int i = 0; i < leftCount; i++) {
            if (groupOf[left[i]] < 0) {
                left[kept++] = left[i];
            }
        }
        leftCount = kept;
    }
}
