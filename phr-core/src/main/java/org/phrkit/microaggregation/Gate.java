package org.phrkit.microaggregation;

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
}
