package org.phrkit.cli.html;

import java.awt.Color;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a shape of a plot stands for. XChart is handed a colour that only names the ink; the page's style sheet says
 * how the ink looks, in light, in dark and on paper.
 */
enum Ink {
    NONE("none"),
    BEFORE("before"),
    AFTER("after"),
    ENOUGH("enough"),
    FEW("few"),
    SAME("same"),
    UP_1("up1"),
    UP_2("up2"),
    UP_3("up3"),
    UP_4("up4"),
    UP_5("up5"),
    DOWN_1("down1"),
    DOWN_2("down2"),
    DOWN_3("down3"),
    DOWN_4("down4"),
    DOWN_5("down5");

    private static final Map<Color, Ink> BY_COLOR =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(Ink::color, ink -> ink));

    private final String style;

    Ink(String style) {
        this.style = style;
    }

    /** Its class in the style sheet. */
    String style() {
        return style;
    }

    /** A name and not a look: it is nowhere seen. */
    Color color() {
        return new Color(style.hashCode() & 0xFFFFFF);
    }

    /** @throws IllegalStateException for a colour that is no ink's: XChart would draw what no style was given for */
    static Ink of(Color color) {
        Ink ink = BY_COLOR.get(color);
        if (ink == null) {
            throw new IllegalStateException("a plot uses a colour that has no style: " + color);
        }
        return ink;
    }
}
