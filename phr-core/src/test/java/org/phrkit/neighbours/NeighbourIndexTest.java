package org.phrkit.neighbours;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.phrkit.testing.Seeds;

class NeighbourIndexTest {
    private static final int SEARCHES = 40;

    /** Few enough dimensions for trees, of numbers and categories, some missing, many points at the same place. */
    static Points points(SplittableRandom random, int size) {
        int dimensions = 1 + random.nextInt(5);
        int numbers = random.nextInt(dimensions + 1);
        int values = 2 + random.nextInt(40);
        double[][] columns = new double[dimensions][size];
        double[] mismatches = new double[dimensions];
        for (int dimension = 0; dimension < dimensions; dimension++) {
            mismatches[dimension] = dimension < numbers ? 0 : 1 + random.nextDouble();
            int missing = random.nextInt(4) == 0 ? 3 : Integer.MAX_VALUE;
            for (int row = 0; row < size; row++) {
                double coordinate = random.nextInt(values);
                columns[dimension][row] = random.nextInt(missing) == 0
                        ? Double.NaN
                        : dimension < numbers ? coordinate / 7 - 2 : coordinate;
            }
        }
        return new Points(columns, mismatches);
    }

    /** That of a point, moved where it holds numbers, and missing some. */
    static double[] position(SplittableRandom random, Points points) {
        double[] position = points.position(random.nextInt(points.size()));
        for (int dimension = 0; dimension < position.length; dimension++) {
            if (random.nextInt(10) == 0) {
                position[dimension] = Double.NaN;
            } else if (points.mismatch(dimension) == 0 && random.nextBoolean()) {
                position[dimension] += random.nextDouble() - 0.5;
            }
        }
        return position;
    }

    /** The rows of the slow twin, from near to far. */
    private static List<Integer> sorted(List<Integer> rows, Points points, double[] position) {
        return rows.stream()
                .sorted(Comparator.<Integer>comparingDouble(row -> points.squaredDistance(row, position))
                        .thenComparing(row -> row))
                .toList();
    }

    private static int farthest(List<Integer> rows, Points points, double[] position) {
        return rows.stream()
                .min(Comparator.<Integer>comparingDouble(row -> -points.squaredDistance(row, position))
                        .thenComparing(row -> row))
                .orElseThrow();
    }

    @Test
    void findsWhatLookingAtAllRowsFinds() {
        Seeds.forEach(40, 150, random -> {
            Points points = points(random, 1 + random.nextInt(3000));
            NeighbourIndex remaining = new NeighbourIndex(points);
            List<Integer> rows =
                    new ArrayList<>(IntStream.range(0, points.size()).boxed().toList());
            int leaving = 1 + points.size() / SEARCHES;
            while (!rows.isEmpty()) {
                double[] position = position(random, points);
                List<Integer> sorted = sorted(rows, points, position);
                int[] nearest = new int[Math.min(leaving, rows.size())];
                int farthest = farthest(rows, points, position);
                assertThat(remaining.size()).isEqualTo(rows.size());
                assertThat(remaining.farthest(position)).isEqualTo(farthest);
                assertThat(remaining.farthestFromMoving(position)).isEqualTo(farthest);
                assertThat(remaining.nearestAndFarthest(position, nearest)).isEqualTo(farthest);
                assertThat(nearest)
                        .containsExactly(sorted.subList(0, nearest.length).stream()
                                .mapToInt(row -> row)
                                .toArray());
                assertThat(remaining.nearest(position, nearest.length)).containsExactly(nearest);
                for (int row : nearest) {
                    remaining.remove(row);
                    assertThat(remaining.contains(row)).isFalse();
                }
                rows.removeAll(sorted.subList(0, nearest.length));
            }
            assertThat(remaining.nearest(new double[points.dimensions()], 3)).isEmpty();
        });
    }
}
