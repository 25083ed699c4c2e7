package org.phrkit.bench;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Locale;
import org.phrkit.cli.html.Scale;

/** An axis of a picture: where between its ends a number lies, and which round numbers are marked. */
sealed interface Axis {
    /** A mark; one without a label is a thin line alone. */
    record Mark(double fraction, String label) {}

    /** 0 at the low end, 1 at the high end. */
    double fraction(double number);

    /** From the low end to the high end. */
    List<Mark> marks();

    /** Equal distances for equal ratios, a fifth beyond the numbers, which are positive. */
    static Axis logarithmic(DoubleSummaryStatistics numbers) {
        return new Logarithmic(numbers.getMin() / 1.2, numbers.getMax() * 1.2);
    }

    /** From 0 to a round number that is not exceeded. */
    static Axis fromZero(DoubleSummaryStatistics numbers) {
        return new Linear(Scale.of(BigDecimal.ZERO, new BigDecimal(numbers.getMax()), 10, false)
                .raised());
    }

    /** Half a unit beyond whole numbers. */
    static Axis whole(DoubleSummaryStatistics numbers) {
        BigDecimal half = new BigDecimal("0.5");
        return new Linear(Scale.of(
                new BigDecimal(numbers.getMin()).subtract(half), new BigDecimal(numbers.getMax()).add(half), 12, true));
    }

    /** A number as it stands at an axis: whole from 1 on, with commas. */
    static String label(double number) {
        return number < 1
                ? new BigDecimal(number)
                        .round(new MathContext(2))
                        .stripTrailingZeros()
                        .toPlainString()
                : String.format(Locale.ROOT, "%,.0f", number);
    }

    /** Equal distances for equal differences. */
    record Linear(Scale scale) implements Axis {
        @Override
        public double fraction(double number) {
            return scale.fraction(new BigDecimal(number));
        }

        @Override
        public List<Mark> marks() {
            return scale.multiples().stream()
                    .map(number -> new Mark(scale.fraction(number), Scale.label(number)))
                    .toList();
        }
    }

    /** Marked at 1 to 9 times powers of ten; beyond three powers, these alone have a label. */
    record Logarithmic(double low, double high) implements Axis {
        @Override
        public double fraction(double number) {
            return StrictMath.log10(number / low) / StrictMath.log10(high / low);
        }

        @Override
        public List<Mark> marks() {
            boolean isWide = high / low > 1000;
            List<Mark> marks = new ArrayList<>();
            int last = (int) Math.floor(StrictMath.log10(high));
            for (int power = (int) Math.floor(StrictMath.log10(low)); power <= last; power++) {
                for (int factor = 1; factor < 10; factor++) {
                    double number =
                            BigDecimal.valueOf(factor).scaleByPowerOfTen(power).doubleValue();
                    boolean isLabelled = factor == 1 || (!isWide && (factor == 2 || factor == 5));
                    if (number >= low && number <= high) {
                        marks.add(new Mark(fraction(number), isLabelled ? label(number) : ""));
                    }
                }
            }
            return marks;
        }
    }
}
