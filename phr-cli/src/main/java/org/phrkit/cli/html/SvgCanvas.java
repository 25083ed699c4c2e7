package org.phrkit.cli.html;

import java.awt.Color;
import java.awt.Font;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.Stroke;
import java.awt.geom.AffineTransform;
import java.awt.geom.PathIterator;
import org.jspecify.annotations.Nullable;

/**
 * Takes the shapes that XChart paints, and writes them down as SVG paths whose class is the {@link Ink}. Neither fonts
 * nor devices of the machine take part, so the same chart is the same text everywhere.
 */
final class SvgCanvas extends UnusedGraphics {
    private final StringBuilder svg = new StringBuilder();
    private final StringBuilder line = new StringBuilder();
    private String lineEnd = "";
    private Ink lineInk = Ink.NONE;
    private Color color = Ink.NONE.color();
    private @Nullable Shape clip;

    /** All that was drawn so far. */
    String text() {
        endLine();
        return svg.toString();
    }

    @Override
    public void fill(Shape shape) {
        endLine();
        Ink ink = Ink.of(color);
        if (ink != Ink.NONE) {
            add(ink.style(), path(shape));
        }
    }

    /** XChart draws a curve piece by piece; pieces that meet become one path. */
    @Override
    public void draw(Shape shape) {
        Ink ink = Ink.of(color);
        if (ink == Ink.NONE) {
            return;
        }
        String path = path(shape);
        String start = path.substring(1, Math.max(1, path.indexOf('L')));
        if (ink != lineInk || !start.equals(lineEnd)) {
            endLine();
            lineInk = ink;
            line.append(path);
        } else {
            line.append(path, path.indexOf('L'), path.length());
        }
        lineEnd = path.substring(path.lastIndexOf('L') + 1);
    }

    private void endLine() {
        if (!line.isEmpty()) {
            add(lineInk.style() + " line", line.toString());
        }
        line.setLength(0);
        lineEnd = "";
    }

    private void add(String style, String path) {
        svg.append("<path class=\"")
                .append(style)
                .append("\" d=\"")
                .append(path)
                .append("\"/>\n");
    }

    private static String path(Shape shape) {
        StringBuilder path = new StringBuilder();
        double[] at = new double[6];
        for (PathIterator steps = shape.getPathIterator(null); !steps.isDone(); steps.next()) {
            switch (steps.currentSegment(at)) {
                case PathIterator.SEG_MOVETO -> point(path.append('M'), at, 0);
                case PathIterator.SEG_LINETO -> point(path.append('L'), at, 0);
                case PathIterator.SEG_QUADTO -> {
                    point(path.append('Q'), at, 0);
                    point(path.append(' '), at, 2);
                }
                case PathIterator.SEG_CUBICTO -> {
                    point(path.append('C'), at, 0);
                    point(path.append(' '), at, 2);
                    point(path.append(' '), at, 4);
                }
                default -> path.append('Z');
            }
        }
        return path.toString();
    }

    private static void point(StringBuilder path, double[] at, int from) {
        path.append(Markup.number(at[from])).append(' ').append(Markup.number(at[from + 1]));
    }

    /** XChart sets colours of text that it does not draw, so what matters is the colour when a shape is drawn. */
    @Override
    public void setColor(Color color) {
        this.color = color;
    }

    @Override
    public Color getColor() {
        return color;
    }

    /** Widths of lines are a matter of style. */
    @Override
    public void setStroke(Stroke stroke) {}

    /** No text is drawn. */
    @Override
    public void setFont(Font font) {}

    @Override
    public void setRenderingHint(RenderingHints.Key key, @Nullable Object value) {}

    @Override
    public @Nullable Object getRenderingHint(RenderingHints.Key key) {
        return null;
    }

    /** Remembered and not drawn: the axes of a plot hold all of its data. */
    @Override
    public void setClip(@Nullable Shape shape) {
        clip = shape;
    }

    @Override
    public @Nullable Shape getClip() {
        return clip;
    }

    @Override
    public void setTransform(AffineTransform transform) {
        if (!transform.isIdentity()) {
            throw new UnsupportedOperationException("a plot is not turned");
        }
    }

    @Override
    public AffineTransform getTransform() {
        return new AffineTransform();
    }
}
