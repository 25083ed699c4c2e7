package org.phrkit.text;

/**
 * Characters that do not show as themselves: controls, format characters (among them those that turn the direction of
 * the text around them), separators of lines and paragraphs, halves of a surrogate pair, and noncharacters. In a name
 * they could forge a line, rewrite the sentence that the name stands in, or make it look like another name.
 *
 * <p>Source: the general categories Cc, Cf, Zl, Zp and Cs of the Unicode Standard (section 4.5), and its noncharacters
 * (section 23.7). Characters that are not assigned yet are not among them, as that would differ between JDKs.
 */
public final class HiddenCharacters {
    private static final int REPLACEMENT = 0xfffd;

    private HiddenCharacters() {}

    /**
     * {@return whether a code point is one of them}
     *
     * @param codePoint the character to look at
     */
    public static boolean isHidden(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE -> true;
            default -> (codePoint & 0xfffe) == 0xfffe || (codePoint >= 0xfdd0 && codePoint <= 0xfdef);
        };
    }

    /**
     * {@return whether a text holds any}
     *
     * @param text the text to look at
     */
    public static boolean areIn(String text) {
        return text.codePoints().anyMatch(HiddenCharacters::isHidden);
    }

    /**
     * {@return a text with U+FFFD in the place of each}
     *
     * @param text the text to show
     */
    public static String replacedIn(String text) {
        return text.codePoints()
                .map(c -> isHidden(c) ? REPLACEMENT : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
