package org.phrkit.privacy;

import java.util.Arrays;
import java.util.List;
import org.phrkit.neighbours.NeighbourIndex;
import org.phrkit.neighbours.Points;
import org.phrkit.table.Column;
import org.phrkit.table.Persons;
import org.phrkit.table.Table;

/**
 * Distance-based record linkage (Pagliuca and Seri 1999; Domingo-Ferrer and Torra 2001, in Doyle et al., Confidentiality,
 * Disclosure and Data Access, chapter 6): who knows all quasi-identifiers of a person, exactly, takes the released record
 * nearest to them, and of several that are equally near any one.
 *
 * <p>Both are shares of all persons, from 0 to 1. Whatever the adversary does with quasi-identifiers, he cannot tell
 * the rows of a class apart: {@link #found} is never above {@link ReidentificationRisk#average}, and that never above
 * 1/k.
 *
 * <p>Immutable; several threads may use one.
 *
 * @param ownClass how often that record is, on average, in the class of the person's own: Σ s/m over all persons, divided
 *     by their number, where m released records are nearest and s of them are in the person's class; 0 for a person none
 *     of whose class is among the nearest
 * @param found how often it is, on average, the person's own: the same with 1/m, or c/m where c of them are hers
 */
public record RecordLinkage(double ownClass, double found) {
    /** Distances that differ by so little, in relation or in standard deviations, differ by rounding only. */
    private static final double RELATIVE_ROUNDING = 1e-9;

    private static final double ROUNDING = 1e-12;

    /** Looking for so many of the nearest, it is faster to look at all. */
    private static final int MANY = 64;

    /**
     * Links each row of the original. Numbers, dates as days and ordinals as ranks are on the scales on which those of
     * the original have mean 0 and standard deviation 1; two different categories are 2 / (1 - Σp²) apart, squared, for
     * shares p of the categories in the original. Where a cell is missing, on either side, the squared distance over the
     * columns that both have is scaled up to all; where they share none it is 2 for each column. Exact: no record is
     * left out of the search. Takes time in proportion to n log n for n rows where there are few columns, and to n
     * times the number of classes at worst.
     *
     * @param released has columns of the same names, row by row the same persons ({@link RowOrder#arePaired})
     * @throws IllegalArgumentException if the original has no row or no quasi-identifier, the release misses one, or the
     *     two differ in rows or in what their columns hold
     */
    public static RecordLinkage of(Table original, Table released) {
        return of(original, released, Persons.ofRows(released.rowCount()));
    }

    /**
     * The same of persons who may have several rows: found is a person where the record is any of hers.
     *
     * @param persons whom each row is about
     */
    public static RecordLinkage of(Table original, Table released, Persons persons) {
        List<ScaledPair> pairs = ScaledPair.all(original, released);
        List<Column> quasi = ScaledPair.quasi(original, released);
        EquivalenceClasses classes = EquivalenceClasses.of(
                quasi.stream().map(column -> ScaledPair.twin(released, column)).toList());
        Points records = records(pairs, classes);
        // Persons of the same quasi-identifiers have the same nearest records.
        EquivalenceClasses known = EquivalenceClasses.of(quasi);
        Candidates[] candidates = new Candidates[known.classCount()];
        NearestClasses search = new NearestClasses(records, classes);
        double ownClass = 0;
        double found = 0;
        for (int row = 0; row < classes.rowCount(); row++) {
            double[] position = position(pairs, row);
            int number = known.classOf(row);
            if (candidates[number] == null) {
                candidates[number] = search.nearest(position);
            }
            Candidates nearest = candidates[number];
            int own = classes.classOf(row);
            if (records.squaredDistance(own, position) <= nearest.limit) {
                ownClass += (double) classes.size(own) / nearest.rowCount;
            }
            int ofPerson = 0;
            for (int same : persons.rows(persons.of(row))) {
                ofPerson += records.squaredDistance(classes.classOf(same), position) <= nearest.limit ? 1 : 0;
            }
            found += (double) ofPerson / nearest.rowCount;
        }
        return new RecordLinkage(ownClass / classes.rowCount(), found / classes.rowCount());
    }

    /** One point for each class. */
    private static Points records(List<ScaledPair> pairs, EquivalenceClasses classes) {
        double[][] columns = new double[pairs.size()][classes.classCount()];
        for (int dimension = 0; dimension < columns.length; dimension++) {
            double[] released = pairs.get(dimension).released();
            for (int row = 0; row < released.length; row++) {
                columns[dimension][classes.classOf(row)] = released[row];
            }
        }
        return new Points(
                columns, pairs.stream().mapToDouble(ScaledPair::mismatch).toArray());
    }

    private static double[] position(List<ScaledPair> pairs, int row) {
        double[] position = new double[pairs.size()];
        Arrays.setAll(position, dimension -> pairs.get(dimension).original()[row]);
        return position;
    }

    /** The classes within a squared distance, and how many rows they have. */
    private record Candidates(double limit, int rowCount) {}

    /** The nearest classes. */
    private static final class NearestClasses {
        private final Points records;
        private final EquivalenceClasses classes;
        private final NeighbourIndex remaining;

        NearestClasses(Points records, EquivalenceClasses classes) {
            this.records = records;
            this.classes = classes;
            this.remaining = new NeighbourIndex(records);
        }

        Candidates nearest(double[] position) {
            for (int count = 2; count < MANY; count *= 2) {
                int[] nearest = remaining.nearest(position, count);
                double limit = limit(records.squaredDistance(nearest[0], position));
                boolean isWhole =
                        nearest.length < count || records.squaredDistance(nearest[count - 1], position) > limit;
                if (isWhole) {
                    return within(limit, position, nearest);
                }
            }
            int nearest = remaining.nearest(position, 1)[0];
            int[] all = new int[records.size()];
            Arrays.setAll(all, number -> number);
            return within(limit(records.squaredDistance(nearest, position)), position, all);
        }

        private static double limit(double squaredDistance) {
            double distance = Math.sqrt(squaredDistance) * (1 + RELATIVE_ROUNDING) + ROUNDING;
            return distance * distance;
        }

        private Candidates within(double limit, double[] position, int[] numbers) {
            int rowCount = 0;
            for (int number : numbers) {
                rowCount += records.squaredDistance(number, position) <= limit ? classes.size(number) : 0;
            }
            return new Candidates(limit, rowCount);
        }
    }
}
