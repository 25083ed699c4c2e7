package org.phrkit.cli.html;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HistogramTest {
    @Test
    void wholeNumbersStandInTheMiddleOfTheirInterval() {
        Histogram histogram = new Histogram(new double[] {1, 2, 2, 4}, new double[] {2, 2, 2, 3.4});
        assertThat(histogram.edges())
                .usingElementComparator(BigDecimal::compareTo)
                .containsExactly(
                        new BigDecimal("0.5"),
                        new BigDecimal("1.5"),
                        new BigDecimal("2.5"),
                        new BigDecimal("3.5"),
                        new BigDecimal("4.5"));
        assertThat(histogram.before()).containsExactly(25, 50, 0, 25);
        assertThat(histogram.after()).containsExactly(0, 75, 25, 0);
    }

    /** From 0 to 1 in at most 40 intervals: each is 0.05 wide, and there is one more that begins with 1. */
    @Test
    void aNumberOnAnEndBelongsToTheIntervalThatBeginsThere() {
        Histogram histogram = new Histogram(new double[] {0, 0.15, 0.5, 1}, new double[] {0.5});
        assertThat(histogram.before()).hasSize(21);
        assertThat(histogram.before()[0]).isEqualTo(25);
        assertThat(histogram.before()[3]).isEqualTo(25);
        assertThat(histogram.before()[10]).isEqualTo(25);
        assertThat(histogram.before()[20]).isEqualTo(25);
        assertThat(histogram.after()[10]).isEqualTo(100);
    }

    @Test
    void missingNumbersAreNotCounted() {
        Histogram histogram = new Histogram(new double[] {1, Double.NaN, 2}, new double[] {2, 1, Double.NaN, 2, 2});
        assertThat(histogram.before()).containsExactly(50, 50);
        assertThat(histogram.after()).containsExactly(25, 75);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Histogram(new double[] {1}, new double[] {Double.NaN}));
    }

    @Test
    void aConstantColumnHasAnInterval() {
        for (double value : new double[] {0, 5, -0.25, 1e300, -1e-300}) {
            Histogram histogram = new Histogram(new double[] {value}, new double[] {value});
            assertThat(Arrays.stream(histogram.before()).sum()).isEqualTo(100);
            assertThat(histogram.before()).isEqualTo(histogram.after());
        }
    }

    /** Counted again by comparing each number with the ends of each interval. */
    @Test
    void everyNumberIsInTheIntervalThatHoldsIt() {
        Random random = new Random(3);
        for (int round = 0; round < 300; round++) {
            double scale = Math.pow(10, random.nextInt(12) - 6);
            boolean isWhole = random.nextBoolean();
            double[] before = random.doubles(1 + random.nextInt(50), -scale, 2 * scale)
                    .map(number -> isWhole ? Math.rint(number) : number)
                    .toArray();
            double[] after =
                    random.doubles(1 + random.nextInt(50), -scale, 2.2 * scale).toArray();
            Histogram histogram = new Histogram(before, after);
            assertThat(histogram.before().length).isBetween(1, 42);
            double[] counted = new double[histogram.after().length];
            for (double number : after) {
                for (int bin = 0; bin < counted.length; bin++) {
                    BigDecimal exact = new BigDecimal(number);
                    if (exact.compareTo(histogram.edges().get(bin)) >= 0
                            && exact.compareTo(histogram.edges().get(bin + 1)) < 0) {
                        counted[bin] += 100.0 / after.length;
                    }
                }
            }
            assertThat(histogram.after()).containsExactly(counted, within(1e-9));
        }
    }
}
