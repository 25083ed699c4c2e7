package org.phrkit.microaggregation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.phrkit.table.Column;
import org.phrkit.table.Table;
import org.phrkit.testing.Tables;

/** How many distances MDAV computes: a number that belongs to the algorithm and is the same on every machine. */
@Tag("perf-smoke")
class DistanceCountTest {
    private static final int ROWS = 20_000;
    private static final int K = 5;

    /** Sums of twelve uniform numbers, which are nearly normal and, other than logarithms, the same everywhere. */
    private static Table table(int columnCount) {
        SplittableRandom random = new SplittableRandom(1);
        List<Column> columns = new ArrayList<>();
        for (int column = 0; column < columnCount; column++) {
            double[] values = new double[ROWS];
            for (int row = 0; row < ROWS; row++) {
                for (int i = 0; i < 12; i++) {
                    values[row] += random.nextDouble();
                }
            }
            columns.add(Tables.quasi("x" + column, values));
        }
        return new Table(columns);
    }

    private static long looked(int columnCount) {
        Mdav mdav = new Mdav(DataMatrix.of(table(columnCount)), K, Progress.UNSEEN);
        assertThat(mdav.run().smallestSize()).isEqualTo(K);
        return mdav.looked();
    }

    /** What the definition computes: of r rows left, r to the centroid, r - 1 to the farthest of them, and so on. */
    private static long lookedByDefinition() {
        long looked = 0;
        int left = ROWS;
        while (left >= 3 * K) {
            looked += left + (left - 1) + (left - K) + (left - K - 1);
            left -= 2 * K;
        }
        return looked + (left >= 2 * K ? left + (left - 1) : 0);
    }

    /** Of 80 million, trees need 0.25 and 1.9 million; passes over columns answer two questions each, and need 39.7. */
    @Test
    void fewDistancesAreComputed() {
        long byDefinition = lookedByDefinition();
        assertThat(looked(2)).isLessThan(byDefinition / 250);
        assertThat(looked(5)).isLessThan(byDefinition / 35);
        assertThat(looked(13)).isLessThan(byDefinition / 2);
    }
}
