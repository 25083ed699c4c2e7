package org.phrkit.table;

import java.io.Serializable;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How the days of a column are written, in the letters of {@link java.time.format.DateTimeFormatter}: {@code yyyy} for a
 * year of four digits, {@code MM} and {@code dd} for two digits, {@code M} and {@code d} for as many as there are. What is
 * no letter, the letter T, and what stands in single quotes is itself. A time of day may follow: {@code HH mm ss}, {@code S}
 * for the digits of a fraction, {@code X} for Z or an offset such as +01:00. It is checked and forgotten, so that a column
 * whose form has one becomes days.
 *
 * <p>A text is read in no other way: 3.2.2024 is not of the form dd.MM.yyyy, and no form has years of two digits.
 *
 * <p>Immutable; several threads may use one.
 */
public final class DateForm implements Serializable {
    private static final long serialVersionUID = 1L;

    /** {@code yyyy-MM-dd}, ISO 8601. */
    public static final DateForm ISO = of("yyyy-MM-dd");

    private static final Pattern SHORT_YEAR = Pattern.compile("\\d{1,2}([./-])\\d{1,2}\\1\\d{2}");

    private static final long FIRST = LocalDate.of(0, 1, 1).toEpochDay();
    private static final long LAST = LocalDate.of(9999, 12, 31).toEpochDay();

    private static final List<String> TIMES =
            List.of("", "HH:mm", "HH:mm:ss", "HH:mm:ss.S", "HH:mmX", "HH:mm:ssX", "HH:mm:ss.SX");

    /** Those that files have, the likelier of two before the other where no cell tells them apart. */
    private static final List<DateForm> USUAL = Stream.of(
                    "yyyy-MM-dd",
                    "dd.MM.yyyy",
                    "dd/MM/yyyy",
                    "MM/dd/yyyy",
                    "dd-MM-yyyy",
                    "MM-dd-yyyy",
                    "yyyy/MM/dd",
                    "yyyy.MM.dd",
                    "d.M.yyyy",
                    "d/M/yyyy",
                    "M/d/yyyy",
                    "d-M-yyyy",
                    "M-d-yyyy")
            .flatMap(day -> TIMES.stream()
                    .flatMap(time -> time.isEmpty() ? Stream.of(day) : Stream.of(day + " " + time, day + "T" + time)))
            .map(DateForm::of)
            .toList();

    private final String pattern;
    private final transient List<Part> parts;

    private DateForm(String pattern, List<Part> parts) {
        this.pattern = pattern;
        this.parts = List.copyOf(parts);
    }

    /** What a part of a text stands for. */
    private enum Field {
        YEAR,
        MONTH,
        DAY,
        HOUR,
        MINUTE,
        SECOND,
        FRACTION,
        ZONE,
        ITSELF;

        private boolean isOfDay() {
            return this == YEAR || this == MONTH || this == DAY;
        }
    }

    /**
     * A part of the pattern.
     *
     * @param letters of the pattern, or what stands for itself
     */
    private record Part(Field field, String letters) {}

    /**
     * {@return the form of a pattern}
     *
     * @param pattern the pattern of a day
     * @throws IllegalArgumentException if it has another letter, lacks year, month or day or has one twice, or has a time
     *     before the day; the message says which
     */
    public static DateForm of(String pattern) {
        List<Part> parts = new ArrayList<>();
        for (int at = 0; at < pattern.length(); ) {
            char letter = pattern.charAt(at);
            int end = at + 1;
            if (letter == '\'') {
                end = pattern.indexOf('\'', at + 1);
                require(end > at + 1, "a quote in it is not closed, or has nothing in it");
                parts.add(new Part(Field.ITSELF, pattern.substring(at + 1, end)));
                at = end + 1;
                continue;
            }
            while (end < pattern.length() && pattern.charAt(end) == letter && Character.isLetter(letter)) {
                end++;
            }
            parts.add(part(pattern.substring(at, end)));
            at = end;
        }
        requireOrder(parts.stream()
                .map(Part::field)
                .filter(field -> field != Field.ITSELF)
                .toList());
        return new DateForm(pattern, parts);
    }

    private static Part part(String letters) {
        return switch (letters) {
            case "yyyy" -> new Part(Field.YEAR, letters);
            case "MM", "M" -> new Part(Field.MONTH, letters);
            case "dd", "d" -> new Part(Field.DAY, letters);
            case "HH", "H" -> new Part(Field.HOUR, letters);
            case "mm" -> new Part(Field.MINUTE, letters);
            case "ss" -> new Part(Field.SECOND, letters);
            case "S" -> new Part(Field.FRACTION, letters);
            case "X" -> new Part(Field.ZONE, letters);
            default -> {
                boolean isYear = letters.startsWith("y") || letters.startsWith("u");
                require(!isYear, "its year must be yyyy: no other tells the century");
                boolean isItself = letters.equals("T") || !Character.isLetterOrDigit(letters.charAt(0));
                require(isItself, "it has " + letters + "; it may have yyyy MM M dd d HH H mm ss S X");
                yield new Part(Field.ITSELF, letters);
            }
        };
    }

    private static void requireOrder(List<Field> fields) {
        Set<Field> seen = EnumSet.noneOf(Field.class);
        for (Field field : fields) {
            require(seen.add(field), "it has the " + field.name().toLowerCase(Locale.ROOT) + " twice");
            require(
                    !field.isOfDay() || seen.stream().allMatch(Field::isOfDay),
                    "the time of day must come after the day");
        }
        require(
                seen.containsAll(EnumSet.of(Field.YEAR, Field.MONTH, Field.DAY)),
                "it must have a year yyyy, a month MM and a day dd");
    }

    private static void require(boolean holds, String problem) {
        if (!holds) {
            throw new IllegalArgumentException("not a date format: " + problem);
        }
    }

    private Object readResolve() {
        return of(pattern);
    }

    /** {@return the pattern as it was given} */
    public String pattern() {
        return pattern;
    }

    /** {@return the same without the time of day, which is what days are written in} */
    public DateForm withoutTime() {
        List<Part> days = parts.subList(0, dayEnd());
        return new DateForm(
                days.stream()
                        .map(part -> part.field == Field.ITSELF && Character.isLetter(part.letters.charAt(0))
                                ? "'" + part.letters + "'"
                                : part.letters)
                        .collect(Collectors.joining()),
                days);
    }

    /** Behind the last part of the day. */
    private int dayEnd() {
        int end = parts.size();
        while (!parts.get(end - 1).field.isOfDay()) {
            end--;
        }
        return end;
    }

    /** {@return whether a time of day is forgotten} */
    public boolean hasTime() {
        return parts.stream().anyMatch(part -> part.field == Field.HOUR);
    }

    static boolean isDay(double value) {
        return value == Math.rint(value) && value >= FIRST && value <= LAST;
    }

    /** The day of a text, as the number of days since 1970-01-01; NaN where it is not of this form, or no day there is. */
    double parse(String text) {
        int year = 0;
        int month = 0;
        int day = 0;
        int at = 0;
        for (Part part : parts) {
            int end = end(part, text, at);
            if (end < 0) {
                return Double.NaN;
            }
            switch (part.field) {
                case YEAR -> year = number(text, at, end);
                case MONTH -> month = number(text, at, end);
                case DAY -> day = number(text, at, end);
                default -> {}
            }
            at = end;
        }
        if (at != text.length() || month < 1 || month > 12 || day < 1) {
            return Double.NaN;
        }
        try {
            return LocalDate.of(year, month, day).toEpochDay();
        } catch (DateTimeException e) {
            // A month has no such day.
            return Double.NaN;
        }
    }

    /** Where a part ends in a text; -1 where it is not there. */
    private static int end(Part part, String text, int at) {
        return switch (part.field) {
            case ITSELF -> text.startsWith(part.letters, at) ? at + part.letters.length() : -1;
            case FRACTION -> digits(text, at) > at ? digits(text, at) : -1;
            case ZONE -> zone(text, at);
            case HOUR -> below(24, part, text, at);
            case MINUTE, SECOND -> below(60, part, text, at);
            default -> digits(part, text, at);
        };
    }

    private static int below(int limit, Part part, String text, int at) {
        int end = digits(part, text, at);
        return end > 0 && number(text, at, end) < limit ? end : -1;
    }

    /** As many digits as letters; for one letter, one digit or two of which the first is no zero. */
    private static int digits(Part part, String text, int at) {
        int count = part.letters.length();
        int end = at + count;
        if (count == 1 && at < text.length() && text.charAt(at) != '0' && digits(text, at) > at + 1) {
            end = at + 2;
        }
        return digits(text, at) >= end ? end : -1;
    }

    private static int digits(String text, int from) {
        int at = from;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        return at;
    }

    /** Z, or a sign, two digits, and perhaps two more with a colon or without. */
    private static int zone(String text, int at) {
        if (text.startsWith("Z", at)) {
            return at + 1;
        }
        if (!text.startsWith("+", at) && !text.startsWith("-", at)) {
            return -1;
        }
        int hours = digits(text, at + 1) - at - 1;
        if (hours == 4) {
            return at + 5;
        }
        boolean hasMinutes = hours == 2 && text.startsWith(":", at + 3) && digits(text, at + 4) - at - 4 == 2;
        return hasMinutes ? at + 6 : hours == 2 ? at + 3 : -1;
    }

    private static int number(String text, int from, int to) {
        int number = 0;
        for (int i = from; i < to; i++) {
            number = 10 * number + (text.charAt(i) - '0');
        }
        return number;
    }

    /** A day in this form, without the time of day. */
    String format(double day) {
        LocalDate date = LocalDate.ofEpochDay((long) day);
        StringBuilder text = new StringBuilder();
        for (Part part : parts.subList(0, dayEnd())) {
            switch (part.field) {
                case YEAR -> pad(text, date.getYear(), 4);
                case MONTH -> pad(text, date.getMonthValue(), part.letters.length());
                case DAY -> pad(text, date.getDayOfMonth(), part.letters.length());
                default -> text.append(part.letters);
            }
        }
        return text.toString();
    }

    private static void pad(StringBuilder text, int number, int width) {
        String digits = Integer.toString(number);
        text.append("0".repeat(Math.max(0, width - digits.length()))).append(digits);
    }

    /** The usual forms of a text, the likeliest first; none where it is no date in any of them. */
    static List<DateForm> usual(String text) {
        // The shortest is d.M.yyyy.
        return text.length() < 8
                ? List.of()
                : USUAL.stream().filter(form -> form.matches(text)).toList();
    }

    /** Whether a text looks like a day, month and year of which the year has two digits. */
    static boolean hasShortYear(String text) {
        return SHORT_YEAR.matcher(text).matches();
    }

    boolean matches(String text) {
        return !Double.isNaN(parse(text));
    }

    /**
     * {@return whether it has the year last, and another usual form is the same but for the order of day and month}
     */
    public boolean isOneOfTwo() {
        return USUAL.contains(inOtherOrder());
    }

    /** The same with day and month in the other order. */
    DateForm inOtherOrder() {
        return of(pattern.replace('M', '\0').replace('d', 'M').replace('\0', 'd'));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof DateForm that && pattern.equals(that.pattern);
    }

    @Override
    public int hashCode() {
        return pattern.hashCode();
    }

    /** The pattern. */
    @Override
    public String toString() {
        return pattern;
    }
}
