package org.phrkit.microaggregation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.phrkit.neighbours.Points;
import org.phrkit.table.Kind;
import org.phrkit.table.Table;

/** MDAV by its definition: looks at all rows each time. */
final class NaiveMdav {
    private final DataMatrix rows;
    private final Points points;
    private final int k;
    private final List<Integer> remaining = new ArrayList<>();
    private final int[] groupOf;
    private final double[] sums;
    private int groups;

    private NaiveMdav(DataMatrix rows, int k) {
        this.rows = rows;
        this.points = rows.points();
        this.k = k;
        this.groupOf = new int[rows.rowCount()];
        this.sums = new double[points.dimensions()];
        Arrays.fill(groupOf, -1);
        for (int row = 0; row < groupOf.length; row++) {
            remaining.add(row);
            addToSums(row, 1);
        }
    }

    static Partition partition(Table table, int k) {
        return partition(DataMatrix.of(table), k);
    }

    static Partition partition(DataMatrix rows, int k) {
        return new NaiveMdav(rows, k).run();
    }

    private Partition run() {
        while (records() >= 3L * k) {
            int farthest = farthest(centroid());
            takeGroup(farthest);
            if (records() >= k) {
                takeGroup(farthest(points.position(farthest)));
            }
        }
        if (records() >= 2L * k) {
            takeGroup(farthest(centroid()));
        }
        boolean areEnough = records() >= k || groups == 0;
        for (int row : remaining) {
            groupOf[row] = areEnough ? groups : groupOf[nearestWithGroup(row)];
        }
        return new Partition(groupOf);
    }

    private long records() {
        return remaining.stream().mapToLong(row -> rows.weights().of(row)).sum();
    }

    /** By row, of those that remain. */
    private double[] distances(double[] position) {
        double[] distances = new double[groupOf.length];
        for (int row : remaining) {
            distances[row] = points.squaredDistance(row, position);
        }
        return distances;
    }

    /** Of several, the one with the lowest index. */
    private int farthest(double[] position) {
        double[] distances = distances(position);
        int farthest = remaining.get(0);
        for (int row : remaining) {
            farthest = distances[row] > distances[farthest] ? row : farthest;
        }
        return farthest;
    }

    private void takeGroup(int center) {
        leave(center);
        double[] distances = distances(points.position(center));
        long taken = rows.weights().of(center);
        while (taken < k && !remaining.isEmpty()) {
            int nearest = remaining.get(0);
            for (int row : remaining) {
                nearest = distances[row] < distances[nearest] ? row : nearest;
            }
            taken += rows.weights().of(nearest);
            leave(nearest);
        }
        groups++;
    }

    private void leave(int row) {
        groupOf[row] = groups;
        remaining.remove(Integer.valueOf(row));
        addToSums(row, -1);
    }

    private void addToSums(int row, int sign) {
        for (int dimension = 0; dimension < sums.length; dimension++) {
            double coordinate = points.coordinate(row, dimension);
            sums[dimension] +=
                    Double.isNaN(coordinate) ? 0 : sign * rows.weights().of(row) * coordinate;
        }
    }

    private double[] centroid() {
        double[] centroid = new double[sums.length];
        for (int dimension = 0; dimension < centroid.length; dimension++) {
            centroid[dimension] = rows.kind(dimension).isNumeric() ? mean(dimension) : center(dimension);
        }
        return centroid;
    }

    private double mean(int dimension) {
        long total = 0;
        for (int row : remaining) {
            total += Double.isNaN(points.coordinate(row, dimension))
                    ? 0
                    : rows.weights().of(row);
        }
        return total == 0 ? Double.NaN : sums[dimension] / total;
    }

    private double center(int dimension) {
        NavigableMap<Double, Long> counts = new TreeMap<>();
        for (int row : remaining) {
            double coordinate = points.coordinate(row, dimension);
            if (!Double.isNaN(coordinate)) {
                counts.merge(coordinate, (long) rows.weights().of(row), Long::sum);
            }
        }
        if (counts.isEmpty()) {
            return Double.NaN;
        }
        if (rows.kind(dimension) == Kind.CATEGORY) {
            return counts.keySet().stream()
                    .max(Comparator.<Double>comparingLong(counts::get).thenComparing(Comparator.reverseOrder()))
                    .orElseThrow();
        }
        long total = counts.values().stream().mapToLong(count -> count).sum();
        return counts.keySet().stream()
                .filter(score -> 2
                                * counts.headMap(score, true).values().stream()
                                        .mapToLong(count -> count)
                                        .sum()
                        >= total)
                .findFirst()
                .orElseThrow();
    }

    private int nearestWithGroup(int row) {
        double[] position = points.position(row);
        int nearest = -1;
        for (int other = 0; other < groupOf.length; other++) {
            if (groupOf[other] >= 0
                    && (nearest < 0
                            || points.squaredDistance(other, position) < points.squaredDistance(nearest, position))) {
                nearest = other;
            }
        }
        return nearest;
    }
}
