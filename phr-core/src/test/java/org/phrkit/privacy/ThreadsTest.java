package org.phrkit.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.Test;
import org.phrkit.table.Column;
import org.phrkit.table.Table;
import org.phrkit.testing.ChildJvm;
import org.phrkit.testing.Tables;

/** On one thread beside the caller and on eight, a release compares in the same way. */
class ThreadsTest {
    /** Prints figures of a large table, and whether other threads had a share in them. */
    static final class Figures {
        private Figures() {}

        public static void main(String[] arguments) {
            SplittableRandom random = new SplittableRandom(1);
            List<Column> columns = new ArrayList<>();
            List<Column> moved = new ArrayList<>();
            for (int column = 0; column < 3; column++) {
                double[] values = random.doubles(30_000).toArray();
                columns.add(Tables.quasi("x" + column, values));
                moved.add(Tables.quasi(
                        "x" + column,
                        Arrays.stream(values)
                                .map(value -> Math.rint(100 * value) / 100)
                                .toArray()));
            }
            Table original = new Table(columns);
            Table released = new Table(moved);
            System.out.println(RecordLinkage.of(original, released)
                    + " "
                    + PropensityScore.of(original, released, PropensityScore.Model.SECOND_ORDER)
                    + (ForkJoinPool.commonPool().getPoolSize() > 0 ? " with threads" : " without threads"));
        }
    }

    private static String figures(int threads) throws Exception {
        return ChildJvm.run(
                List.of(), List.of("-Djava.util.concurrent.ForkJoinPool.common.parallelism=" + threads), Figures.class);
    }

    @Test
    void theNumberOfThreadsChangesNoFigure() throws Exception {
        String one = figures(1);
        assertThat(one).endsWith(" with threads" + System.lineSeparator());
        assertThat(figures(8)).isEqualTo(one);
    }
}
