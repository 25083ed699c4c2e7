package org.phrkit.privacy;

import java.util.EnumSet;
import java.util.List;
import java.util.OptionalDouble;
import org.phrkit.table.Role;
import org.phrkit.table.Table;

/**
 * How well a logistic regression on the quasi-identifiers tells rows of the original from rows of the release, when
 * both are put below each other (Woo, Reiter, Oganian and Karr 2009, doi 10.29012/jpc.v1i1.568; Snoke, Raab, Nowok,
 * Dibben and Slavkovic 2018, doi 10.1111/rssa.12358).
 *
 * <p>It judges what the model looks at, and no more. Main effects see nothing but the means of numbers and the shares of
 * categories: a release that keeps these, as micro-aggregation does for numbers, scores 0, however much it lost. The
 * second order sees spreads and correlations as well.
 *
 * <p>Immutable; several threads may use one.
 *
 * @param meanSquaredError pMSE = Σ(p - c)² / N over the N rows of both tables, where p is the probability that the
 *     regression gives to the release, and c the share of the release among the rows: from 0, nothing can be told, to
 *     c(1-c), all can; 0 below 1e-24, which is rounding
 * @param expected what pMSE is on average where the release is another sample from whatever the original was drawn from:
 *     (k-1)(1-c)²c / N for k parameters (Snoke et al. 2018, section 3). A release that follows the original row by row
 *     may well be below
 * @param parameters k of the regression, the constant among them, without those that follow from others
 * @param converged whether the regression came to an end; if not, pMSE is that of its last step
 */
public record PropensityScore(double meanSquaredError, double expected, int parameters, boolean converged) {
    /** The terms of the regression. */
    public enum Model {
        /**
         * Each quasi-identifier by itself: numbers, dates as days and ordinals as ranks, all standardised, and whether
         * they are missing; categories by an indicator for each level, missing cells being a level. Only the 31 most
         * frequent levels of a column are told apart, so that a column of very many costs no more than others; all that
         * are left are one level. Of equally frequent ones the first by text comes first.
         */
        MAIN_EFFECTS,
        /** Also the squares and the products of what is standardised. */
        SECOND_ORDER
    }

    /**
     * Refuses components that are out of range, or do not go together.
     *
     * @param meanSquaredError pMSE = Σ(p - c)² / N over the N rows of both tables
     * @param expected what pMSE is on average where the release is another sample from whatever the original was drawn from
     * @param parameters k of the regression, the constant among them, without those that follow from others
     * @param converged whether the regression came to an end
     */
    public PropensityScore {
        if (!(meanSquaredError >= 0) || !(expected >= 0) || parameters < 1) {
            throw new IllegalArgumentException("a mean of squares is 0 or above, and the constant is a parameter");
        }
    }

    /**
     * By the main effects.
     *
     * @param original the original
     * @param release the release
     * @return how well the two can be told apart
     */
    public static PropensityScore of(Table original, Table release) {
        return of(original, release, Model.MAIN_EFFECTS);
    }

    /**
     * Takes time in proportion to N·q² for each step of the regression, where q is the number of quasi-identifiers or,
     * in the second order, half its square, and memory for one copy of the quasi-identifiers. Most often there are five
     * steps or so, and never more than 50. What follows from other columns is left out. Coefficients stay finite
     * where rows can be told for certain; pMSE is then about 1e-6 below its limit, or up to 1e-3 where there is no gap
     * between the numbers of the one and of the other.
     *
     * @param original the original
     * @param release has quasi-identifiers of the same names, and any number of rows
     * @param model the terms of the regression
     * @return how well the two can be told apart
     * @throws IllegalArgumentException if a table has no row, the original has no quasi-identifier, or the release
     *     misses one or holds something else there
     */
    public static PropensityScore of(Table original, Table release, Model model) {
        List<ColumnPair> quasi = ColumnPair.of(original, release, EnumSet.of(Role.QUASI));
        if (quasi.isEmpty() || original.rowCount() == 0 || release.rowCount() == 0) {
            throw new IllegalArgumentException("a score needs a quasi-identifier, and rows in both tables");
        }
        DesignMatrix predictors = new DesignMatrix(quasi, model == Model.SECOND_ORDER);
        LogisticRegression regression = new LogisticRegression(predictors, original.rowCount());
        double c = (double) release.rowCount() / predictors.rowCount;
        return new PropensityScore(
                aboveNoise(regression.meanSquaredDifference(c)),
                (regression.parameters() - 1) * (1 - c) * (1 - c) * c / predictors.rowCount,
                regression.parameters(),
                regression.converged());
    }

    /** Probabilities that differ by less than a trillionth are the same, computed in another order. */
    private static double aboveNoise(double meanSquare) {
        return meanSquare < 1e-24 ? 0 : meanSquare;
    }

    /** {@return pMSE by what is expected: about 1 for another sample; none where the constant is all there is} */
    public OptionalDouble ratio() {
        return expected > 0 ? OptionalDouble.of(meanSquaredError / expected) : OptionalDouble.empty();
    }
}
