package org.phrkit.microaggregation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.phrkit.table.ColumnSpec;
import org.phrkit.table.Kind;
import org.phrkit.table.NumberColumn;
import org.phrkit.table.RecordCounts;
import org.phrkit.table.Role;
import org.phrkit.table.Table;
import org.phrkit.testing.Seeds;
import org.phrkit.testing.Tables;

/** A broken method, on each way that leads to a partition. */
class GateTest {
    private static final Table TABLE = Tables.random(new SplittableRandom(1), 12, 2);

    /** Groups of 5, 5 and 2 records, as a comparison that lets a group become too small makes them. */
    private static final Grouping BROKEN = new Grouping((rows, k) -> new Partition(
            IntStream.range(0, rows.rowCount()).map(row -> Math.min(row / k, 2)).toArray()));

    private static void assertCaught(ThrowingCallable way) {
        assertThatThrownBy(way)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("records, fewer than k = 5");
    }

    @Test
    void anyWayOfGroupingPassesIt() {
        assertCaught(() -> BROKEN.partition(TABLE, 5));
        assertCaught(() -> new Anonymisation(5).with(BROKEN).of(TABLE));
    }

    @Test
    void aPartitionThatIsRefinedPassesIt() {
        int[] groupOf = {0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 2, 2};
        // Descent mends small groups where that lowers the loss; here there is nothing to gain.
        Table far = new Table(List.of(Tables.quasi("x", 0, 0, 0, 0, 0, 10, 10, 10, 10, 10, 99, 99)));
        assertCaught(() -> Refinement.descent(far, new Partition(groupOf), 5, Progress.UNSEEN));
        assertCaught(() -> Refinement.search(far, new Partition(groupOf), 5, 1, 1, Progress.UNSEEN));
    }

    @Test
    void secondPhasesPassIt() {
        NumberColumn counts = new NumberColumn(
                new ColumnSpec(Release.COUNT, Role.PLAIN, Kind.INTEGER),
                IntStream.range(0, 12).mapToDouble(row -> 2).toArray());
        Table groups = TABLE.withColumns(
                List.of(TABLE.columns().get(0), TABLE.columns().get(1), counts));
        Grouping alone = new Grouping(
                (rows, k) -> new Partition(IntStream.range(0, rows.rowCount()).toArray()));
        assertCaught(() -> DoublePhase.ofGroups(List.of(groups), 5, alone));
        Table twice = TABLE.select(IntStream.range(0, 24).map(row -> row / 2).toArray());
        assertCaught(() -> DoublePhase.ofRecords(List.of(twice), 5, alone));
        assertCaught(() -> DoublePhase.simulate(TABLE, new int[12], 5, 5, BROKEN));
    }

    @Test
    void rowsWithoutAGroupAreCaught() {
        assertThatThrownBy(() -> Gate.pass(new Partition(new int[] {0, 0}), RecordCounts.ones(3), 2))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("there are groups for 2 of 3 rows");
    }

    /** The definition: the records of each group, counted one by one. */
    @Test
    void countsRecordsAndNotRows() {
        Seeds.forEach(300, random -> {
            int groups = 1 + random.nextInt(4);
            int rows = groups + random.nextInt(10);
            int[] groupOf = IntStream.range(0, rows)
                    .map(row -> row < groups ? row : random.nextInt(groups))
                    .toArray();
            int[] counts = random.ints(rows, 1, 4).toArray();
            Partition partition = new Partition(groupOf);
            long least = IntStream.range(0, groups)
                    .mapToLong(group -> IntStream.range(0, rows)
                            .filter(row -> groupOf[row] == group)
                            .map(row -> counts[row])
                            .sum())
                    .min()
                    .getAsLong();
            assertThat(Gate.pass(partition, RecordCounts.of(counts), least)).isSameAs(partition);
            assertThatThrownBy(() -> Gate.pass(partition, RecordCounts.of(counts), least + 1))
                    .hasMessage("a group covers " + least + " records, fewer than k = " + (least + 1));
        });
    }
}
