package org.phrkit.cli.html;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;

/** Which share of the numbers before and after falls into each of the same intervals, the upper ends not included. */
final class Histogram {
    private static final int BINS = 40;
    private static final BigDecimal HALF = new BigDecimal("0.5");

    private final Scale scale;
    private final List<BigDecimal> edges;
    private final double[] before;
    private final double[] after;

    /**
     * Intervals of equal width between round numbers. Where the numbers before are whole, intervals begin half a unit
     * below, so that a number stands in the middle where an interval holds but one. What is not finite is left out, as
     * missing.
     *
     * @throws IllegalArgumentException where there is no finite number before, or none after
     */
    Histogram(double[] before, double[] after) {
        double[] first = finite(before);
        double[] second = finite(after);
        if (first.length == 0 || second.length == 0) {
            throw new IllegalArgumentException("a histogram needs numbers before and after");
        }
        double[] all =
                DoubleStream.concat(Arrays.stream(first), Arrays.stream(second)).toArray();
        boolean isWhole = Arrays.stream(first).allMatch(number -> number == Math.rint(number));
        BigDecimal shift = isWhole ? HALF : BigDecimal.ZERO;
        BigDecimal low = new BigDecimal(Arrays.stream(all).min().orElseThrow()).add(shift);
        BigDecimal high = new BigDecimal(Arrays.stream(all).max().orElseThrow()).add(shift);
        if (low.compareTo(high) == 0) {
            BigDecimal around = low.abs().movePointLeft(1).max(BigDecimal.ONE);
            low = low.subtract(around);
            high = high.add(around);
        }
        Scale unshifted = Scale.of(low, high, BINS, isWhole).widened();
        this.edges =
                unshifted.multiples().stream().map(edge -> edge.subtract(shift)).toList();
        this.scale = new Scale(edges.get(0), edges.get(edges.size() - 1), unshifted.step());
        this.before = shares(edges, first);
        this.after = shares(edges, second);
    }

    /** From the first to the last end of an interval. */
    Scale scale() {
        return scale;
    }

    /** The ends of the intervals: one more than there are intervals. */
    List<BigDecimal> edges() {
        return edges;
    }

    /** Percent of the numbers before, by interval. */
    double[] before() {
        return before.clone();
    }

    /** Percent of the numbers after, by interval. */
    double[] after() {
        return after.clone();
    }

    static double[] finite(double[] numbers) {
        return Arrays.stream(numbers).filter(Double::isFinite).toArray();
    }

    private static double[] shares(List<BigDecimal> edges, double[] numbers) {
        double[] starts = edges.stream().mapToDouble(BigDecimal::doubleValue).toArray();
        int[] counts = new int[starts.length - 1];
        for (double number : numbers) {
            int found = Arrays.binarySearch(starts, number);
            int bin = found >= 0 ? found : -found - 2;
            counts[Math.min(Math.max(bin, 0), counts.length - 1)]++;
        }
        return Arrays.stream(counts)
                .mapToDouble(count -> 100.0 * count / numbers.length)
                .toArray();
    }
}
