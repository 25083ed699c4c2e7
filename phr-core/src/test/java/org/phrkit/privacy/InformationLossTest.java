package org.phrkit.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.phrkit.microaggregation.Grouping;
import org.phrkit.microaggregation.Mdav;
import org.phrkit.microaggregation.Partition;
import org.phrkit.microaggregation.Progress;
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

class InformationLossTest {
    private static final double NA = Double.NaN;

    private static Table numbers(double... values) {
        return new Table(List.of(Tables.quasi("x", values)));
    }

    private static Table integers(double... values) {
        return new Table(List.of(new NumberColumn(new ColumnSpec("x", Role.QUASI, Kind.INTEGER), values)));
    }

    /** Each letter is a cell, a point a missing one. */
    private static Table texts(Kind kind, String cells) {
        List<String> levels = List.of("a", "b", "c", "d");
        int[] codes = cells.chars().map(c -> c == '.' ? -1 : c - 'a').toArray();
        ColumnSpec spec = new ColumnSpec("x", Role.QUASI, kind, kind == Kind.ORDINAL ? levels : List.of());
        return new Table(List.of(new TextColumn(spec, levels, codes, "")));
    }

    private static double loss(double[] original, double... released) {
        return InformationLoss.of(numbers(original), numbers(released));
    }

    @Test
    void isZeroForACopyAndAHundredForTheMean() {
        double[] original = {1, 2, 3, 6};
        assertThat(loss(original, 1, 2, 3, 6)).isZero();
        assertThat(loss(original, 3, 3, 3, 3)).isCloseTo(100, within(1e-12));
    }

    @Test
    void roundingIsNoLoss() {
        assertThat(loss(new double[] {0.1, 0.1, 0.1, 5}, 0.1, 0.1, 0.30000000000000004 / 3, 5))
                .isZero();
        assertThat(loss(new double[] {0, 1, 2, 3}, 0, 1, 2, 3 + 1e-9)).isBetween(1e-18, 1e-16);
    }

    /** SSE = 4·0.25 = 1, SST = 4 + 1 + 0 + 9 = 14, on any scale. */
    @Test
    void isTheShareOfTheSquares() {
        assertThat(loss(new double[] {1, 2, 3, 6}, 1.5, 1.5, 3.5, 5.5)).isCloseTo(100.0 / 14, within(1e-12));
        assertThat(loss(new double[] {100, 200, 300, 600}, 150, 150, 350, 550)).isCloseTo(100.0 / 14, within(1e-12));
    }

    @Test
    void constantColumnsDoNotCount() {
        assertThat(loss(new double[] {5, 5}, 5, 5)).isZero();
        assertThat(InformationLoss.of(
                        new Table(List.of(Tables.quasi("x", 5, 5), Tables.quasi("y", 1, 3))),
                        new Table(List.of(Tables.quasi("y", 2, 2), Tables.quasi("x", 5, 5)))))
                .isCloseTo(100, within(1e-12));
    }

    /** The mean 2.5 is rounded to 2: SST = 4 + 1 + 1 + 16. That of 0, 1, 5 stays. */
    @Test
    void theCentreOfIntegersIsRounded() {
        assertThat(InformationLoss.of(integers(0, 1, 3, 6), numbers(0.5, 0.5, 4.5, 4.5)))
                .isCloseTo(100.0 * (0.25 + 0.25 + 2.25 + 2.25) / (4 + 1 + 1 + 16), within(1e-12));
        assertThat(InformationLoss.of(integers(0, 1, 5), integers(0, 1, 2)))
                .isCloseTo(100.0 * 9 / (4 + 1 + 9), within(1e-12));
    }

    /** The lower median of a, b, c, d is b: SST = 1 + 0 + 1 + 4 ranks, squared. */
    @Test
    void ordinalsAreRanks() {
        assertThat(InformationLoss.of(texts(Kind.ORDINAL, "abcd"), texts(Kind.ORDINAL, "aadd")))
                .isCloseTo(100.0 * 2 / 6, within(1e-12));
    }

    /** The mode of b, b, a, a is a, the first level, so that two cells of four differ from it. */
    @Test
    void categoriesAreTheSameOrNot() {
        assertThat(InformationLoss.of(texts(Kind.CATEGORY, "bbaa"), texts(Kind.CATEGORY, "bbba")))
                .isCloseTo(100.0 / 2, within(1e-12));
        assertThat(InformationLoss.of(texts(Kind.CATEGORY, "bbac"), texts(Kind.CATEGORY, "bdac")))
                .isCloseTo(100.0 / 2, within(1e-12));
    }

    /** A standardised number has SST = n, here 2; categories of equal share are 2 / (1 - 1/2) = 4 apart, and SST = 4. */
    @Test
    void kindsAreOnScalesThatFitTogether() {
        Column number = Tables.quasi("y", 0, 1);
        Table original =
                new Table(List.of(number, texts(Kind.CATEGORY, "ab").columns().get(0)));
        Table released =
                new Table(List.of(number, texts(Kind.CATEGORY, "aa").columns().get(0)));
        assertThat(InformationLoss.of(original, released)).isCloseTo(100.0 * 4 / 6, within(1e-12));
    }

    @Test
    void cellsMissingInTheOriginalDoNotCount() {
        assertThat(loss(new double[] {1, 2, NA, 3, 6}, 1.5, 1.5, 99, 3.5, 5.5)).isCloseTo(100.0 / 14, within(1e-12));
        assertThat(loss(new double[] {NA, NA}, 1, 2)).isZero();
        assertThat(InformationLoss.of(texts(Kind.CATEGORY, ".."), texts(Kind.CATEGORY, "ab")))
                .isZero();
        assertThat(InformationLoss.of(texts(Kind.ORDINAL, ".."), texts(Kind.ORDINAL, "ab")))
                .isZero();
    }

    @Test
    void cellsMissingInTheReleaseAreTheCentre() {
        assertThat(loss(new double[] {1, 2, 3, 6}, NA, NA, NA, NA)).isCloseTo(100, within(1e-12));
        assertThat(loss(new double[] {1, 2, 3, 6}, NA, 2, 3, 6)).isCloseTo(100.0 * 4 / 14, within(1e-12));
        assertThat(InformationLoss.of(texts(Kind.CATEGORY, "aab"), texts(Kind.CATEGORY, "...")))
                .isCloseTo(100, within(1e-12));
        // The mean 2.5 is rounded to 2; of two modes the first level is the centre.
        assertThat(InformationLoss.of(integers(0, 1, 3, 6), integers(NA, 1, 3, 6)))
                .isCloseTo(100.0 * 4 / 22, within(1e-12));
        assertThat(InformationLoss.of(texts(Kind.CATEGORY, "bbaa"), texts(Kind.CATEGORY, ".baa")))
                .isCloseTo(100.0 / 2, within(1e-12));
    }

    /** Random groups, and those of an algorithm. */
    @Test
    void agreesWithTheReleaseForAllKinds() {
        Seeds.forEach(600, random -> {
            Table table = Tables.mixed(random, 2 + random.nextInt(60), 1 + random.nextInt(4));
            int[] groupOf = new int[table.rowCount()];
            int groupCount = 1 + random.nextInt(table.rowCount());
            Arrays.setAll(groupOf, row -> row < groupCount ? row : random.nextInt(groupCount));
            for (Partition partition : List.of(new Partition(groupOf), Mdav.partition(table, 2))) {
                Release release = Release.of(table, partition);
                assertThat(InformationLoss.of(table, release.table()))
                        .isCloseTo(release.informationLoss(), within(1e-9));
            }
        });
    }

    @Test
    void noReleaseLosesLess() {
        int[] close = new int[1];
        Seeds.forEach(100, 1000, random -> {
            int k = 2 + random.nextInt(4);
            int rowCount = 4 * k + random.nextInt(60);
            Table table = random.nextBoolean()
                    ? Tables.mixed(random, rowCount, 1 + random.nextInt(4))
                    : Tables.random(random, rowCount, 1 + random.nextInt(4));
            Partition partition = Grouping.descent(Progress.UNSEEN).partition(table, k);
            double lost = Release.of(table, partition).informationLoss();
            double least = InformationLoss.least(table, k).orElse(0);
            assertThat(least).isLessThanOrEqualTo(lost + 1e-9);
            close[0] += least > lost / 2 ? 1 : 0;
        });
        assertThat(close[0]).as("bounds above half of what is lost").isGreaterThan(20);
    }

    @Test
    void theLeastLossIsOfTheSmallestClass() {
        Table table = numbers(0, 1, 2, 100, 101, 102);
        Release release = Release.of(table, new Partition(new int[] {0, 0, 0, 1, 1, 1}));
        assertThat(InformationLoss.least(table, release.table())).isEqualTo(InformationLoss.least(table, 3));
        assertThat(InformationLoss.least(table, 3).orElseThrow()).isCloseTo(release.informationLoss(), within(1e-6));
        assertThat(InformationLoss.least(table, table)).as("classes of one").isEmpty();
        assertThat(InformationLoss.least(numbers(1, NA), 2)).as("cells missing").isEmpty();
        assertThat(InformationLoss.least(numbers(1, 2), 3)).as("too few rows").isEmpty();
    }

    @Test
    void refusesWhatDoesNotBelongTogether() {
        assertThatThrownBy(() -> loss(new double[] {1, 2}, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> InformationLoss.of(numbers(1), new Table(List.of(Tables.quasi("y", 1)))))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> InformationLoss.of(numbers(1), texts(Kind.CATEGORY, "a")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> InformationLoss.of(texts(Kind.CATEGORY, "a"), texts(Kind.ORDINAL, "a")))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
