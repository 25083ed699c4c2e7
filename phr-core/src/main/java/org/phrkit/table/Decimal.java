package org.phrkit.table;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** Numbers as text: one strict grammar for reading, and for writing the shortest text that reads back the same. */
final class Decimal {
    /** All integers up to here are doubles. */
    private static final double EXACT_INTEGERS = 0x1p53;

    private static final int[] SIGNIFICANT_DIGITS = {15, 16, 17};

    private Decimal() {}

    /**
     * Reads {@code [+-]digits[.digits][e[+-]digits]}, with digits on at least one side of the point.
     *
     * @return NaN where the text is anything else, or the number is beyond the range of a double
     */
    static double parse(String text) {
        if (!isDecimal(text)) {
            return Double.NaN;
        }
        double value = Double.parseDouble(text);
        return Double.isInfinite(value) ? Double.NaN : value;
    }

    private static boolean isDecimal(String text) {
        int at = skipSign(text, 0);
        int whole = skipDigits(text, at);
        int digits = whole - at;
        at = whole;
        if (at < text.length() && text.charAt(at) == '.') {
            int fraction = skipDigits(text, at + 1);
            digits += fraction - at - 1;
            at = fraction;
        }
        if (digits == 0) {
            return false;
        }
        if (at < text.length() && (text.charAt(at) == 'e' || text.charAt(at) == 'E')) {
            int exponent = skipSign(text, at + 1);
            at = skipDigits(text, exponent);
            if (at == exponent) {
                return false;
            }
        }
        return at == text.length();
    }

    private static int skipSign(String text, int at) {
        return at < text.length() && (text.charAt(at) == '-' || text.charAt(at) == '+') ? at + 1 : at;
    }

    private static int skipDigits(String text, int from) {
        int at = from;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        return at;
    }

    /**
     * A decimal of 15 to 17 significant digits, without trailing zeros, that reads back as {@code value}: the shortest
     * there is, subnormal numbers aside. In plain notation where that is short. The same on every JDK, which {@link Double#toString} is not (it changed in 19).
     */
    static String format(double value) {
        if (value == Math.rint(value) && Math.abs(value) < EXACT_INTEGERS) {
            return Long.toString((long) value);
        }
        BigDecimal exact = new BigDecimal(value);
        for (int digits : SIGNIFICANT_DIGITS) {
            BigDecimal rounded = exact.round(new MathContext(digits, RoundingMode.HALF_EVEN));
            if (rounded.doubleValue() == value) {
                BigDecimal shortest = rounded.stripTrailingZeros();
                int exponent = shortest.precision() - shortest.scale() - 1;
                return exponent < -7 || exponent > 20 ? shortest.toString() : shortest.toPlainString();
            }
        }
        throw new AssertionError("17 digits tell all doubles apart");
    }
}
