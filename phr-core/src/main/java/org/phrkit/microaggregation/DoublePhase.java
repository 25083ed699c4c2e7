package org.phrkit.microaggregation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.phrkit.table.NumberColumn;
import org.phrkit.table.RecordCounts;
import org.phrkit.table.Role;
import org.phrkit.table.SchemaException;
import org.phrkit.table.Table;

/**
 * Micro-aggregation in two phases, after Solanas, Martínez-Ballesté and Mateo-Sanz 2013 (doi
 * 10.1109/TIFS.2013.2248728): each collector of records, a hospital or a gateway, puts its own into groups of at least
 * k1 and hands over their centres, so that no quasi-identifier of a person leaves it; a server puts these centres into
 * groups that cover at least k records each.
 *
 * <p>Phase 1 is {@link Release#of(Table, Partition)} at each collector, which hands over its {@link Release#groups()},
 * or its {@link Release#table()}. Phase 2 is {@link #ofGroups} or {@link #ofRecords}. The columns are scaled by what
 * was handed over, each centre counting as often as the records it stands for: the server knows nothing else. Both
 * forms give the same groups and the same centres, whatever the order of the rows in a table.
 *
 * <p>For columns of kind number the sum of squared distances that the final release has from the original is that of
 * phase 1 plus that of phase 2, weighted by counts, but for rounding. Integers and dates are rounded twice; the median
 * of medians and the mode of modes need not be those of the records. A collector that misses all cells of a column
 * hands over missing ones, and phase 2 fills them.
 *
 * <p>Its functions may be called by several threads at once.
 */
public final class DoublePhase {
    private DoublePhase() {}

    /**
     * Phase 2 of groups and their counts. Takes the time of the grouping, and n log n to sort n rows.
     *
     * @param collectors the groups of each: quasi-identifiers, and a column of the role {@link Role#COUNT}
     * @param k how many records each final group must cover, at least 2
     * @param grouping how rows are put into groups
     * @return in {@link Release#groups()} the final groups and their records; the partition is that of the rows handed
     *     over, one collector after the other, and the information loss what phase 2 lost of them
     * @throws SchemaException if the tables differ in their columns
     * @throws CollectorException if a count is none, a class has a single record, or all have fewer than k
     * @throws IllegalArgumentException if k is below 2, there is no table, no quasi-identifier, or no column of
     *     counts
     */
    public static Release ofGroups(List<Table> collectors, int k, Grouping grouping)
            throws SchemaException, CollectorException {
        List<int[]> counts = new ArrayList<>();
        for (Table table : collectors) {
            counts.add(counts(table, counts.size()));
        }
        return CollectorPoints.of(
                        collectors,
                        RecordCounts.of(
                                counts.stream().flatMapToInt(Arrays::stream).toArray()))
                .release(grouping, k);
    }

    private static int[] counts(Table table, int collector) throws CollectorException {
        NumberColumn column = table.columns(Role.COUNT).stream()
                .findFirst()
                .map(NumberColumn.class::cast)
                .orElseThrow(() -> new IllegalArgumentException("there is no column of counts"));
        int[] counts = new int[table.rowCount()];
        for (int row = 0; row < counts.length; row++) {
            double count = column.value(row);
            if (!(count >= 1 && count <= Integer.MAX_VALUE)) {
                throw new CollectorException.BadCount(collector, table.lineNumber(row));
            }
            counts[row] = (int) count;
        }
        return counts;
    }

    /**
     * Phase 2 of records whose quasi-identifiers are already centres. Rows of one collector with the same
     * quasi-identifiers are a class of phase 1 and stay together. Takes the time of the grouping of these classes, and
     * n log n to sort n rows.
     *
     * @param collectors the records of each
     * @param k how many rows each final group must have, at least 2
     * @param grouping how rows are put into groups
     * @return the rows of all collectors, one after the other, with their final centres and all other columns that a
     *     release has; the information loss is what phase 2 lost
     * @throws SchemaException if the tables differ in their columns
     * @throws CollectorException if a class has a single record, or all collectors have fewer than k
     * @throws IllegalArgumentException if k is below 2, there is no table, or no quasi-identifier
     */
    public static Release ofRecords(List<Table> collectors, int k, Grouping grouping)
            throws SchemaException, CollectorException {
        int rowCount = collectors.stream().mapToInt(Table::rowCount).reduce(0, Math::addExact);
        return CollectorPoints.of(collectors, RecordCounts.ones(rowCount)).release(grouping, k);
    }

    /**
     * {@return the same, where each final group keeps the guarantees in the sensitive columns, which only the server
     * sees of all collectors}
     *
     * @param collectors the records of each collector
     * @param k how many rows each final group must have, at least 2
     * @param grouping how rows are put into groups
     * @param guarantees what each final group keeps besides k
     * @param missingValues the texts that are no value of a sensitive category
     * @throws AnonymisationException if a sensitive column of all records is not diverse enough
     * @throws SchemaException if the tables differ in their columns
     * @throws CollectorException if a class has a single record, or all collectors have fewer than k
     */
    public static Release ofRecords(
            List<Table> collectors, int k, Grouping grouping, Guarantees guarantees, List<String> missingValues)
            throws SchemaException, CollectorException, AnonymisationException {
        int rowCount = collectors.stream().mapToInt(Table::rowCount).reduce(0, Math::addExact);
        return CollectorPoints.of(collectors, RecordCounts.ones(rowCount))
                .release(grouping, k, guarantees, missingValues);
    }

    /**
     * {@return the records of all collectors, one after the other, for a phase 2 that protects persons: they are those
     * of one table whose quasi-identifiers are centres already, and whose pseudonyms say who is the same at all
     * collectors}
     *
     * @param collectors the records of each collector
     * @throws SchemaException if the tables differ in their columns
     * @throws CollectorException if a class of a collector has a single record
     */
    public static Table records(List<Table> collectors) throws SchemaException, CollectorException {
        int rowCount = collectors.stream().mapToInt(Table::rowCount).reduce(0, Math::addExact);
        return CollectorPoints.of(collectors, RecordCounts.ones(rowCount)).rows();
    }

    /**
     * Both phases over a table that is all in one place, to see what they would lose, with the same grouping in one
     * phase beside them.
     *
     * @param table the table
     * @param collectorOf the collector of each row, such as {@link org.phrkit.table.Column#codes()}
     * @param k1 the smallest size of a group in phase 1, at least 2
     * @param k how many rows each final group must have, at least 2
     * @param grouping how rows are put into groups
     * @return what both phases, and one phase, make of the table
     * @throws CollectorException if a collector has fewer than k1 rows, or the table fewer than k
     * @throws IllegalArgumentException if k1 or k is below 2, the number of rows is another, or there is no
     *     quasi-identifier
     */
    public static Simulation simulate(Table table, int[] collectorOf, int k1, int k, Grouping grouping)
            throws CollectorException {
        try {
            return simulate(table, collectorOf, k1, k, grouping, Guarantees.NONE, List.of());
        } catch (AnonymisationException e) {
            throw new AssertionError("nothing is asked of sensitive columns", e);
        }
    }

    /**
     * {@return the same, where the groups of phase 2, and those of one phase, keep guarantees}
     *
     * @param table the table
     * @param collectorOf the collector of each row
     * @param k1 the smallest size of a group in phase 1, at least 2
     * @param k how many rows each final group must have, at least 2
     * @param grouping how rows are put into groups
     * @param guarantees what each final group keeps besides k
     * @param missingValues the texts that are no value of a sensitive category
     * @throws AnonymisationException if a sensitive column is not diverse enough
     * @throws CollectorException if a collector has fewer than k1 rows, or all have fewer than k
     */
    public static Simulation simulate(
            Table table,
            int[] collectorOf,
            int k1,
            int k,
            Grouping grouping,
            Guarantees guarantees,
            List<String> missingValues)
            throws CollectorException, AnonymisationException {
        if (collectorOf.length != table.rowCount()) {
            throw new IllegalArgumentException("each row needs a collector");
        }
        if (k1 < 2 || k < 2) {
            throw new IllegalArgumentException("k1 and k must be at least 2");
        }
        if (table.rowCount() < k) {
            throw new CollectorException.TooFewRecords(-1, table.rowCount(), "k = " + k);
        }
        return Simulation.of(table, Simulation.rowsOf(collectorOf, k1), k1, k, grouping, guarantees, missingValues);
    }
}
