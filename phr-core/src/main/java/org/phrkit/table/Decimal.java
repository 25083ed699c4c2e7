package org.phrkit.table;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** Numbers as text: one strict grammar for reading, and for writing the shortest text that reads back the same. */
final class Decimal {
    /** All integers up to here are doubles. */
    private static final double EXACT_INTEGERS = 0x1p53;

    private static final int[] SIGNIFICANT_DIGITS = {15, 16, 17};

    /** The powers of ten that are doubles. */
    private static final double[] POWERS = new double[23];

    static {
        for (int exponent = 0; exponent < POWERS.length; exponent++) {
            POWERS[exponent] = new BigDecimal("1e" + exponent).doubleValue();
        }
    }

    private Decimal() {}

    /** {@link #parse(String, char)} with a decimal point. */
    static double parse(String text) {
        return parse(text, '.');
    }

    /**
     * Reads {@code [+-]digits[.digits][e[+-]digits]}, with digits on at least one side of the decimal mark.
     *
     * @return the nearest double; NaN where the text is anything else, or the number is beyond the range of a double
     */
    static double parse(String text, char mark) {
        int length = text.length();
        int at = skipSign(text, 0);
        int start = at;
        int markAt = length;
        long digits = 0;
        for (; at < length; at++) {
            char c = text.charAt(at);
            if (c >= '0' && c <= '9') {
                // Of more than 18 digits this is nonsense, and not used.
                digits = 10 * digits + (c - '0');
            } else if (c == mark && markAt == length) {
                markAt = at;
            } else {
                break;
            }
        }
        int fraction = Math.max(0, at - markAt - 1);
        int count = at - start - (markAt < at ? 1 : 0);
        if (count == 0 || (at < length && !isExponent(text, at))) {
            return Double.NaN;
        }
        if (at == length && count <= 18 && digits <= EXACT_INTEGERS) {
            // Both are doubles, so the quotient is the double nearest to the number (Clinger 1990,
            // doi 10.1145/93542.93557).
            double value = digits / POWERS[fraction];
            return text.charAt(0) == '-' ? -value : value;
        }
        double value = Double.parseDouble(mark == '.' ? text : text.replace(mark, '.'));
        return Double.isInfinite(value) ? Double.NaN : value;
    }

    private static boolean isExponent(String text, int at) {
        if (text.charAt(at) != 'e' && text.charAt(at) != 'E') {
            return false;
        }
        int exponent = skipSign(text, at + 1);
        int end = skipDigits(text, exponent);
        return end > exponent && end == text.length();
    }

    /** Reads {@code [+-]digits}; NaN where the text is anything else, or beyond ±2^53. */
    static double parseInteger(String text) {
        int from = skipSign(text, 0);
        if (from == text.length() || skipDigits(text, from) < text.length()) {
            return Double.NaN;
        }
        double value = parse(text, '.');
        // Beyond 2^53 the digits would not all be kept; 2^53 + 1 reads as 2^53, so the digits are compared.
        boolean exact = Math.abs(value) < EXACT_INTEGERS
                || (Math.abs(value) == EXACT_INTEGERS && text.endsWith("9007199254740992"));
        return exact ? value : Double.NaN;
    }

    /** Whether a number is an integer from -2^53 to 2^53. */
    static boolean isInteger(double value) {
        return value == Math.rint(value) && Math.abs(value) <= EXACT_INTEGERS;
    }

    /** Whether a text that is a number starts with a zero that it does not need, as codes do and numbers do not. */
    static boolean isZeroPadded(String text) {
        int at = skipSign(text, 0);
        return at + 1 < text.length() && text.charAt(at) == '0' && skipDigits(text, at) > at + 1;
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
     * there is, subnormal numbers aside. In plain notation where that is short. The same on every JDK, which
     * {@link Double#toString} is not (it changed in 19).
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
