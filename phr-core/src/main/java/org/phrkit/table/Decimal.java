package org.phrkit.table;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** Numbers as text: one strict grammar for reading, and for writing the shortest text that reads back the same. */
final class Decimal {
    /** All integers up to here are doubles. */
    private static final double EXACT_INTEGERS = 0x1p53;

    private static final int LEAST_DIGITS = 15;

    /** Numbers of so many decimal places, but 0, are written without an exponent. */
    private static final int PLAIN_PLACES = 7;

    /** Of texts that have no decimal mark: no character. */
    static final int NO_MARK = -1;

    /** So many significant digits tell all doubles apart. */
    private static final int ENOUGH_DIGITS = 17;

    /** No number is written in more. */
    static final int MOST_CHARACTERS = 40;

    private static final int EIGHT_DIGITS = 100_000_000;

    /** All that is written of numbers besides digits and an E. */
    static final String MARKS = "-+.";

    /** Most numbers in files have no more decimal places. */
    private static final int MILLION = 1_000_000;

    private static final double MOST_OF_LEAST_DIGITS = 1e15;

    /** From here to 2^52 a number is written by integers of 128 bits. */
    private static final double LEAST_IN_128_BITS = 0x1p-6;

    /** The powers of ten that are doubles. */
    private static final double[] POWERS = new double[23];

    /** The powers of ten that are longs. */
    private static final long[] LONG_POWERS = new long[19];

    static {
        for (int exponent = 0; exponent < POWERS.length; exponent++) {
            POWERS[exponent] = new BigDecimal("1e" + exponent).doubleValue();
        }
        LONG_POWERS[0] = 1;
        for (int exponent = 1; exponent < LONG_POWERS.length; exponent++) {
            LONG_POWERS[exponent] = 10 * LONG_POWERS[exponent - 1];
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

    /**
     * The same of {@code [-]digits[.digits]} of at most {@value #LEAST_DIGITS} digits, on both sides of the mark where it has
     * one, that does not start with a zero it does not need; and in less time.
     *
     * @param mark the decimal mark, or {@link #NO_MARK} of integers
     * @return NaN where the text is anything else, although it may be a number
     */
    static double parsePlain(char[] text, int from, int to, int mark) {
        int start = from < to && text[from] == '-' ? from + 1 : from;
        int markAt = to;
        long digits = 0;
        for (int at = start; at < to; at++) {
            int digit = text[at] - '0';
            if (digit >= 0 && digit <= 9) {
                digits = 10 * digits + digit;
            } else if (text[at] == mark && markAt == to) {
                markAt = at;
            } else {
                return Double.NaN;
            }
        }
        int count = to - start - (markAt < to ? 1 : 0);
        boolean isMarkOutside = markAt == start || markAt == to - 1;
        if (count == 0 || count > LEAST_DIGITS || isMarkOutside || (text[start] == '0' && markAt > start + 1)) {
            return Double.NaN;
        }
        double value = markAt == to ? digits : digits / POWERS[to - markAt - 1];
        return start == from ? value : -value;
    }

    /**
     * Whether {@link #format} writes the number of a text that is {@linkplain #parsePlain plain} as that text, but for the
     * mark; said of most, and of none of which it is not so. All texts of {@value #LEAST_DIGITS} digits are different
     * doubles.
     */
    static boolean isFormatted(char[] text, int from, int to, int mark) {
        int places = 0;
        while (places < to - from && text[to - 1 - places] != mark) {
            places++;
        }
        boolean isInteger = places == to - from;
        return isInteger ? text[from] != '-' || text[from + 1] != '0' : text[to - 1] != '0' && places <= PLAIN_PLACES;
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
        char[] chars = new char[MOST_CHARACTERS];
        return new String(chars, 0, format(value, chars, 0));
    }

    /**
     * Writes the same into an array.
     *
     * @param at where; there must be room for {@value #MOST_CHARACTERS} characters
     * @return the index behind it
     */
    static int format(double value, char[] to, int at) {
        double size = Math.abs(value);
        to[at] = '-';
        int start = value < 0 ? at + 1 : at;
        if (value == Math.rint(value) && size < EXACT_INTEGERS) {
            return whole((long) size, to, start);
        }
        if (size >= LEAST_IN_128_BITS && size < EXACT_INTEGERS / 2) {
            // A decimal of at most 15 digits that is read as the number is what its first 15 digits are.
            double decimal = Math.rint(size * MILLION);
            if (decimal / MILLION == size && decimal < MOST_OF_LEAST_DIGITS) {
                long whole = (long) size;
                return fraction((long) decimal - whole * MILLION, 6, to, whole(whole, to, start));
            }
            // Below a power of two the next double is nearer than above.
            if ((Double.doubleToRawLongBits(value) << 12) != 0) {
                return usual(size, to, start);
            }
        }
        String text = any(value);
        text.getChars(0, text.length(), to, at);
        return at + text.length();
    }

    private static String any(double value) {
        BigDecimal exact = new BigDecimal(value);
        for (int digits = LEAST_DIGITS; digits <= ENOUGH_DIGITS; digits++) {
            BigDecimal rounded = exact.round(new MathContext(digits, RoundingMode.HALF_EVEN));
            if (rounded.doubleValue() == value) {
                BigDecimal shortest = rounded.stripTrailingZeros();
                int exponent = shortest.precision() - shortest.scale() - 1;
                return exponent < -7 || exponent > 20 ? shortest.toString() : shortest.toPlainString();
            }
        }
        throw new AssertionError("17 digits tell all doubles apart");
    }

    /** The same of a positive number that is m / 2^s with 1 <= s <= 58, no integer and no power of two, and much faster. */
    private static int usual(double size, char[] to, int at) {
        long bits = Double.doubleToRawLongBits(size);
        long m = (bits & 0xfffffffffffffL) | 0x10000000000000L;
        int s = 1075 - (int) ((bits >>> 52) & 0x7ff);
        int scaleOfMost = scaleOfMostDigits(m, s);
        for (int digits = LEAST_DIGITS; digits <= ENOUGH_DIGITS; digits++) {
            int scale = scaleOfMost - (ENOUGH_DIGITS - digits);
            if (scale > 0) {
                long power = LONG_POWERS[scale];
                long rest = (m * power) & ((1L << s) - 1);
                long decimal = floor(m, s, scale);
                long half = 1L << (s - 1);
                boolean isUp = rest > half || (rest == half && (decimal & 1) != 0);
                long twiceApart = 2 * (isUp ? (1L << s) - rest : rest);
                // It is read as m / 2^s where it is at most half a unit of m away, and even where just half.
                if (twiceApart < power || (twiceApart == power && (m & 1) == 0)) {
                    long whole = m >>> s;
                    long fraction = (isUp ? decimal + 1 : decimal) - whole * LONG_POWERS[scale];
                    return fraction(fraction, scale, to, whole(whole, to, at));
                }
            }
        }
        throw new AssertionError("17 digits tell all doubles apart");
    }

    /** The integer part of m / 2^s times a power of ten. */
    private static long floor(long m, int s, int scale) {
        long power = LONG_POWERS[scale];
        return (Math.multiplyHigh(m, power) << (64 - s)) | ((m * power) >>> s);
    }

    /** How many digits stand behind the point where 17 are written. */
    private static int scaleOfMostDigits(long m, int s) {
        // The number is below 2^(53 - s); 1233 / 4096 is the logarithm of 2 to the base 10, and a little less.
        int scale = ENOUGH_DIGITS - 1 - (((53 - s) * 1233) >> 12);
        while (floor(m, s, scale) < LONG_POWERS[ENOUGH_DIGITS - 1]) {
            scale++;
        }
        return scale;
    }

    /** Writes a whole number. */
    private static int whole(long number, char[] to, int at) {
        if (number < EIGHT_DIGITS) {
            long digits = eightDigits((int) number);
            int zeros = Math.min(7, Long.numberOfTrailingZeros(digits) / 8);
            eight(digits >>> (8 * zeros), to, at);
            return at + 8 - zeros;
        }
        long higher = number / EIGHT_DIGITS;
        int next = whole(higher, to, at);
        eight(eightDigits((int) (number - higher * EIGHT_DIGITS)), to, next);
        return next + 8;
    }

    /** Writes a point and so many digits behind it, at most 18, without the zeros that end them; some digit is not 0. */
    private static int fraction(long number, int places, char[] to, int at) {
        to[at] = '.';
        int next = at + 1;
        int left = places;
        long rest = number;
        while (left > 8 && rest % LONG_POWERS[left - 8] != 0) {
            left -= 8;
            long eight = rest / LONG_POWERS[left];
            rest -= eight * LONG_POWERS[left];
            eight(eightDigits((int) eight), to, next);
            next += 8;
        }
        long last = left > 8 ? rest / LONG_POWERS[left - 8] : rest * LONG_POWERS[8 - left];
        long digits = eightDigits((int) last);
        eight(digits, to, next);
        return next + 8 - Long.numberOfLeadingZeros(digits) / 8;
    }

    /** The eight digits of a number, zeros before it, in a byte each; the first in the lowest. Without a branch. */
    private static long eightDigits(int number) {
        // Of two numbers below 10,000, of four below 100, and of eight below 10, each in its own place.
        long fours = number / 10_000 | ((long) (number % 10_000) << 32);
        long hundreds = ((fours * 5243) >>> 19) & 0x7f0000007fL;
        long pairs = hundreds | ((fours - 100 * hundreds) << 16);
        long tens = ((pairs * 103) >>> 10) & 0xf000f000f000fL;
        return tens | ((pairs - 10 * tens) << 8);
    }

    private static void eight(long digits, char[] to, int at) {
        for (int i = 0; i < 8; i++) {
            to[at + i] = (char) ('0' + ((digits >>> (8 * i)) & 0xf));
        }
    }
}
