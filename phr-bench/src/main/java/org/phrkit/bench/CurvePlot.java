package org.phrkit.bench;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Collection;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.SortedMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import org.phrkit.cli.html.Svg;

/**
 * A picture of curves as an SVG file. Its description holds the figures to three digits. The same figures give the same
 * bytes.
 */
final class CurvePlot {
    private static final double WIDTH = 760;
    private static final double LEFT = 70;
    private static final double RIGHT = 740;
    private static final double TOP = 40;
    private static final double BOTTOM = 380;
    private static final double LEGEND = 448;
    private static final double LINE = 22;

    /**
     * Black on white also where pages are dark. Curves are told apart by those who see few colours too (Okabe and Ito
     * 2008), and by their markers.
     */
    private static final String STYLE = """
            text { font: 13px sans-serif; fill: #1b1b1b; }
            .title { font-size: 16px; font-weight: bold; }
            .middle { text-anchor: middle; }
            .end { text-anchor: end; }
            .page { fill: #ffffff; }
            .grid { stroke: #dddddd; }
            .axis { fill: none; stroke: #777777; }
            .curve0 { fill: #0072b2; stroke: #0072b2; }
            .curve1 { fill: #d55e00; stroke: #d55e00; }
            .curve2 { fill: #009e73; stroke: #009e73; }
            .curve3 { fill: #cc79a7; stroke: #cc79a7; }
            .curve4 { fill: #000000; stroke: #000000; }
            .line { fill: none; stroke-width: 2; }
            """;

    private final String title;
    private final String xName;
    private final String yName;
    private final Function<DoubleSummaryStatistics, Axis> xAxis;
    private final Function<DoubleSummaryStatistics, Axis> yAxis;
    private final List<Curve> curves = new ArrayList<>();

    /** @param points y by x, at least one */
    private record Curve(String name, SortedMap<Double, Double> points) {}

    CurvePlot(
            String title,
            String xName,
            Function<DoubleSummaryStatistics, Axis> xAxis,
            String yName,
            Function<DoubleSummaryStatistics, Axis> yAxis) {
        this.title = title;
        this.xName = xName;
        this.xAxis = xAxis;
        this.yName = yName;
        this.yAxis = yAxis;
    }

    /** Adds a curve, the first five of which look different; one without points is left out. */
    void add(String name, SortedMap<Double, Double> points) {
        if (!points.isEmpty()) {
            curves.add(new Curve(name, points));
        }
    }

    boolean isEmpty() {
        return curves.isEmpty();
    }

    /** The file, of a plot that is not empty. */
    String svg() {
        Svg svg = new Svg();
        int rows = (curves.size() + columns() - 1) / columns();
        double height = LEGEND + LINE * rows;
        svg.rectangle(0, 0, WIDTH, height, "page").text(WIDTH / 2, 24, "title middle", title);
        Axis x = xAxis.apply(range(curve -> curve.points.keySet()));
        Axis y = yAxis.apply(range(curve -> curve.points.values()));
        axes(svg, x, y);
        for (int i = 0; i < curves.size(); i++) {
            double[] line = curves.get(i).points.entrySet().stream()
                    .flatMapToDouble(
                            point -> DoubleStream.of(x(x.fraction(point.getKey())), y(y.fraction(point.getValue()))))
                    .toArray();
            if (line.length > 2) {
                svg.line("curve" + i + " line", line);
            }
            for (int at = 0; at < line.length; at += 2) {
                marker(svg, i, line[at], line[at + 1]);
            }
        }
        legend(svg);
        String figures = curves.stream().map(CurvePlot::figures).collect(Collectors.joining(" "));
        return svg.document(STYLE, WIDTH, height, title, yName + " by " + xName + ". " + figures);
    }

    private DoubleSummaryStatistics range(Function<Curve, Collection<Double>> numbers) {
        return curves.stream()
                .flatMap(curve -> numbers.apply(curve).stream())
                .mapToDouble(number -> number)
                .summaryStatistics();
    }

    private void axes(Svg svg, Axis x, Axis y) {
        for (Axis.Mark mark : x.marks()) {
            double at = x(mark.fraction());
            svg.line("grid", at, TOP, at, BOTTOM);
            if (!mark.label().isEmpty()) {
                svg.line("axis", at, BOTTOM, at, BOTTOM + 4).text(at, BOTTOM + 18, "middle", mark.label());
            }
        }
        for (Axis.Mark mark : y.marks()) {
            double at = y(mark.fraction());
            svg.line("grid", LEFT, at, RIGHT, at);
            if (!mark.label().isEmpty()) {
                svg.line("axis", LEFT - 4, at, LEFT, at).text(LEFT - 8, at + 4, "end", mark.label());
            }
        }
        svg.line("axis", LEFT, TOP, LEFT, BOTTOM, RIGHT, BOTTOM);
        svg.text((LEFT + RIGHT) / 2, BOTTOM + 40, "middle", xName);
        svg.rising(18, (TOP + BOTTOM) / 2, "middle", yName);
    }

    /** Marks and names in columns of one width. */
    private void legend(Svg svg) {
        for (int i = 0; i < curves.size(); i++) {
            int row = i / columns();
            double x = LEFT + column() * (i % columns());
            double y = LEGEND + LINE * row;
            svg.line("curve" + i + " line", x, y - 4, x + 28, y - 4);
            marker(svg, i, x + 14, y - 4);
            svg.text(x + 34, y, "start", curves.get(i).name);
        }
    }

    /** The width of the longest name, its mark and a gap. */
    private double column() {
        return 50
                + Svg.LETTER
                        * curves.stream()
                                .mapToInt(curve -> curve.name.length())
                                .max()
                                .orElseThrow();
    }

    private int columns() {
        return Math.max(1, (int) ((RIGHT - LEFT) / column()));
    }

    private static void marker(Svg svg, int curve, double x, double y) {
        String style = "curve" + curve;
        switch (curve) {
            case 0 -> svg.circle(x, y, 3.5, style);
            case 1 -> svg.rectangle(x - 3, y - 3, 6, 6, style);
            case 2 -> svg.area(style, x, y - 4, x + 4, y + 3, x - 4, y + 3);
            case 3 -> svg.area(style, x, y - 4.5, x + 4.5, y, x, y + 4.5, x - 4.5, y);
            default -> svg.area(style, x, y + 4, x + 4, y - 3, x - 4, y - 3);
        }
    }

    private static String figures(Curve curve) {
        return curve.points.entrySet().stream()
                .map(point -> Axis.label(point.getKey()) + ": "
                        + new BigDecimal(point.getValue())
                                .round(new MathContext(3))
                                .toPlainString())
                .collect(Collectors.joining(", ", curve.name + " at ", "."));
    }

    private static double x(double fraction) {
        return LEFT + fraction * (RIGHT - LEFT);
    }

    private static double y(double fraction) {
        return BOTTOM - fraction * (BOTTOM - TOP);
    }
}
