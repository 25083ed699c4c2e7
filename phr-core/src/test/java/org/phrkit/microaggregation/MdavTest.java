package org.phrkit.microaggregation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.phrkit.table.ColumnSpec;
import org.phrkit.table.Csv;
import org.phrkit.table.RecordCounts;
import org.phrkit.table.Role;
import org.phrkit.table.Table;
import org.phrkit.testing.Seeds;
import org.phrkit.testing.Shared;
import org.phrkit.testing.Tables;

class MdavTest {
    /** Published tables, measured twice independently (an own float64 program and sdcMicro 5.8.1), for k = 2 to 10. */
    static Stream<Arguments> losses() {
        double[] tarragona = {9.3287, 16.9326, 19.5460, 22.4619, 26.3252, 27.5184, 29.6929, 31.2146, 33.1929};
        double[] census = {3.1781, 5.6922, 7.4947, 9.0884, 10.3847, 11.5979, 12.3917, 13.2915, 14.1559};
        return IntStream.range(0, 9)
                .boxed()
                .flatMap(i -> Stream.of(
                        Arguments.of("tarragona.csv", i + 2, tarragona[i]),
                        Arguments.of("census.csv", i + 2, census[i])));
    }

    @ParameterizedTest
    @MethodSource("losses")
    void losesWhatTheLiteratureSays(String file, int k, double expected) throws Exception {
        Table table;
        try (InputStream in = Files.newInputStream(Shared.path("data/" + file))) {
            table = Csv.read(in, header -> header.stream()
                    .map(name -> new ColumnSpec(name, Role.QUASI))
                    .toList());
        }
        Release release = Release.of(table, Mdav.partition(table, k));
        assertThat(String.format(Locale.ROOT, "%.4f", release.informationLoss()))
                .isEqualTo(String.format(Locale.ROOT, "%.4f", expected));
    }

    /** By hand: the mean is 22.6; 100 is farthest and takes 10; of 1, 2, 3 the rest is one group. */
    @Test
    void groupsAsByHand() {
        Table table = new Table(List.of(Tables.quasi("x", 1, 100, 2, 10, 3)));
        assertThat(Mdav.partition(table, 2)).isEqualTo(new Partition(new int[] {1, 0, 1, 0, 1}));
    }

    /** All distances are equal, so the lowest indices come first. */
    @Test
    void tiesGoToTheLowestRow() {
        Table table = new Table(List.of(Tables.quasi("x", 5, 5, 5, 5, 5, 5, 5)));
        assertThat(Mdav.partition(table, 2)).isEqualTo(new Partition(new int[] {0, 0, 1, 1, 2, 2, 2}));
    }

    @Test
    void groupsHaveKToTwiceKRows() {
        Seeds.forEach(500, random -> {
            int k = 2 + random.nextInt(6);
            Table table = Tables.random(random, k + random.nextInt(80), 1 + random.nextInt(4));
            Partition partition = Mdav.partition(table, k);
            assertThat(partition.rowCount()).isEqualTo(table.rowCount());
            assertThat(partition.smallestSize()).isGreaterThanOrEqualTo(k);
            assertThat(IntStream.range(0, partition.groupCount()).map(partition::size))
                    .allMatch(size -> size < 2 * k);
            assertThat(Mdav.partition(table, k)).isEqualTo(partition);
        });
    }

    /** The slow twin looks at all rows each time. */
    @Test
    void findsWhatLookingAtAllRowsFinds() {
        Seeds.forEach(500, 2000, random -> {
            int k = 2 + random.nextInt(8);
            Table table = Tables.random(random, k + random.nextInt(599), 1 + random.nextInt(15));
            assertThat(Mdav.partition(table, k)).isEqualTo(NaiveMdav.partition(table, k));
        });
    }

    @Test
    void findsItForAllKindsWithMissingCellsAndWeights() {
        Seeds.forEach(300, 1000, random -> {
            int k = 2 + random.nextInt(8);
            int rowCount = k + random.nextInt(300);
            Table table = Tables.mixed(random, rowCount, 1 + random.nextInt(8));
            RecordCounts weights = RecordCounts.ones(rowCount);
            if (random.nextBoolean()) {
                int most = 1 + random.nextInt(9);
                weights = RecordCounts.of(random.ints(rowCount, 1, most + 1).toArray());
            }
            DataMatrix rows = DataMatrix.of(table, weights);
            assertThat(Mdav.partition(rows, k, Progress.UNSEEN)).isEqualTo(NaiveMdav.partition(rows, k));
        });
    }

    /** Large enough for trees that are built again, for columns looked at whole, and for several threads. */
    @Test
    void findsItInLargeTables() {
        for (int columnCount : new int[] {2, 4, 8, 16}) {
            Table table = Tables.random(new SplittableRandom(columnCount * 4 + 1), 4000, columnCount);
            assertThat(Mdav.partition(table, 3)).isEqualTo(NaiveMdav.partition(table, 3));
        }
    }

    @Test
    void rowsThatStandForManyAreGroupsOfTheirOwn() {
        Table table = new Table(List.of(Tables.quasi("x", 0, 1, 2, 50, 51)));
        DataMatrix rows = DataMatrix.of(table, RecordCounts.of(new int[] {1, 1, 1, 9, 1}));
        assertThat(Mdav.partition(rows, 4, Progress.UNSEEN)).isEqualTo(new Partition(new int[] {0, 0, 0, 0, 0}));
    }

    @Test
    void refusesWhatCannotBe() {
        Table table = new Table(List.of(Tables.quasi("x", 1, 2, 3)));
        assertThatThrownBy(() -> Mdav.partition(table, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Mdav.partition(table, 4)).isInstanceOf(IllegalArgumentException.class);
        assertThat(Mdav.partition(table, 3).groupCount()).isEqualTo(1);
    }
}
