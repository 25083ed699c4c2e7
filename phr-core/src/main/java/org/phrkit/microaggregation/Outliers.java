package org.phrkit.microaggregation;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.phrkit.table.Persons;

/**
 * Leaves out persons who are far from the centres of their groups: in each of {@value #ROUNDS} rounds at most, those with
 * the largest sums of squared distances, of equal ones the first; who stays is grouped anew, on the scales of all rows. A
 * round counts only if the sum over all who stay falls.
 */
final class Outliers {
    private static final int ROUNDS = 8;

    private final DataMatrix rows;
    private final Persons persons;
    private final Regrouping regrouping;

    private int[] kept;
    private Partition partition;
    private double[] distances;
    private final double lossBefore;

    /** How many persons are left out. */
    private int count;

    /** Groups some of the rows. */
    interface Regrouping {
        Partition partition(int[] rows) throws AnonymisationException;
    }

    private Outliers(DataMatrix rows, Persons persons, Partition partition, Regrouping regrouping) {
        this.rows = rows;
        this.persons = persons;
        this.regrouping = regrouping;
        this.kept = IntStream.range(0, rows.rowCount()).toArray();
        this.partition = partition;
        this.distances = distances(kept, partition);
        this.lossBefore = loss();
    }

    /**
     * Leaves out persons.
     *
     * @param partition of all rows
     * @param limit how many persons may be left out
     * @param regrouping of rows of the persons who stay; where it refuses them, the round does not count
     */
    static Outliers leaveOut(DataMatrix rows, Persons persons, Partition partition, int limit, Regrouping regrouping) {
        Outliers outliers = new Outliers(rows, persons, partition, regrouping);
        int step = Math.max(1, (limit + ROUNDS - 1) / ROUNDS);
        while (outliers.count < limit && outliers.leaveOut(Math.min(step, limit - outliers.count))) {
            outliers.count += Math.min(step, limit - outliers.count);
        }
        return outliers;
    }

    /** The rows that stay, ascending. */
    int[] kept() {
        return kept;
    }

    /** Their groups. */
    Partition partition() {
        return partition;
    }

    /** What was done; losses are on the scales of all rows, and by that of a single group of all. */
    Release.Suppressed steps() {
        return new Release.Suppressed(
                count, rows.rowCount() - kept.length, rows.percent(lossBefore), rows.percent(loss()));
    }

    private double loss() {
        return Arrays.stream(distances).sum();
    }

    /** By row its squared distance from the centre of its group. */
    private double[] distances(int[] some, Partition groups) {
        DataMatrix selected = some.length == rows.rowCount() ? rows : rows.select(some);
        GroupCentroids centres = new GroupCentroids(selected, groups);
        double[] squares = new double[some.length];
        Arrays.setAll(squares, row -> centres.squaredDistance(row, groups.groupOf(row)));
        return squares;
    }

    private boolean leaveOut(int count) {
        double[] ofPersons = new double[persons.count()];
        for (int i = 0; i < kept.length; i++) {
            ofPersons[persons.of(kept[i])] += distances[i];
        }
        boolean[] isOut = new boolean[persons.count()];
        Arrays.stream(kept)
                .map(persons::of)
                .distinct()
                .boxed()
                .sorted((one, other) -> ofPersons[one] == ofPersons[other]
                        ? Integer.compare(one, other)
                        : Double.compare(ofPersons[other], ofPersons[one]))
                .limit(count)
                .forEach(person -> isOut[person] = true);
        int[] staying =
                Arrays.stream(kept).filter(row -> !isOut[persons.of(row)]).toArray();
        try {
            Partition groups = regrouping.partition(staying);
            double[] squares = distances(staying, groups);
            if (!(Arrays.stream(squares).sum() < loss())) {
                return false;
            }
            kept = staying;
            partition = groups;
            distances = squares;
            return true;
        } catch (AnonymisationException e) {
            // Too few are left, or too few who have as many rows: those who are there stay.
            return false;
        }
    }
}
