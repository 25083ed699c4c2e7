package org.phrkit.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class AxisTest {
    private static DoubleSummaryStatistics range(double... numbers) {
        return DoubleStream.of(numbers).summaryStatistics();
    }

    private static List<String> labels(Axis axis) {
        return axis.marks().stream()
                .map(Axis.Mark::label)
                .filter(label -> !label.isEmpty())
                .toList();
    }

    @Test
    void anAxisFromZeroEndsAtTheNextRoundNumber() {
        Axis axis = Axis.fromZero(range(28, 195));
        assertThat(labels(axis)).containsExactly("0", "20", "40", "60", "80", "100", "120", "140", "160", "180", "200");
        assertThat(axis.fraction(0)).isZero();
        assertThat(axis.fraction(50)).isEqualTo(0.25);
    }

    @Test
    void wholeNumbersHaveHalfAUnitAround() {
        Axis axis = Axis.whole(range(3, 5));
        assertThat(labels(axis)).containsExactly("3", "4", "5");
        assertThat(axis.fraction(4)).isEqualTo(0.5);
        assertThat(axis.fraction(5)).isCloseTo(2.5 / 3, within(1e-15));
        assertThat(labels(Axis.whole(range(7)))).containsExactly("7");
    }

    @Test
    void equalRatiosHaveEqualDistances() {
        Axis axis = Axis.logarithmic(range(2, 50));
        assertThat(axis.fraction(2 / 1.2)).isCloseTo(0, within(1e-15));
        assertThat(axis.fraction(50 * 1.2)).isCloseTo(1, within(1e-15));
        assertThat(axis.fraction(20) - axis.fraction(4))
                .isCloseTo(axis.fraction(50) - axis.fraction(10), within(1e-15));
    }

    @Test
    void upToThreePowersOfTenHaveThreeLabelsEach() {
        Axis axis = Axis.logarithmic(range(2, 50));
        assertThat(labels(axis)).containsExactly("2", "5", "10", "20", "50");
        // 2 to 9, 10 to 60.
        assertThat(axis.marks()).hasSize(14);
        assertThat(axis.marks())
                .allSatisfy(mark -> assertThat(mark.fraction()).isBetween(0.0, 1.0))
                .isSortedAccordingTo((a, b) -> Double.compare(a.fraction(), b.fraction()));
        assertThat(labels(Axis.logarithmic(range(0.02, 0.5)))).containsExactly("0.02", "0.05", "0.1", "0.2", "0.5");
    }

    @Test
    void beyondThreePowersOfTenOnlyTheyHaveLabels() {
        assertThat(labels(Axis.logarithmic(range(1024, 1 << 26))))
                .containsExactly("1,000", "10,000", "100,000", "1,000,000", "10,000,000");
    }
}
