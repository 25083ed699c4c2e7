package org.phrkit.cli.html;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** Draws {@link ClassSizes}: a bar for each size or range of sizes, with an outline below k. */
final class ClassSizesPlot {
    /** The share of its place that a bar fills. */
    private static final double FILLED = 0.8;

    /** The second line under the axis. */
    private static final int UNIT = 18;

    private final int[] sizes;
    private final int k;
    private final ClassSizes classes;

    /** @throws IllegalArgumentException where there is no class, a class of no row, or k below 1 */
    ClassSizesPlot(int[] sizes, int k) {
        this.sizes = sizes;
        this.k = k;
        this.classes = new ClassSizes(sizes, k);
    }

    Plot titled(String title) {
        // Room for the figure above the highest bar.
        BigDecimal most = BigDecimal.valueOf(Collections.max(classes.counts())).multiply(new BigDecimal("1.1"));
        Scale vertical = Scale.of(BigDecimal.ZERO, most, 5, true).raised();
        Frame frame = Frame.of(vertical);
        bars(frame, vertical);
        labels(frame);
        frame.svg().text(frame.x(0.5), frame.bottom() + 16 + UNIT, "middle", "rows in the class");
        frame.unit("classes");
        if (classes.barsBelowK() > 0) {
            frame.legend(List.of("few", "enough"), List.of("below k = " + k, "k or more"));
        } else {
            frame.legend(List.of("enough"), List.of("k = " + k + " or more"));
        }
        long few = Arrays.stream(sizes).filter(size -> size < k).count();
        String description = sizes.length + " classes of "
                + Arrays.stream(sizes).min().orElseThrow() + " to "
                + Arrays.stream(sizes).max().orElseThrow() + " rows; " + few + " of them below k = " + k + ".";
        return frame.plot(Frame.BOTTOM + UNIT, title, description);
    }

    private void bars(Frame frame, Scale vertical) {
        double space = frame.width() / classes.counts().size();
        for (int i = 0; i < classes.counts().size(); i++) {
            int count = classes.counts().get(i);
            if (count > 0) {
                double middle = frame.left() + (i + 0.5) * space;
                double top = frame.y(vertical.fraction(BigDecimal.valueOf(count)));
                double width = FILLED * space;
                String style = i < classes.barsBelowK() ? "few" : "enough";
                frame.svg().rectangle(middle - width / 2, top, width, frame.bottom() - top, style);
                String figure = Integer.toString(count);
                if (figure.length() * Svg.LETTER < space) {
                    frame.svg().text(middle, top - 3, "middle small", figure);
                }
            }
        }
    }

    /** Under each bar, or under every so many where there is no room. */
    private void labels(Frame frame) {
        List<String> labels = classes.labels();
        double space = frame.width() / labels.size();
        int every = (int) Math.ceil((8 + Svg.LETTER * Frame.longest(labels)) / space);
        for (int i = 0; i < labels.size(); i += every) {
            frame.svg().text(frame.left() + (i + 0.5) * space, frame.bottom() + 16, "middle", labels.get(i));
        }
    }
}
