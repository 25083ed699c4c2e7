package org.phrkit.microaggregation;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.phrkit.table.Persons;

/** Merges the groups of some rows until all keep what {@link Guarantees} ask for. */
final class Merging {
    private final Guarantees wanted;
    private final DataMatrix rows;
    private final List<SensitiveValues> values;
    private final @Nullable Persons persons;
    private final List<SensitiveColumn> sensitive;
    private final Partition partition;

    /** The group that a group became part of; itself while it is one. */
    private final int[] mergedInto;

    /** How often a group has changed: what was found of it before no longer holds. */
    private final int[] changes;

    private final PriorityQueue<Violation> violations = new PriorityQueue<>(Violation.WORST_FIRST);

    /** @param persons who is counted; null where each row is */
    Merging(
            Guarantees wanted,
            DataMatrix rows,
            List<SensitiveValues> values,
            @Nullable Persons persons,
            Partition partition) {
        this.wanted = wanted;
        this.rows = rows;
        this.values = values;
        this.persons = persons;
        this.sensitive = values.stream()
                .map(column -> new SensitiveColumn(column, partition, persons))
                .toList();
        this.partition = partition;
        this.mergedInto = IntStream.range(0, partition.groupCount()).toArray();
        this.changes = new int[mergedInto.length];
    }

    /** A group that does not keep the guarantees. */
    private record Violation(int group, int change, int lacking, double distance) {
        static final Comparator<Violation> WORST_FIRST = Comparator.comparingInt(Violation::lacking)
                .thenComparingDouble(Violation::distance)
                .reversed()
                .thenComparingInt(Violation::group);
    }

    /** The groups that are left; nothing where these rows do not keep the guarantees as one group. */
    Optional<Partition> run() {
        for (int group = 0; group < mergedInto.length; group++) {
            judge(group);
        }
        if (violations.isEmpty()) {
            return Optional.of(partition);
        }
        if (!areKeptAsOne()) {
            return Optional.empty();
        }
        GroupCentroids centres = new GroupCentroids(rows, partition);
        while (!violations.isEmpty() && centres.groupCount() > 1) {
            Violation worst = violations.remove();
            if (worst.change == changes[worst.group]) {
                int nearest = centres.nearest(worst.group);
                merge(Math.max(worst.group, nearest), Math.min(worst.group, nearest), centres);
            }
        }
        return Optional.of(merged());
    }

    private boolean areKeptAsOne() {
        Merging one = new Merging(wanted, rows, values, persons, Partition.single(rows.rowCount()));
        one.judge(0);
        return one.violations.isEmpty();
    }

    private void judge(int group) {
        int lacking = 0;
        double distance = 0;
        for (SensitiveColumn column : sensitive) {
            lacking = Math.max(lacking, wanted.l() - column.distinct(group));
            distance = wanted.t() == 1 ? 0 : Math.max(distance, column.distance(group));
        }
        if (lacking > 0 || distance > wanted.t()) {
            violations.add(new Violation(group, changes[group], lacking, distance));
        }
    }

    private void merge(int group, int into, GroupCentroids centres) {
        centres.merge(group, into);
        for (SensitiveColumn column : sensitive) {
            column.merge(group, into);
        }
        mergedInto[group] = into;
        changes[group]++;
        changes[into]++;
        judge(into);
    }

    /** The groups that are left, numbered in their order. */
    private Partition merged() {
        int[] numbers = new int[mergedInto.length];
        int count = 0;
        for (int group = 0; group < numbers.length; group++) {
            // A group became part of a lower one, whose number is known.
            numbers[group] = mergedInto[group] == group ? count++ : numbers[mergedInto[group]];
        }
        return new Partition(
                Arrays.stream(partition.groups()).map(group -> numbers[group]).toArray());
    }
}
