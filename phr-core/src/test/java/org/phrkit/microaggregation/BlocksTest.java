package org.phrkit.microaggregation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.phrkit.neighbours.Points;
import org.phrkit.table.Column;
import org.phrkit.table.Persons;
import org.phrkit.table.RecordCounts;
import org.phrkit.table.Table;
import org.phrkit.testing.Seeds;
import org.phrkit.testing.Tables;

class BlocksTest {
    /** About normally distributed: sums of twelve. */
    private static Table normal(SplittableRandom random, int rowCount, int columnCount) {
        List<Column> columns = new ArrayList<>();
        for (int column = 0; column < columnCount; column++) {
            double[] values = new double[rowCount];
            Arrays.setAll(values, row -> random.doubles(12).sum() - 6);
            columns.add(Tables.quasi("x" + column, values));
        }
        return new Table(columns);
    }

    private static double loss(DataMatrix rows, Partition partition) {
        return new MutablePartition(rows, partition).totalLoss();
    }

    @Test
    void anyTableIsGroupedInBlocksOfAnySize() {
        Seeds.forEach(60, 300, random -> {
            int k = 2 + random.nextInt(4);
            int rowCount = 20 * k + random.nextInt(600);
            Table table = random.nextBoolean()
                    ? Tables.random(random, rowCount, 1 + random.nextInt(4))
                    : Tables.mixed(random, rowCount, 1 + random.nextInt(4));
            DataMatrix rows =
                    switch (random.nextInt(3)) {
                        case 0 ->
                            DataMatrix.of(
                                    table,
                                    Persons.of(random.ints(rowCount, 0, rowCount / 2)
                                            .toArray()));
                        case 1 ->
                            DataMatrix.of(
                                    table,
                                    RecordCounts.of(random.ints(rowCount, 1, 4).toArray()));
                        default -> DataMatrix.of(table);
                    };
            int most = 1 + random.nextInt(20 * k);
            Partition alone = Grouping.mdav(Progress.UNSEEN).inBlocks(most).partition(rows, k);
            Partition refined = Grouping.descent(Progress.UNSEEN).inBlocks(most).partition(rows, k);
            for (int[] group : refined.members()) {
                assertThat(Arrays.stream(group).map(rows.weights()::of).sum()).isGreaterThanOrEqualTo(k);
                Persons persons = rows.persons();
                assertThat(
                                persons == null
                                        ? group.length
                                        : Arrays.stream(group)
                                                .map(persons::of)
                                                .distinct()
                                                .count())
                        .isEqualTo(group.length);
            }
            assertThat(loss(rows, refined)).isLessThanOrEqualTo(loss(rows, alone) * (1 + 1e-9));
            assertThat(refined).isEqualTo(refined.inOrder());
        });
    }

    @Test
    void refinedBlocksLoseLittleMoreThanTheWhole() {
        DataMatrix rows = DataMatrix.of(normal(new SplittableRandom(3), 8000, 3));
        double whole = loss(rows, Grouping.descent(Progress.UNSEEN).partition(rows, 5));
        double inBlocks =
                loss(rows, Grouping.descent(Progress.UNSEEN).inBlocks(1000).partition(rows, 5));
        double cut = loss(rows, Grouping.mdav(Progress.UNSEEN).inBlocks(1000).partition(rows, 5));
        double uncut = loss(rows, Grouping.mdav(Progress.UNSEEN).partition(rows, 5));
        assertThat(inBlocks).isBetween(whole, 1.075 * whole);
        // The blocks are there: what they cost is seen where nothing is won back.
        assertThat(cut).isGreaterThan(1.02 * uncut);
    }

    @Test
    void rowsThatFitIntoOneBlockAreGroupedAsAWhole() {
        DataMatrix rows = DataMatrix.of(normal(new SplittableRandom(4), 500, 3));
        assertThat(Grouping.descent(Progress.UNSEEN).inBlocks(500).partition(rows, 5))
                .isEqualTo(Grouping.descent(Progress.UNSEEN).partition(rows, 5));
        assertThat(Grouping.descent(Progress.UNSEEN).inBlocksWhereLarge().partition(rows, 5))
                .isEqualTo(Grouping.descent(Progress.UNSEEN).partition(rows, 5));
    }

    @Test
    void alikeRowsAreOneBlockHoweverMany() {
        double[] values = new double[100_000];
        Arrays.fill(values, 7);
        Table table = new Table(List.of(Tables.quasi("x", values)));
        Partition partition = Grouping.descent(Progress.UNSEEN).inBlocks(1000).partition(table, 5);
        assertThat(partition.smallestSize()).isGreaterThanOrEqualTo(5);
    }

    /** Her rows are alike, so a block would have more of them than groups. */
    @Test
    void whoHasTooManyRowsForABlockIsInGroupsOfTheWhole() {
        int[] personOf =
                IntStream.range(0, 2000).map(row -> row < 300 ? 0 : row).toArray();
        double[] values = new SplittableRandom(5).doubles(2000).toArray();
        Arrays.fill(values, 0, 300, 0.5);
        DataMatrix rows = DataMatrix.of(new Table(List.of(Tables.quasi("x", values))), Persons.of(personOf));
        Partition partition = Grouping.descent(Progress.UNSEEN).inBlocks(400).partition(rows, 5);
        for (int[] group : partition.members()) {
            assertThat(Arrays.stream(group).filter(row -> row < 300).count()).isLessThanOrEqualTo(1);
        }
        assertThat(partition).isEqualTo(Grouping.descent(Progress.UNSEEN).partition(rows, 5));
    }

    @Test
    void progressOfBlocksAddsUp() {
        Table table = normal(new SplittableRandom(6), 3000, 2);
        AtomicLong last = new AtomicLong();
        double[] loss = new double[1];
        Grouping.mdav((done, total, percent) -> {
                    assertThat(done).isGreaterThan(last.getAndSet(done));
                    assertThat(total).isEqualTo(3000);
                    loss[0] = percent;
                    return true;
                })
                .inBlocks(500)
                .partition(table, 5);
        assertThat(last).hasValue(3000);
        DataMatrix rows = DataMatrix.of(table);
        Partition same = Grouping.mdav(Progress.UNSEEN).inBlocks(500).partition(rows, 5);
        assertThat(loss[0]).isCloseTo(rows.percent(loss(rows, same)), within(1e-9));
    }

    @Test
    void searchIsNotMadeInBlocks() {
        Grouping search = Grouping.search(10, 1, Progress.UNSEEN);
        assertThatThrownBy(() -> search.inBlocks(100)).hasMessage("a search is not made in blocks");
        assertThatThrownBy(() -> Grouping.mdav(Progress.UNSEEN).inBlocks(0)).hasMessage("a block has at least one row");
    }

    @Test
    void cutsAreMediansAlongTheWidestDimension() {
        Points points = new Points(new double[][] {{1, 2, 3, 4, 5, 6, 7, 8}, {0, 90, 10, 80, 20, 70, 30, 60}});
        BlockTree tree = new BlockTree(points, 8, 2, false);
        // Along the second: 0 to 30 and 60 to 90; these again: 0, 10 and 20, 30, and 60, 70 and 80, 90.
        assertThat(IntStream.range(0, 8).map(i -> tree.blockOf(points, i))).containsExactly(0, 3, 0, 3, 1, 2, 1, 2);
    }

    @Test
    void shiftedCutsAreAtTheQuarters() {
        double[] values = IntStream.range(0, 120).mapToDouble(i -> i).toArray();
        Points points = new Points(new double[][] {values});
        BlockTree tree = new BlockTree(points, 120, 60, true);
        int[] sizes = new int[tree.blockCount()];
        IntStream.range(0, 120).forEach(i -> sizes[tree.blockOf(points, i)]++);
        assertThat(sizes).containsExactly(30, 60, 30);
    }

    @Test
    void missingAndEqualGoLowAndCategoriesAreCutLast() {
        Points numbers = new Points(new double[][] {{Double.NaN, 3, 3, 3, 9, 9}});
        BlockTree tree = new BlockTree(numbers, 6, 3, false);
        assertThat(IntStream.range(0, 6).map(i -> tree.blockOf(numbers, i))).containsExactly(0, 1, 1, 1, 2, 2);
    }

    @Test
    void theMostFrequentCategoriesGoLow() {
        Points codes = new Points(new double[][] {{0, 1, 1, 2, 2, 2, 1, Double.NaN}}, new double[] {2});
        BlockTree tree = new BlockTree(codes, 8, 4, false);
        assertThat(IntStream.range(0, 8).map(i -> tree.blockOf(codes, i))).containsExactly(1, 0, 0, 1, 1, 1, 0, 0);
    }

    /** The numbers are those of another implementation of the hash. */
    @Test
    void theSampleIsTheLeastHashes() {
        int[] sample = BlockTree.sample(1_000_000);
        assertThat(sample).hasSize(BlockTree.SAMPLE).isSorted().doesNotHaveDuplicates();
        assertThat(BlockTree.sample(70)).containsExactly(IntStream.range(0, 70).toArray());
        assertThat(Arrays.copyOf(sample, 6)).containsExactly(15, 17, 28, 34, 63, 72);
    }
}
