package org.phrkit.neighbours;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.phrkit.testing.Seeds;

class PartitionBoundTest {
    private static double loss(Points points, int set) {
        double sum = 0;
        int size = Integer.bitCount(set);
        for (int i = 0; i < points.size(); i++) {
            for (int j = i + 1; j < points.size(); j++) {
                if ((set >> i & 1) == 1 && (set >> j & 1) == 1) {
                    sum += points.squaredDistance(i, j);
                }
            }
        }
        return sum / size;
    }

    /** By dynamic programming over all sets of points. */
    private static double best(Points points, int k) {
        int all = (1 << points.size()) - 1;
        double[] losses = IntStream.rangeClosed(0, all)
                .mapToDouble(set -> Integer.bitCount(set) < k ? Double.POSITIVE_INFINITY : loss(points, set))
                .toArray();
        double[] best = new double[all + 1];
        for (int set = 1; set <= all; set++) {
            int lowest = Integer.lowestOneBit(set);
            best[set] = Double.POSITIVE_INFINITY;
            for (int group = set; group > 0; group = (group - 1) & set) {
                if ((group & lowest) != 0) {
                    best[set] = Math.min(best[set], losses[group] + best[set & ~group]);
                }
            }
        }
        return best[all];
    }

    /** The sum over points of the squared distances to the k - 1 nearest, divided by 2k. */
    private static double simple(Points points, int k) {
        return IntStream.range(0, points.size())
                        .mapToDouble(i -> IntStream.range(0, points.size())
                                .filter(j -> j != i)
                                .mapToDouble(j -> points.squaredDistance(i, j))
                                .sorted()
                                .limit(k - 1L)
                                .sum())
                        .sum()
                / (2 * k);
    }

    @Test
    void noPartitionLosesLessAndTheBoundIsNoWorseThanTheSimpleOne() {
        int[] better = new int[1];
        Seeds.forEach(200, 2000, random -> {
            int k = 2 + random.nextInt(3);
            int count = k + random.nextInt(9 - k + 1);
            int dimensions = 1 + random.nextInt(3);
            boolean isGrid = random.nextBoolean();
            double[][] columns = new double[dimensions][count];
            double[] mismatches = new double[dimensions];
            mismatches[dimensions - 1] = random.nextInt(3) == 0 ? 2.5 : 0;
            for (int dimension = 0; dimension < dimensions; dimension++) {
                boolean isCode = mismatches[dimension] > 0;
                Arrays.setAll(
                        columns[dimension],
                        i -> isCode || isGrid ? random.nextInt(3) : Math.exp(3 * random.nextDouble()));
            }
            Points points = new Points(columns, mismatches);
            double bound = PartitionBound.of(points, k);
            double simple = simple(points, k);
            assertThat(bound).isLessThanOrEqualTo(best(points, k) + 1e-12).isGreaterThanOrEqualTo(simple - 1e-6);
            better[0] += bound > simple * 1.05 ? 1 : 0;
        });
        assertThat(better[0]).as("bounds that are better by a twentieth").isGreaterThan(20);
    }

    /** Two clusters of three, far from each other: the bound is what they lose. */
    @Test
    void clustersOfKLoseTheBound() {
        Points points = new Points(new double[][] {{0, 1, 2, 1000, 1001, 1002}});
        assertThat(PartitionBound.of(points, 3)).isCloseTo(4, within(1e-6));
    }

    /** More points than are looked at around each, of which an outlier is near to none. */
    @Test
    void nothingIsTakenTwiceFromPointsThatAreNotLookedAt() {
        Seeds.forEach(5, 50, random -> {
            int k = 2 + random.nextInt(2);
            double[] values = IntStream.range(0, 400)
                    .mapToDouble(i -> i < 390 ? random.nextInt(20) : 1000 + random.nextInt(1000))
                    .toArray();
            Points points = new Points(new double[][] {values});
            assertThat(PartitionBound.of(points, k)).isLessThanOrEqualTo(bestOfLine(values, k) + 1e-9);
        });
    }

    /** In one dimension the best groups are of neighbours (Hansen and Mukherjee 2003, doi 10.1109/TKDE.2003.1209020). */
    private static double bestOfLine(double[] values, int k) {
        double[] sorted = Arrays.stream(values).sorted().toArray();
        double[] best = new double[sorted.length + 1];
        Arrays.fill(best, 1, best.length, Double.POSITIVE_INFINITY);
        for (int end = k; end <= sorted.length; end++) {
            for (int start = Math.max(0, end - 2 * k + 1); start <= end - k; start++) {
                double[] group = Arrays.copyOfRange(sorted, start, end);
                double mean = Arrays.stream(group).average().orElseThrow();
                double loss = Arrays.stream(group)
                        .map(value -> (value - mean) * (value - mean))
                        .sum();
                best[end] = Math.min(best[end], best[start] + loss);
            }
        }
        return best[sorted.length];
    }
}
