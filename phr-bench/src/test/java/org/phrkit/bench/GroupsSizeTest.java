package org.phrkit.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.phrkit.microaggregation.Mdav;
import org.phrkit.microaggregation.Release;
import org.phrkit.table.Column;
import org.phrkit.table.ColumnSpec;
import org.phrkit.table.Csv;
import org.phrkit.table.Kind;
import org.phrkit.table.NumberColumn;
import org.phrkit.table.Role;
import org.phrkit.table.Table;

/** What the groups of a release take beside the table they came from. */
@Tag("perf-smoke")
class GroupsSizeTest {
    private static final int ROWS = 10_000;
    private static final int COLUMNS = 5;

    /** Whole numbers of four digits. */
    private static Table table() {
        SplittableRandom random = new SplittableRandom(1);
        List<Column> columns = new ArrayList<>();
        for (int column = 0; column < COLUMNS; column++) {
            double[] values = random.ints(ROWS, 1000, 10_000).asDoubleStream().toArray();
            columns.add(new NumberColumn(new ColumnSpec("x" + column, Role.QUASI, Kind.INTEGER), values));
        }
        return new Table(columns);
    }

    private static int sizeBytes(Table table) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Csv.write(table, out);
        return out.size();
    }

    /**
     * A row of the table has 5 cells of four digits and what is behind each: 25 bytes, and the header 15. A group's
     * centres are whole numbers of four digits too; its count of one digit and what is behind it are 2 bytes more, and
     * in the header 6.
     */
    @Test
    void groupsAreOneOfKRows() throws IOException {
        for (int k : new int[] {2, 5}) {
            Table table = table();
            Release release = Release.of(table, Mdav.partition(table, k));
            assertThat(sizeBytes(table)).isEqualTo(15 + 25 * ROWS);
            assertThat(sizeBytes(release.table())).isEqualTo(15 + 25 * ROWS);
            assertThat(sizeBytes(release.groups())).isEqualTo(21 + 27 * (ROWS / k));
        }
    }
}
