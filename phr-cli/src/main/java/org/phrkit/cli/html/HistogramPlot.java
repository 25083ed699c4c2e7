package org.phrkit.cli.html;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.DoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** Draws a {@link Histogram}: before as a filled area, after as an outline. */
final class HistogramPlot {
    private static final MathContext FOUR_DIGITS = new MathContext(4);

    private final double[] before;
    private final double[] after;
    private final DoubleFunction<String> label;
    private final Histogram histogram;

    /** @throws IllegalArgumentException where there is no finite number before, or none after */
    HistogramPlot(double[] before, double[] after, DoubleFunction<String> label) {
        this.before = before;
        this.after = after;
        this.label = label;
        this.histogram = new Histogram(before, after);
    }

    Plot titled(String title) {
        double most = DoubleStream.concat(Arrays.stream(histogram.before()), Arrays.stream(histogram.after()))
                .max()
                .orElseThrow();
        Scale vertical =
                Scale.of(BigDecimal.ZERO, new BigDecimal(most), 5, false).raised();
        Frame frame = Frame.of(vertical);
        double highest = vertical.high().doubleValue();
        frame.svg().area("before", steps(frame, histogram.before(), highest));
        frame.svg().line("after line", steps(frame, histogram.after(), highest));
        frame.horizontal(histogram.scale(), label);
        frame.unit("% of rows");
        frame.legend(List.of("before", "after line"), List.of("before", "after"));
        String description = "Share of rows in " + histogram.before().length + " intervals. "
                + summary("Before", before) + summary("After", after) + largest();
        return frame.plot(Frame.BOTTOM, title, description);
    }

    /** From the base line up, from interval to interval, and down to it. */
    private static double[] steps(Frame frame, double[] shares, double highest) {
        double[] points = new double[4 * shares.length + 4];
        points[0] = frame.left();
        points[1] = frame.bottom();
        for (int i = 0; i < shares.length; i++) {
            double y = frame.y(shares[i] / highest);
            points[4 * i + 2] = frame.x((double) i / shares.length);
            points[4 * i + 3] = y;
            points[4 * i + 4] = frame.x((i + 1.0) / shares.length);
            points[4 * i + 5] = y;
        }
        points[points.length - 2] = frame.right();
        points[points.length - 1] = frame.bottom();
        return points;
    }

    private String summary(String when, double[] numbers) {
        double[] sorted = Histogram.finite(numbers);
        Arrays.sort(sorted);
        double median = sorted[(sorted.length - 1) / 2] / 2 + sorted[sorted.length / 2] / 2;
        BigDecimal rounded = new BigDecimal(median).round(FOUR_DIGITS);
        int missing = numbers.length - sorted.length;
        return when + ": " + sorted.length + " rows" + (missing > 0 ? " and " + missing + " without a value" : "")
                + ", median " + label.apply(rounded.doubleValue()) + ". ";
    }

    private String largest() {
        double[] first = histogram.before();
        double[] second = histogram.after();
        int at = IntStream.range(0, first.length)
                .boxed()
                .max(Comparator.comparing((Integer bin) -> Math.abs(first[bin] - second[bin]))
                        .thenComparing(Comparator.reverseOrder()))
                .orElseThrow();
        return "They differ most from "
                + label.apply(histogram.edges().get(at).doubleValue()) + " to "
                + label.apply(histogram.edges().get(at + 1).doubleValue()) + ": " + Levels.percent(first[at])
                + " % before, " + Levels.percent(second[at]) + " % after.";
    }
}
