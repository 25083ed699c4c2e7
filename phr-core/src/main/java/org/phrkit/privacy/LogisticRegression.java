package org.phrkit.privacy;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.CholeskyDecomposition;
import org.apache.commons.math3.linear.RealVector;

/**
 * Predicts whether a row is one of the last by p = 1 / (1 + exp(-η)), where η is linear in the {@link DesignMatrix} of the
 * row. The coefficients are those of greatest likelihood, found by Newton's steps, which are those of iteratively
 * reweighted least squares; a step that makes it worse is halved.
 *
 * <p>A predictor that is up to 1e-10 of its square a linear combination of those before it is left out. All others are
 * scaled to a mean square of 1. So that coefficients stay finite where predictors tell some rows for certain, half their
 * squares, but for that of the constant, times 1e-8·N is added to minus the logarithm of the likelihood of N rows. It
 * hardly changes coefficients that are finite without it, but where predictors nearly follow from each other: of Census and
 * its release with k = 5, by the second order, pMSE is 0.6 % lower. It keeps a p that would be 0 or 1 at a distance of about
 * 1e-6 where there is a gap between the rows that are told apart, and at more where there is none.
 *
 * <p>Each step takes time in proportion to N·q² for q predictors of a row that are not 0, and to k³ for k in all. There
 * are {@value #STEPS} at most, and about five where no row is told for certain.
 */
final class LogisticRegression {
    private static final int STEPS = 50;
    private static final double COLLINEAR = 1e-10;
    private static final double RIDGE = 1e-8;
    private static final double NEGLIGIBLE = 1e-14;

    private final DesignMatrix predictors;
    private final int firstOfLast;

    /** Of each predictor, its place among those that are used, or -1. */
    private final int[] placeOf;

    private final double[] scaleOf;
    private final int used;

    private final WeightedProducts sums;
    private double[] coefficients;
    private double loss;
    private boolean converged;

    /** @param firstOfLast how many rows come before the last ones; at least one is on either side */
    LogisticRegression(DesignMatrix predictors, int firstOfLast) {
        this.predictors = predictors;
        this.firstOfLast = firstOfLast;
        this.placeOf = new int[predictors.count];
        this.scaleOf = new double[predictors.count];
        this.used = choose(squares(predictors));
        this.sums = new WeightedProducts(predictors, placeOf, scaleOf);
        this.coefficients = new double[used];
        fit();
    }

    /** The constant among them. */
    int parameters() {
        return used;
    }

    /** Whether a step became negligible before the last one was made. */
    boolean converged() {
        return converged;
    }

    /** The mean over all rows of (p - c)². */
    double meanSquaredDifference(double c) {
        return sums.loss(coefficients, (row, predicted, at, residuals, weights) -> {
                    double difference = 1 / (1 + StrictMath.exp(-predicted)) - c;
                    return difference * difference;
                })
                / predictors.rowCount;
    }

    /** The sums of squares and products of all predictors, by rows; those on and below the diagonal. */
    private static double[] squares(DesignMatrix predictors) {
        double[] ones = new double[predictors.count];
        Arrays.fill(ones, 1);
        WeightedProducts sums = new WeightedProducts(
                predictors, IntStream.range(0, predictors.count).toArray(), ones);
        sums.all(new double[predictors.count], (row, predicted, at, residuals, weights) -> {
            weights[at] = 1;
            return 0;
        });
        return sums.products;
    }

    /** Cholesky's decomposition of the squares, without the predictors of which nothing is left. */
    private int choose(double[] squares) {
        int count = predictors.count;
        int chosen = 0;
        double[][] factor = new double[count][];
        int[] numberOf = new int[count];
        for (int number = 0; number < count; number++) {
            double square = squares[number * count + number];
            double[] line = new double[chosen + 1];
            double left = square;
            for (int place = 0; place < chosen; place++) {
                double product = squares[number * count + numberOf[place]];
                for (int before = 0; before < place; before++) {
                    product -= line[before] * factor[place][before];
                }
                line[place] = product / factor[place][place];
                left -= line[place] * line[place];
            }
            boolean isUsed = left > COLLINEAR * square;
            placeOf[number] = isUsed ? chosen : -1;
            if (isUsed) {
                scaleOf[number] = Math.sqrt(predictors.rowCount / square);
                line[chosen] = Math.sqrt(left);
                factor[chosen] = line;
                numberOf[chosen++] = number;
            }
        }
        return chosen;
    }

    private void fit() {
        double last = predictors.rowCount - firstOfLast;
        coefficients[0] = StrictMath.log(last / firstOfLast);
        loss = evaluate(coefficients);
        for (int step = 0; step < STEPS && !converged; step++) {
            double[] direction = direction();
            double gain = 0;
            for (int i = 0; i < used; i++) {
                gain += direction[i] * sums.gradient[i];
            }
            converged = gain <= NEGLIGIBLE * predictors.rowCount;
            move(direction);
        }
    }

    private double[] direction() {
        Array2DRowRealMatrix matrix = new Array2DRowRealMatrix(used, used);
        for (int i = 0; i < used; i++) {
            for (int j = 0; j <= i; j++) {
                matrix.setEntry(i, j, sums.products[i * used + j]);
                matrix.setEntry(j, i, sums.products[i * used + j]);
            }
        }
        RealVector solution =
                new CholeskyDecomposition(matrix, 0, 0).getSolver().solve(new ArrayRealVector(sums.gradient, false));
        return solution.toArray();
    }

    private void move(double[] direction) {
        double share = 1;
        double before = loss;
        double[] moved = coefficients.clone();
        do {
            for (int i = 0; i < used; i++) {
                moved[i] = coefficients[i] - share * direction[i];
            }
            loss = evaluate(moved);
            share /= 2;
            // What is worse by no more than the rounding of the sum is as good.
        } while (!(loss <= before + 1e-12 * before) && share > 1e-9);
        coefficients = moved;
    }

    /** Minus the logarithm of the likelihood, and its first and second derivatives. */
    private double evaluate(double[] at) {
        double sum = sums.all(at, this::weigh);
        double ridge = RIDGE * predictors.rowCount;
        for (int i = 1; i < used; i++) {
            sum += ridge / 2 * at[i] * at[i];
            sums.gradient[i] += ridge * at[i];
            sums.products[i * used + i] += ridge;
        }
        return sum;
    }

    private double weigh(int row, double predicted, int at, double[] residuals, double[] weights) {
        double exp = StrictMath.exp(-Math.abs(predicted));
        double unlikely = exp / (1 + exp);
        boolean isLast = row >= firstOfLast;
        boolean saysLast = predicted > 0;
        // p - 1 of the last rows, p of the others, without the rounding of 1 - p.
        residuals[at] = isLast ? saysLast ? -unlikely : unlikely - 1 : saysLast ? 1 - unlikely : unlikely;
        weights[at] = unlikely * (1 - unlikely);
        return StrictMath.log1p(exp) + (isLast == saysLast ? 0 : Math.abs(predicted));
    }
}
