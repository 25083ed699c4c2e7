package org.phrkit.microaggregation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.phrkit.privacy.Closeness;
import org.phrkit.privacy.Diversity;
import org.phrkit.privacy.EquivalenceClasses;
import org.phrkit.table.Column;
import org.phrkit.table.ColumnSpec;
import org.phrkit.table.Kind;
import org.phrkit.table.NumberColumn;
import org.phrkit.table.Role;
import org.phrkit.table.Table;
import org.phrkit.table.TextColumn;
import org.phrkit.testing.EarthMover;
import org.phrkit.testing.Seeds;
import org.phrkit.testing.Tables;

class GuaranteesTest {
    private static final double[] AGES = {1, 2, 11, 12, 31, 32, 41, 42};
    private static final Partition PAIRS = new Partition(new int[] {0, 0, 1, 1, 2, 2, 3, 3});

    private static Table table(double[] ages, String secrets) {
        List<String> levels = List.of("a", "b", "c", "d");
        int[] codes = secrets.chars().map(c -> c == '.' ? -1 : c - 'a').toArray();
        ColumnSpec spec = new ColumnSpec("secret", Role.SENSITIVE, Kind.CATEGORY);
        return new Table(List.of(Tables.quasi("age", ages), new TextColumn(spec, levels, codes, "")));
    }

    private static Table numbers(double[] ages, double... secrets) {
        return new Table(List.of(
                Tables.quasi("age", ages),
                new NumberColumn(new ColumnSpec("secret", Role.SENSITIVE, Kind.NUMBER), secrets)));
    }

    /** The third pair has one value, and the fourth is nearest to it. */
    @Test
    void mergesWhatIsNotDiverse() throws Exception {
        assertThat(new Guarantees(2, 1).enforce(table(AGES, "ababaaab"), PAIRS))
                .isEqualTo(new Partition(new int[] {0, 0, 1, 1, 2, 2, 2, 2}));
    }

    /** A missing cell is no value. */
    @Test
    void missingCellsDoNotMakeDiverse() throws Exception {
        assertThat(new Guarantees(2, 1).enforce(table(AGES, "a.ababab"), PAIRS))
                .isEqualTo(new Partition(new int[] {0, 0, 0, 0, 1, 1, 2, 2}));
    }

    /** Folded, the first pair has one value, and the second a value and none. */
    @Test
    void spellingsDoNotMakeDiverse() throws Exception {
        ColumnSpec spec = new ColumnSpec("secret", Role.SENSITIVE, Kind.CATEGORY);
        List<String> texts = List.of("hiv", "HIV ", "flu", "unknown", "hiv", "flu", "hiv", "flu");
        Table table = new Table(List.of(Tables.quasi("age", AGES), new TextColumn(spec, texts)));
        assertThat(new Guarantees(2, 1).enforce(table, PAIRS)).isSameAs(PAIRS);
        assertThat(new Guarantees(2, 1).folded().enforce(table, PAIRS))
                .isEqualTo(new Partition(new int[] {0, 0, 0, 0, 1, 1, 2, 2}));
        assertThatThrownBy(() -> new Guarantees(3, 1).folded().enforce(table, PAIRS))
                .hasMessage("column \"secret\" has 2 distinct values, fewer than l = 3");
        // A text that is like one of missing cells is missing as well.
        Anonymisation without = new Anonymisation(2).with(new Guarantees(2, 1).folded(), List.of("Flu"));
        assertThatThrownBy(() -> without.of(table))
                .hasMessage("column \"secret\" has 1 distinct value, fewer than l = 2");
    }

    /** Low secrets are with low ages: the pairs at both ends are worst, the first is merged first. */
    @Test
    void mergesWhatIsNotClose() throws Exception {
        Table table = numbers(AGES, 1, 2, 3, 4, 5, 6, 7, 8);
        assertThat(new Guarantees(0, 0.3).enforce(table, PAIRS))
                .isEqualTo(new Partition(new int[] {0, 0, 0, 0, 1, 1, 1, 1}));
        assertThat(new Guarantees(0, 0.2).enforce(table, PAIRS)).isEqualTo(Partition.single(8));
    }

    /** Halves of 1 to 8 are at (1/8 + 2/8 + 3/8 + 4/8 + 3/8 + 2/8 + 1/8) / 7 = 2/7 from all. */
    @Test
    void aDistanceOfTIsAllowed() throws Exception {
        Table table = numbers(AGES, 1, 2, 3, 4, 5, 6, 7, 8);
        Partition halves = new Partition(new int[] {0, 0, 0, 0, 1, 1, 1, 1});
        assertThat(new Guarantees(0, 0.285714286).enforce(table, halves)).isSameAs(halves);
        assertThat(new Guarantees(0, 0.285714285).enforce(table, halves)).isEqualTo(Partition.single(8));
        Partition tens = new Partition(new int[] {0, 0, 0, 0, 0, 0, 0, 1, 1, 1});
        double[] ages = IntStream.range(0, 10).asDoubleStream().toArray();
        // 3 of 10 are b, and none in the second group.
        assertThat(new Guarantees(0, 0.3).enforce(table(ages, "aaaabbbaaa"), tens))
                .isSameAs(tens);
    }

    @Test
    void oneGroupIsAlwaysClose() throws Exception {
        Table table = numbers(AGES, 1, 2, 3, 4, 5, 6, 7, Double.NaN);
        assertThat(new Guarantees(0, 0).enforce(table, PAIRS)).isEqualTo(Partition.single(8));
    }

    @Test
    void whatKeepsThemStaysAsItIs() throws Exception {
        Table table = table(AGES, "abababab");
        assertThat(new Guarantees(2, 0.1).enforce(table, PAIRS)).isSameAs(PAIRS);
        assertThat(new Guarantees(0, 1).enforce(table(AGES, "aaaaaaaa"), PAIRS)).isSameAs(PAIRS);
    }

    @Test
    void nobodyIsMoreDiverseThanTheTable() {
        assertThatThrownBy(() -> new Guarantees(3, 1).enforce(table(AGES, "abab.bab"), PAIRS))
                .isInstanceOf(AnonymisationException.NotDiverse.class)
                .hasMessage("column \"secret\" has 2 distinct values, fewer than l = 3");
    }

    @Test
    void refusesWhatCannotBeMeant() {
        assertThatThrownBy(() -> new Guarantees(-1, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Guarantees(2, 1.1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Guarantees(2, -0.1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Guarantees(2, Double.NaN)).isInstanceOf(IllegalArgumentException.class);
        Table plain = new Table(List.of(Tables.quasi("age", AGES)));
        assertThatThrownBy(() -> new Guarantees(2, 1).enforce(plain, PAIRS))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Guarantees(2, 1).enforce(plain, Partition.single(3)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** A table, a partition of it, and guarantees that can be kept. */
    private record Case(Table table, Partition partition, Guarantees wanted) {
        static Case random(SplittableRandom random) {
            int rowCount = 2 + random.nextInt(60);
            Table table = Tables.sensitive(random, rowCount, 1 + random.nextInt(3), 1 + random.nextInt(2));
            int groupCount = 1 + random.nextInt(rowCount);
            int[] groupOf = new int[rowCount];
            Arrays.setAll(groupOf, row -> row < groupCount ? row : random.nextInt(groupCount));
            List<Integer> all = IntStream.range(0, rowCount).boxed().toList();
            int most = table.columns(Role.SENSITIVE).stream()
                    .mapToInt(column -> EarthMover.distinct(column, all))
                    .min()
                    .orElseThrow();
            double t = random.nextInt(3) == 0 ? 1 : random.nextInt(100) / 100.0;
            return new Case(table, new Partition(groupOf), new Guarantees(random.nextInt(most + 1), t));
        }
    }

    @Test
    void agreesWithTheNaive() {
        Seeds.forEach(150, 500, random -> {
            Case some = Case.random(random);
            assertThat(some.wanted.enforce(some.table, some.partition))
                    .isEqualTo(NaiveMerging.enforce(some.table, some.partition, some.wanted));
        });
    }

    /** By definition, and by the room of privacy, for which the groups are what is told apart. */
    @Test
    void eachGroupKeepsThem() {
        Seeds.forEach(500, random -> {
            Case some = Case.random(random);
            Partition merged = some.wanted.enforce(some.table, some.partition);
            EquivalenceClasses classes = EquivalenceClasses.of(List.of(Tables.quasi(
                    "group", Arrays.stream(merged.groups()).asDoubleStream().toArray())));
            for (Column column : some.table.columns(Role.SENSITIVE)) {
                assertThat(Diversity.of(classes, column).smallest()).isGreaterThanOrEqualTo(some.wanted.l());
                assertThat(Closeness.of(classes, column).greatest()).isLessThanOrEqualTo(some.wanted.t());
                for (int group = 0; group < merged.groupCount(); group++) {
                    List<Integer> members = members(merged, group);
                    assertThat(EarthMover.distinct(column, members)).isGreaterThanOrEqualTo(some.wanted.l());
                    assertThat(EarthMover.distance(column, members)).isLessThanOrEqualTo(some.wanted.t());
                }
            }
        });
    }

    @Test
    void groupsAreOnlyMergedAndKeepTheirOrder() {
        Seeds.forEach(300, random -> {
            Case some = Case.random(random);
            Partition merged = some.wanted.enforce(some.table, some.partition);
            int[] into = new int[some.partition.groupCount()];
            List<Integer> firsts = new ArrayList<>();
            for (int group = 0; group < into.length; group++) {
                List<Integer> members = members(some.partition, group);
                into[group] = merged.groupOf(members.get(0));
                int number = into[group];
                assertThat(members).allMatch(row -> merged.groupOf(row) == number);
                if (number == firsts.size()) {
                    firsts.add(group);
                }
            }
            assertThat(firsts).hasSize(merged.groupCount());
        });
    }

    private static List<Integer> members(Partition partition, int group) {
        return IntStream.range(0, partition.rowCount())
                .filter(row -> partition.groupOf(row) == group)
                .boxed()
                .toList();
    }
}
