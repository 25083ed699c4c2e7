package org.phrkit.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.phrkit.microaggregation.AnonymisationException;
import org.phrkit.microaggregation.DoublePhase;
import org.phrkit.microaggregation.Grouping;
import org.phrkit.microaggregation.Guarantees;
import org.phrkit.microaggregation.Partition;
import org.phrkit.microaggregation.Progress;
import org.phrkit.microaggregation.Release;
import org.phrkit.privacy.DiversityCriterion;
import org.phrkit.privacy.RowOrder;
import org.phrkit.table.Column;
import org.phrkit.table.Persons;
import org.phrkit.table.Role;
import org.phrkit.table.Table;
import org.phrkit.testing.Seeds;
import org.phrkit.testing.Tables;

/** What the library releases keeps what was asked for, as it is read again from its file. */
class EveryReleaseTest {
    private static Grouping grouping(SplittableRandom random) {
        return switch (random.nextInt(3)) {
            case 0 -> Grouping.mdav(Progress.UNSEEN);
            case 1 -> Grouping.descent(Progress.UNSEEN);
            default -> Grouping.search(50, random.nextLong(), Progress.UNSEEN);
        };
    }

    private static ReleaseCheck.Verdict verdict(Table table, int k) throws Exception {
        return ReleaseCheck.of(Written.of(table), k);
    }

    @Test
    void recordsAndGroupsAreAnonymousOfAllKindsAndMissingCells() {
        Seeds.forEach(100, 300, random -> {
            int k = 2 + random.nextInt(5);
            Table table = random.nextBoolean()
                    ? Tables.mixed(random, k + random.nextInt(80), 1 + random.nextInt(4))
                    : Tables.random(random, k + random.nextInt(80), 1 + random.nextInt(4));
            Release release = Release.of(table, grouping(random).partition(table, k));
            assertThat(verdict(Tables.shuffled(release.table(), random.nextLong()), k)
                            .isAnonymous())
                    .isTrue();
            ReleaseCheck.Verdict ofGroups = verdict(release.groups(), k);
            assertThat(ofGroups.isAnonymous()).isTrue();
            assertThat(ofGroups.recordCount()).isEqualTo(table.rowCount());
        });
    }

    @Test
    void aReleaseOfTwoPhasesIsAnonymous() {
        Seeds.forEach(100, random -> {
            int k1 = 2 + random.nextInt(3);
            int k = 2 + random.nextInt(6);
            int collectors = 1 + random.nextInt(3);
            Table table =
                    Tables.mixed(random, collectors * Math.max(k, k1) + random.nextInt(60), 1 + random.nextInt(3));
            int[] collectorOf = new int[table.rowCount()];
            for (int row = 0; row < collectorOf.length; row++) {
                collectorOf[row] = row % collectors;
            }
            Release release = DoublePhase.simulate(table, collectorOf, k1, k, grouping(random))
                    .phase2();
            assertThat(verdict(release.table(), k).isAnonymous()).isTrue();
            assertThat(verdict(release.groups(), k).isAnonymous()).isTrue();
        });
    }

    @Test
    void mergedGroupsAreDiverseAndClose() {
        Seeds.forEach(100, random -> {
            int k = 2 + random.nextInt(3);
            int l = 2 + random.nextInt(2);
            double t = random.nextInt(1, 10) / 10.0;
            Table table =
                    Tables.sensitive(random, k + random.nextInt(60), 1 + random.nextInt(3), 1 + random.nextInt(2));
            Release release;
            try {
                Partition partition = grouping(random).partition(table, k);
                release = Release.of(table, new Guarantees(l, t).enforce(table, partition));
            } catch (AnonymisationException.NotDiverse e) {
                assertThat(table.columns(Role.SENSITIVE)).anyMatch(column -> distinct(column) < l);
                return;
            }
            Requirements asked =
                    Requirements.of(k).with(new DiversityCriterion.Distinct(l)).withCloseness(t);
            assertThat(ReleaseCheck.of(Written.of(release.table()), asked).holds())
                    .isTrue();
        });
    }

    private static long distinct(Column column) {
        int[] codes = column.codes();
        return IntStream.range(0, codes.length)
                .filter(row -> !column.isMissing(row))
                .map(row -> codes[row])
                .distinct()
                .count();
    }

    /** Most of it is tested where it is measured; here, that the two tables go in the right way round. */
    @Test
    void aReleaseOfOneGroupLostAllAndTellsNothing() {
        Seeds.forEach(20, random -> {
            Table table = Tables.random(random, 20, 2);
            Release release = Release.of(table, new Partition(new int[20]));
            ReleaseComparison comparison =
                    ReleaseComparison.of(table, release.table(), Persons.ofRows(20), new RowOrder(true, true, 0));
            assertThat(comparison.informationLoss().getAsDouble()).isCloseTo(release.informationLoss(), within(1e-9));
            assertThat(comparison.linkage().orElseThrow().found()).isCloseTo(0.05, within(1e-12));
            assertThat(comparison.columns()).allSatisfy(column -> {
                assertThat(column.after().standardDeviation()).isZero();
                assertThat(column.before().mean()).isCloseTo(column.after().mean(), withinPercentage(1e-9));
            });
        });
    }
}
