package org.phrkit.privacy;

/**
 * How likely a person of a release is found by who knows the quasi-identifiers, from the sizes of classes alone. All are
 * shares, from 0 to 1.
 *
 * <p>The terms are those of El Emam 2013 (Guide to the De-Identification of Personal Health Information) and of
 * Dankar and El Emam 2010 (doi 10.1145/1754239.1754271). A class j has f rows here and F persons in the
 * population from which the release is drawn. The prosecutor knows that his one person is in the release, and finds him
 * with 1/f; the journalist does not, and finds anyone, with 1/F; the marketer wants as many as he can, of whom he gets
 * the share Σ(f/F)/n. The population is not known here, and the release itself is taken for it, F = f. That is the worst
 * case, because F is never below f: the figures are exact for the prosecutor, and for the journalist and the marketer
 * they are the most it can be.
 *
 * <p>Where rows are about persons who may have several, the prosecutor who knows one row of a person picks one of its class,
 * and is right with her share of them: c/f where c of the f rows are hers.
 *
 * <p>Immutable; several threads may use one.
 *
 * @param k of {@link #aboveShare}
 * @param highest of the prosecutor and the journalist: 1 / the number of rows of the smallest class, or the largest share
 *     that a person has of a class. It bounds the
 *     chance that any linkage of a record is right, however it is made; of a k-anonymous release it is 1/k or less
 * @param average of all three: the number of classes, divided by the number of rows; of persons the mean share over all
 *     rows. It bounds the share of persons that
 *     any linkage finds, on average
 * @param aboveShare of the prosecutor and the journalist: the share of rows whose risk is above 1/k
 */
public record ReidentificationRisk(int k, double highest, double average, double aboveShare) {
    /**
     * The risks of a release. Takes time in proportion to the number of classes.
     *
     * @param k at least 1: a risk above 1/k is too much
     * @throws IllegalArgumentException if k is below 1
     */
    public static ReidentificationRisk of(EquivalenceClasses classes, int k) {
        if (k < 1) {
            throw new IllegalArgumentException("k is " + k + "; it must be at least 1");
        }
        double rowCount = classes.rowCount();
        return new ReidentificationRisk(
                k, 1.0 / classes.smallestSize(), classes.classCount() / rowCount, classes.rowsBelow(k) / rowCount);
    }

    /**
     * The risks of persons. Takes time in proportion to the number of rows.
     *
     * @param k at least 1: a risk above 1/k is too much
     * @throws IllegalArgumentException if k is below 1
     */
    public static ReidentificationRisk of(PersonAnonymity persons, int k) {
        if (k < 1) {
            throw new IllegalArgumentException("k is " + k + "; it must be at least 1");
        }
        double highest = 0;
        double sum = 0;
        for (int row = 0; row < persons.rowCount(); row++) {
            highest = Math.max(highest, persons.share(row));
            sum += persons.share(row);
        }
        double rowCount = persons.rowCount();
        return new ReidentificationRisk(k, highest, sum / rowCount, persons.rowsBelow(k) / rowCount);
    }
}
