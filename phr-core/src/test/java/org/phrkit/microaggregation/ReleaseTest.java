package org.phrkit.microaggregation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.phrkit.privacy.EquivalenceClasses;
import org.phrkit.privacy.InformationLoss;
import org.phrkit.table.Column;
import org.phrkit.table.ColumnSpec;
import org.phrkit.table.RecordCounts;
import org.phrkit.table.Role;
import org.phrkit.table.Table;
import org.phrkit.table.TextColumn;
import org.phrkit.testing.Seeds;
import org.phrkit.testing.Tables;

class ReleaseTest {
    @Test
    void replacesQuasiIdentifiersAndLeavesOutIdentifiers() {
        Table table = new Table(List.of(
                new TextColumn(new ColumnSpec("name", Role.IDENTIFIER), List.of("Ann", "Bob")),
                Tables.quasi("age", 30, 40),
                new TextColumn(new ColumnSpec("blood", Role.SENSITIVE), List.of("A", "B"))));
        Release release = Release.of(table, new Partition(new int[] {0, 0}));
        assertThat(release.table().columns())
                .containsExactly(
                        Tables.quasi("age", 35, 35),
                        new TextColumn(new ColumnSpec("blood", Role.SENSITIVE), List.of("A", "B")));
        assertThat(release.informationLoss()).isEqualTo(100);
    }

    @Test
    void independentFiguresAgree() {
        Seeds.forEach(300, random -> {
            int k = 2 + random.nextInt(4);
            Table table = Tables.random(random, k + random.nextInt(60), 1 + random.nextInt(4));
            Release release = Release.of(table, Mdav.partition(table, k));
            assertThat(EquivalenceClasses.of(release.table().columns()).smallestSize())
                    .isGreaterThanOrEqualTo(k);
            double independent = InformationLoss.of(table, release.table());
            assertThat(release.informationLoss()).isCloseTo(independent, within(1e-9));
        });
    }

    @Test
    void aRowOfManyRecordsLosesWhatThatManyRowsLose() {
        Seeds.forEach(300, random -> {
            Table table = Tables.mixed(random, 5 + random.nextInt(60), 1 + random.nextInt(5));
            int[] counts = random.ints(table.rowCount(), 1, 6).toArray();
            RecordCounts weights = RecordCounts.of(counts);
            Partition partition = Mdav.partition(DataMatrix.of(table, weights), 4, Progress.UNSEEN);
            Release release = Release.of(table, partition, weights);
            int[] rows = IntStream.range(0, counts.length)
                    .flatMap(row -> IntStream.generate(() -> row).limit(counts[row]))
                    .toArray();
            double independent =
                    InformationLoss.of(table.select(rows), release.table().select(rows));
            assertThat(release.informationLoss()).isCloseTo(independent, within(1e-9));
        });
    }

    /** sdcMicro 5.8.1 puts missing cells back after it has made groups, and so releases classes smaller than k. */
    @Test
    void whateverIsMissingTheReleaseIsKAnonymous() {
        Seeds.forEach(100, 300, random -> {
            int k = 2 + random.nextInt(4);
            Table table = Tables.mixed(random, k + random.nextInt(80), 1 + random.nextInt(5));
            Partition partition = Refinement.descent(table, Mdav.partition(table, k), k, Progress.UNSEEN);
            Table release = Release.of(table, partition).table();
            assertThat(EquivalenceClasses.of(release.columns()).smallestSize()).isGreaterThanOrEqualTo(k);
            for (Column column : table.columns()) {
                if (column.missingCount() < column.rowCount()) {
                    assertThat(release.column(column.spec().name())
                                    .orElseThrow()
                                    .missingCount())
                            .isZero();
                }
            }
        });
    }

    /** sdcMicro 5.8.1 takes it for a missing cell. */
    @Test
    void aNumberLikeMinus999IsANumber() {
        Table table = new Table(List.of(Tables.quasi("x", -999, -997, 1, 2)));
        Release release = Release.of(table, Mdav.partition(table, 2));
        assertThat(release.table().columns()).containsExactly(Tables.quasi("x", -998, -998, 1.5, 1.5));
    }

    @Test
    void aQuasiIdentifierMayBeCalledCount() {
        Table table = new Table(List.of(Tables.quasi("count", 1, 3, 8), Tables.quasi("count_", 1, 1, 1)));
        Release release = Release.of(table, new Partition(new int[] {0, 0, 1}));
        assertThat(release.table().column("count").orElseThrow().numbers()).containsExactly(2, 2, 8);
        assertThat(release.counts().values()).containsExactly(2, 1);
        assertThat(release.counts().spec().name()).isEqualTo("count__");
    }
}
