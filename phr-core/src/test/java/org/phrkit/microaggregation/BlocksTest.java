package org.phrkit.microaggregation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.phrkit.neighbours.Points;
import org.phrkit.privacy.Closeness;
import org.phrkit.privacy.Diversity;
import org.phrkit.privacy.EquivalenceClasses;
import org.phrkit.table.Column;
import org.phrkit.table.Persons;
import org.phrkit.table.RecordCounts;
import org.phrkit.table.Role;
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
        BlockTree tree = BlockTree.of(points, 8, 2, false);
        // Along the second: 0 to 30 and 60 to 90; these again: 0, 10 and 20, 30, and 60, 70 and 80, 90.
        assertThat(IntStream.range(0, 8).map(i -> tree.blockOf(points, i))).containsExactly(0, 3, 0, 3, 1, 2, 1, 2);
    }

    @Test
    void shiftedCutsAreAtTheQuarters() {
        double[] values = IntStream.range(0, 120).mapToDouble(i -> i).toArray();
        Points points = new Points(new double[][] {values});
        BlockTree tree = BlockTree.of(points, 120, 60, true);
        int[] sizes = new int[tree.blockCount()];
        IntStream.range(0, 120).forEach(i -> sizes[tree.blockOf(points, i)]++);
        assertThat(sizes).containsExactly(30, 60, 30);
    }

    @Test
    void missingAndEqualGoLowAndCategoriesAreCutLast() {
        Points numbers = new Points(new double[][] {{Double.NaN, 3, 3, 3, 9, 9}});
        BlockTree tree = BlockTree.of(numbers, 6, 3, false);
        assertThat(IntStream.range(0, 6).map(i -> tree.blockOf(numbers, i))).containsExactly(0, 1, 1, 1, 2, 2);
    }

    @Test
    void theMostFrequentCategoriesGoLow() {
        Points codes = new Points(new double[][] {{0, 1, 1, 2, 2, 2, 1, Double.NaN}}, new double[] {2});
        BlockTree tree = BlockTree.of(codes, 8, 4, false);
        assertThat(IntStream.range(0, 8).map(i -> tree.blockOf(codes, i))).containsExactly(1, 0, 0, 1, 1, 1, 0, 0);
    }

    @Test
    void blocksThatAreTooSmallBecomePartOfTheirNeighbours() {
        Points points = new Points(
                new double[][] {IntStream.range(0, 80).mapToDouble(i -> i).toArray()});
        BlockTree tree = BlockTree.of(points, 80, 10, false);
        assertThat(tree.blockCount()).isEqualTo(8);
        BlockTree fewer = tree.without(block -> block == 2);
        assertThat(fewer.blockCount()).isEqualTo(7);
        assertThat(fewer.blocksOf(points))
                .containsExactly(IntStream.range(0, 80)
                        .map(i -> i / 10 < 3 ? i / 10 : i / 10 - 1)
                        .toArray());
        assertThat(fewer.without(block -> block == 2).blockCount()).isEqualTo(5);
        assertThat(tree.without(block -> true).blockCount()).isEqualTo(4);
    }

    /** The same steps, with a table for each block that knows nothing of the others but the scales. */
    @Test
    void blocksThatAreGroupedElsewhereAreTheSame() {
        Seeds.forEach(10, 60, random -> {
            int k = 2 + random.nextInt(4);
            Table table = random.nextBoolean()
                    ? normal(random, 1000 + random.nextInt(2000), 1 + random.nextInt(4))
                    : Tables.mixed(random, 1000, 1 + random.nextInt(4));
            int most = 10 * k + random.nextInt(400);
            assertThat(elsewhere(table, k, most))
                    .isEqualTo(Grouping.descent(Progress.UNSEEN).inBlocks(most).partition(table, k));
        });
    }

    /** Merged are whole groups, in a leaf that keeps the guarantees as one group, by the closeness of the whole table. */
    @Test
    void guaranteesAreKeptByMergesInBlocks() throws Exception {
        Seeds.forEach(60, 400, random -> {
            int k = 2 + random.nextInt(3);
            Table table = Tables.sensitive(random, 400 + random.nextInt(400), 1 + random.nextInt(3), 1);
            Column secret = table.columns(Role.SENSITIVE).get(0);
            Persons persons = random.nextBoolean()
                    ? null
                    : Persons.of(random.ints(table.rowCount(), 0, table.rowCount() / 2)
                            .toArray());
            SensitiveValues values = SensitiveValues.of(secret, persons);
            Guarantees wanted = new Guarantees(
                    random.nextInt(1 + Math.min(3, values.distinct(persons))), 0.05 + random.nextInt(60) / 100.0);
            int most = 10 * k + random.nextInt(100);
            Grouping grouping = Grouping.descent(Progress.UNSEEN).inBlocks(most);
            Partition groups = grouping.partition(table, k);
            BlockGrouping steps = grouping.steps(table.rowCount(), k).orElseThrow();
            Partition merged = wanted.enforce(
                    table, groups, persons, Strata.single(table.rowCount()), rowCount -> Optional.of(steps));
            for (int[] group : groups.members()) {
                assertThat(Arrays.stream(group).map(merged::groupOf).distinct()).hasSize(1);
            }
            EquivalenceClasses classes = EquivalenceClasses.of(List.of(Tables.quasi(
                    "group", Arrays.stream(merged.groups()).asDoubleStream().toArray())));
            Persons counted = persons == null ? Persons.ofRows(table.rowCount()) : persons;
            assertThat(Diversity.of(classes, secret, counted).smallest()).isGreaterThanOrEqualTo(wanted.l());
            assertThat(Closeness.of(classes, secret, counted).greatest()).isLessThanOrEqualTo(wanted.t());
            assertThat(merged).isEqualTo(keptElsewhere(table, groups, wanted, values, persons, steps));
        });
    }

    private static Partition keptElsewhere(
            Table table,
            Partition groups,
            Guarantees wanted,
            SensitiveValues values,
            @Nullable Persons persons,
            BlockGrouping steps) {
        QuasiScales scales = DataMatrix.of(table).scales();
        int[] firstOf = new int[table.rowCount()];
        put(firstOf, IntStream.range(0, table.rowCount()).boxed().toList(), groups);
        BlockTree tree = treeOfGroups(table, firstOf, scales, steps, false);
        while (true) {
            Map<Integer, Partition> kept = new TreeMap<>();
            Map<Integer, List<Integer>> blocks = blocksOfGroups(table, firstOf, scales, tree);
            blocks.forEach((block, rows) -> {
                int[] of = rows.stream().mapToInt(Integer::intValue).toArray();
                steps.keeping(
                                wanted,
                                points(table, rows, scales),
                                part(firstOf, rows),
                                List.of(values.select(of)),
                                persons == null ? null : persons.select(of))
                        .ifPresent(found -> kept.put(block, found));
            });
            if (kept.size() == blocks.size()) {
                kept.forEach((block, found) -> put(firstOf, blocks.getOrDefault(block, List.of()), found));
                return new Partition(numbered(Arrays.stream(firstOf).boxed().toList()));
            }
            tree = tree.without(block -> !kept.containsKey(block));
        }
    }

    private static Partition elsewhere(Table table, int k, int most) {
        Grouping grouping = Grouping.descent(Progress.UNSEEN).inBlocks(most);
        QuasiScales scales = DataMatrix.of(table).scales();
        BlockGrouping steps = grouping.steps(table.rowCount(), k).orElseThrow();
        int[] all = IntStream.range(0, table.rowCount()).toArray();
        BlockTree tree = steps.treeOfRows(DataMatrix.of(table, scales), table.rowCount());
        Map<Integer, List<Integer>> blocks = new TreeMap<>();
        while (true) {
            blocks.clear();
            for (int row : all) {
                blocks.computeIfAbsent(block(table, row, scales, tree), block -> new ArrayList<>())
                        .add(row);
            }
            int[] small = IntStream.range(0, tree.blockCount())
                    .filter(block ->
                            !steps.isLarge(blocks.getOrDefault(block, List.of()).size(), 1))
                    .toArray();
            if (tree.blockCount() == 1) {
                return Grouping.descent(Progress.UNSEEN).partition(table, k);
            }
            if (small.length == 0) {
                break;
            }
            tree = tree.without(block -> Arrays.stream(small).anyMatch(each -> each == block));
        }
        // By row the first row of its group.
        int[] firstOf = new int[all.length];
        blocks.values().forEach(rows -> put(firstOf, rows, steps.group(points(table, rows, scales), Progress.UNSEEN)));
        BlockTree shifted = treeOfGroups(table, firstOf, scales, steps, true);
        Map<Integer, List<Integer>> larger = blocksOfGroups(table, firstOf, scales, shifted);
        larger.values()
                .forEach(rows -> put(firstOf, rows, steps.refine(points(table, rows, scales), part(firstOf, rows))));
        Map<Integer, Double> margins = new TreeMap<>();
        groups(firstOf).forEach((group, rows) -> margins.put(group, shifted.margins(centre(table, rows, scales))[0]));
        Map<Integer, List<Integer>> last =
                blocksOfGroups(table, firstOf, scales, treeOfGroups(table, firstOf, scales, steps, false));
        last.values()
                .forEach(rows -> put(
                        firstOf,
                        rows,
                        steps.refineAlong(
                                points(table, rows, scales),
                                part(firstOf, rows),
                                rows.stream()
                                        .map(row -> firstOf[row])
                                        .distinct()
                                        .mapToDouble(margins::get)
                                        .toArray())));
        return new Partition(numbered(Arrays.stream(firstOf).boxed().toList()));
    }

    private static DataMatrix points(Table table, List<Integer> rows, QuasiScales scales) {
        return DataMatrix.of(
                table.select(rows.stream().mapToInt(Integer::intValue).toArray()), scales);
    }

    private static int block(Table table, int row, QuasiScales scales, BlockTree tree) {
        return tree.blockOf(points(table, List.of(row), scales).points(), 0);
    }

    private static void put(int[] firstOf, List<Integer> rows, Partition groups) {
        int[][] members = groups.members();
        for (int i = 0; i < rows.size(); i++) {
            firstOf[rows.get(i)] = rows.get(members[groups.groupOf(i)][0]);
        }
    }

    private static Partition part(int[] firstOf, List<Integer> rows) {
        return new Partition(numbered(rows.stream().map(row -> firstOf[row]).toList()));
    }

    private static int[] numbered(List<Integer> names) {
        List<Integer> distinct = names.stream().distinct().toList();
        return names.stream().mapToInt(distinct::indexOf).toArray();
    }

    private static Map<Integer, List<Integer>> groups(int[] firstOf) {
        Map<Integer, List<Integer>> groups = new TreeMap<>();
        IntStream.range(0, firstOf.length)
                .forEach(row -> groups.computeIfAbsent(firstOf[row], first -> new ArrayList<>())
                        .add(row));
        return groups;
    }

    private static Points centre(Table table, List<Integer> rows, QuasiScales scales) {
        return BlockGrouping.centres(points(table, rows, scales), Partition.single(rows.size()));
    }

    private static BlockTree treeOfGroups(
            Table table, int[] firstOf, QuasiScales scales, BlockGrouping steps, boolean isShifted) {
        List<Points> centres = groups(firstOf).values().stream()
                .map(rows -> centre(table, rows, scales))
                .toList();
        double[][] columns = new double[centres.get(0).dimensions()][centres.size()];
        double[] mismatches = new double[columns.length];
        for (int dimension = 0; dimension < columns.length; dimension++) {
            mismatches[dimension] = centres.get(0).mismatch(dimension);
            for (int group = 0; group < centres.size(); group++) {
                columns[dimension][group] = centres.get(group).coordinate(0, dimension);
            }
        }
        return steps.treeOfGroups(new Points(columns, mismatches), centres.size(), isShifted);
    }

    private static Map<Integer, List<Integer>> blocksOfGroups(
            Table table, int[] firstOf, QuasiScales scales, BlockTree tree) {
        Map<Integer, List<Integer>> blocks = new TreeMap<>();
        groups(firstOf).values().forEach(rows -> blocks.computeIfAbsent(
                        tree.blockOf(centre(table, rows, scales), 0), block -> new ArrayList<>())
                .addAll(rows));
        blocks.values().forEach(rows -> rows.sort(null));
        return blocks;
    }

    @Test
    void samplesAreTheNumbersOfTheLeastHashes() {
        for (int count : new int[] {BlockTree.SAMPLE, BlockTree.SAMPLE + 1, 100_000, 300_000}) {
            long bound = IntStream.range(0, count)
                    .mapToLong(BlockTree::hash)
                    .sorted()
                    .skip(BlockTree.SAMPLE)
                    .findFirst()
                    .orElse(Long.MAX_VALUE);
            assertThat(BlockTree.sampleBound(count)).as("of %d", count).isEqualTo(bound);
            assertThat(BlockTree.sample(count, row -> row)).hasSize(BlockTree.SAMPLE);
        }
    }

    /** The numbers are those of another implementation of the hash. */
    @Test
    void theSampleIsTheLeastHashes() {
        int[] sample = BlockTree.sample(1_000_000, i -> i);
        assertThat(sample).hasSize(BlockTree.SAMPLE).isSorted().doesNotHaveDuplicates();
        assertThat(BlockTree.sample(70, i -> i))
                .containsExactly(IntStream.range(0, 70).toArray());
        assertThat(Arrays.copyOf(sample, 6)).containsExactly(15, 17, 28, 34, 63, 72);
    }
}
