package org.phrkit.microaggregation;

import org.phrkit.table.Persons;
import org.phrkit.table.Table;

/** A way to put rows into groups of at least k. Immutable; several threads may use one, if its progress allows it. */
public final class Grouping {
    private final Method method;
    private final Improvement improvement;

    /** Groups rows so that each group stands for k records or more. */
    interface Method {
        Partition partition(DataMatrix rows, int k);
    }

    /** Lowers the loss of groups. */
    private interface Improvement {
        Partition improve(DataMatrix rows, Partition partition, int k);
    }

    Grouping(Method method) {
        this(method, (rows, partition, k) -> partition);
    }

    private Grouping(Method method, Improvement improvement) {
        this.method = method;
        this.improvement = improvement;
    }

    /** {@link Mdav}, and from there {@link Refinement#descent}. */
    public static Grouping descent(Progress progress) {
        return new Grouping(
                (rows, k) -> Refinement.descent(rows, Mdav.partition(rows, k, progress), k, progress),
                (rows, partition, k) -> Refinement.descent(rows, partition, k, progress));
    }

    /** {@link Mdav}, and from there {@link Refinement#search}. */
    public static Grouping search(int iterations, long seed, Progress progress) {
        return new Grouping(
                (rows, k) -> Refinement.search(rows, Mdav.partition(rows, k, progress), k, iterations, seed, progress),
                (rows, partition, k) -> Refinement.descent(rows, partition, k, progress));
    }

    /** {@link Mdav}, as it is. */
    public static Grouping mdav(Progress progress) {
        return new Grouping((rows, k) -> Mdav.partition(rows, k, progress));
    }

    /**
     * Groups the rows of a table.
     *
     * @param k the smallest size of a group, at least 2
     * @throws IllegalArgumentException if k is below 2, the table has fewer than k rows, or no quasi-identifier
     */
    public Partition partition(Table table, int k) {
        return partition(DataMatrix.of(table), k);
    }

    Partition partition(DataMatrix rows, int k) {
        return passed(method.partition(rows, k), rows, k);
    }

    /** Other groups of rows that were moved a little since they were grouped; of no greater loss. */
    Partition improve(DataMatrix rows, Partition partition, int k) {
        return passed(improvement.improve(rows, partition, k), rows, k);
    }

    private static Partition passed(Partition partition, DataMatrix rows, int k) {
        Persons persons = rows.persons();
        return persons == null
                ? Gate.pass(partition, rows.weights(), k)
                : Gate.passPersons(Gate.pass(partition, rows.weights(), k), persons, k);
    }

    @Override
    public String toString() {
        return "Grouping";
    }
}
