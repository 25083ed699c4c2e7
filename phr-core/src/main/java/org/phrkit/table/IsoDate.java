package org.phrkit.table;

import java.time.DateTimeException;
import java.time.LocalDate;

/** Days as text, {@code yyyy-MM-dd}, and as the number of days since 1970-01-01. */
final class IsoDate {
    private static final long FIRST = LocalDate.of(0, 1, 1).toEpochDay();
    private static final long LAST = LocalDate.of(9999, 12, 31).toEpochDay();

    private IsoDate() {}

    static boolean isDay(double value) {
        return value == Math.rint(value) && value >= FIRST && value <= LAST;
    }

    /** The day; NaN where the text is anything else than four, two and two digits that are a day of the calendar. */
    static double parse(String text) {
        if (text.length() != 10 || text.charAt(4) != '-' || text.charAt(7) != '-') {
            return Double.NaN;
        }
        int year = digits(text, 0, 4);
        int month = digits(text, 5, 7);
        int day = digits(text, 8, 10);
        if (year < 0 || month < 1 || month > 12 || day < 1) {
            return Double.NaN;
        }
        try {
            return LocalDate.of(year, month, day).toEpochDay();
        } catch (DateTimeException e) {
            // A month has no such day.
            return Double.NaN;
        }
    }

    private static int digits(String text, int from, int to) {
        int number = 0;
        for (int i = from; i < to; i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            number = 10 * number + digit;
        }
        return number;
    }

    static String format(double day) {
        return LocalDate.ofEpochDay((long) day).toString();
    }
}
