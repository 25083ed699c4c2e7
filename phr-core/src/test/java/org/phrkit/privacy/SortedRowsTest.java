package org.phrkit.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.phrkit.testing.Seeds;

class SortedRowsTest {
    private static final double[] SPECIAL = {
        0.0, -0.0, Double.NaN, Double.MIN_VALUE, -Double.MIN_VALUE, Double.MAX_VALUE, -Double.MAX_VALUE, 1, -1
    };

    private static double[] values(SplittableRandom random, int count) {
        double[] values = new double[count];
        int different = 1 + random.nextInt(2 * count);
        Arrays.setAll(
                values,
                row -> random.nextInt(4) == 0
                        ? SPECIAL[random.nextInt(SPECIAL.length)]
                        : (random.nextInt(different) - different / 2) / 7.0);
        return values;
    }

    /** The slow twin: by counting. */
    private static double doubledRank(double[] values, double number) {
        double below = Arrays.stream(values).filter(value -> value < number).count();
        double notAbove = Arrays.stream(values).filter(value -> value <= number).count();
        return Double.isNaN(number) ? number : below + notAbove;
    }

    @Test
    void ranksAreCounts() {
        Seeds.forEach(300, random -> {
            double[] values = values(random, 1 + random.nextInt(200));
            double[] others = values(random, 1 + random.nextInt(200));
            SortedRows sorted = SortedRows.of(values);
            assertThat(sorted.count()).isEqualTo((int)
                    Arrays.stream(values).filter(value -> !Double.isNaN(value)).count());
            assertThat(sorted.doubledRanks(SortedRows.of(others)))
                    .containsExactly(Arrays.stream(others)
                            .map(number -> doubledRank(values, number))
                            .toArray());
            assertThat(sorted.doubledRanks(sorted))
                    .containsExactly(Arrays.stream(values)
                            .map(number -> doubledRank(values, number))
                            .toArray());
        });
    }

    @Test
    void numbersAreTheSameInAnyOrder() {
        SortedRows sorted = SortedRows.of(new double[] {3, Double.NaN, -0.0, 2, 3});
        assertThat(sorted.areSameNumbers(SortedRows.of(new double[] {0.0, 3, 3, 2})))
                .isTrue();
        assertThat(sorted.areSameNumbers(SortedRows.of(new double[] {0.0, 3, 2, 2})))
                .isFalse();
        assertThat(sorted.areSameNumbers(SortedRows.of(new double[] {0.0, 3, 3, 2, 2})))
                .isFalse();
    }
}
