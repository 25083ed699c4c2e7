package org.phrkit.microaggregation;

import java.nio.IntBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.phrkit.table.Persons;
import org.phrkit.table.RecordCounts;

/**
 * The one gate for k. Whatever way leads to a partition, its groups pass here last: a fault anywhere on the way is an
 * error of the program, and never a release of groups that are too small.
 */
final class Gate {
    private Gate() {}

    /**
     * The partition itself, where it has a group for each row and each group covers k records or more. Takes time in
     * proportion to the number of rows.
     *
     * @param counts how many records each row stands for
     * @throws IllegalStateException if it is anything else
     */
    static Partition pass(Partition partition, RecordCounts counts, long k) {
        if (partition.rowCount() != counts.rowCount()) {
            throw new IllegalStateException(
                    "there are groups for " + partition.rowCount() + " of " + counts.rowCount() + " rows");
        }
        long[] records = new long[partition.groupCount()];
        for (int row = 0; row < partition.rowCount(); row++) {
            records[partition.groupOf(row)] += counts.of(row);
        }
        for (long ofGroup : records) {
            if (ofGroup < k) {
                throw new IllegalStateException("a group covers " + ofGroup + " records, fewer than k = " + k);
            }
        }
        return partition;
    }

    /**
     * The partition itself, where nobody has more than 1/k of the rows of a group: whoever knows one row of a person is
     * right about it with no more than that chance. So each group is of k persons or more. Takes time in proportion to
     * the number of rows.
     *
     * @throws IllegalStateException if it is anything else
     */
    static Partition passPersons(Partition partition, Persons persons, int k) {
        if (partition.rowCount() != persons.rowCount()) {
            throw new IllegalStateException(
                    "there are groups for " + partition.rowCount() + " of " + persons.rowCount() + " rows");
        }
        int[] ofPerson = new int[persons.count()];
        for (int[] group : partition.members()) {
            for (int row : group) {
                ofPerson[persons.of(row)]++;
            }
            for (int row : group) {
                if ((long) ofPerson[persons.of(row)] * k > group.length) {
                    throw new IllegalStateException("a person has more than 1/k of the rows of a group");
                }
            }
            for (int row : group) {
                ofPerson[persons.of(row)] = 0;
            }
        }
        return partition;
    }

    /**
     * The partition itself, where no group has rows of two strata.
     *
     * @throws IllegalStateException if it is anything else
     */
    static Partition passStrata(Partition partition, Strata strata) {
        int[] ofGroups = strata.ofGroups(partition);
        for (int row = 0; row < strata.rowCount(); row++) {
            if (ofGroups[partition.groupOf(row)] != strata.of(row)) {
                throw new IllegalStateException("a group has rows of two strata");
            }
        }
        return partition;
    }

    /**
     * The partition itself, where each part of a person has the same groups, each as often, as parts of k - 1 other persons
     * or more. Takes time in proportion to n log n for n rows.
     *
     * @throws IllegalStateException if it is anything else
     */
    static Partition passLinked(Partition partition, PersonParts parts, int k) {
        Map<IntBuffer, Set<Integer>> personsOf = new HashMap<>();
        for (int part = 0; part < parts.count(); part++) {
            int[] groups = Arrays.stream(parts.rows(part))
                    .map(partition::groupOf)
                    .sorted()
                    .toArray();
            personsOf
                    .computeIfAbsent(IntBuffer.wrap(groups), key -> new HashSet<>())
                    .add(parts.personOf(part));
        }
        for (Set<Integer> persons : personsOf.values()) {
            if (persons.size() < k) {
                throw new IllegalStateException(
                        "the rows of " + persons.size() + " persons, fewer than k = " + k + ", are in the same groups");
            }
        }
        return partition;
    }
}
