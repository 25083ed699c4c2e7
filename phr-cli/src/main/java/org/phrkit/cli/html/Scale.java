package org.phrkit.cli.html;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A range between round numbers: multiples of a step of 1, 2 or 5 times a power of ten. Decimal arithmetic, so that
 * 0.3 is 0.3 and no range is too wide.
 *
 * @param low the number at one end
 * @param high the number at the other end
 * @param step of which each mark is a multiple
 */
public record Scale(BigDecimal low, BigDecimal high, BigDecimal step) {
    private static final MathContext PRECISION = MathContext.DECIMAL64;
    private static final BigDecimal PLAIN_BELOW = new BigDecimal("1e7");
    private static final BigDecimal PLAIN_FROM = new BigDecimal("1e-4");

    /**
     * The range from {@code low} to {@code high}, with the smallest step of which it holds no more than so many.
     *
     * @param isWhole whether the step is 1 at least
     * @throws IllegalArgumentException where the range or the number of steps is empty
     */
    public static Scale of(BigDecimal low, BigDecimal high, int steps, boolean isWhole) {
        if (low.compareTo(high) >= 0 || steps < 1) {
            throw new IllegalArgumentException("an axis needs a range and at least one step");
        }
        BigDecimal needed = high.subtract(low).divide(BigDecimal.valueOf(steps), PRECISION);
        BigDecimal power = BigDecimal.ONE.scaleByPowerOfTen(needed.precision() - needed.scale() - 1);
        BigDecimal step = Stream.of(1, 2, 5, 10)
                .map(factor -> power.multiply(BigDecimal.valueOf(factor)))
                .filter(candidate -> candidate.compareTo(needed) >= 0)
                .findFirst()
                .orElseThrow();
        return new Scale(low, high, isWhole ? step.max(BigDecimal.ONE) : step);
    }

    /** The same step, from the multiple at or below the low end to the first above the high end. */
    Scale widened() {
        return new Scale(
                multiple(low, RoundingMode.FLOOR),
                multiple(high, RoundingMode.FLOOR).add(step),
                step);
    }

    /** The same step, the high end raised to the next multiple where it is none. */
    public Scale raised() {
        return new Scale(low, multiple(high, RoundingMode.CEILING), step);
    }

    /** The multiples of the step in the range, its ends included, rising. */
    public List<BigDecimal> multiples() {
        List<BigDecimal> multiples = new ArrayList<>();
        for (BigDecimal at = multiple(low, RoundingMode.CEILING); at.compareTo(high) <= 0; at = at.add(step)) {
            multiples.add(at);
        }
        return multiples;
    }

    /** Where a number lies between the ends: 0 for the low one, 1 for the high one. */
    public double fraction(BigDecimal number) {
        return number.subtract(low).divide(high.subtract(low), PRECISION).doubleValue();
    }

    /** A number as people write it; very large and very small ones with an exponent. */
    public static String label(BigDecimal number) {
        BigDecimal size = number.abs();
        boolean isPlain = size.signum() == 0 || (size.compareTo(PLAIN_BELOW) < 0 && size.compareTo(PLAIN_FROM) >= 0);
        BigDecimal stripped = size.stripTrailingZeros();
        String text = isPlain
                ? stripped.toPlainString()
                : stripped.unscaledValue().toString().length() == 1
                        ? stripped.unscaledValue() + "e" + -stripped.scale()
                        : stripped.movePointLeft(stripped.precision() - stripped.scale() - 1)
                                        .toPlainString()
                                + "e" + (stripped.precision() - stripped.scale() - 1);
        return (number.signum() < 0 ? "\u2212" : "") + text;
    }

    private BigDecimal multiple(BigDecimal number, RoundingMode rounding) {
        return number.divide(step, 0, rounding).multiply(step);
    }
}
