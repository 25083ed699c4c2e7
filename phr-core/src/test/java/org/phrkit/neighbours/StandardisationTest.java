package org.phrkit.neighbours;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.phrkit.testing.Seeds;

class StandardisationTest {
    private static double[] scores(double... values) {
        return Standardisation.of(values).apply(values);
    }

    @Test
    void scalesToMeanZeroAndDeviationOne() {
        assertThat(scores(2, 4, 4, 4, 5, 5, 7, 9)).containsExactly(-1.5, -0.5, -0.5, -0.5, 0, 0, 1, 2);
    }

    @Test
    void aConstantColumnBecomesZero() {
        assertThat(scores(0.1, 0.1, 0.1)).containsExactly(0, 0, 0);
        assertThat(scores(7)).containsExactly(0);
    }

    @Test
    void extremeNumbersStayFinite() {
        assertThat(scores(Double.MAX_VALUE, -Double.MAX_VALUE)).containsExactly(1, -1);
        assertThat(scores(Double.MIN_VALUE, 0)).containsExactly(1, -1);
        assertThat(scores(1e308, 1e308, 1e308, -1e308)[3]).isCloseTo(-Math.sqrt(3), within(1e-12));
    }

    @Test
    void digitsBehindALargeOffsetAreKept() {
        assertThat(scores(1e16, 1e16 + 2, 1e16 + 4, 1e16 + 6)).isEqualTo(scores(0, 2, 4, 6));
    }

    @Test
    void scalingByAPowerOfTwoChangesNoDigit() {
        Seeds.forEach(200, random -> {
            double[] values = random.doubles(20).toArray();
            double[] larger = Arrays.stream(values).map(v -> v * 0x1p40).toArray();
            assertThat(scores(larger)).isEqualTo(scores(values));
        });
    }
}
