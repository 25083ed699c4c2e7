package org.phrkit.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.phrkit.microaggregation.Mdav;
import org.phrkit.microaggregation.Partition;
import org.phrkit.microaggregation.Release;
import org.phrkit.table.Column;
import org.phrkit.table.ColumnSpec;
import org.phrkit.table.Kind;
import org.phrkit.table.NumberColumn;
import org.phrkit.table.Role;
import org.phrkit.table.Table;
import org.phrkit.table.TextColumn;
import org.phrkit.testing.Seeds;
import org.phrkit.testing.Tables;

class RowOrderTest {
    private static Table numbers(double... values) {
        return new Table(List.of(Tables.quasi("x", values)));
    }

    private static Table texts(Role role, String cells) {
        List<String> levels = List.of("a", "b", "c", "d");
        int[] codes = cells.chars().map(c -> c == '.' ? -1 : c - 'a').toArray();
        return new Table(List.of(new TextColumn(new ColumnSpec("x", role, Kind.CATEGORY), levels, codes, "")));
    }

    /** Ten different numbers stay in their places in one of 10! orders, nine in one of 362,880. */
    @Test
    void aColumnThatIsTheSameHasKeptItsOrder() {
        assertThat(RowOrder.of(numbers(3, 1, 4, 15, 9, 2, 6, 5, 35, 8), numbers(3, 1, 4, 15, 9, 2, 6, 5, 35, 8)))
                .matches(RowOrder::isKept)
                .matches(RowOrder::arePaired);
        assertThat(RowOrder.of(numbers(3, 1, 4, 15, 9, 2, 6, 5, 35), numbers(3, 1, 4, 15, 9, 2, 6, 5, 35)))
                .matches(order -> !order.isKept())
                .matches(order -> !order.arePaired());
    }

    /** One b among a thousand is in its place in one of a thousand orders, and says little. */
    @Test
    void aRareValueInItsPlaceSaysLittle() {
        char[] cells = new char[1000];
        Arrays.fill(cells, 'a');
        cells[77] = 'b';
        Table table = texts(Role.QUASI, new String(cells));
        assertThat(RowOrder.of(table, table)).isEqualTo(new RowOrder(false, false, 0));
        double[] values = new double[1000];
        values[77] = 1;
        RowOrder order = RowOrder.of(numbers(values), numbers(values));
        assertThat(order.isKept()).isFalse();
        assertThat(order.deviations()).isLessThan(1);
    }

    /**
     * Doubled ranks -4, -2, 0, 2, 4 and -4, 0, -2, 2, 4 have the products 16, 0, 0, 4, 16, of which none is left, and the
     * sums of squares 40. Of 1 to 40 in order all but the last two and the first are left.
     */
    @Test
    void deviationsAreThoseOfTheRankCorrelation() {
        assertThat(RowOrder.of(numbers(1, 2, 3, 4, 5), numbers(1, 3, 2, 40, 50)).deviations())
                .isZero();
        double[] ascending = IntStream.range(0, 40).mapToDouble(i -> i * i).toArray();
        double[] others = Arrays.stream(ascending).map(Math::sqrt).toArray();
        double squares =
                IntStream.range(0, 40).mapToDouble(i -> (i - 19.5) * (i - 19.5)).sum();
        double left = squares - 2 * 19.5 * 19.5 - 18.5 * 18.5;
        assertThat(RowOrder.of(numbers(ascending), numbers(others)).deviations())
                .isCloseTo(left / squares * Math.sqrt(39), within(1e-9));
    }

    /**
     * Six a and two b before, five a and three b after, seven rows alike of which four count: E = (30 + 6)/8 = 4.5, so
     * that nothing is left; with all a changed to c before the same rows say nothing either. Of 12 a, b, c, d each, all
     * alike, E = 12, σ² = (4·144 - 4·2·12³/48 + 144)/47 = 432/47, and 45 count.
     */
    @Test
    void deviationsAreThoseOfTheMatches() {
        assertThat(RowOrder.of(texts(Role.QUASI, "aaaaaabb"), texts(Role.QUASI, "aaaaabbb"))
                        .deviations())
                .isZero();
        Table table = texts(Role.QUASI, "abcd".repeat(12));
        assertThat(RowOrder.of(table, table).deviations()).isCloseTo((45 - 12) / Math.sqrt(432 / 47.0), within(1e-9));
    }

    /** Mean and variance over all orders of seven rows, of matches and of products of ranks. */
    @Test
    void expectsWhatAllOrdersGive() {
        int[] before = {0, 0, 0, 1, 1, 2, 3};
        int[] after = {0, 0, 1, 1, 1, 2, 2};
        List<int[]> orders = orders(7);
        double[] matches = orders.stream()
                .mapToDouble(order -> IntStream.range(0, 7)
                        .filter(row -> before[row] == after[order[row]])
                        .count())
                .toArray();
        double mean = Arrays.stream(matches).average().orElseThrow();
        double variance = Arrays.stream(matches)
                .map(count -> (count - mean) * (count - mean))
                .average()
                .orElseThrow();
        double products = 3 * 2 + 2 * 3 + 2;
        double cubes = 3 * 2 * 5 + 2 * 3 * 5 + 1 * 2 * 3;
        assertThat(mean).isCloseTo(products / 7, within(1e-9));
        assertThat(variance).isCloseTo((products - cubes / 7 + products * products / 49) / 6, within(1e-9));
        assertThat(RowOrder.of(texts(Role.QUASI, "aaabbcd"), texts(Role.QUASI, "aaabbcd"))
                        .deviations())
                .isCloseTo((7 - 3 - 15 / 7.0) / Math.sqrt((15 - 74 / 7.0 + 225 / 49.0) / 6), within(1e-9));
    }

    private static List<int[]> orders(int count) {
        if (count == 0) {
            return List.of(new int[0]);
        }
        List<int[]> orders = new ArrayList<>();
        for (int[] shorter : orders(count - 1)) {
            for (int at = 0; at < count; at++) {
                int[] order = new int[count];
                System.arraycopy(shorter, 0, order, 0, at);
                order[at] = count - 1;
                System.arraycopy(shorter, at, order, at + 1, count - 1 - at);
                orders.add(order);
            }
        }
        return orders;
    }

    @Test
    void aReleaseOfSmallGroupsKeepsTheOrder() {
        Seeds.forEach(100, random -> {
            Table original = varied(random, 80 + random.nextInt(100));
            Table released = Release.of(original, Mdav.partition(original, 3)).table();
            RowOrder order = RowOrder.of(original, released);
            assertThat(order.isKept()).isTrue();
            assertThat(order.arePaired()).isTrue();
            long seed = random.nextLong();
            RowOrder shuffledAlike = RowOrder.of(Tables.shuffled(original, seed), Tables.shuffled(released, seed));
            assertThat(shuffledAlike.arePaired()).isTrue();
            assertThat(shuffledAlike.deviations()).isCloseTo(order.deviations(), within(1e-9));
        });
    }

    @Test
    void aShuffledReleaseDoesNot() {
        Seeds.forEach(600, random -> {
            Table original = RecordLinkageTest.random(random, 2 + random.nextInt(100));
            Table released = Tables.shuffled(RecordLinkageTest.released(random, original), random.nextLong());
            RowOrder order = RowOrder.of(original, released);
            assertThat(order.isKept()).isFalse();
            assertThat(order.arePaired()).isFalse();
        });
    }

    /** Sorted by the same number, both are nearly in the same order; but what was not changed is in other rows. */
    @Test
    void rowsSortedAlikeAreNotPaired() {
        SplittableRandom random = new SplittableRandom(1);
        double[] ages = random.doubles(200, 20, 90).sorted().toArray();
        double[] others = random.doubles(200, 20, 90).sorted().toArray();
        double[] costs = random.doubles(200).toArray();
        double[] moved = costs.clone();
        moved[3] = costs[4];
        moved[4] = costs[3];
        ColumnSpec spec = new ColumnSpec("cost", Role.SENSITIVE, Kind.NUMBER);
        Table original = new Table(List.of(Tables.quasi("age", ages), new NumberColumn(spec, costs)));
        Column age = Tables.quasi("age", others);
        assertThat(RowOrder.of(original, new Table(List.of(age, new NumberColumn(spec, costs)))))
                .matches(RowOrder::isKept)
                .matches(RowOrder::arePaired);
        assertThat(RowOrder.of(original, new Table(List.of(age, new NumberColumn(spec, moved)))))
                .matches(RowOrder::isKept)
                .matches(order -> !order.arePaired());
    }

    /** To permute a quasi-identifier is one way to protect it; a column of another role is not changed so. */
    @Test
    void rowsArePairedThoughAQuasiIdentifierWasPermuted() {
        SplittableRandom random = new SplittableRandom(3);
        double[] ages = random.doubles(60, 20, 90).toArray();
        double[] costs = random.doubles(60).toArray();
        double[] permuted =
                IntStream.range(0, 60).mapToDouble(row -> costs[(row + 7) % 60]).toArray();
        Column age = Tables.quasi("age", ages);
        for (Role role : EnumSet.complementOf(EnumSet.of(Role.COUNT))) {
            ColumnSpec spec = new ColumnSpec("cost", role, Kind.NUMBER);
            RowOrder order = RowOrder.of(
                    new Table(List.of(age, new NumberColumn(spec, costs))),
                    new Table(List.of(age, new NumberColumn(spec, permuted))));
            assertThat(order.isKept()).isTrue();
            assertThat(order.arePaired()).as(role.toString()).isEqualTo(role == Role.QUASI);
        }
    }

    @Test
    void aSingleGroupTellsNothing() {
        Table original = varied(new SplittableRandom(2), 100);
        Table released = Release.of(original, new Partition(new int[100])).table();
        assertThat(RowOrder.of(original, released)).isEqualTo(new RowOrder(false, false, 0));
    }

    @Test
    void whatCannotBeComparedSaysNothing() {
        Table original = texts(Role.PLAIN, "abcdabcdabcdabcd");
        assertThat(RowOrder.of(original, numbers(new double[16]))).isEqualTo(new RowOrder(false, false, 0));
        assertThat(RowOrder.of(original, texts(Role.PLAIN, "................")))
                .isEqualTo(new RowOrder(false, false, 0));
        assertThat(RowOrder.of(numbers(), numbers())).isEqualTo(new RowOrder(false, false, 0));
        assertThatThrownBy(() -> RowOrder.of(original, numbers(1))).isInstanceOf(IllegalArgumentException.class);
    }

    private static Table varied(SplittableRandom random, int rowCount) {
        return new Table(List.of(
                Tables.quasi("x", random.doubles(rowCount).toArray()),
                Tables.quasi("y", random.doubles(rowCount).toArray())));
    }
}
