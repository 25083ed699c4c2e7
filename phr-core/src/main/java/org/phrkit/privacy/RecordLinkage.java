package org.phrkit.privacy;

import java.util.List;
import java.util.stream.IntStream;
import org.phrkit.neighbours.Points;
import org.phrkit.neighbours.TieIndex;
import org.phrkit.table.Column;
import org.phrkit.table.Persons;
import org.phrkit.table.Table;

/**
 * The outcome of distance-based record linkage (Pagliuca and Seri 1999; Domingo-Ferrer and Torra 2001, in Doyle et
 * al., Confidentiality, Disclosure and Data Access, chapter 6): an adversary who knows all quasi-identifiers of a
 * person exactly takes the nearest released record, or any one of several that are equally near.
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

    /**
     * Links each row of the original. Numbers, dates as days and ordinals as ranks are on the scales on which those of
     * the original have mean 0 and standard deviation 1; two different categories are 2 / (1 - Σp²) apart, squared, for
     * shares p of the categories in the original. Where a cell is missing, on either side, the squared distance over the
     * columns that both have is scaled up to all; where they share none it is 2 for each column. Exact: no record is
     * left out of the search. Takes time in proportion to n log n for n rows where there are few columns, and to n
     * times the number of classes at worst.
     *
     * @param original the original
     * @param released has columns of the same names, row by row the same persons ({@link RowOrder#arePaired})
     * @return the shares that are linked
     * @throws IllegalArgumentException if the original has no row or no quasi-identifier, the release misses one, or the
     *     two differ in rows or in what their columns hold
     */
    public static RecordLinkage of(Table original, Table released) {
        return of(original, released, Persons.ofRows(released.rowCount()));
    }

    /**
     * The same of persons who may have several rows: found is a person where the record is any of hers.
     *
     * @param original the original
     * @param released the release
     * @param persons whom each row is about
     * @return the shares that are linked
     */
    public static RecordLinkage of(Table original, Table released, Persons persons) {
        List<ScaledPair> pairs = ScaledPair.all(original, released);
        List<Column> quasi = ScaledPair.quasi(original, released);
        EquivalenceClasses classes = EquivalenceClasses.of(
                quasi.stream().map(column -> ScaledPair.twin(released, column)).toList());
        Points records = records(pairs, classes);
        Candidates candidates = new Candidates(pairs, records, classes);
        double ownClass = 0;
        double found = 0;
        double[] position = new double[pairs.size()];
        for (int row = 0; row < classes.rowCount(); row++) {
            readPosition(pairs, row, position);
            double limit = candidates.limit(row);
            int rowCount = candidates.rowCount(row);
            int own = classes.classOf(row);
            if (records.squaredDistance(own, position) <= limit) {
                ownClass += (double) classes.size(own) / rowCount;
            }
            int ofPerson = 0;
            for (int same : persons.rows(persons.of(row))) {
                ofPerson += records.squaredDistance(classes.classOf(same), position) <= limit ? 1 : 0;
            }
            found += (double) ofPerson / rowCount;
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

    private static void readPosition(List<ScaledPair> pairs, int row, double[] position) {
        for (int dimension = 0; dimension < position.length; dimension++) {
            position[dimension] = pairs.get(dimension).original()[row];
        }
    }

    /** How far, squared, records are at most that are as near as the nearest at a squared distance. */
    static double limitOf(double squaredDistance) {
        double distance = Math.sqrt(squaredDistance) * (1 + RELATIVE_ROUNDING) + ROUNDING;
        return distance * distance;
    }

    /** For each row of the original the released records that are nearest. */
    private static final class Candidates {
        private static final int ROWS_OF_A_TASK = 4096;

        private final List<ScaledPair> pairs;
        private final EquivalenceClasses classes;
        private final TieIndex index;

        /** By row: how far, squared, the nearest are at most, and how many there are. */
        private final double[] limits;

        private final int[] rowCounts;

        Candidates(List<ScaledPair> pairs, Points records, EquivalenceClasses classes) {
            this.pairs = pairs;
            this.classes = classes;
            this.index = new TieIndex(records);
            this.limits = new double[classes.rowCount()];
            this.rowCounts = new int[classes.rowCount()];
            int[] rows = classes.rowsBy(index.order());
            IntStream.rangeClosed(0, (rows.length - 1) / ROWS_OF_A_TASK)
                    .parallel()
                    .forEach(task -> find(rows, task * ROWS_OF_A_TASK));
        }

        private void find(int[] rows, int start) {
            TieIndex.Search search = index.search(RecordLinkage::limitOf);
            double[] position = new double[pairs.size()];
            for (int i = start; i < Math.min(rows.length, start + ROWS_OF_A_TASK); i++) {
                int row = rows[i];
                readPosition(pairs, row, position);
                search.find(position, classes.classOf(row));
                limits[row] = search.limit();
                for (int found = 0; found < search.count(); found++) {
                    rowCounts[row] += classes.size(search.row(found));
                }
            }
        }

        double limit(int row) {
            return limits[row];
        }

        int rowCount(int row) {
            return rowCounts[row];
        }
    }
}
