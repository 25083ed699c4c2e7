package org.phrkit.microaggregation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.InputStream;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.phrkit.table.ColumnSpec;
import org.phrkit.table.Csv;
import org.phrkit.table.RecordCounts;
import org.phrkit.table.Role;
import org.phrkit.table.Table;
import org.phrkit.testing.Seeds;
import org.phrkit.testing.Shared;
import org.phrkit.testing.Tables;

class RefinementTest {
    /** The loss by its definition: pairs of records, divided by the records of their group. */
    private static double loss(DataMatrix rows, Partition partition) {
        double loss = 0;
        for (int group = 0; group < partition.groupCount(); group++) {
            double pairs = 0;
            long records = 0;
            for (int i = 0; i < rows.rowCount(); i++) {
                if (partition.groupOf(i) == group) {
                    records += rows.weights().of(i);
                    for (int j = 0; j < i; j++) {
                        if (partition.groupOf(j) == group) {
                            pairs += (double) rows.weights().of(i)
                                    * rows.weights().of(j)
                                    * rows.points().squaredDistance(i, j);
                        }
                    }
                }
            }
            loss += pairs / records;
        }
        return loss;
    }

    private static long smallest(DataMatrix rows, Partition partition) {
        long[] records = new long[partition.groupCount()];
        for (int row = 0; row < rows.rowCount(); row++) {
            records[partition.groupOf(row)] += rows.weights().of(row);
        }
        return java.util.Arrays.stream(records).min().orElseThrow();
    }

    /** Numbers, or all kinds with missing cells; each row one record, or several. */
    private static DataMatrix rows(SplittableRandom random, int rowCount) {
        int columnCount = 1 + random.nextInt(5);
        Table table = random.nextBoolean()
                ? Tables.random(random, rowCount, columnCount)
                : Tables.mixed(random, rowCount, columnCount);
        return random.nextBoolean()
                ? DataMatrix.of(table)
                : DataMatrix.of(
                        table, RecordCounts.of(random.ints(rowCount, 1, 4).toArray()));
    }

    @Test
    void lossFallsAndGroupsKeepKRecords() {
        Seeds.forEach(100, 300, random -> {
            int k = 2 + random.nextInt(6);
            DataMatrix rows = rows(random, k + random.nextInt(120));
            Partition before = Mdav.partition(rows, k, Progress.UNSEEN);
            Partition after = Refinement.descent(rows, before, k, Progress.UNSEEN);
            double lossBefore = loss(rows, before);
            assertThat(smallest(rows, after)).isGreaterThanOrEqualTo(k);
            assertThat(loss(rows, after)).isLessThanOrEqualTo(lossBefore + 1e-9 * (1 + lossBefore));
            assertThat(Refinement.descent(rows, before, k, Progress.UNSEEN)).isEqualTo(after);
        });
    }

    /** Few groups, so each is a neighbour of each: no move of a row and no swap of two may lower the loss. */
    @Test
    void noMoveAndNoSwapHelpsInTheEnd() {
        Seeds.forEach(60, random -> {
            int k = 2 + random.nextInt(3);
            DataMatrix rows = rows(random, 2 * k + random.nextInt(6 * k));
            Partition end = Refinement.descent(rows, Mdav.partition(rows, k, Progress.UNSEEN), k, Progress.UNSEEN);
            double least = loss(rows, end) - 1e-7;
            for (Partition other : neighbours(end)) {
                if (smallest(rows, other) >= k) {
                    assertThat(loss(rows, other)).isGreaterThan(least);
                }
            }
        });
    }

    private static List<Partition> neighbours(Partition partition) {
        List<Partition> neighbours = new ArrayList<>();
        for (int row = 0; row < partition.rowCount(); row++) {
            for (int group = 0; group < partition.groupCount(); group++) {
                int[] moved = partition.groups();
                moved[row] = group;
                if (partition.size(partition.groupOf(row)) > 1) {
                    neighbours.add(new Partition(moved));
                }
            }
            for (int other = 0; other < row; other++) {
                int[] swapped = partition.groups();
                swapped[row] = partition.groupOf(other);
                swapped[other] = partition.groupOf(row);
                neighbours.add(new Partition(swapped));
            }
        }
        return neighbours;
    }

    /** Without limits on its work it took many minutes; the timeout ends only what hangs. */
    @Test
    @Timeout(120)
    void aDescentOfLargeGroupsEnds() {
        Table table = Tables.random(new SplittableRandom(1), 1200, 2);
        for (int k : new int[] {100, 400}) {
            Partition before = Mdav.partition(table, k);
            Partition after = Refinement.descent(table, before, k, Progress.UNSEEN);
            assertThat(after.smallestSize()).isGreaterThanOrEqualTo(k);
            assertThat(loss(DataMatrix.of(table), after)).isLessThan(loss(DataMatrix.of(table), before) + 1e-9);
        }
    }

    /** What a change is said to do to the loss is what it does. */
    @Test
    void lossesOfChangesAreForeseen() {
        Seeds.forEach(300, random -> {
            int k = 2 + random.nextInt(3);
            DataMatrix rows = rows(random, 3 * k + random.nextInt(20));
            MutablePartition clusters = new MutablePartition(rows, Mdav.partition(rows, k, Progress.UNSEEN));
            assertThat(clusters.totalLoss()).isCloseTo(loss(rows, clusters.partition()), within(1e-7));
            int row = random.nextInt(rows.rowCount());
            int other = random.nextInt(rows.rowCount());
            int from = clusters.groupOf(row);
            int to = clusters.groupOf(other);
            if (from == to || clusters.members(from).length == 1) {
                return;
            }
            double apart = clusters.squaredDistance(row, other);
            double swapped = clusters.lossWithInstead(
                    from, row, clusters.distances(row, from), other, clusters.distances(other, from), apart);
            double without = clusters.lossWithout(from, row, clusters.distances(row, from));
            double with = clusters.lossWith(to, row, clusters.distances(row, to));
            clusters.swap(row, other);
            assertThat(clusters.loss(from)).isCloseTo(swapped, within(1e-7));
            clusters.swap(row, other);
            clusters.move(row, to);
            assertThat(clusters.loss(from)).isCloseTo(without, within(1e-7));
            assertThat(clusters.loss(to)).isCloseTo(with, within(1e-7));
        });
    }

    @Test
    void aSearchIsTheSameForTheSameSeedAndNeverWorseThanTheDescent() {
        Seeds.forEach(20, random -> {
            int k = 2 + random.nextInt(4);
            DataMatrix rows = rows(random, k + random.nextInt(80));
            Partition start = Mdav.partition(rows, k, Progress.UNSEEN);
            double descended = loss(rows, Refinement.descent(rows, start, k, Progress.UNSEEN));
            Partition found = Refinement.search(rows, start, k, 500, 7, Progress.UNSEEN);
            assertThat(Refinement.search(rows, start, k, 500, 7, Progress.UNSEEN))
                    .isEqualTo(found);
            assertThat(loss(rows, found)).isLessThanOrEqualTo(descended + 1e-7);
            assertThat(smallest(rows, found)).isGreaterThanOrEqualTo(k);
        });
    }

    /** Two partitions that agree in where a table is cut in half, each better on one side. */
    @Test
    void ofEachPartTheGroupsThatLoseLessAreKept() {
        Seeds.forEach(100, random -> {
            DataMatrix rows = rows(random, 40);
            int[] oneGroup = new int[40];
            int[] otherGroup = new int[40];
            for (int row = 0; row < 40; row++) {
                int side = row < 20 ? 0 : 4;
                oneGroup[row] = row < 4 ? row : side + random.nextInt(4);
                otherGroup[row] = row % 20 < 4 ? side + row % 20 : side + random.nextInt(4);
                oneGroup[row] = row >= 20 && row < 24 ? row - 16 : oneGroup[row];
            }
            Partition one = new Partition(oneGroup);
            Partition other = new Partition(otherGroup);
            int[] expected = new int[40];
            for (int side = 0; side < 2; side++) {
                boolean isOther = sideLoss(rows, other, side) < sideLoss(rows, one, side);
                System.arraycopy(isOther ? otherGroup : oneGroup, side * 20, expected, side * 20, 20);
            }
            BestGroups best = new BestGroups(new MutablePartition(rows, one));
            best.take(new MutablePartition(rows, other));
            assertThat(loss(rows, best.partition()))
                    .isLessThanOrEqualTo(loss(rows, new Partition(expected)) + 1e-7)
                    .isLessThanOrEqualTo(Math.min(loss(rows, one), loss(rows, other)) + 1e-7);
            Partition taken = best.partition();
            best.take(new MutablePartition(rows, taken));
            best.take(new MutablePartition(rows, one));
            assertThat(best.partition()).isEqualTo(taken);
        });
    }

    /** What the groups of one side lose. */
    private static double sideLoss(DataMatrix rows, Partition partition, int side) {
        double loss = 0;
        for (int group = side * 4; group < side * 4 + 4; group++) {
            int wanted = group;
            loss += MutablePartition.loss(
                    rows,
                    IntStream.range(0, rows.rowCount())
                            .filter(row -> partition.groupOf(row) == wanted)
                            .toArray());
        }
        return loss;
    }

    /** For numbers without missing cells it is the information loss. */
    @Test
    void theLossSoFarIsToldAsItIs() {
        Seeds.forEach(20, random -> {
            Table table = Tables.random(random, 30 + random.nextInt(100), 3);
            AtomicReference<Double> told = new AtomicReference<>(-1.0);
            Progress progress = (done, total, loss) -> {
                told.set(loss);
                return true;
            };
            double first = Release.of(table, Mdav.partition(table, 4, progress)).informationLoss();
            assertThat(told.get()).isCloseTo(first, within(1e-9));
            Refinement.descent(table, Mdav.partition(table, 4), 4, progress);
            assertThat(told.get()).isLessThanOrEqualTo(first + 1e-9).isGreaterThanOrEqualTo(0);
        });
    }

    @Test
    void aSearchThatIsToldToEndGivesTheBestSoFar() {
        Table table = Tables.random(new SplittableRandom(1), 300, 3);
        DataMatrix rows = DataMatrix.of(table);
        Partition start = Mdav.partition(table, 3);
        AtomicLong calls = new AtomicLong();
        Partition found = Refinement.search(
                table, start, 3, Integer.MAX_VALUE, 1, (done, total, loss) -> calls.incrementAndGet() < 2000);
        assertThat(calls).hasValue(2000);
        assertThat(loss(rows, found))
                .isLessThanOrEqualTo(loss(rows, Refinement.descent(table, start, 3, Progress.UNSEEN)) + 1e-9);
    }

    @ParameterizedTest
    @CsvSource({
        "census.csv, 3, 5.25",
        "census.csv, 5, 8.20",
        "census.csv, 10, 12.40",
        "tarragona.csv, 3, 15.00",
        "tarragona.csv, 5, 20.90",
        "tarragona.csv, 10, 31.00",
        "monthly.csv, 3, 0.50",
        "monthly.csv, 5, 1.00",
        "monthly.csv, 10, 2.70"
    })
    void losesLittleOnTheTablesOfTheLiteratureAndOnRepeatedMeasures(String file, int k, double most) throws Exception {
        Table table;
        try (InputStream in = Files.newInputStream(Shared.path("data/" + file))) {
            table = Csv.read(in, header -> header.stream()
                    .map(name -> new ColumnSpec(name, Role.QUASI))
                    .toList());
        }
        Partition partition = Refinement.descent(table, Mdav.partition(table, k), k, Progress.UNSEEN);
        assertThat(partition.smallestSize()).isGreaterThanOrEqualTo(k);
        assertThat(Release.of(table, partition).informationLoss()).isLessThan(most);
    }

    /** Who changes the way of a search gives other partitions of tables that others have released, and says so. */
    @Test
    void aSearchIsTheSameOnEveryMachine() {
        SplittableRandom random = new SplittableRandom(1);
        Table numbers = Tables.random(random, 100, 3);
        Table mixed = Tables.mixed(random, 100, 3);
        assertThat(List.of(searched(numbers, 3, 90), searched(numbers, 5, 403), searched(mixed, 4, 250)))
                .containsExactly(252511525, -792606837, 142174819);
    }

    private static int searched(Table table, int k, int iterations) {
        Partition start = Mdav.partition(table, k);
        return java.util.Arrays.hashCode(Refinement.search(table, start, k, iterations, 1, Progress.UNSEEN)
                .groups());
    }
}
