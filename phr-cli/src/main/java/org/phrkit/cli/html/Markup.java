package org.phrkit.cli.html;

import org.phrkit.text.HiddenCharacters;

/** Text as it stands in HTML and SVG. */
final class Markup {
    private static final char REPLACEMENT = '\uFFFD';
    private static final char ZERO_WIDTH_NON_JOINER = '\u200C';
    private static final char ZERO_WIDTH_JOINER = '\u200D';

    private Markup() {}

    /**
     * Makes text safe as content and as the value of a quoted attribute. Characters that do not show as
     * themselves become U+FFFD: a name from a file must not rewrite the sentence that it stands in.
     */
    static String escape(String text) {
        StringBuilder escaped = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(point -> {
            switch (point) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                case '\n', '\t' -> escaped.append(' ');
                default -> escaped.appendCodePoint(isShown(point) ? point : REPLACEMENT);
            }
        });
        return escaped.toString();
    }

    /** Joiners are needed to write Persian and Hindi, among others. */
    private static boolean isShown(int point) {
        return point == ZERO_WIDTH_NON_JOINER || point == ZERO_WIDTH_JOINER || !HiddenCharacters.isHidden(point);
    }

    /** The first characters, and an ellipsis where some were left out. */
    static String shorten(String text, int length) {
        return text.codePointCount(0, text.length()) <= length
                ? text
                : text.substring(0, text.offsetByCodePoints(0, length - 1)) + "\u2026";
    }

    /** A coordinate to two decimals; the same on every JDK, which {@code Double.toString} is not. */
    static String number(double value) {
        long hundredths = Math.round(value * 100);
        long rest = Math.abs(hundredths % 100);
        String sign = hundredths < 0 ? "-" : "";
        String whole = sign + Math.abs(hundredths / 100);
        return rest == 0 ? whole : whole + "." + rest / 10 + (rest % 10 == 0 ? "" : Long.toString(rest % 10));
    }
}
