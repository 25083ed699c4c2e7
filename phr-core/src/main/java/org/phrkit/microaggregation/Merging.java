package org.phrkit.microaggregation;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Merges the groups of a partition until all keep what {@link Guarantees} ask for. */
final class Merging {
    private final Guarantees wanted;
    private final List<SensitiveColumn> sensitive;
    private final Partition partition;

    /** The group that a group became part of; itself while it is one. */
    private final int[] mergedInto;

    /** How often a group has changed: what was found of it before no longer holds. */
    private final int[] changes;

    private final PriorityQueue<Violation> violations = new PriorityQueue<>(Violation.WORST_FIRST);

    Merging(Guarantees wanted, List<SensitiveColumn> sensitive, Partition partition) {
        this.wanted = wanted;
        this.sensitive = sensitive;
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

    /**
     * The groups that are left.
     *
     * @param strata null where any two groups may be merged
     * @throws AnonymisationException.StratumNotDiverse if a stratum is one group that does not keep them
     */
    Partition run(DataMatrix rows, @Nullable Strata strata) throws AnonymisationException.StratumNotDiverse {
        for (int group = 0; group < mergedInto.length; group++) {
            judge(group);
        }
        if (violations.isEmpty()) {
            return partition;
        }
        GroupCentroids centres =
                new GroupCentroids(rows, partition, strata == null ? null : strata.ofGroups(partition));
        while (!violations.isEmpty() && centres.groupCount() > 1) {
            Violation worst = violations.remove();
            if (worst.change == changes[worst.group]) {
                int nearest = centres.nearest(worst.group);
                if (nearest < 0) {
                    throw new AnonymisationException.StratumNotDiverse(size(worst.group));
                }
                merge(Math.max(worst.group, nearest), Math.min(worst.group, nearest), centres);
            }
        }
        return merged();
    }

    private long size(int group) {
        Partition now = merged();
        return Arrays.stream(now.groups())
                .filter(other -> other == now.groupOf(partition.members()[group][0]))
                .count();
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
