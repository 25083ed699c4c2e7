package org.phrkit.privacy;

import java.util.List;

/**
 * How the eigenvalues of the correlation matrix changed: how much of the variance lies along one direction, two, and so
 * on. To compare original and release by their spectra is one of the measures of Karr, Kohnen, Oganian, Reiter and Sanil
 * 2006, doi 10.1198/000313006X124640.
 *
 * <p>Immutable; several threads may use one.
 *
 * @param before of the original, descending
 * @param after of the release, descending
 */
public record EigenvalueChange(List<Double> before, List<Double> after) {
    /**
     * Refuses components that are out of range, or do not go together.
     *
     * @param before of the original, descending
     * @param after of the release, descending
     */
    public EigenvalueChange {
        before = List.copyOf(before);
        after = List.copyOf(after);
        if (before.size() != after.size()) {
            throw new IllegalArgumentException("original and release differ in their columns");
        }
    }

    /**
     * Takes time in proportion to p³ for p columns.
     *
     * @param correlations the correlations before and after
     * @return the eigenvalues before and after
     */
    public static EigenvalueChange of(CorrelationChange correlations) {
        return new EigenvalueChange(
                correlations.before().eigenvalues(), correlations.after().eigenvalues());
    }

    /**
     * {@return max |λ - λ'| over the eigenvalues λ before and λ' after, one by one in their order; 0 where there are
     * none, and below 1e-12}
     */
    public double largest() {
        double largest = 0;
        for (int i = 0; i < before.size(); i++) {
            largest = Math.max(largest, Math.abs(before.get(i) - after.get(i)));
        }
        return largest < CorrelationMatrix.ROUNDING ? 0 : largest;
    }
}
