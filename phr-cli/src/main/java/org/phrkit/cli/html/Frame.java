package org.phrkit.cli.html;

import java.util.List;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.style.AxesChartStyler;

/**
 * The drawing of one plot: what XChart paints in an inner rectangle, and around it lines and labels, which are written
 * as text of the page. XChart would measure its labels with the fonts of the machine and draw them as outlines: other
 * bytes on each machine, no text for a reader or a search, and a failure where a server has no fonts.
 *
 * @param left where the inner rectangle begins, in the units of the drawing, in which letters are 13 high
 */
record Frame(StringBuilder svg, double left, double top, int width, int height) {
    /** The width of a digit, and a little more than the mean of letters, whatever the reader's font. */
    static final double LETTER = 7.3;

    /** How a drawing begins that is not made smaller than it is. */
    static final String LARGE = "<svg class=\"plot large\"";

    private static final double WIDE = 420;

    Frame(double left, double top, int width, int height) {
        this(new StringBuilder(), left, top, width, height);
    }

    double x(double fraction) {
        return left + fraction * width;
    }

    /** @param fraction 0 at the bottom, 1 at the top */
    double y(double fraction) {
        return top + (1 - fraction) * height;
    }

    Frame text(double x, double y, String style, String text) {
        return text(x, y, style, text, "");
    }

    /** @param attributes further ones, as they stand in the markup */
    Frame text(double x, double y, String style, String text, String attributes) {
        svg.append("<text x=\"")
                .append(Markup.number(x))
                .append("\" y=\"")
                .append(Markup.number(y))
                .append("\" class=\"")
                .append(style)
                .append('"')
                .append(attributes)
                .append('>')
                .append(Markup.escape(text))
                .append("</text>\n");
        return this;
    }

    Frame line(double fromX, double fromY, double toX, double toY, String style) {
        svg.append("<path class=\"")
                .append(style)
                .append("\" d=\"M")
                .append(Markup.number(fromX) + " " + Markup.number(fromY))
                .append('L')
                .append(Markup.number(toX) + " " + Markup.number(toY))
                .append("\"/>\n");
        return this;
    }

    Frame square(double x, double y, double size, String style) {
        svg.append("<rect class=\"")
                .append(style)
                .append("\" x=\"")
                .append(Markup.number(x) + "\" y=\"" + Markup.number(y))
                .append("\" width=\"")
                .append(Markup.number(size) + "\" height=\"" + Markup.number(size))
                .append("\"/>\n");
        return this;
    }

    /** Lines and labels at the round numbers of a vertical axis, whose zero is the base line. */
    Frame vertical(Scale scale) {
        scale.multiples().forEach(number -> {
            double y = y(scale.fraction(number));
            line(left, y, left + width, y, number.signum() == 0 ? "axis" : "grid");
            text(left - 6, y + 4, "end", Scale.label(number));
        });
        return this;
    }

    /** Puts the marks and names of styles in a row that ends above the right end of the inner rectangle. */
    Frame legend(List<String> styles, String... names) {
        double x = left + width;
        for (int i = styles.size() - 1; i >= 0; i--) {
            x -= names[i].length() * LETTER;
            text(x, 15, "start", names[i]);
            x -= 17;
            square(x, 4, 12, styles.get(i));
            x -= 12;
        }
        return this;
    }

    /** Has XChart paint a chart into the inner rectangle: its shapes alone, from edge to edge. */
    Frame shapes(Chart<? extends AxesChartStyler, ?> chart) {
        AxesChartStyler styler = chart.getStyler();
        styler.setAxisTicksVisible(false).setAxisTitlesVisible(false).setPlotMargin(0);
        styler.setPlotGridLinesVisible(false).setPlotContentSize(1);
        // Where all labels are the same, XChart has no axis to measure.
        styler.setXAxisTickLabelsFormattingFunction(number -> "").setYAxisTickLabelsFormattingFunction(number -> "");
        styler.setPlotBackgroundColor(Ink.NONE.color());
        styler.setPlotBorderVisible(false).setLegendVisible(false).setChartTitleVisible(false);
        styler.setChartPadding(0).setChartBackgroundColor(Ink.NONE.color());
        SvgCanvas canvas = new SvgCanvas();
        chart.paint(canvas, width, height);
        svg.append("<g transform=\"translate(")
                .append(Markup.number(left) + " " + Markup.number(top))
                .append(")\">\n")
                .append(canvas.text())
                .append("</g>\n");
        return this;
    }

    /** The whole drawing; a reader who cannot see it is read its title and description. */
    String drawing(double totalWidth, double totalHeight, String title, String description) {
        String size = Markup.number(totalWidth) + " " + Markup.number(totalHeight);
        return (totalWidth > WIDE ? LARGE : "<svg class=\"plot\"") + " viewBox=\"0 0 " + size + "\" width=\""
                + Markup.number(totalWidth)
                + "\" height=\"" + Markup.number(totalHeight) + "\" role=\"img\">\n<title>" + Markup.escape(title)
                + "</title>\n<desc>" + Markup.escape(description) + "</desc>\n" + svg + "</svg>\n";
    }
}
