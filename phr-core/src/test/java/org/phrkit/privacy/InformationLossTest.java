package org.phrkit.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class InformationLossTest {
    private static double loss(double[] original, double... released) {
        return InformationLoss.of(List.of(original), List.of(released));
    }

    @Test
    void isZeroForACopyAndAHundredForTheMean() {
        double[] original = {1, 2, 3, 6};
        assertThat(loss(original, 1, 2, 3, 6)).isZero();
        assertThat(loss(original, 3, 3, 3, 3)).isCloseTo(100, within(1e-12));
    }

    /** SSE = 4·0.25 = 1, SST = 4 + 1 + 0 + 9 = 14, on any scale. */
    @Test
    void isTheShareOfTheSquares() {
        assertThat(loss(new double[] {1, 2, 3, 6}, 1.5, 1.5, 3.5, 5.5)).isCloseTo(100.0 / 14, within(1e-12));
        assertThat(loss(new double[] {100, 200, 300, 600}, 150, 150, 350, 550)).isCloseTo(100.0 / 14, within(1e-12));
    }

    @Test
    void constantColumnsDoNotCount() {
        assertThat(loss(new double[] {5, 5}, 5, 5)).isZero();
        assertThat(InformationLoss.of(
                        List.of(new double[] {5, 5}, new double[] {1, 3}),
                        List.of(new double[] {5, 5}, new double[] {2, 2})))
                .isCloseTo(100, within(1e-12));
    }

    @Test
    void refusesWhatDoesNotBelongTogether() {
        assertThatThrownBy(() -> loss(new double[] {1, 2}, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> InformationLoss.of(List.of(), List.of(new double[] {1})))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
