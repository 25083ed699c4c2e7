package org.phrkit.microaggregation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.phrkit.testing.Seeds;

class AssignmentTest {
    private static double cost(double[][] costs, int[] rowOf) {
        return IntStream.range(0, rowOf.length)
                .mapToDouble(slot -> costs[rowOf[slot]][slot])
                .sum();
    }

    @Test
    void takesTheCheapestWhereEachRowPrefersOneSlot() {
        double[][] costs = {{1, 2, 9}, {1, 3, 9}, {1, 4, 5}};
        assertThat(Assignment.of(costs)).containsExactly(1, 0, 2);
        assertThat(Assignment.of(new double[][] {{7}})).containsExactly(0);
    }

    /** The slow twin looks at all permutations. */
    @Test
    void noOtherIsCheaper() {
        Seeds.forEach(1000, random -> {
            double[][] costs = random(random, 1 + random.nextInt(6), random.nextBoolean());
            int[] found = Assignment.of(costs);
            assertThat(Arrays.stream(found).sorted())
                    .containsExactly(IntStream.range(0, costs.length).boxed().toArray(Integer[]::new));
            assertThat(cost(costs, found)).isCloseTo(least(costs, 0, new boolean[costs.length]), within(1e-9));
        });
    }

    private static double[][] random(SplittableRandom random, int size, boolean hasTies) {
        double[][] costs = new double[size][size];
        for (double[] row : costs) {
            Arrays.setAll(row, slot -> hasTies ? random.nextInt(4) : 100 * random.nextDouble());
        }
        return costs;
    }

    private static double least(double[][] costs, int slot, boolean[] isTaken) {
        if (slot == costs.length) {
            return 0;
        }
        double least = Double.POSITIVE_INFINITY;
        for (int row = 0; row < costs.length; row++) {
            if (!isTaken[row]) {
                isTaken[row] = true;
                least = Math.min(least, costs[row][slot] + least(costs, slot + 1, isTaken));
                isTaken[row] = false;
            }
        }
        return least;
    }
}
