package org.phrkit.privacy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.phrkit.table.Persons;
import org.phrkit.table.SurveyWeights;

/**
 * How likely an adversary who knows the quasi-identifiers finds a person in a release, from the sizes of equivalence
 * classes alone. All are shares, from 0 to 1.
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
 * @param highest of the prosecutor: 1 / the number of rows of the smallest class, or the largest share
 *     that a person has of a class. It bounds the
 *     chance that any linkage of a record is right, however it is made; of a k-anonymous release it is 1/k or less
 * @param average of the prosecutor: the number of classes, divided by the number of rows; of persons the mean share over all
 *     rows. It bounds the share of persons that
 *     any linkage finds, on average
 * @param aboveShare of the prosecutor: the share of rows whose risk is above 1/k
 * @param journalist the most over all classes; that of the prosecutor where nothing is known of the population
 * @param marketer the share of persons found; the average of the prosecutor where nothing is known of the population
 */
public record ReidentificationRisk(
        int k, double highest, double average, double aboveShare, double journalist, double marketer) {
    /**
     * Of a release that is taken for its population.
     *
     * @param k a risk above 1/k is too much
     * @param highest the highest risk of the prosecutor
     * @param average the risk of the prosecutor on average
     * @param aboveShare the share of rows whose risk is above 1/k
     */
    public ReidentificationRisk(int k, double highest, double average, double aboveShare) {
        this(k, highest, average, aboveShare, highest, average);
    }

    /**
     * {@return the same where survey weights say how many persons of the population each person of the release stands
     * for: F_j is the sum of the weights of the persons of class j, or their number f_j if that is more} The
     * journalist finds someone with 1/F_j, at most over the classes, and the marketer Σ(f_j/F_j)/n over the n persons.
     *
     * @param weights how many persons of the population each row stands for
     * @param classes the equivalence classes of the release
     * @param persons whom the rows are about; each person counts once in each of her classes
     */
    public ReidentificationRisk with(SurveyWeights weights, EquivalenceClasses classes, Persons persons) {
        double[] ofPersons = weights.ofPersons(persons);
        double[] population = new double[classes.classCount()];
        for (int[] pair : personsOf(classes, persons)) {
            population[pair[0]] += ofPersons[pair[1]];
        }
        return in(population, classes, persons);
    }

    /**
     * {@return the same where a table of the population says how many of its persons could be in each class: F_j is
     * their number, or that of the persons of class j if that is more}
     *
     * @param population how many persons of the population each class could be about
     * @param classes the equivalence classes of the release
     * @param persons whom the rows are about; each person counts once in each of her classes
     */
    public ReidentificationRisk with(PopulationMatches population, EquivalenceClasses classes, Persons persons) {
        return in(population.sizes(), classes, persons);
    }

    private ReidentificationRisk in(double[] population, EquivalenceClasses classes, Persons persons) {
        int[] sample = personsByClass(classes, persons);
        double most = 0;
        double found = 0;
        int count = 0;
        for (int of = 0; of < sample.length; of++) {
            double size = Math.max(population[of], sample[of]);
            most = Math.max(most, 1 / size);
            found += sample[of] / size;
            count += sample[of];
        }
        return new ReidentificationRisk(k, highest, average, aboveShare, most, found / count);
    }

    /** By class how many persons have a row there. */
    static int[] personsByClass(EquivalenceClasses classes, Persons persons) {
        int[] counts = new int[classes.classCount()];
        for (int[] pair : personsOf(classes, persons)) {
            counts[pair[0]]++;
        }
        return counts;
    }

    /** Class and person, each pair once. */
    private static List<int[]> personsOf(EquivalenceClasses classes, Persons persons) {
        Set<List<Integer>> seen = new HashSet<>();
        List<int[]> pairs = new ArrayList<>();
        for (int row = 0; row < classes.rowCount(); row++) {
            int ofRow = classes.classOf(row);
            if (persons.areRows() || seen.add(List.of(ofRow, persons.of(row)))) {
                pairs.add(new int[] {ofRow, persons.of(row)});
            }
        }
        return pairs;
    }

    /**
     * {@return the risks of a release} Takes time in proportion to the number of classes.
     *
     * @param classes the equivalence classes of the release
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
     * {@return the risks of persons} Takes time in proportion to the number of rows.
     *
     * @param persons what was found about the persons of the release
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
