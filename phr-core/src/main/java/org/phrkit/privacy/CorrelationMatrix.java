package org.phrkit.privacy;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.apache.commons.math3.stat.StatUtils;
import org.phrkit.neighbours.Standardisation;
import org.phrkit.table.NumberColumn;

/**
 * Pearson's r = Σ(x-x̄)(y-ȳ) / √(Σ(x-x̄)²·Σ(y-ȳ)²) of each two columns, over the rows in which neither misses a cell
 * (complete pairs). Where one of them is constant there, r is not defined; 0 stands for it. A column and itself: 1.
 *
 * <p>Immutable; several threads may use one.
 */
public final class CorrelationMatrix {
    /** Correlations and eigenvalues that differ by less are the same, computed from other sums. */
    static final double ROUNDING = 1e-12;

    private final List<String> columns;
    private final double[][] values;

    private CorrelationMatrix(List<String> columns) {
        this.columns = columns;
        this.values = new double[columns.size()][columns.size()];
    }

    /**
     * {@return the correlations of these columns} Takes time in proportion to n·p² for n rows of p columns, and memory
     * for a copy of them.
     *
     * <p>The sums are of differences from the mean. The regression from which commons-math3 takes r is off by up to 1e-8
     * where r is near 0.
     *
     * @param columns the columns
     * @throws IllegalArgumentException if they differ in rows
     */
    public static CorrelationMatrix of(List<NumberColumn> columns) {
        if (columns.stream().mapToInt(NumberColumn::rowCount).distinct().count() > 1) {
            throw new IllegalArgumentException("the columns differ in length");
        }
        CorrelationMatrix matrix = new CorrelationMatrix(
                columns.stream().map(column -> column.spec().name()).toList());
        // r is the same on any scale, and on this one no sum is too great or too small.
        List<double[]> scores =
                columns.stream().map(column -> scores(column.values())).toList();
        for (int i = 0; i < scores.size(); i++) {
            matrix.set(i, i, 1);
            for (int j = 0; j < i; j++) {
                NumberColumn x = columns.get(i);
                NumberColumn y = columns.get(j);
                if (x.missingCount() + y.missingCount() == 0) {
                    matrix.set(i, j, correlation(scores.get(i), scores.get(j)));
                } else {
                    int[] complete = IntStream.range(0, x.rowCount())
                            .filter(row -> !x.isMissing(row) && !y.isMissing(row))
                            .toArray();
                    matrix.set(i, j, correlation(scores(x, complete), scores(y, complete)));
                }
            }
        }
        return matrix;
    }

    /**
     * {@return correlations that were computed elsewhere}
     *
     * @param columns the columns
     * @param r of each column with each before it: r[i][j] for j below i; NaN where it is not defined
     * @throws IllegalArgumentException if there are not as many rows as columns, or one is too short
     */
    public static CorrelationMatrix of(List<String> columns, double[][] r) {
        CorrelationMatrix matrix = new CorrelationMatrix(List.copyOf(columns));
        if (r.length != columns.size()) {
            throw new IllegalArgumentException("the correlations are of other columns");
        }
        for (int i = 0; i < r.length; i++) {
            matrix.set(i, i, 1);
            if (r[i].length < i) {
                throw new IllegalArgumentException("the correlations are of other columns");
            }
            for (int j = 0; j < i; j++) {
                matrix.set(i, j, Math.max(-1, Math.min(1, r[i][j])));
            }
        }
        return matrix;
    }

    private static double[] scores(NumberColumn column, int[] rows) {
        return scores(column.select(rows).values());
    }

    private static double[] scores(double[] values) {
        return Standardisation.of(values).apply(values);
    }

    private void set(int i, int j, double r) {
        values[i][j] = Double.isNaN(r) ? 0 : r;
        values[j][i] = values[i][j];
    }

    /** NaN where one of the two is constant: its scores are all 0. */
    private static double correlation(double[] x, double[] y) {
        double meanX = StatUtils.mean(x);
        double meanY = StatUtils.mean(y);
        double squaresX = 0;
        double squaresY = 0;
        double products = 0;
        for (int row = 0; row < x.length; row++) {
            double fromX = x[row] - meanX;
            double fromY = y[row] - meanY;
            squaresX += fromX * fromX;
            squaresY += fromY * fromY;
            products += fromX * fromY;
        }
        double r = products / (Math.sqrt(squaresX) * Math.sqrt(squaresY));
        return Math.max(-1, Math.min(1, r));
    }

    /** {@return the names of the columns, in the order of their numbers} */
    public List<String> columns() {
        return columns;
    }

    /**
     * {@return the correlation of two columns, by their numbers from 0; 0 where it is not defined}
     *
     * @param i the index of one column, from 0
     * @param j the index of the other column, from 0
     */
    public double value(int i, int j) {
        return values[i][j];
    }

    /**
     * {@return the eigenvalues, descending} Their sum is the number of columns. Where cells are missing some may be
     * below 0, because each correlation is of other rows. Takes time in proportion to p³ for p columns.
     */
    public List<Double> eigenvalues() {
        if (columns.isEmpty()) {
            return List.of();
        }
        double[] eigenvalues = new EigenDecomposition(new Array2DRowRealMatrix(values)).getRealEigenvalues();
        // Negated, so that they are sorted descending.
        return Arrays.stream(eigenvalues)
                .map(value -> Math.abs(value) < ROUNDING ? 0 : -value)
                .sorted()
                .mapToObj(value -> 0 - value)
                .toList();
    }

    @Override
    public String toString() {
        return "CorrelationMatrix" + columns;
    }
}
