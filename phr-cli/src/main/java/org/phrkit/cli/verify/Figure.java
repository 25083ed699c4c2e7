package org.phrkit.cli.verify;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.Locale;
import java.util.OptionalDouble;
import org.phrkit.table.Kind;

/** How figures are written for people. */
public final class Figure {
    private static final int DECIMALS = 4;
    private static final MathContext DIGITS = new MathContext(6);

    /** Stands for a figure that means nothing. */
    public static final String NONE = "-";

    private Figure() {}

    /** A share, from 0 to 1, in percent. */
    public static String percent(double share) {
        return String.format(Locale.ROOT, "%.2f %%", 100 * share);
    }

    /** Four decimals. */
    static String decimals(double value) {
        return rounded(value, RoundingMode.HALF_EVEN);
    }

    /** An information loss in percent, or a dash where there is none. */
    public static String loss(OptionalDouble percent) {
        return percent.isPresent() ? decimals(percent.getAsDouble()) + " %" : NONE;
    }

    /** Four decimals, rounded down or up; none where there is no such number. */
    public static String rounded(double value, RoundingMode mode) {
        return !Double.isFinite(value)
                ? "none"
                : BigDecimal.valueOf(value).setScale(DECIMALS, mode).toPlainString();
    }

    /** A value of a column of numbers, in six digits; the day where these are days. A dash where there is none. */
    static String value(double value, Kind kind) {
        if (Double.isNaN(value)) {
            return NONE;
        }
        return kind == Kind.DATE ? LocalDate.ofEpochDay(Math.round(value)).toString() : digits(value);
    }

    /** In six digits and at most eight decimals: for a figure that is best when it is 0. */
    static String nearZero(double value) {
        if (!Double.isFinite(value)) {
            return NONE;
        }
        BigDecimal rounded = new BigDecimal(value).round(DIGITS);
        if (rounded.scale() > 2 * DECIMALS) {
            rounded = rounded.setScale(2 * DECIMALS, RoundingMode.HALF_EVEN);
        }
        return rounded.signum() == 0 && value > 0
                ? "below 0.00000001"
                : rounded.stripTrailingZeros().toPlainString();
    }

    /** In six digits. A dash where there is no such number. */
    static String digits(double value) {
        if (!Double.isFinite(value)) {
            return NONE;
        }
        BigDecimal rounded = new BigDecimal(value).round(DIGITS).stripTrailingZeros();
        boolean isShort =
                rounded.precision() - rounded.scale() <= DIGITS.getPrecision() && rounded.scale() <= 2 * DECIMALS;
        return isShort ? rounded.toPlainString() : rounded.toString();
    }
}
