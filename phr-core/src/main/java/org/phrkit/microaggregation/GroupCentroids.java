package org.phrkit.microaggregation;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.phrkit.neighbours.Points;
import org.phrkit.table.Kind;

/**
 * The centres of groups on the scales of {@link Mdav}, as the groups merge: the mean of numbers, the lower median of
 * ordinals, the mode of categories; missing where all rows miss it. The sum behind a mean is taken in row order; that of
 * a merged group is the sum of the two.
 */
final class GroupCentroids {
    private final DataMatrix rows;

    /** By dimension, then group. */
    private final double[][] sums;

    private final long[][] counts;
    private final Tally[][] tallies;
    private final double[][] coordinates;

    private final Points points;

    /** The groups there are, in no order, and where each stands. */
    private final int[] groups;

    private final int[] indexOf;
    private int groupCount;

    GroupCentroids(DataMatrix rows, Partition partition) {
        int dimensions = rows.points().dimensions();
        this.rows = rows;
        this.groupCount = partition.groupCount();
        this.groups = IntStream.range(0, groupCount).toArray();
        this.indexOf = groups.clone();
        this.sums = new double[dimensions][groupCount];
        this.counts = new long[dimensions][groupCount];
        this.tallies = new Tally[dimensions][];
        this.coordinates = new double[dimensions][groupCount];
        double[] mismatches = new double[dimensions];
        double[] ones = new double[rows.rowCount()];
        Arrays.fill(ones, 1);
        for (int dimension = 0; dimension < dimensions; dimension++) {
            mismatches[dimension] = rows.points().mismatch(dimension);
            if (isNumber(dimension)) {
                add(dimension, partition);
            } else {
                tallies[dimension] = Tally.of(codes(dimension), ones, partition);
            }
            for (int group = 0; group < groupCount; group++) {
                locate(dimension, group);
            }
        }
        this.points = new Points(coordinates, mismatches);
    }

    private boolean isNumber(int dimension) {
        return rows.kind(dimension).isNumeric();
    }

    private void add(int dimension, Partition partition) {
        for (int row = 0; row < rows.rowCount(); row++) {
            double coordinate = rows.points().coordinate(row, dimension);
            if (!Double.isNaN(coordinate)) {
                sums[dimension][partition.groupOf(row)] += coordinate;
                counts[dimension][partition.groupOf(row)]++;
            }
        }
    }

    private int[] codes(int dimension) {
        int[] codes = new int[rows.rowCount()];
        for (int row = 0; row < codes.length; row++) {
            boolean isMissing = Double.isNaN(rows.points().coordinate(row, dimension));
            codes[row] = isMissing ? -1 : rows.code(row, dimension);
        }
        return codes;
    }

    private void locate(int dimension, int group) {
        coordinates[dimension][group] = coordinate(dimension, group);
    }

    private double coordinate(int dimension, int group) {
        if (isNumber(dimension)) {
            // Of no cells it is 0/0, which is NaN.
            return sums[dimension][group] / counts[dimension][group];
        }
        Tally tally = tallies[dimension][group];
        if (tally.present() == 0) {
            return Double.NaN;
        }
        return rows.kind(dimension) == Kind.ORDINAL ? rows.scores(dimension)[tally.median()] : tally.mode();
    }

    /** How far a row is from the centre of a group, squared. */
    double squaredDistance(int row, int group) {
        return rows.points().squaredDistance(row, points.position(group));
    }

    /** How many groups there are. */
    int groupCount() {
        return groupCount;
    }

    /** The group whose centre is nearest to that of this one, of several the lowest; -1 where there is no other. */
    int nearest(int group) {
        double[] position = points.position(group);
        int nearest = -1;
        double least = Double.POSITIVE_INFINITY;
        for (int i = 0; i < groupCount; i++) {
            int other = groups[i];
            if (other != group && !isFarther(other, position, least)) {
                double distance = points.squaredDistance(other, position);
                if (nearest < 0 || distance < least || (distance == least && other < nearest)) {
                    least = distance;
                    nearest = other;
                }
            }
        }
        return nearest;
    }

    /** Whether one dimension of numbers alone says so: no distance is below any of its terms, rounded as they are. */
    private boolean isFarther(int group, double[] position, double squaredDistance) {
        for (int dimension = 0; dimension < position.length && points.mismatch(dimension) == 0; dimension++) {
            double difference = coordinates[dimension][group] - position[dimension];
            if (difference * difference > squaredDistance) {
                return true;
            }
        }
        return false;
    }

    /** Lets one group become part of another. */
    void merge(int group, int into) {
        for (int dimension = 0; dimension < coordinates.length; dimension++) {
            if (isNumber(dimension)) {
                sums[dimension][into] += sums[dimension][group];
                counts[dimension][into] += counts[dimension][group];
            } else {
                tallies[dimension][into] = tallies[dimension][into].plus(tallies[dimension][group]);
            }
            locate(dimension, into);
        }
        int last = groups[--groupCount];
        groups[indexOf[group]] = last;
        indexOf[last] = indexOf[group];
    }
}
