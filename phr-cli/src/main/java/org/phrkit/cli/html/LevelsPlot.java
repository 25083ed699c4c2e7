package org.phrkit.cli.html;

import java.util.Collections;
import java.util.List;

/** Draws {@link Levels} as pairs of bars, each with its figure. */
final class LevelsPlot {
    private static final double PAIR = 36;
    private static final double BAR = 14.4;
    private static final double FIGURE = 50;

    private final Levels levels;
    private final Frame frame;
    private final double most;

    LevelsPlot(Levels levels) {
        this.levels = levels;
        double left = Frame.room(levels.names().stream().map(Frame::label).toList());
        this.frame = new Frame(
                left, Frame.WIDTH - left - FIGURE, PAIR * levels.names().size());
        this.most = Math.max(Collections.max(levels.before()), Collections.max(levels.after()));
    }

    Plot titled(String title) {
        StringBuilder description = new StringBuilder("Percent of rows, before and after.");
        for (int i = 0; i < levels.names().size(); i++) {
            String name = levels.names().get(i);
            double before = levels.before().get(i);
            double after = levels.after().get(i);
            double middle = frame.top() + PAIR * (i + 0.5);
            frame.svg().text(frame.left() - 6, middle + 4, "end", Frame.label(name));
            bar("before", before, middle - BAR, middle - 3);
            bar("after", after, middle, middle + 11);
            description.append(" " + name + ": " + Levels.percent(before) + ", " + Levels.percent(after) + ".");
        }
        frame.svg().line("axis", frame.left(), frame.top(), frame.left(), frame.bottom());
        frame.unit("% of rows");
        frame.legend(List.of("before", "after"), List.of("before", "after"));
        return frame.plot(6, title, description.toString());
    }

    private void bar(String style, double share, double top, double baseLine) {
        double end = frame.x(share / most);
        frame.svg()
                .rectangle(frame.left(), top, end - frame.left(), BAR, style)
                .text(end + 4, baseLine, "start small", Levels.percent(share));
    }
}
