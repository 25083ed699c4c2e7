package org.phrkit.cli.html;

/** Text as it stands in HTML and SVG. */
final class Markup {
    private static final char REPLACEMENT = '\uFFFD';

    private Markup() {}

    /**
     * Makes text safe as content and as the value of a quoted attribute. Characters that HTML forbids, halves of a
     * surrogate pair, and those that turn the direction of the text around them become U+FFFD: a name from a file
     * must not rewrite the sentence that it stands in.
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
                default -> escaped.appendCodePoint(isPlain(point) ? point : REPLACEMENT);
            }
        });
        return escaped.toString();
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

    private static boolean isPlain(int point) {
        boolean control = Character.isISOControl(point);
        boolean lone = point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
        boolean noncharacter = (point & 0xFFFE) == 0xFFFE || (point >= 0xFDD0 && point <= 0xFDEF);
        boolean turns = (point >= 0x202A && point <= 0x202E)
                || (point >= 0x2066 && point <= 0x2069)
                || point == 0x200E
                || point == 0x200F
                || point == 0x061C;
        return !control && !lone && !noncharacter && !turns;
    }
}
