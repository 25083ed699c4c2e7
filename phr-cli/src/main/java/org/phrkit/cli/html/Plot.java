package org.phrkit.cli.html;

import java.awt.Color;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.function.DoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.HeatMapChart;
import org.knowm.xchart.HorizontalBarChart;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * A plot as SVG for a page that holds {@link #style()}: its colours are those of the page, in light, in dark and on
 * paper, and nothing is told by colour alone. XChart paints the shapes; no font and no display is needed, and the same
 * figures give the same text on every machine and JDK.
 *
 * <p>Plots of an original table show how many of its rows lie where, down to a single row. They are for those who may
 * see the original.
 */
public final class Plot {
    private static final MathContext DIGITS = new MathContext(15);
    private static final int WIDTH = 360;
    private static final int TOP = 28;
    private static final int HEIGHT = 170;
    private static final int BOTTOM = 24;
    private static final int LEVELS = 12;
    private static final int CELL = 44;
    private static final int SMALL_CELL = 16;
    private static final int CELLS_WITH_FIGURES = 20;
    private static final int NAME = 14;
    private static final double[] STEPS = {0.01, 0.05, 0.1, 0.2, 0.4};

    static {
        // Before the first class of AWT: no display is wanted, even where there is one.
        System.setProperty("java.awt.headless", "true");
    }

    private final String title;
    private final String svg;

    private Plot(String title, String svg) {
        this.title = title;
        this.svg = svg;
    }

    /** What the plot is of, as it was given. */
    public String title() {
        return title;
    }

    /** One {@code svg} element, well-formed also as XML but for its namespace. */
    public String svg() {
        return svg;
    }

    /** Whether it is wider than a telephone, where it is not made smaller, but scrolls. */
    boolean isLarge() {
        return svg.startsWith(Frame.LARGE);
    }

    /** {@link #histogram(String, double[], double[], DoubleFunction)} of plain numbers. */
    public static Plot histogram(String title, double[] before, double[] after) {
        return histogram(title, before, after, number -> Scale.label(new BigDecimal(number).round(DIGITS)));
    }

    /**
     * The shares of numbers in intervals of equal width: before as a filled area, after as an outline. Numbers that
     * are not finite are left out, as missing; the description says how many there were.
     *
     * @param label how a number is written on the axis, such as a date for a number of days
     * @throws IllegalArgumentException where there is no finite number before, or none after
     */
    public static Plot histogram(String title, double[] before, double[] after, DoubleFunction<String> label) {
        Histogram histogram = new Histogram(before, after);
        double[] first = histogram.before();
        double[] second = histogram.after();
        Scale vertical = percent(first, second);
        Frame frame = frame(vertical, TOP, HEIGHT).vertical(vertical);
        XYChart chart = new XYChart(frame.width(), frame.height());
        chart.getStyler().setDefaultSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.StepArea);
        chart.getStyler().setXAxisMin(0.0).setXAxisMax((double) first.length);
        chart.getStyler().setYAxisMin(0.0).setYAxisMax(vertical.high().doubleValue());
        steps(chart, "before", first, Ink.BEFORE, Ink.NONE);
        steps(chart, "after", second, Ink.NONE, Ink.AFTER);
        frame.shapes(chart);
        labels(frame, histogram.scale(), label);
        frame.text(0, 15, "start", "% of rows");
        frame.legend(List.of("before", "after line"), "before", "after");
        String description = "Share of rows in " + first.length + " intervals. " + summary("Before", before, label)
                + summary("After", after, label) + largest(histogram, label);
        return new Plot(title, frame.drawing(WIDTH, TOP + HEIGHT + BOTTOM, title, description));
    }

    /**
     * The shares of rows by category or level, before and after, as pairs of bars. Beyond twelve, the rarest before
     * are counted together as others.
     *
     * @param levels their names, in the order in which they are shown
     * @param before rows of each, at least one in all
     * @param after rows of each, at least one in all
     */
    public static Plot levels(String title, List<String> levels, int[] before, int[] after) {
        if (levels.size() != before.length || levels.size() != after.length) {
            throw new IllegalArgumentException("each level needs a count before and a count after");
        }
        long rowsBefore = Arrays.stream(before).asLongStream().sum();
        long rowsAfter = Arrays.stream(after).asLongStream().sum();
        if (rowsBefore < 1 || rowsAfter < 1) {
            throw new IllegalArgumentException("levels need rows before and after");
        }
        List<Integer> shown = IntStream.range(0, before.length)
                .boxed()
                .sorted(Comparator.comparing((Integer level) -> -before[level]))
                .limit(before.length > LEVELS ? LEVELS - 1 : LEVELS)
                .sorted()
                .toList();
        List<String> names = new ArrayList<>(shown.stream().map(levels::get).toList());
        List<Double> first = shares(shown, before, rowsBefore);
        List<Double> second = shares(shown, after, rowsAfter);
        if (shown.size() < before.length) {
            names.add((before.length - shown.size()) + " others");
            first.add(others(shown, before, rowsBefore));
            second.add(others(shown, after, rowsAfter));
        }
        return bars(title, names, first, second);
    }

    /**
     * How many classes there are of each size. Classes below k have bars of their own, with an outline and a name.
     *
     * @param sizes the number of rows of each class
     * @throws IllegalArgumentException where there is no class, a class of no row, or k below 1
     */
    public static Plot classSizes(String title, int[] sizes, int k) {
        ClassSizes classes = new ClassSizes(sizes, k);
        List<Integer> counts = classes.counts();
        int below = classes.barsBelowK();
        // Room for the figure above the highest bar.
        BigDecimal most = BigDecimal.valueOf(Collections.max(counts)).multiply(new BigDecimal("1.1"));
        Scale vertical = Scale.of(BigDecimal.ZERO, most, 5, true).raised();
        int bottom = BOTTOM + 18;
        Frame frame = frame(vertical, TOP, HEIGHT).vertical(vertical);
        CategoryChart chart = new CategoryChart(frame.width(), frame.height());
        chart.getStyler().setOverlapped(true).setAvailableSpaceFill(0.8);
        chart.getStyler().setYAxisMin(0.0).setYAxisMax(vertical.high().doubleValue());
        List<Integer> places = IntStream.range(0, counts.size()).boxed().toList();
        if (below > 0) {
            chart.addSeries("few", places, only(counts, 0, below)).setFillColor(Ink.FEW.color());
        }
        chart.addSeries("enough", places, only(counts, below, counts.size())).setFillColor(Ink.ENOUGH.color());
        frame.shapes(chart);
        double space = (double) frame.width() / counts.size();
        int every = every(classes.labels(), space);
        for (int i = 0; i < counts.size(); i++) {
            double x = frame.x((i + 0.5) / counts.size());
            if (i % every == 0) {
                frame.text(x, TOP + HEIGHT + 16, "middle", classes.labels().get(i));
            }
            if (counts.get(i) > 0 && Integer.toString(counts.get(i)).length() * Frame.LETTER < space) {
                double height = vertical.fraction(BigDecimal.valueOf(counts.get(i)));
                frame.text(x, frame.y(height) - 3, "middle small", Integer.toString(counts.get(i)));
            }
        }
        frame.text(frame.x(0.5), TOP + HEIGHT + 34, "middle", "rows in the class");
        frame.text(0, 15, "start", "classes");
        frame.legend(
                below > 0 ? List.of("few", "enough") : List.of("enough"),
                below > 0 ? new String[] {"below k = " + k, "k or more"} : new String[] {"k = " + k + " or more"});
        long few = Arrays.stream(sizes).filter(size -> size < k).count();
        String description = sizes.length + " classes of "
                + Arrays.stream(sizes).min().orElseThrow() + " to "
                + Arrays.stream(sizes).max().orElseThrow() + " rows; " + few + " of them below k = " + k + ".";
        return new Plot(title, frame.drawing(WIDTH, TOP + HEIGHT + bottom, title, description));
    }

    /**
     * How far each correlation moved, after less before, by pairs of columns. A cell is stronger in five steps from 0.01,
     * 0.05, 0.1, 0.2 and 0.4, always the same ones, and holds the figure where there are at most twenty columns.
     *
     * @param names of the columns
     * @param change a square, row by row; what is not finite is shown as not defined
     * @throws IllegalArgumentException where there is no column, or the square has another size
     */
    public static Plot correlationChange(String title, List<String> names, double[][] change) {
        int count = names.size();
        if (count == 0 || change.length != count || Arrays.stream(change).anyMatch(row -> row.length != count)) {
            throw new IllegalArgumentException("a heat map needs a square of the size of its names");
        }
        int cell = count <= CELLS_WITH_FIGURES ? CELL : SMALL_CELL;
        double left =
                10 + Frame.LETTER * names.stream().mapToInt(Plot::shown).max().orElseThrow();
        int side = Math.max(count * cell, 60);
        Frame frame = new Frame(left, TOP, side, side);
        HeatMapChart chart = new HeatMapChart(side, side);
        chart.getStyler().setRangeColors(heat()).setMin(-STEPS.length).setMax(STEPS.length);
        List<Number[]> cells = new ArrayList<>();
        for (int row = 0; row < count; row++) {
            for (int column = 0; column < count; column++) {
                cells.add(new Number[] {column, count - 1 - row, row == column ? 0 : step(change[row][column])});
            }
        }
        List<Integer> places = IntStream.range(0, count).boxed().toList();
        chart.addSeries(title, places, places, cells);
        frame.shapes(chart);
        double space = (double) side / count;
        for (int i = 0; i < count; i++) {
            double middle = TOP + (i + 0.5) * space + 4;
            frame.text(left - 6, middle, "end", Markup.shorten(names.get(i), NAME));
            double x = left + (i + 0.5) * space + 4;
            frame.text(x, TOP + side + 8, "end", Markup.shorten(names.get(i), NAME), turned(x, TOP + side + 8));
            for (int j = 0; cell == CELL && j < count; j++) {
                String figure = i == j ? "" : figure(change[i][j]);
                frame.text(left + (j + 0.5) * space, middle, "middle small", figure);
            }
        }
        key(frame);
        double width = Math.max(left + side, WIDTH);
        return new Plot(title, frame.drawing(width, TOP + side + left + 6, title, moved(names, change)));
    }

    /** The style sheet that a page with plots needs, once; the page sets the colours it names. */
    static String style() {
        return """
                .plot { display: block; max-width: 100%; height: auto; overflow: visible; }
                .plot.large { max-width: none; }
                @media print { .plot.large { max-width: 100%; } }
                .plot text { font-size: 13px; fill: var(--text); }
                .plot .small { font-size: 12px; }
                .plot .end { text-anchor: end; }
                .plot .middle { text-anchor: middle; }
                .plot .grid { stroke: var(--grid); }
                .plot .axis { stroke: var(--text); }
                .plot .before { fill: var(--before); fill-opacity: 0.55; }
                .plot .after { fill: var(--after); fill-opacity: 0.2; stroke: var(--after); stroke-width: 1.5; }
                .plot .after.line { fill: none; stroke-width: 2; stroke-linejoin: round; }
                .plot .enough { fill: var(--before); fill-opacity: 0.75; }
                .plot .few { fill: var(--after); fill-opacity: 0.25; stroke: var(--after); stroke-width: 2; }
                .plot .same { fill: var(--text); fill-opacity: 0.04; }
                .plot .same, .plot [class^="up"], .plot [class^="down"] { stroke: var(--page); }
                .plot .up1, .plot .up2, .plot .up3, .plot .up4, .plot .up5 { fill: var(--after); }
                .plot .down1, .plot .down2, .plot .down3, .plot .down4, .plot .down5 { fill: var(--before); }
                .plot .up1, .plot .down1 { fill-opacity: 0.12; }
                .plot .up2, .plot .down2 { fill-opacity: 0.24; }
                .plot .up3, .plot .down3 { fill-opacity: 0.36; }
                .plot .up4, .plot .down4 { fill-opacity: 0.45; }
                .plot .up5, .plot .down5 { fill-opacity: 0.55; }
                """;
    }

    private static Frame frame(Scale vertical, int top, int height) {
        int longest = vertical.multiples().stream()
                .mapToInt(number -> Scale.label(number).length())
                .max()
                .orElseThrow();
        int left = (int) Math.ceil(10 + longest * Frame.LETTER);
        return new Frame(left, top, WIDTH - left - 4, height);
    }

    private static Scale percent(double[] first, double[] second) {
        double most = DoubleStream.concat(Arrays.stream(first), Arrays.stream(second))
                .max()
                .orElseThrow();
        return Scale.of(BigDecimal.ZERO, new BigDecimal(most), 5, false).raised();
    }

    private static void steps(XYChart chart, String name, double[] heights, Ink area, Ink outline) {
        double[] x = new double[heights.length + 3];
        double[] y = new double[x.length];
        for (int i = 0; i < heights.length; i++) {
            x[i + 1] = i;
            y[i + 1] = heights[i];
        }
        x[heights.length + 1] = heights.length;
        y[heights.length + 1] = heights[heights.length - 1];
        x[heights.length + 2] = heights.length;
        XYSeries series = chart.addSeries(name, x, y);
        series.setMarker(SeriesMarkers.NONE).setLineColor(outline.color()).setFillColor(area.color());
    }

    /** As many labels under an axis as there is room for. */
    private static void labels(Frame frame, Scale range, DoubleFunction<String> label) {
        for (int steps = 8; steps >= 1; steps--) {
            boolean isWhole = range.step().compareTo(BigDecimal.ONE) >= 0;
            Scale scale = Scale.of(range.low(), range.high(), steps, isWhole);
            List<BigDecimal> marks = scale.multiples();
            List<String> texts =
                    marks.stream().map(mark -> label.apply(mark.doubleValue())).toList();
            double longest = 10
                    + Frame.LETTER
                            * texts.stream().mapToInt(String::length).max().orElse(0);
            double space = frame.width()
                    * scale.step().doubleValue()
                    / range.high().subtract(range.low()).doubleValue();
            if (longest > space && steps > 1) {
                continue;
            }
            for (int i = 0; i < marks.size(); i++) {
                double x = frame.x(range.fraction(marks.get(i)));
                double half = texts.get(i).length() * Frame.LETTER / 2;
                double bottom = frame.y(0);
                frame.line(x, bottom, x, bottom + 4, "axis");
                frame.text(Math.min(Math.max(x, half), WIDTH - half), bottom + 17, "middle", texts.get(i));
            }
            return;
        }
    }

    private static Plot bars(String title, List<String> names, List<Double> first, List<Double> second) {
        double left =
                10 + Frame.LETTER * names.stream().mapToInt(Plot::shown).max().orElseThrow();
        double most = Math.max(Collections.max(first), Collections.max(second));
        int right = 50;
        int height = 36 * names.size();
        Frame frame = new Frame(left, TOP, (int) (WIDTH - left - right), height);
        HorizontalBarChart chart = new HorizontalBarChart(frame.width(), height);
        chart.getStyler().setAvailableSpaceFill(0.8);
        chart.getStyler().setXAxisMin(0.0).setXAxisMax(most);
        List<Integer> places = IntStream.range(0, names.size()).boxed().toList();
        chart.addSeries("before", first, places).setFillColor(Ink.BEFORE.color());
        chart.addSeries("after", second, places).setFillColor(Ink.AFTER.color());
        frame.shapes(chart);
        StringBuilder description = new StringBuilder("Percent of rows, before and after.");
        for (int i = 0; i < names.size(); i++) {
            double middle = TOP + 36 * (i + 0.5);
            frame.text(left - 6, middle + 4, "end", Markup.shorten(names.get(i), NAME));
            frame.text(frame.x(first.get(i) / most) + 4, middle - 3, "start small", rounded(first.get(i)));
            frame.text(frame.x(second.get(i) / most) + 4, middle + 11, "start small", rounded(second.get(i)));
            description
                    .append(' ')
                    .append(names.get(i))
                    .append(": ")
                    .append(rounded(first.get(i)))
                    .append(", ")
                    .append(rounded(second.get(i)))
                    .append('.');
        }
        frame.line(left, TOP, left, TOP + height, "axis");
        frame.text(0, 15, "start", "% of rows");
        frame.legend(List.of("before", "after"), "before", "after");
        return new Plot(title, frame.drawing(WIDTH, TOP + height + 6, title, description.toString()));
    }

    private static List<Double> shares(List<Integer> shown, int[] counts, long rows) {
        List<Double> shares = new ArrayList<>();
        shown.forEach(level -> shares.add(100.0 * counts[level] / rows));
        return shares;
    }

    private static double others(List<Integer> shown, int[] counts, long rows) {
        long known = shown.stream().mapToLong(level -> counts[level]).sum();
        return 100.0 * (rows - known) / rows;
    }

    /** The counts of some bars; what is no number is not drawn. */
    private static List<Double> only(List<Integer> counts, int from, int to) {
        return IntStream.range(0, counts.size())
                .mapToObj(i -> i >= from && i < to && counts.get(i) > 0 ? counts.get(i) : Double.NaN)
                .toList();
    }

    /** Every which label fits. */
    private static int every(List<String> labels, double space) {
        double longest = 8
                + Frame.LETTER * labels.stream().mapToInt(String::length).max().orElse(0);
        return (int) Math.ceil(longest / space);
    }

    private static int shown(String name) {
        return Math.min(name.codePointCount(0, name.length()), NAME);
    }

    private static Color[] heat() {
        return Stream.of(
                        Ink.DOWN_5,
                        Ink.DOWN_4,
                        Ink.DOWN_3,
                        Ink.DOWN_2,
                        Ink.DOWN_1,
                        Ink.SAME,
                        Ink.UP_1,
                        Ink.UP_2,
                        Ink.UP_3,
                        Ink.UP_4,
                        Ink.UP_5)
                .map(Ink::color)
                .toArray(Color[]::new);
    }

    private static int step(double change) {
        int step = (int)
                Arrays.stream(STEPS).filter(start -> Math.abs(change) >= start).count();
        return change < 0 ? -step : step;
    }

    private static void key(Frame frame) {
        frame.square(0, 4, 12, Ink.DOWN_4.style()).text(17, 15, "start", "\u2212 moved down");
        double x = 36 + 12 * Frame.LETTER;
        frame.square(x, 4, 12, Ink.UP_4.style()).text(x + 17, 15, "start", "+ moved up");
    }

    private static String turned(double x, double y) {
        return " transform=\"rotate(-90 " + Markup.number(x) + " " + Markup.number(y) + ")\"";
    }

    private static String figure(double change) {
        if (!Double.isFinite(change)) {
            return "\u2013";
        }
        long hundredths = Math.round(Math.abs(change) * 100);
        String sign = hundredths == 0 ? "" : change < 0 ? "\u2212" : "+";
        String digits = hundredths / 100 + "." + hundredths / 10 % 10 + hundredths % 10;
        return hundredths == 0 ? "0" : sign + digits;
    }

    private static String moved(List<String> names, double[][] change) {
        String description = "No correlation is defined.";
        double most = -1;
        for (int row = 0; row < change.length; row++) {
            for (int column = 0; column < row; column++) {
                if (Math.abs(change[row][column]) > most) {
                    most = Math.abs(change[row][column]);
                    description = "The correlation that moved most is that of " + names.get(column) + " and "
                            + names.get(row) + ": by " + figure(change[row][column]) + ".";
                }
            }
        }
        return description;
    }

    private static String summary(String when, double[] numbers, DoubleFunction<String> label) {
        double[] sorted = Histogram.finite(numbers);
        Arrays.sort(sorted);
        double median = sorted[(sorted.length - 1) / 2] / 2 + sorted[sorted.length / 2] / 2;
        BigDecimal rounded = new BigDecimal(median).round(new MathContext(4));
        int missing = numbers.length - sorted.length;
        return when + ": " + sorted.length + " rows" + (missing > 0 ? " and " + missing + " without a value" : "")
                + ", median " + label.apply(rounded.doubleValue()) + ". ";
    }

    private static String largest(Histogram histogram, DoubleFunction<String> label) {
        double[] first = histogram.before();
        double[] second = histogram.after();
        int at = IntStream.range(0, first.length)
                .boxed()
                .max(Comparator.comparing((Integer bin) -> Math.abs(first[bin] - second[bin]))
                        .thenComparing(Comparator.reverseOrder()))
                .orElseThrow();
        return "They differ most from "
                + label.apply(histogram.edges().get(at).doubleValue()) + " to "
                + label.apply(histogram.edges().get(at + 1).doubleValue()) + ": " + rounded(first[at])
                + " % before, " + rounded(second[at]) + " % after.";
    }

    private static String rounded(double percent) {
        long tenths = Math.round(percent * 10);
        return tenths / 10 + "." + tenths % 10;
    }
}
