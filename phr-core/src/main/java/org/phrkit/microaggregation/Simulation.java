package org.phrkit.microaggregation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.phrkit.table.RecordCounts;
import org.phrkit.table.SchemaException;
import org.phrkit.table.Table;

/**
 * The outcome of {@link DoublePhase} for a table that is all in one place. The rows of each release are those of the
 * table, in its order, and each information loss is that against the table, on its scale.
 *
 * <p>Immutable; several threads may use one.
 *
 * @param collectorCount how many collectors there are
 * @param phase1 what all collectors hand over together
 * @param phase2 the final release: its information loss is that of both phases
 * @param singlePhase the same grouping of all rows at once, for comparison
 */
public record Simulation(int collectorCount, Release phase1, Release phase2, Release singlePhase) {
    /**
     * {@return what the second phase lost: both phases less the first} At least 0, but for rounding, for numbers;
     * where there are other kinds it may be below.
     */
    public double phase2Loss() {
        return phase2.informationLoss() - phase1.informationLoss();
    }

    /** The losses, for {@link Release#steps}. */
    Release.Phases phases() {
        return new Release.Phases(
                collectorCount, phase1.informationLoss(), phase2Loss(), singlePhase.informationLoss());
    }

    /** The rows of each collector. */
    static Collection<int[]> rowsOf(int[] collectorOf, int k1) throws CollectorException {
        SortedMap<Integer, List<Integer>> rows = new TreeMap<>();
        for (int row = 0; row < collectorOf.length; row++) {
            rows.computeIfAbsent(collectorOf[row], collector -> new ArrayList<>())
                    .add(row);
        }
        List<int[]> found = new ArrayList<>();
        for (List<Integer> ofOne : rows.values()) {
            if (ofOne.size() < k1) {
                throw new CollectorException.TooFewRecords(found.size(), ofOne.size(), "k1 = " + k1);
            }
            found.add(ofOne.stream().mapToInt(row -> row).toArray());
        }
        return found;
    }

    /** @param guarantees of phase 2, and of the single phase */
    static Simulation of(
            Table table,
            Collection<int[]> rowsOf,
            int k1,
            int k,
            Grouping grouping,
            Guarantees guarantees,
            List<String> missingValues)
            throws CollectorException, AnonymisationException {
        List<Table> handedOver = new ArrayList<>();
        List<Table> groups = new ArrayList<>();
        int[] groupOf = new int[table.rowCount()];
        int groupCount = 0;
        for (int[] rows : rowsOf) {
            Table own = table.select(rows);
            Release release = Release.of(own, grouping.partition(own, k1));
            handedOver.add(release.table());
            groups.add(release.groups());
            for (int i = 0; i < rows.length; i++) {
                groupOf[rows[i]] = groupCount + release.partition().groupOf(i);
            }
            groupCount += release.partition().groupCount();
        }
        int[] places = places(rowsOf, table.rowCount());
        RecordCounts weights = RecordCounts.ones(table.rowCount());
        try {
            Table aggregated = Table.concat(handedOver).select(places);
            Release phase1 = new Release(
                    aggregated,
                    new Partition(groupOf),
                    Table.concat(groups),
                    CellLoss.percent(table, aggregated, weights));
            Release merged = DoublePhase.ofRecords(handedOver, k, grouping, guarantees, missingValues);
            Table released = merged.table().select(places);
            Partition partition = new Partition(Arrays.stream(places)
                    .map(place -> merged.partition().groupOf(place))
                    .toArray());
            Release phase2 = new Release(
                            released, partition, merged.groups(), CellLoss.percent(table, released, weights))
                    .with(merged.steps());
            Partition single = guarantees.areNone()
                    ? grouping.partition(table, k)
                    : guarantees.enforce(
                            guarantees.counted(table, missingValues),
                            grouping.partition(table, k),
                            null,
                            Strata.single(table.rowCount()),
                            rowCount -> grouping.steps(rowCount, k));
            return new Simulation(rowsOf.size(), phase1, phase2, Release.of(table, single));
        } catch (SchemaException e) {
            throw new AssertionError("parts of one table have the same columns", e);
        }
    }

    /** Where each row of the table stands when the collectors' rows follow one another. */
    private static int[] places(Collection<int[]> rowsOf, int rowCount) {
        int[] order = rowsOf.stream().flatMapToInt(Arrays::stream).toArray();
        int[] places = new int[rowCount];
        IntStream.range(0, rowCount).forEach(place -> places[order[place]] = place);
        return places;
    }
}
