package org.phrkit.cli.html;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class FrameTest {
    private static final Pattern LABEL = Pattern.compile("<text class=\"middle\" x=\"([^\"]*)\"[^>]*>([^<]*)<");

    /** As wide as letters are assumed to be. */
    @Test
    void labelsUnderAnAxisNeitherMeetNorLeaveThePlot() {
        Random random = new Random(11);
        for (int round = 0; round < 500; round++) {
            BigDecimal low = new BigDecimal(random.nextGaussian()).movePointRight(random.nextInt(9) - 3);
            BigDecimal high = low.add(new BigDecimal(random.nextDouble() + 0.01).movePointRight(random.nextInt(9) - 3));
            Scale range = Scale.of(low, high, 1 + random.nextInt(40), false).widened();
            Frame frame = new Frame(random.nextInt(60), 300, 170);
            frame.horizontal(range, number -> Scale.label(new BigDecimal(number).round(new MathContext(9))));
            List<MatchResult> labels = LABEL.matcher(
                            frame.plot(Frame.BOTTOM, "", "").svg())
                    .results()
                    .toList();
            assertThat(labels.size()).as("round " + round).isBetween(1, 9);
            double end = 0;
            for (MatchResult label : labels) {
                double half = label.group(2).length() * Svg.LETTER / 2;
                double middle = Double.parseDouble(label.group(1));
                assertThat(middle - half).as("round " + round).isGreaterThanOrEqualTo(end - 0.01);
                end = middle + half;
            }
            assertThat(end).as("round " + round).isLessThanOrEqualTo(Frame.WIDTH + 0.01);
        }
    }

    @Test
    void aLegendEndsAtTheRightEndOfTheRectangle() {
        Frame frame = new Frame(20, 300, 170);
        frame.legend(List.of("a", "b"), List.of("one", "four"));
        // "four" is 29.2 wide, 17 right of its mark; 12 are between that and "one".
        assertThat(frame.plot(0, "", "").svg())
                .contains("<rect class=\"b\" x=\"273.8\" y=\"4\"", "x=\"290.8\" y=\"15\">four<")
                .contains("<rect class=\"a\" x=\"222.9\" y=\"4\"", "x=\"239.9\" y=\"15\">one<");
    }

    /** By the code points that are shown, and no more than fourteen. */
    @Test
    void labelsAtTheLeftHaveRoom() {
        assertThat(Frame.room(List.of("a", "bcd"))).isEqualTo(32); // 10 + 3 * 7.3, to the next whole unit
        assertThat(Frame.room(List.of("\uD83E\uDE7A"))).isEqualTo(18);
        assertThat(Frame.label("a".repeat(15))).isEqualTo("a".repeat(13) + "\u2026");
    }
}
