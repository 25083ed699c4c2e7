package org.phrkit.microaggregation;

import java.util.Arrays;
import org.phrkit.neighbours.NeighbourIndex;
import org.phrkit.neighbours.Points;
import org.phrkit.table.Table;

/**
 * MDAV, maximum distance to average vector: groups of at least k similar rows (Domingo-Ferrer and Torra 2005, doi
 * 10.1007/s10618-005-0007-5), for numbers and, as their MDAV-generic, for ordinals and categories.
 *
 * <p>Distances are Euclidean over the quasi-identifiers. Numbers, dates as days and ordinals as ranks are scaled to mean
 * 0 and standard deviation 1; two different categories are 2 / (1 - Σp²) apart, squared, for shares p of the categories:
 * on each scale two random rows are 2 apart on average, squared. Where a cell is missing the distance is over the
 * columns that both rows have, multiplied (squared) with all columns by shared ones. The centroid has the mean of
 * numbers and dates, the lower median of ordinals and the mode of categories.
 *
 * <p>While 3k rows or more remain, the row farthest from their centroid takes its k-1 nearest, then the row farthest
 * from that one takes its k-1 nearest. Of 2k to 3k-1 rows left, the one farthest from their centroid takes its k-1
 * nearest, and the rest is the last group; fewer are one group. Where rows stand for several records, k counts records:
 * a row takes its nearest until its group has k, and rows left that are together fewer than k join the group of the
 * nearest row.
 *
 * <p>Ties go to the lowest row index. The sum behind the centroid is taken once in row order; each row that leaves is
 * subtracted from it, the farthest first and then its nearest from near to far. The same table and k give the same
 * partition on every machine, JDK and number of threads.
 *
 * <p>Exact, in much less than the square of the rows where up to about eight columns count: see {@link NeighbourIndex}.
 */
public final class Mdav {
    private final DataMatrix rows;
    private final Points points;
    private final int k;
    private final Progress progress;
    private final int[] groupOf;
    private final NeighbourIndex remaining;
    private final Centroid centroid;
    private long remainingRecords;
    private int groupCount;

    /** Of the groups made. */
    private double loss;

    Mdav(DataMatrix rows, int k, Progress progress) {
        this.rows = rows;
        this.points = rows.points();
        this.k = k;
        this.progress = progress;
        this.groupOf = new int[points.size()];
        Arrays.fill(groupOf, -1);
        this.remaining = new NeighbourIndex(points);
        this.centroid = new Centroid(rows);
        this.remainingRecords = rows.weights().total();
    }

    /**
     * Groups the rows of a table. Each group has k to 2k-1 rows.
     *
     * @param table the table
     * @param k the smallest size of a group, at least 2
     * @return the groups
     * @throws IllegalArgumentException if k is below 2, the table has fewer than k rows, or no quasi-identifier
     */
    public static Partition partition(Table table, int k) {
        return partition(table, k, Progress.UNSEEN);
    }

    /**
     * The same, with news of how far it has come; it cannot be ended early.
     *
     * @param table the table
     * @param k the smallest size of a group, at least 2
     * @param progress receives the progress
     * @return the groups
     */
    public static Partition partition(Table table, int k, Progress progress) {
        return Grouping.mdav(progress).partition(table, k);
    }

    static Partition partition(DataMatrix rows, int k, Progress progress) {
        if (k < 2) {
            throw new IllegalArgumentException("k is " + k + "; it must be at least 2");
        }
        if (rows.weights().total() < k) {
            throw new IllegalArgumentException("the table has fewer than k = " + k + " rows");
        }
        return rows.persons() == null
                ? new Mdav(rows, k, progress).run()
                : new MdavOfPersons(rows, rows.persons(), k, progress).run();
    }

    /** How many distances were computed to find the rows. */
    long looked() {
        return remaining.looked();
    }

    Partition run() {
        while (remainingRecords >= 3L * k) {
            int farthest = remaining.farthestFromMoving(centroid.position());
            double[] position = points.position(farthest);
            int opposite = takeGroup(farthest, position);
            if (remainingRecords >= k) {
                takeGroup(opposite < 0 ? remaining.farthest(position) : opposite);
            }
            progress.report(groupOf.length - remaining.size(), groupOf.length, rows.percent(loss));
        }
        if (remainingRecords >= 2L * k) {
            takeGroup(remaining.farthestFromMoving(centroid.position()));
        }
        takeRest();
        progress.report(groupOf.length, groupOf.length, rows.percent(loss));
        return new Partition(groupOf);
    }

    /** Makes a group of a row and its nearest. */
    private void takeGroup(int center) {
        leave(center);
        takeNearest(center, remaining.nearest(points.position(center), k - 1));
    }

    /** @return the row farthest from the center, or -1 where it became one of the group */
    private int takeGroup(int center, double[] position) {
        leave(center);
        if (remaining.size() == 0) {
            groupCount++;
            return -1;
        }
        int[] nearest = new int[Math.min(k - 1, remaining.size())];
        int farthest = remaining.nearestAndFarthest(position, nearest);
        takeNearest(center, nearest);
        return remaining.contains(farthest) ? farthest : -1;
    }

    private void takeNearest(int center, int[] nearest) {
        long taken = rows.weights().of(center);
        int[] group = new int[nearest.length + 1];
        int size = 0;
        group[size++] = center;
        for (int i = 0; i < nearest.length && taken < k; i++) {
            taken += rows.weights().of(nearest[i]);
            group[size++] = nearest[i];
            leave(nearest[i]);
        }
        loss += MutablePartition.loss(rows, Arrays.copyOf(group, size));
        groupCount++;
    }

    private void leave(int row) {
        groupOf[row] = groupCount;
        remaining.remove(row);
        centroid.remove(row);
        remainingRecords -= rows.weights().of(row);
    }

    private void takeRest() {
        int[] rest = new int[remaining.size()];
        int size = 0;
        for (int row = 0; row < groupOf.length; row++) {
            if (groupOf[row] < 0) {
                rest[size++] = row;
            }
        }
        boolean areEnough = remainingRecords >= k || groupCount == 0;
        loss += areEnough ? MutablePartition.loss(rows, rest) : 0;
        for (int row : rest) {
            groupOf[row] = areEnough ? groupCount : groupOf[nearestInGroup(row)];
        }
    }

    private int nearestInGroup(int row) {
        int nearest = -1;
        double least = Double.POSITIVE_INFINITY;
        double[] position = points.position(row);
        for (int other = 0; other < groupOf.length; other++) {
            double distance = groupOf[other] < 0 ? least : points.squaredDistance(other, position);
            if (distance < least) {
                least = distance;
                nearest = other;
            }
        }
        return nearest;
    }
}
