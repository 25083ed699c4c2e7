package org.phrkit.microaggregation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.phrkit.privacy.EquivalenceClasses;
import org.phrkit.privacy.InformationLoss;
import org.phrkit.table.Column;
import org.phrkit.table.ColumnSpec;
import org.phrkit.table.Csv;
import org.phrkit.table.Kind;
import org.phrkit.table.NumberColumn;
import org.phrkit.table.Role;
import org.phrkit.table.Schema;
import org.phrkit.table.Table;
import org.phrkit.testing.Seeds;
import org.phrkit.testing.Tables;

class DoublePhaseTest {
    private static final Grouping MDAV = Grouping.mdav(Progress.UNSEEN);

    /** A table, and what some collectors make of their rows of it. */
    private static final class Case {
        final int k1;
        final int k;
        final Table table;
        final int[] collectorOf;
        final List<Release> collectors = new ArrayList<>();

        Case(SplittableRandom random, boolean isMixed) {
            k1 = 2 + random.nextInt(4);
            k = 2 + random.nextInt(12);
            int collectorCount = 1 + random.nextInt(4);
            int rowCount = collectorCount * k1 + k + random.nextInt(120);
            int columnCount = 1 + random.nextInt(4);
            table = isMixed
                    ? Tables.mixed(random, rowCount, columnCount)
                    : Tables.random(random, rowCount, columnCount);
            collectorOf = new int[rowCount];
            for (int row = 0; row < rowCount; row++) {
                collectorOf[row] = row < collectorCount * k1 ? row % collectorCount : random.nextInt(collectorCount);
            }
            for (int collector = 0; collector < collectorCount; collector++) {
                int number = collector;
                Table own = table.select(IntStream.range(0, rowCount)
                        .filter(row -> collectorOf[row] == number)
                        .toArray());
                collectors.add(Release.of(own, Mdav.partition(own, k1)));
            }
        }

        List<Table> groups() {
            return collectors.stream().map(Release::groups).toList();
        }

        List<Table> records() {
            return collectors.stream().map(Release::table).toList();
        }

        Simulation simulate() throws Exception {
            return DoublePhase.simulate(table, collectorOf, k1, k, MDAV);
        }
    }

    private static Table groups(double[] centres, double... counts) {
        return new Table(
                List.of(Tables.quasi("x", centres), new NumberColumn(new ColumnSpec("count", Role.COUNT), counts)));
    }

    private static double[] counts(Release release) {
        return release.counts().values();
    }

    private static String csv(Table table) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Csv.write(table, out);
        return out.toString(StandardCharsets.UTF_8);
    }

    private static List<double[]> values(Table table) {
        return table.quasiNumbers().stream().map(NumberColumn::values).toList();
    }

    /** By hand: the centres are far enough apart for any method. */
    @Test
    void centresOfTwoCollectorsMeet() throws Exception {
        Release release = DoublePhase.ofGroups(
                List.of(groups(new double[] {10, 0}, 2, 3), groups(new double[] {5, 100}, 3, 8)), 5, MDAV);
        assertThat(csv(release.groups()).lines()).containsExactlyInAnyOrder("x,count", "4.375,8", "100,8");
    }

    @Test
    void finalGroupsCoverKRecordsOfWholeClasses() {
        Seeds.forEach(300, random -> {
            Case given = new Case(random, random.nextBoolean());
            for (Release release : List.of(
                    DoublePhase.ofGroups(given.groups(), given.k, MDAV),
                    DoublePhase.ofRecords(given.records(), given.k, MDAV))) {
                assertThat(Arrays.stream(counts(release)).min().orElseThrow()).isGreaterThanOrEqualTo(given.k);
                assertThat(Arrays.stream(counts(release)).sum()).isEqualTo(given.table.rowCount());
                assertThat(EquivalenceClasses.of(release.table().columns(Role.QUASI))
                                .classCount())
                        .isLessThanOrEqualTo(release.groups().rowCount());
            }
            Simulation simulation = given.simulate();
            assertThat(simulation.phase2().partition().smallestSize()).isGreaterThanOrEqualTo(given.k);
            assertThat(EquivalenceClasses.of(simulation.phase2().table().columns(Role.QUASI))
                            .smallestSize())
                    .isGreaterThanOrEqualTo(given.k);
            Map<Integer, Integer> finalGroupOf = new HashMap<>();
            for (int row = 0; row < given.table.rowCount(); row++) {
                int last = simulation.phase2().partition().groupOf(row);
                Integer other =
                        finalGroupOf.putIfAbsent(simulation.phase1().partition().groupOf(row), last);
                assertThat(other == null ? last : other).isEqualTo(last);
            }
        });
    }

    /** Rows of records come in any order, and columns too; neither that nor the form matters. */
    @Test
    void bothFormsGiveTheSame() {
        Seeds.forEach(300, random -> {
            Case given = new Case(random, random.nextBoolean());
            Release ofGroups = DoublePhase.ofGroups(given.groups(), given.k, MDAV);
            List<Table> shuffled = new ArrayList<>();
            for (Table table : given.records()) {
                int[] order = IntStream.range(0, table.rowCount())
                        .boxed()
                        .sorted((a, b) -> Integer.compare(a * 7919 % 31, b * 7919 % 31))
                        .mapToInt(row -> row)
                        .toArray();
                shuffled.add(table.select(order));
            }
            assertThat(csv(DoublePhase.ofRecords(shuffled, given.k, MDAV).groups()))
                    .isEqualTo(csv(ofGroups.groups()));
        });
    }

    /** SSE of the whole is SSE within the classes of phase 1 plus that of their weighted centres. */
    @Test
    void squaredErrorsOfBothPhasesAddUp() {
        Seeds.forEach(300, random -> {
            Case given = new Case(random, false);
            Simulation simulation = given.simulate();
            List<double[]> original = values(given.table);
            List<double[]> phase1 = values(simulation.phase1().table());
            List<double[]> phase2 = values(simulation.phase2().table());
            double second = 0;
            double total = 0;
            for (int i = 0; i < original.size(); i++) {
                double[] column = original.get(i);
                double mean = Arrays.stream(column).average().orElseThrow();
                double squares =
                        Arrays.stream(column).map(x -> (x - mean) * (x - mean)).sum();
                double error = 0;
                for (int row = 0; row < column.length; row++) {
                    error += Math.pow(phase1.get(i)[row] - phase2.get(i)[row], 2);
                }
                boolean isConstant = Arrays.stream(column).distinct().count() == 1;
                second += isConstant ? 0 : error / squares;
                total += isConstant ? 0 : 1;
            }
            second = total == 0 ? 0 : 100 * second / total;
            assertThat(simulation.phase2Loss()).isCloseTo(second, within(1e-8));
            assertThat(simulation.phase1().informationLoss())
                    .isCloseTo(
                            InformationLoss.of(given.table, simulation.phase1().table()), within(1e-9));
            assertThat(simulation.phase2().informationLoss())
                    .isCloseTo(
                            InformationLoss.of(given.table, simulation.phase2().table()), within(1e-9));
            Release whole = Release.of(given.table, simulation.phase2().partition());
            assertThat(simulation.phase2().informationLoss()).isCloseTo(whole.informationLoss(), within(1e-8));
        });
    }

    @Test
    void oneCollectorWithKLosesWhatOnePhaseLoses() {
        Seeds.forEach(100, random -> {
            int k = 2 + random.nextInt(5);
            Table table = Tables.random(random, 3 * k + random.nextInt(60), 1 + random.nextInt(4));
            Simulation simulation = DoublePhase.simulate(table, new int[table.rowCount()], k, k, MDAV);
            assertThat(simulation.phase1().partition())
                    .isEqualTo(simulation.singlePhase().partition());
            assertThat(simulation.phase2Loss()).isCloseTo(0, within(1e-9));
            assertThat(simulation.phase2().informationLoss())
                    .isCloseTo(simulation.singlePhase().informationLoss(), within(1e-9));
        });
    }

    @Test
    void handedOverTextIsEnough() throws Exception {
        Schema schema = new Schema(List.of(
                new ColumnSpec("age", Role.QUASI, Kind.INTEGER),
                new ColumnSpec("ward", Role.QUASI, Kind.CATEGORY),
                new ColumnSpec("finding", Role.SENSITIVE)));
        Table first = read("age,ward,count\n30,b,3\n60,a,2\n", schema.withCount());
        Table second = read("count,ward,age\n4,a,60\n4,b,31\n", schema.withCount());
        assertThat(csv(DoublePhase.ofGroups(List.of(first, second), 5, MDAV).groups())
                        .lines())
                .containsExactlyInAnyOrder("age,ward,count", "31,b,7", "60,a,6");
        Table records = read("age,ward,finding\n30,b,x\n60,a,y\n60,a,z\n30,b,x\n", schema);
        Table others = read("finding,ward,age\nu,a,60\nv,a,60\nw,a,60\n", schema);
        assertThat(csv(DoublePhase.ofRecords(List.of(records, others), 2, MDAV).table()))
                .isEqualTo("age,ward,finding\n30,b,x\n60,a,y\n60,a,z\n30,b,x\n60,a,u\n60,a,v\n60,a,w\n");
    }

    private static Table read(String text, Schema schema) throws Exception {
        return Csv.read(
                new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)),
                header -> schema.isOfGroups(header) ? schema.bindGroups(header) : schema.bind(header));
    }

    @Test
    void identifiersAreLeftOutAndOtherColumnsKept() throws Exception {
        Column name = new NumberColumn(new ColumnSpec("name", Role.IDENTIFIER, Kind.NUMBER), new double[] {1, 2});
        Column dose = new NumberColumn(new ColumnSpec("dose", Role.PLAIN, Kind.NUMBER), new double[] {5, 6});
        Table table = new Table(List.of(name, Tables.quasi("x", 1, 1), dose));
        assertThat(csv(DoublePhase.ofRecords(List.of(table), 2, MDAV).table())).isEqualTo("x,dose\n1,5\n1,6\n");
    }

    @Test
    void whatACollectorMissesIsFilled() throws Exception {
        Table complete = new Table(List.of(Tables.quasi("x", 1, 1, 1), Tables.quasi("y", 5, 5, 5)));
        Table missing = new Table(List.of(Tables.quasi("x", 2, 2), Tables.quasi("y", Double.NaN, Double.NaN)));
        assertThat(csv(DoublePhase.ofRecords(List.of(complete, missing), 5, MDAV)
                        .groups()))
                .isEqualTo("x,y,count\n1.4,5,5\n");
    }

    @Test
    void anOriginalRecordIsRefused() {
        Table good = groups(new double[] {1, 2}, 2, 3);
        Table bad = groups(new double[] {4, 5}, 2, 1);
        CollectorException e = catchThrowableOfType(
                CollectorException.OriginalRecord.class, () -> DoublePhase.ofGroups(List.of(good, bad), 3, MDAV));
        assertThat(e.collector()).isEqualTo(1);
        assertThat(e.lineNumber()).isEqualTo(3);
        assertThat(e).hasMessage("line 3: " + e.problem());
        Table records = new Table(List.of(Tables.quasi("x", 7, 7, 8)));
        Table alike = new Table(List.of(Tables.quasi("x", 8, 8)));
        assertThatThrownBy(() -> DoublePhase.ofRecords(List.of(alike, records), 2, MDAV))
                .isInstanceOf(CollectorException.OriginalRecord.class)
                .hasMessageStartingWith("line 4: ");
    }

    @Test
    void countsMustCount() {
        for (double count : new double[] {0, -3, Double.NaN, 1L << 31}) {
            assertThatThrownBy(() -> DoublePhase.ofGroups(List.of(groups(new double[] {1, 2}, 2, count)), 2, MDAV))
                    .isInstanceOf(CollectorException.BadCount.class)
                    .hasMessage("line 3: the count is missing or is not a number of records");
        }
        Table tooMany = groups(new double[] {1, 1}, Integer.MAX_VALUE, 2);
        assertThatThrownBy(() -> DoublePhase.ofGroups(List.of(tooMany), 2, MDAV))
                .isInstanceOf(CollectorException.BadCount.class);
        assertThatThrownBy(() -> DoublePhase.ofGroups(List.of(new Table(List.of(Tables.quasi("x", 1)))), 2, MDAV))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void tooFewRecordsAreRefused() {
        assertThatThrownBy(() -> DoublePhase.ofGroups(List.of(groups(new double[] {1, 2}, 2, 2)), 5, MDAV))
                .isInstanceOf(CollectorException.TooFewRecords.class)
                .hasMessage("4 records are fewer than k = 5");
        Table table = new Table(List.of(Tables.quasi("x", 1, 2, 3, 4)));
        assertThatThrownBy(() -> DoublePhase.simulate(table, new int[] {0, 77, 0, 0}, 2, 2, MDAV))
                .isInstanceOf(CollectorException.TooFewRecords.class)
                .hasMessage("1 record is fewer than k1 = 2");
        assertThatThrownBy(() -> DoublePhase.simulate(table, new int[4], 2, 5, MDAV))
                .isInstanceOf(CollectorException.TooFewRecords.class);
    }

    @Test
    void slipsAreRefused() {
        Table table = new Table(List.of(Tables.quasi("x", 1, 1, 3, 3)));
        assertThatThrownBy(() -> DoublePhase.simulate(table, new int[3], 2, 2, MDAV))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> DoublePhase.simulate(table, new int[4], 1, 2, MDAV))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> DoublePhase.ofRecords(List.of(table), 1, MDAV))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> DoublePhase.ofRecords(List.of(), 2, MDAV))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
