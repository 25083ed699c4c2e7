package org.phrkit.verify;

import java.util.Optional;
import java.util.OptionalDouble;
import org.phrkit.privacy.DiversityCriterion;
import org.phrkit.privacy.MissingCells;

/**
 * The requirements that a release is checked against.
 *
 * <p>Diversity and closeness are always asked of the classes of {@link MissingCells#OWN_VALUE}, also where k is asked of
 * a wildcard: the records that a row matches are a union of such classes, in which neither is worse than in the worst of
 * them (Machanavajjhala et al. 2007, doi 10.1145/1217299.1217302, monotonicity; Li, Li and Venkatasubramanian 2007, doi
 * 10.1109/ICDE.2007.367856, generalisation property). A yes is a yes for both.
 *
 * <p>Immutable; several threads may use one.
 *
 * @param k the least number of records (of persons, where it is known whom rows are about) that each row is to be alike
 *     with, itself included; at least 2
 * @param missing what a missing quasi-identifier is to the adversary
 * @param diversity of each sensitive column; empty asks for none
 * @param t how far the values of each sensitive column in a class may be from those of all, from 0 to 1; empty asks for
 *     nothing
 * @param subjects whom k counts
 */
public record Requirements(
        int k, MissingCells missing, Optional<DiversityCriterion> diversity, OptionalDouble t, Subjects subjects) {
    /**
     * Refuses components that are out of range, or do not go together.
     *
     * @param k the least number of records (of persons
     * @param missing what a missing quasi-identifier is to the adversary
     * @param diversity of each sensitive column
     * @param t how far the values of each sensitive column in a class may be from those of all, from 0 to 1
     * @param subjects whom k counts
     */
    public Requirements {
        if (k < 2) {
            throw new IllegalArgumentException("k is " + k + "; it must be at least 2");
        }
        if (t.isPresent() && !(t.getAsDouble() >= 0 && t.getAsDouble() <= 1)) {
            throw new IllegalArgumentException("t is " + t.getAsDouble() + "; it must be from 0 to 1");
        }
        if (missing == MissingCells.WILDCARD && subjects instanceof Subjects.Named) {
            throw new IllegalArgumentException("persons are counted in classes, and a wildcard makes none");
        }
    }

    /**
     * {@return requirements of k-anonymity alone: a missing quasi-identifier is a value, and k counts rows}
     *
     * @param k how many records must match each row, at least 2
     */
    public static Requirements of(int k) {
        return new Requirements(k, MissingCells.OWN_VALUE, Optional.empty(), OptionalDouble.empty(), Subjects.UNKNOWN);
    }

    /**
     * {@return the same of other missing cells}
     *
     * @param others how an adversary reads missing cells
     */
    public Requirements with(MissingCells others) {
        return new Requirements(k, others, diversity, t, subjects);
    }

    /**
     * {@return the same, and diversity}
     *
     * @param criterion the kind of l-diversity, with its l
     */
    public Requirements with(DiversityCriterion criterion) {
        return new Requirements(k, missing, Optional.of(criterion), t, subjects);
    }

    /**
     * {@return the same, and t-closeness}
     *
     * @param greatest t, from 0 to 1
     */
    public Requirements withCloseness(double greatest) {
        return new Requirements(k, missing, diversity, OptionalDouble.of(greatest), subjects);
    }

    /**
     * {@return the same of other subjects}
     *
     * @param others whom the rows are about
     */
    public Requirements with(Subjects others) {
        return new Requirements(k, missing, diversity, t, others);
    }

    /** {@return whether sensitive columns are to be looked at} */
    public boolean areOfSensitive() {
        return diversity.isPresent() || t.isPresent();
    }
}
