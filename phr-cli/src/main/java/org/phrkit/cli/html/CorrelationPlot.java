package org.phrkit.cli.html;

import java.util.Arrays;
import java.util.List;

/** Draws how far correlations moved as a square of cells, with the figures in them where there is room. */
final class CorrelationPlot {
    private static final double[] STEPS = {0.01, 0.05, 0.1, 0.2, 0.4};
    private static final int CELLS_WITH_FIGURES = 20;
    private static final double CELL = 44;
    private static final double SMALL_CELL = 16;
    private static final double SMALLEST_SIDE = 60;

    private final List<String> names;
    private final double[][] change;
    private final boolean hasFigures;
    private final double cell;
    private final Frame frame;

    /** @throws IllegalArgumentException where there is no column, or the square has another size */
    CorrelationPlot(List<String> names, double[][] change) {
        int count = names.size();
        if (count == 0 || change.length != count || Arrays.stream(change).anyMatch(row -> row.length != count)) {
            throw new IllegalArgumentException("a heat map needs a square of the size of its names");
        }
        this.names = names;
        this.change = change;
        this.hasFigures = count <= CELLS_WITH_FIGURES;
        double side = Math.max(count * (hasFigures ? CELL : SMALL_CELL), SMALLEST_SIDE);
        this.cell = side / count;
        this.frame = new Frame(Frame.room(names.stream().map(Frame::label).toList()), side, side);
    }

    Plot titled(String title) {
        for (int i = 0; i < names.size(); i++) {
            for (int j = 0; j < names.size(); j++) {
                String style = i == j ? "same" : style(change[i][j]);
                frame.svg().rectangle(left(j), top(i), cell, cell, style);
            }
        }
        for (int i = 0; i < names.size(); i++) {
            double baseLine = top(i) + cell / 2 + 4;
            String name = Frame.label(names.get(i));
            frame.svg().text(frame.left() - 6, baseLine, "end", name);
            frame.svg().rising(left(i) + cell / 2 + 4, frame.bottom() + 8, "end", name);
            for (int j = 0; hasFigures && j < names.size(); j++) {
                if (i != j) {
                    frame.svg().text(left(j) + cell / 2, baseLine, "middle small", figure(change[i][j]));
                }
            }
        }
        frame.key(0, "down4", "\u2212 moved down");
        frame.key(36 + 12 * Svg.LETTER, "up4", "+ moved up");
        return frame.plot(frame.left() + 6, title, description());
    }

    private double left(int column) {
        return frame.left() + column * cell;
    }

    private double top(int row) {
        return frame.top() + row * cell;
    }

    private static String style(double moved) {
        long step =
                Arrays.stream(STEPS).filter(start -> Math.abs(moved) >= start).count();
        return step == 0 ? "same" : (moved < 0 ? "down" : "up") + step;
    }

    private static String figure(double moved) {
        if (!Double.isFinite(moved)) {
            return "\u2013";
        }
        long hundredths = Math.round(Math.abs(moved) * 100);
        return hundredths == 0
                ? "0"
                : (moved < 0 ? "\u2212" : "+") + hundredths / 100 + "." + hundredths / 10 % 10 + hundredths % 10;
    }

    private String description() {
        double most = -1;
        String moved = "No correlation is defined.";
        for (int row = 0; row < change.length; row++) {
            for (int column = 0; column < row; column++) {
                double size = Math.abs(change[row][column]);
                if (size > most) {
                    most = size;
                    moved = "The correlation that moved most is that of " + names.get(column) + " and " + names.get(row)
                            + ": by " + figure(change[row][column]) + ".";
                }
            }
        }
        return most >= 0 && most < 0.005 ? "No correlation moved by 0.005 or more." : moved;
    }
}
