package org.phrkit.microaggregation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ForkJoinPool;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.phrkit.table.Column;
import org.phrkit.table.Table;
import org.phrkit.testing.ChildJvm;
import org.phrkit.testing.Tables;

/**
 * On one thread beside the caller and on eight, tables large enough for threads have one partition. How many threads
 * there are a JVM decides when it starts.
 */
class ThreadsTest {
    /** Prints the hash of a partition, and whether other threads had a share in it. */
    static final class Partitions {
        private Partitions() {}

        public static void main(String[] names) {
            Partition partition = partition(names[0], new SplittableRandom(1));
            int[] groupOf = IntStream.range(0, partition.rowCount())
                    .map(partition::groupOf)
                    .toArray();
            boolean threads = ForkJoinPool.commonPool().getPoolSize() > 0;
            System.out.println(Arrays.hashCode(groupOf) + (threads ? " with threads" : " without threads"));
        }

        private static Partition partition(String name, SplittableRandom random) {
            return switch (name) {
                // In few columns a tree looks for the nearest and the farthest at once.
                case "tree" -> Mdav.partition(table(140_000, 3, row -> random.nextDouble()), 100);
                case "blocks" ->
                    Grouping.descent(Progress.UNSEEN)
                            .inBlocks(1000)
                            .partition(table(12_000, 3, row -> random.nextDouble()), 5);
                // In many it is given up for passes over all rows, which are shared out.
                case "passes" -> Mdav.partition(table(12_000, 50, row -> random.nextDouble()), 50);
                default -> search(random);
            };
        }

        /** Crowds of fifty rows, in groups of which each lies in one: much to find, and little to look through. */
        private static Partition search(SplittableRandom random) {
            double[] place = new double[1];
            Table table = table(8_400, 50, row -> {
                place[0] = row % 50 == 0 ? random.nextDouble() : place[0];
                return place[0] + random.nextDouble() / 100;
            });
            int[] groupOf = IntStream.range(0, 8_400).map(row -> row / 5).toArray();
            return Refinement.search(table, new Partition(groupOf), 5, 1500, 1, Progress.UNSEEN);
        }

        private static Table table(int rowCount, int columnCount, IntToDoubleFunction cell) {
            List<Column> columns = new ArrayList<>();
            for (int column = 0; column < columnCount; column++) {
                double[] values = new double[rowCount];
                for (int row = 0; row < rowCount; row++) {
                    values[row] = cell.applyAsDouble(row);
                }
                columns.add(Tables.quasi("x" + column, values));
            }
            return new Table(columns);
        }
    }

    private static String partition(int threads, String name) throws Exception {
        return ChildJvm.run(
                List.of(),
                List.of("-Djava.util.concurrent.ForkJoinPool.common.parallelism=" + threads),
                Partitions.class,
                name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"tree", "passes", "search", "blocks"})
    void theNumberOfThreadsChangesNoPartition(String name) throws Exception {
        String one = partition(1, name);
        assertThat(one).endsWith(" with threads" + System.lineSeparator());
        assertThat(partition(8, name)).isEqualTo(one);
    }
}
