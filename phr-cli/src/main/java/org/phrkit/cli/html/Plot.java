package org.phrkit.cli.html;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.function.DoubleFunction;

/**
 * A plot as SVG for a page that holds {@link PlotStyle#TEXT}: its colours are those of the page, in light, in dark and
 * on paper, and nothing is told by colour alone. Labels are text of the page, in the reader's font, so that none of this
 * machine is needed: the same figures give the same text on every machine and JDK. Names are shown as text, whatever
 * they hold.
 *
 * <p>Plots of an original table show how many of its rows lie where, down to a single row. They are for those who may
 * see the original.
 */
public final class Plot {
    private static final MathContext DIGITS = new MathContext(15);
    private static final double TELEPHONE = 420;

    private final String title;
    private final String svg;
    private final boolean isLarge;

    Plot(String title, Svg svg, double width, double height, String description) {
        this.title = title;
        this.isLarge = width > TELEPHONE;
        this.svg = svg.element(isLarge ? "plot large" : "plot", width, height, title, description);
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
        return new HistogramPlot(before, after, label).titled(title);
    }

    /**
     * The shares of rows by category or level, before and after, as pairs of bars. Beyond twelve, the rarest before
     * are counted together as others.
     *
     * @param levels their names, in the order in which they are shown
     * @param before rows of each, at least one in all
     * @param after rows of each, at least one in all
     * @throws IllegalArgumentException where a level has no count, or there is no row before, or none after
     */
    public static Plot levels(String title, List<String> levels, int[] before, int[] after) {
        return new LevelsPlot(new Levels(levels, before, after)).titled(title);
    }

    /**
     * How many classes there are of each size. Classes below k have bars of their own, with an outline and a name.
     *
     * @param sizes the number of rows of each class
     * @throws IllegalArgumentException where there is no class, a class of no row, or k below 1
     */
    public static Plot classSizes(String title, int[] sizes, int k) {
        return new ClassSizesPlot(sizes, k).titled(title);
    }

    /**
     * How far each correlation moved, after less before, by pairs of columns. A cell is stronger in five steps from
     * 0.01, 0.05, 0.1, 0.2 and 0.4, always the same ones, and holds the figure where there are at most twenty columns.
     *
     * @param names of the columns
     * @param change a square, row by row; what is not finite is shown as not defined
     * @throws IllegalArgumentException where there is no column, or the square has another size
     */
    public static Plot correlationChange(String title, List<String> names, double[][] change) {
        return new CorrelationPlot(names, change).titled(title);
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
        return isLarge;
    }
}
