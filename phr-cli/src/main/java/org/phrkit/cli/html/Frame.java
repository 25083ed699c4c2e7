package org.phrkit.cli.html;

import java.math.BigDecimal;
import java.util.List;
import java.util.function.DoubleFunction;
import java.util.stream.IntStream;

/**
 * The inner rectangle of a plot, where its shapes are, and the axes and the legend around it.
 *
 * @param left where it begins, in the units of the drawing
 */
record Frame(Svg svg, double left, double top, double width, double height) {
    /** The width of a plot, unless it needs more. */
    static final int WIDTH = 360;

    /** The height above each rectangle, for the legend. */
    static final int TOP = 28;

    /** The height below a horizontal axis, for its labels. */
    static final int BOTTOM = 24;

    private static final int HEIGHT = 170;
    private static final int NAME = 14;

    Frame(double left, double width, double height) {
        this(new Svg(), left, TOP, width, height);
    }

    /** As wide as a plot, less the labels of a vertical axis, which is drawn. */
    static Frame of(Scale vertical) {
        List<String> labels = vertical.multiples().stream().map(Scale::label).toList();
        double left = room(labels);
        Frame frame = new Frame(left, WIDTH - left - 4, HEIGHT);
        vertical.multiples().forEach(number -> {
            double y = frame.y(vertical.fraction(number));
            frame.svg.line(number.signum() == 0 ? "axis" : "grid", left, y, left + frame.width, y);
            frame.svg.text(left - 6, y + 4, "end", Scale.label(number));
        });
        return frame;
    }

    /** The width that labels at the left need, with what is between them and the rectangle. */
    static double room(List<String> labels) {
        return Math.ceil(10 + Svg.LETTER * longest(labels));
    }

    /** A name from a table, as a label. */
    static String label(String name) {
        return Markup.shorten(name, NAME);
    }

    /** Characters of the longest. */
    static int longest(List<String> labels) {
        return labels.stream()
                .mapToInt(label -> label.codePointCount(0, label.length()))
                .max()
                .orElse(0);
    }

    double right() {
        return left + width;
    }

    double bottom() {
        return top + height;
    }

    /** @param fraction 0 at the left, 1 at the right */
    double x(double fraction) {
        return left + fraction * width;
    }

    /** @param fraction 0 at the bottom, 1 at the top */
    double y(double fraction) {
        return top + (1 - fraction) * height;
    }

    /** Labels below at round numbers of the range from edge to edge, as many as there is room for, up to nine. */
    void horizontal(Scale range, DoubleFunction<String> label) {
        boolean isWhole = range.step().compareTo(BigDecimal.ONE) >= 0;
        for (int steps = 8; steps >= 1; steps--) {
            List<Mark> marks = Scale.of(range.low(), range.high(), steps, isWhole).multiples().stream()
                    .map(number -> new Mark(x(range.fraction(number)), label.apply(number.doubleValue())))
                    .toList();
            if (steps == 1 || Mark.haveRoom(marks)) {
                marks.forEach(mark -> {
                    svg.line("axis", mark.x, bottom(), mark.x, bottom() + 4);
                    svg.text(mark.middle(), bottom() + 17, "middle", mark.label);
                });
                return;
            }
        }
    }

    /** A label stands a little beside its mark where it would reach beyond the plot. */
    private record Mark(double x, String label) {
        private static final double GAP = 10;

        double middle() {
            return Math.min(Math.max(x, half()), WIDTH - half());
        }

        private double half() {
            return label.length() * Svg.LETTER / 2;
        }

        static boolean haveRoom(List<Mark> marks) {
            return IntStream.range(1, marks.size())
                    .allMatch(i -> marks.get(i).middle() - marks.get(i).half()
                            >= marks.get(i - 1).middle() + marks.get(i - 1).half() + GAP);
        }
    }

    /** What the numbers at an axis are, in the upper left corner. */
    void unit(String text) {
        svg.text(0, 15, "start", text);
    }

    /** Puts the marks and names of styles in a row that ends above the right end of the rectangle. */
    void legend(List<String> styles, List<String> names) {
        double x = right();
        for (int i = styles.size() - 1; i >= 0; i--) {
            x -= 17 + names.get(i).length() * Svg.LETTER;
            key(x, styles.get(i), names.get(i));
            x -= 12;
        }
    }

    /** A mark of a legend and its name. */
    void key(double x, String style, String name) {
        svg.rectangle(x, 4, 12, 12, style).text(x + 17, 15, "start", name);
    }

    /** The plot, of which so much is below the rectangle. */
    Plot plot(double below, String title, String description) {
        return new Plot(title, svg, Math.max(WIDTH, right()), bottom() + below, description);
    }
}
