package org.phrkit.spark;

import java.io.Serializable;
import java.util.List;
import org.phrkit.privacy.CorrelationMatrix;
import org.phrkit.table.ColumnCells;

/**
 * The sums of which the correlations of columns are made, over the rows in which neither of two misses a cell: those of parts
 * are joined by the formulas of Chan, Golub and LeVeque 1983 (doi 10.1080/00031305.1983.10483115), about the means of the
 * parts.
 */
final class CoMoments implements Serializable {
    private static final long serialVersionUID = 1L;

    /** How many rows, the two means, the sums of squares about them, and that of products. */
    private static final int FIGURES = 6;

    private final int size;

    /** Of column i with each before it, one pair after the other. */
    private final double[] figures;

    private CoMoments(int size) {
        this.size = size;
        this.figures = new double[FIGURES * size * (size - 1) / 2];
    }

    /** Of these columns of a piece. */
    static CoMoments of(Piece piece, int[] columns) {
        CoMoments moments = new CoMoments(columns.length);
        int at = 0;
        for (int i = 0; i < columns.length; i++) {
            for (int j = 0; j < i; j++, at += FIGURES) {
                moments.add(piece.cells(columns[i]), piece.cells(columns[j]), at);
            }
        }
        return moments;
    }

    private void add(ColumnCells x, ColumnCells y, int at) {
        double count = 0;
        double sumX = 0;
        double sumY = 0;
        for (int row = 0; row < x.rowCount(); row++) {
            if (!x.isMissing(row) && !y.isMissing(row)) {
                count++;
                sumX += x.number(row);
                sumY += y.number(row);
            }
        }
        if (count == 0) {
            return;
        }
        double meanX = sumX / count;
        double meanY = sumY / count;
        figures[at] = count;
        figures[at + 1] = meanX;
        figures[at + 2] = meanY;
        for (int row = 0; row < x.rowCount(); row++) {
            if (!x.isMissing(row) && !y.isMissing(row)) {
                double fromX = x.number(row) - meanX;
                double fromY = y.number(row) - meanY;
                figures[at + 3] += fromX * fromX;
                figures[at + 4] += fromY * fromY;
                figures[at + 5] += fromX * fromY;
            }
        }
    }

    /** Of the rows of both. */
    CoMoments and(CoMoments other) {
        CoMoments both = new CoMoments(size);
        for (int at = 0; at < figures.length; at += FIGURES) {
            double count = figures[at] + other.figures[at];
            double weight = count == 0 ? 0 : other.figures[at] / count;
            double apartX = other.figures[at + 1] - figures[at + 1];
            double apartY = other.figures[at + 2] - figures[at + 2];
            both.figures[at] = count;
            both.figures[at + 1] = figures[at + 1] + apartX * weight;
            both.figures[at + 2] = figures[at + 2] + apartY * weight;
            both.figures[at + 3] = figures[at + 3] + other.figures[at + 3] + apartX * apartX * figures[at] * weight;
            both.figures[at + 4] = figures[at + 4] + other.figures[at + 4] + apartY * apartY * figures[at] * weight;
            both.figures[at + 5] = figures[at + 5] + other.figures[at + 5] + apartX * apartY * figures[at] * weight;
        }
        return both;
    }

    /** The correlations of these columns. */
    CorrelationMatrix matrix(List<String> columns) {
        double[][] r = new double[size][size];
        int at = 0;
        for (int i = 0; i < size; i++) {
            for (int j = 0; j < i; j++, at += FIGURES) {
                r[i][j] = figures[at + 5] / (Math.sqrt(figures[at + 3]) * Math.sqrt(figures[at + 4]));
            }
        }
        return CorrelationMatrix.of(columns, r);
    }
}
