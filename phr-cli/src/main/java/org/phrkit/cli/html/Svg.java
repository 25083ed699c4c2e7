package org.phrkit.cli.html;

/**
 * The elements of one drawing, as SVG. Positions are in units in which letters are 13 high, from the upper left corner,
 * and are written to two decimals; a style is a class of a style sheet. All text that is given is shown as text. The
 * same calls give the same bytes.
 */
public final class Svg {
    /** The width of a digit, and a little more than the mean of letters, whatever the reader's font. */
    public static final double LETTER = 7.3;

    private final StringBuilder elements = new StringBuilder();

    /** Text whose base line is at y; its style says whether it begins, ends or is centred at x. */
    public Svg text(double x, double y, String style, String text) {
        return text(x, y, style, "", text);
    }

    /** The same, read from below. */
    public Svg rising(double x, double y, String style, String text) {
        return text(x, y, style, " transform=\"rotate(-90 " + point(x, y) + ")\"", text);
    }

    private Svg text(double x, double y, String style, String attributes, String text) {
        return add("<text class=\"" + style + "\"" + number(" x", x) + number(" y", y) + attributes + ">"
                + Markup.escape(text) + "</text>\n");
    }

    /** A rectangle whose upper left corner is at x and y. */
    public Svg rectangle(double x, double y, double width, double height, String style) {
        return add("<rect class=\"" + style + "\"" + number(" x", x) + number(" y", y) + number(" width", width)
                + number(" height", height) + "/>\n");
    }

    /** A circle around x and y. */
    public Svg circle(double x, double y, double radius, String style) {
        return add("<circle class=\"" + style + "\"" + number(" cx", x) + number(" cy", y) + number(" r", radius)
                + "/>\n");
    }

    /**
     * From point to point.
     *
     * @param points two or more, each as its x and its y
     */
    public Svg line(String style, double... points) {
        return path(style, points, "");
    }

    /** What a line that returns to its start surrounds; {@code points} as of {@link #line}. */
    public Svg area(String style, double... points) {
        return path(style, points, "Z");
    }

    private Svg path(String style, double[] points, String end) {
        if (points.length < 4 || points.length % 2 != 0) {
            throw new IllegalArgumentException("a line needs two points or more, each with an x and a y");
        }
        StringBuilder path = new StringBuilder();
        for (int i = 0; i < points.length; i += 2) {
            path.append(i == 0 ? 'M' : 'L').append(point(points[i], points[i + 1]));
        }
        return add("<path class=\"" + style + "\" d=\"" + path + end + "\"/>\n");
    }

    /** One element for a page of HTML; a reader who cannot see it is read its title and description. */
    String element(String style, double width, double height, String title, String description) {
        return whole("class=\"" + style + "\"", "", width, height, title, description);
    }

    /** A file of its own, to be written as UTF-8. */
    public String document(String styleSheet, double width, double height, String title, String description) {
        return whole(
                "xmlns=\"http://www.w3.org/2000/svg\"",
                "<style>\n" + Markup.escape(styleSheet) + "</style>\n",
                width,
                height,
                title,
                description);
    }

    private String whole(
            String attributes, String style, double width, double height, String title, String description) {
        return "<svg " + attributes + " viewBox=\"0 0 " + point(width, height) + "\"" + number(" width", width)
                + number(" height", height) + " role=\"img\">\n<title>" + Markup.escape(title) + "</title>\n<desc>"
                + Markup.escape(description) + "</desc>\n" + style + elements + "</svg>\n";
    }

    private Svg add(String element) {
        elements.append(element);
        return this;
    }

    private static String number(String attribute, double value) {
        return attribute + "=\"" + Markup.number(value) + "\"";
    }

    private static String point(double x, double y) {
        return Markup.number(x) + " " + Markup.number(y);
    }
}
