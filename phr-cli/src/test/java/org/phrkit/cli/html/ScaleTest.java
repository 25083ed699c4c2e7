package org.phrkit.cli.html;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ScaleTest {
    private static Scale scale(String low, String high, int steps) {
        return Scale.of(new BigDecimal(low), new BigDecimal(high), steps, false);
    }

    @Test
    void stepsAreRoundNumbers() {
        assertThat(labels(scale("0", "21.5", 5))).containsExactly("0", "5", "10", "15", "20");
        assertThat(labels(scale("0", "21.5", 5).raised())).containsExactly("0", "5", "10", "15", "20", "25");
        assertThat(labels(scale("-0.25", "0.31", 6)))
                .containsExactly("\u22120.2", "\u22120.1", "0", "0.1", "0.2", "0.3");
        assertThat(labels(scale("0.3", "0.6", 3))).containsExactly("0.3", "0.4", "0.5", "0.6");
        assertThat(labels(scale("1e-9", "4e-9", 3))).containsExactly("1e-9", "2e-9", "3e-9", "4e-9");
    }

    @Test
    void wholeNumbersAreNotDivided() {
        assertThat(labels(Scale.of(BigDecimal.ZERO, BigDecimal.valueOf(2), 5, true)))
                .containsExactly("0", "1", "2");
    }

    @Test
    void aWidenedRangeHoldsBothEnds() {
        assertThat(labels(scale("50", "101", 40).widened())).startsWith("50").endsWith("102");
        assertThat(labels(scale("-7", "10", 4).widened())).containsExactly("\u221210", "\u22125", "0", "5", "10", "15");
    }

    @Test
    void largeAndSmallNumbersAreWrittenWithAnExponent() {
        assertThat(Scale.label(new BigDecimal("9999999"))).isEqualTo("9999999");
        assertThat(Scale.label(new BigDecimal("15000000"))).isEqualTo("1.5e7");
        assertThat(Scale.label(new BigDecimal("-2E+30"))).isEqualTo("\u22122e30");
        assertThat(Scale.label(new BigDecimal("0.0001"))).isEqualTo("0.0001");
        assertThat(Scale.label(new BigDecimal("0.000012"))).isEqualTo("1.2e-5");
        assertThat(Scale.label(new BigDecimal("0.00"))).isEqualTo("0");
    }

    @Test
    void anAxisNeedsARange() {
        assertThatIllegalArgumentException().isThrownBy(() -> scale("1", "1.0", 5));
    }

    /** The step is the smallest of 1, 2 or 5 times a power of ten that is wide enough, found here by trying all. */
    @Test
    void theStepIsTheSmallestThatIsWideEnough() {
        Random random = new Random(1);
        for (int i = 0; i < 2000; i++) {
            BigDecimal low = new BigDecimal(random.nextGaussian()).movePointRight(random.nextInt(20) - 10);
            BigDecimal range = new BigDecimal(random.nextDouble() + 1e-3).movePointRight(random.nextInt(20) - 10);
            int steps = 1 + random.nextInt(40);
            Scale scale = Scale.of(low, low.add(range), steps, false);
            BigDecimal smallest = null;
            for (int exponent = 20; exponent >= -20; exponent--) {
                for (int factor : new int[] {5, 2, 1}) {
                    BigDecimal step = BigDecimal.valueOf(factor).scaleByPowerOfTen(exponent);
                    if (step.multiply(BigDecimal.valueOf(steps)).compareTo(range) >= 0) {
                        smallest = step;
                    }
                }
            }
            assertThat(scale.step()).isEqualByComparingTo(smallest);
        }
    }

    private static List<String> labels(Scale scale) {
        return scale.multiples().stream().map(Scale::label).toList();
    }
}
