package org.phrkit.microaggregation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.phrkit.neighbours.Points;
import org.phrkit.testing.Seeds;
import org.phrkit.testing.Tables;

class GroupCentroidsTest {
    /** The centres of groups of rows, each computed from its rows alone. */
    private static Points centres(DataMatrix rows, List<List<Integer>> groups) {
        int dimensions = rows.points().dimensions();
        double[][] coordinates = new double[dimensions][groups.size()];
        for (int group = 0; group < groups.size(); group++) {
            int[] members = groups.get(group).stream().mapToInt(row -> row).toArray();
            double[] position = new Centroid(rows, members).position();
            for (int dimension = 0; dimension < dimensions; dimension++) {
                coordinates[dimension][group] = position[dimension];
            }
        }
        double[] mismatches = IntStream.range(0, dimensions)
                .mapToDouble(rows.points()::mismatch)
                .toArray();
        return new Points(coordinates, mismatches);
    }

    private static DataMatrix rows(SplittableRandom random, int rowCount) {
        return DataMatrix.of(
                random.nextBoolean()
                        ? Tables.mixed(random, rowCount, 1 + random.nextInt(4))
                        : Tables.random(random, rowCount, 1 + random.nextInt(4)));
    }

    @Test
    void mergedGroupsHaveTheCentreOfTheirRows() {
        Seeds.forEach(100, 400, random -> {
            int rowCount = 2 + random.nextInt(30);
            DataMatrix rows = rows(random, rowCount);
            List<List<Integer>> groups = new ArrayList<>();
            int[] groupOf = new int[rowCount];
            int groupCount = 1 + random.nextInt(rowCount);
            for (int row = 0; row < rowCount; row++) {
                groupOf[row] = row < groupCount ? row : random.nextInt(groupCount);
                if (row < groupCount) {
                    groups.add(new ArrayList<>());
                }
                groups.get(groupOf[row]).add(row);
            }
            GroupCentroids centroids = new GroupCentroids(rows, new Partition(groupOf));
            List<Integer> left =
                    new ArrayList<>(IntStream.range(0, groupCount).boxed().toList());
            while (true) {
                assertThat(centroids.groupCount()).isEqualTo(left.size());
                assertAreThose(centroids, rows, groups, left);
                if (left.size() == 1) {
                    break;
                }
                int group = left.remove(random.nextInt(left.size()));
                int into = left.get(random.nextInt(left.size()));
                groups.get(into).addAll(groups.get(group));
                centroids.merge(group, into);
            }
        });
    }

    private static void assertAreThose(
            GroupCentroids centroids, DataMatrix rows, List<List<Integer>> groups, List<Integer> left) {
        Points centres = centres(rows, groups);
        for (int group : left) {
            double[] centre = centres.position(group);
            for (int row = 0; row < rows.rowCount(); row++) {
                double expected = rows.points().squaredDistance(row, centre);
                assertThat(centroids.squaredDistance(row, group)).isCloseTo(expected, within(1e-9 * (1 + expected)));
            }
            double least = left.stream()
                    .filter(other -> other != group)
                    .mapToDouble(other -> centres.squaredDistance(other, centre))
                    .min()
                    .orElse(Double.NaN);
            int nearest = centroids.nearest(group);
            if (Double.isNaN(least)) {
                assertThat(nearest).isEqualTo(-1);
            } else {
                assertThat(left).contains(nearest);
                assertThat(nearest).isNotEqualTo(group);
                assertThat(centres.squaredDistance(nearest, centre)).isCloseTo(least, within(1e-9 * (1 + least)));
            }
        }
    }

    /** Each row is a group, so that nothing is rounded. */
    @Test
    void ofSeveralNearestItIsTheLowest() {
        Seeds.forEach(100, 400, random -> {
            int rowCount = 2 + random.nextInt(30);
            DataMatrix rows = rows(random, rowCount);
            GroupCentroids centroids = new GroupCentroids(
                    rows, new Partition(IntStream.range(0, rowCount).toArray()));
            for (int row = 0; row < rowCount; row++) {
                int nearest = -1;
                for (int other = 0; other < rowCount; other++) {
                    if (other != row
                            && (nearest < 0
                                    || rows.points().squaredDistance(other, row)
                                            < rows.points().squaredDistance(nearest, row))) {
                        nearest = other;
                    }
                }
                assertThat(centroids.nearest(row)).isEqualTo(nearest);
            }
        });
    }
}
