package org.phrkit.microaggregation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.phrkit.testing.Seeds;

class PartitionTest {
    @Test
    void countsItsGroups() {
        Partition partition = new Partition(new int[] {1, 0, 1, 1, 0});
        assertThat(partition.groupCount()).isEqualTo(2);
        assertThat(partition.size(1)).isEqualTo(3);
        assertThat(partition.smallestSize()).isEqualTo(2);
        assertThat(partition.largestSize()).isEqualTo(3);
        assertThat(partition.groupOf(4)).isZero();
    }

    @Test
    void refusesGapsAndNegativeNumbers() {
        assertThatThrownBy(() -> new Partition(new int[] {0, 2})).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Partition(new int[] {0, -1})).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Partition(new int[0])).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theMeanOfEqualValuesIsThatValue() {
        Seeds.forEach(500, random -> {
            double value = Double.longBitsToDouble(random.nextLong());
            int size = 1 + random.nextInt(40);
            if (Double.isFinite(value)) {
                double[] values = new double[size];
                Arrays.fill(values, value);
                assertThat(new Partition(new int[size]).means(values)).containsExactly(value);
            }
        });
    }

    @Test
    void meansAreRoundedFromTheExactSum() {
        assertThat(new Partition(new int[5]).means(new double[] {-739, -740, -739, -740, -740}))
                .containsExactly(-739.6);
        Seeds.forEach(500, random -> {
            double[] values = random.doubles(1 + random.nextInt(30), -1e6, 1e6).toArray();
            BigDecimal sum = BigDecimal.ZERO;
            for (double value : values) {
                sum = sum.add(new BigDecimal(value));
            }
            double exact = sum.divide(BigDecimal.valueOf(values.length), MathContext.DECIMAL128)
                    .doubleValue();
            double mean = new Partition(new int[values.length]).means(values)[0];
            assertThat(mean).isCloseTo(exact, within(1.5 * Math.ulp(exact)));
        });
    }

    @Test
    void sumsOfTheLargestNumbersStayFinite() {
        double[] values = {Double.MAX_VALUE, Double.MAX_VALUE, Double.MAX_VALUE};
        assertThat(new Partition(new int[3]).means(values)).containsExactly(Double.MAX_VALUE);
    }
}
