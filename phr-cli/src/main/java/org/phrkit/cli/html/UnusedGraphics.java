package org.phrkit.cli.html;

import java.awt.Color;
import java.awt.Composite;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics;
import java.awt.Graphics2D;
import java.awt.GraphicsConfiguration;
import java.awt.Image;
import java.awt.Paint;
import java.awt.Rectangle;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.Stroke;
import java.awt.font.FontRenderContext;
import java.awt.font.GlyphVector;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.awt.image.BufferedImageOp;
import java.awt.image.ImageObserver;
import java.awt.image.RenderedImage;
import java.awt.image.renderable.RenderableImage;
import java.text.AttributedCharacterIterator;
import java.util.Map;

/**
 * Everything that Java can be asked to draw and a plot must not ask for: text and images, for which the fonts and the
 * devices of the machine would be needed, and what no plot has used so far. It is long because the class above it is.
 */
abstract class UnusedGraphics extends Graphics2D {
    private static UnsupportedOperationException unused() {
        return new UnsupportedOperationException("a plot consists of shapes alone");
    }

    @Override
    public final boolean drawImage(Image a, AffineTransform b, ImageObserver c) {
        throw unused();
    }

    @Override
    public final void drawImage(BufferedImage a, BufferedImageOp b, int c, int d) {
        throw unused();
    }

    @Override
    public final void drawRenderedImage(RenderedImage a, AffineTransform b) {
        throw unused();
    }

    @Override
    public final void drawRenderableImage(RenderableImage a, AffineTransform b) {
        throw unused();
    }

    @Override
    public final void drawString(String a, int b, int c) {
        throw unused();
    }

    @Override
    public final void drawString(String a, float b, float c) {
        throw unused();
    }

    @Override
    public final void drawString(AttributedCharacterIterator a, int b, int c) {
        throw unused();
    }

    @Override
    public final void drawString(AttributedCharacterIterator a, float b, float c) {
        throw unused();
    }

    @Override
    public final void drawGlyphVector(GlyphVector a, float b, float c) {
        throw unused();
    }

    @Override
    public final boolean hit(Rectangle a, Shape b, boolean c) {
        throw unused();
    }

    @Override
    public final GraphicsConfiguration getDeviceConfiguration() {
        throw unused();
    }

    @Override
    public final void setComposite(Composite a) {
        throw unused();
    }

    @Override
    public final void setPaint(Paint a) {
        throw unused();
    }

    @Override
    public final void setRenderingHints(Map<?, ?> a) {
        throw unused();
    }

    @Override
    public final void addRenderingHints(Map<?, ?> a) {
        throw unused();
    }

    @Override
    public final RenderingHints getRenderingHints() {
        throw unused();
    }

    @Override
    public final void translate(int a, int b) {
        throw unused();
    }

    @Override
    public final void translate(double a, double b) {
        throw unused();
    }

    @Override
    public final void rotate(double a) {
        throw unused();
    }

    @Override
    public final void rotate(double a, double b, double c) {
        throw unused();
    }

    @Override
    public final void scale(double a, double b) {
        throw unused();
    }

    @Override
    public final void shear(double a, double b) {
        throw unused();
    }

    @Override
    public final void transform(AffineTransform a) {
        throw unused();
    }

    @Override
    public final Paint getPaint() {
        throw unused();
    }

    @Override
    public final Composite getComposite() {
        throw unused();
    }

    @Override
    public final void setBackground(Color a) {
        throw unused();
    }

    @Override
    public final Color getBackground() {
        throw unused();
    }

    @Override
    public final Stroke getStroke() {
        throw unused();
    }

    @Override
    public final void clip(Shape a) {
        throw unused();
    }

    @Override
    public final FontRenderContext getFontRenderContext() {
        throw unused();
    }

    @Override
    public final Graphics create() {
        throw unused();
    }

    @Override
    public final void setPaintMode() {
        throw unused();
    }

    @Override
    public final void setXORMode(Color a) {
        throw unused();
    }

    @Override
    public final Font getFont() {
        throw unused();
    }

    @Override
    public final FontMetrics getFontMetrics(Font a) {
        throw unused();
    }

    @Override
    public final Rectangle getClipBounds() {
        throw unused();
    }

    @Override
    public final void clipRect(int a, int b, int c, int d) {
        throw unused();
    }

    @Override
    public final void setClip(int a, int b, int c, int d) {
        throw unused();
    }

    @Override
    public final void copyArea(int a, int b, int c, int d, int e, int f) {
        throw unused();
    }

    @Override
    public final void drawLine(int a, int b, int c, int d) {
        throw unused();
    }

    @Override
    public final void fillRect(int a, int b, int c, int d) {
        throw unused();
    }

    @Override
    public final void clearRect(int a, int b, int c, int d) {
        throw unused();
    }

    @Override
    public final void drawRoundRect(int a, int b, int c, int d, int e, int f) {
        throw unused();
    }

    @Override
    public final void fillRoundRect(int a, int b, int c, int d, int e, int f) {
        throw unused();
    }

    @Override
    public final void drawOval(int a, int b, int c, int d) {
        throw unused();
    }

    @Override
    public final void fillOval(int a, int b, int c, int d) {
        throw unused();
    }

    @Override
    public final void drawArc(int a, int b, int c, int d, int e, int f) {
        throw unused();
    }

    @Override
    public final void fillArc(int a, int b, int c, int d, int e, int f) {
        throw unused();
    }

    @Override
    public final void drawPolyline(int[] a, int[] b, int c) {
        throw unused();
    }

    @Override
    public final void drawPolygon(int[] a, int[] b, int c) {
        throw unused();
    }

    @Override
    public final void fillPolygon(int[] a, int[] b, int c) {
        throw unused();
    }

    @Override
    public final boolean drawImage(Image a, int b, int c, ImageObserver d) {
        throw unused();
    }

    @Override
    public final boolean drawImage(Image a, int b, int c, int d, int e, ImageObserver f) {
        throw unused();
    }

    @Override
    public final boolean drawImage(Image a, int b, int c, Color d, ImageObserver e) {
        throw unused();
    }

    @Override
    public final boolean drawImage(Image a, int b, int c, int d, int e, Color f, ImageObserver g) {
        throw unused();
    }

    @Override
    public final boolean drawImage(Image a, int b, int c, int d, int e, int f, int g, int h, int i, ImageObserver j) {
        throw unused();
    }

    @Override
    public final boolean drawImage(
            Image a, int b, int c, int d, int e, int f, int g, int h, int i, Color j, ImageObserver k) {
        throw unused();
    }

    @Override
    public final void dispose() {
        throw unused();
    }
}
