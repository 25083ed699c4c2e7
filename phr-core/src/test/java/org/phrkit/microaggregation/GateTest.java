package org.phrkit.microaggregation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.phrkit.table.ColumnSpec;
import org.phrkit.table.NumberColumn;
import org.phrkit.table.Persons;
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
                new ColumnSpec(Release.COUNT, Role.COUNT),
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

    private static final Persons PERSONS = Persons.of(new int[] {0, 1, 0, 2, 1, 3, 2, 3});

    @Test
    void nobodyMayHaveMoreThanItsShareOfAGroup() {
        Partition two = new Partition(new int[] {0, 0, 1, 0, 1, 1, 1, 0});
        assertThat(Gate.passPersons(two, PERSONS, 4)).isSameAs(two);
        // Of the first group, two rows of four are of one person; so half, and not a third.
        Partition half = new Partition(new int[] {0, 0, 0, 0, 1, 1, 1, 1});
        assertThat(Gate.passPersons(half, PERSONS, 2)).isSameAs(half);
        assertThatThrownBy(() -> Gate.passPersons(half, PERSONS, 3))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("a person has more than 1/k of the rows of a group");
        assertThatThrownBy(() -> Gate.passPersons(new Partition(new int[3]), PERSONS, 2))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("there are groups for 3 of 8 rows");
    }

    @Test
    void enoughPersonsMustHaveTheSameGroups() {
        PersonParts parts = PersonParts.whole(PERSONS);
        Partition alike = new Partition(new int[] {0, 0, 1, 0, 1, 0, 1, 1});
        assertThat(Gate.passLinked(alike, parts, 4)).isSameAs(alike);
        // Persons 0 and 1 have the groups 0 and 1, persons 2 and 3 have twice 2.
        Partition apart = new Partition(new int[] {0, 0, 1, 2, 1, 2, 2, 2});
        assertThat(Gate.passLinked(apart, parts, 2)).isSameAs(apart);
        assertThatThrownBy(() -> Gate.passLinked(apart, parts, 3))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the rows of 2 persons, fewer than k = 3, are in the same groups");
        // As often counts: twice 0 is not once.
        Partition often = new Partition(new int[] {0, 0, 0, 0, 1, 0, 1, 1});
        assertThatThrownBy(() -> Gate.passLinked(often, parts, 2)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void whatIsGroupedForPersonsPassesIt() {
        Grouping broken = new Grouping((rows, k) -> new Partition(new int[] {0, 0, 0, 0, 1, 1, 1, 1}));
        Table table = Tables.random(new SplittableRandom(1), 8, 2);
        assertThatThrownBy(() -> broken.partition(DataMatrix.of(table, PERSONS), 4))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("a person has more than 1/k of the rows of a group");
    }

    @Test
    void groupsOfTwoStrataDoNotPassIt() throws Exception {
        Table table = new Table(List.of(
                Tables.quasi("x", 1, 2, 3, 4),
                new org.phrkit.table.TextColumn(new ColumnSpec("ward", Role.PLAIN), List.of("a", "a", "b", "b"))));
        Strata strata = Strata.of(table, List.of("ward"), List.of());
        Partition right = new Partition(new int[] {1, 1, 0, 0});
        assertThat(Gate.passStrata(right, strata)).isSameAs(right);
        assertThatThrownBy(() -> Gate.passStrata(new Partition(new int[] {0, 1, 1, 1}), strata))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("a group has rows of two strata");
    }
}
