package org.phrkit.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
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

class ClosenessTest {
    private static final double NA = Double.NaN;

    private static EquivalenceClasses classes(double... quasi) {
        return EquivalenceClasses.of(List.of(Tables.quasi("age", quasi)));
    }

    private static Column numbers(double... values) {
        return new NumberColumn(new ColumnSpec("s", Role.SENSITIVE, Kind.NUMBER), values);
    }

    private static Column categories(int... codes) {
        return new TextColumn(new ColumnSpec("s", Role.SENSITIVE, Kind.CATEGORY), List.of("a", "b", "c"), codes, "NA");
    }

    /** The paper's incomes, 3 to 11 thousand: 3, 4, 5 are at 0.375 from all, and 6, 8, 11 at 0.167. */
    @Test
    void agreesWithThePaper() {
        Column incomes = numbers(3, 4, 5, 6, 11, 8, 7, 9, 10);
        Closeness closeness = Closeness.of(classes(1, 1, 1, 2, 2, 2, 3, 3, 3), incomes);
        assertThat(closeness.distance(0)).isEqualTo(0.375);
        assertThat(closeness.distance(1)).isCloseTo(1 / 6.0, within(1e-9));
        assertThat(closeness.greatest()).isEqualTo(0.375);
    }

    /** Shares 1/2, 1/2, 0 against 1/4, 1/2, 1/4. */
    @Test
    void categoriesAreEquallyFarApart() {
        Closeness closeness = Closeness.of(classes(1, 1, 2, 2), categories(0, 1, 1, 2));
        assertThat(closeness.distance(0)).isEqualTo(0.25);
        assertThat(closeness.greatest()).isEqualTo(0.25);
    }

    @Test
    void aClassThatIsTheTableIsAtNoDistance() {
        assertThat(Closeness.of(classes(1, 1, 1), numbers(1, NA, 7)).greatest()).isZero();
        assertThat(Closeness.of(classes(1, 2, 2), numbers(7, 7, 7)).greatest()).isZero();
        assertThat(Closeness.of(classes(1, 2, 2), numbers(NA, NA, NA)).greatest())
                .isZero();
        assertThat(Closeness.of(classes(1, 1, 1), categories(0, -1, 1)).greatest())
                .isZero();
    }

    /** Half of all is missing, nothing of the first class and all of the second. */
    @Test
    void missingCellsAreFarFromAllOthers() {
        Closeness ordered = Closeness.of(classes(1, 1, 2, 2), numbers(3, 4, NA, NA));
        assertThat(ordered.distance(0)).isEqualTo(0.5);
        assertThat(ordered.distance(1)).isEqualTo(0.5);
        Closeness categories = Closeness.of(classes(1, 1, 2, 2), categories(0, 1, -1, -1));
        assertThat(categories.distance(0)).isEqualTo(0.5);
        assertThat(categories.distance(1)).isEqualTo(0.5);
    }

    /** |0 - 1/4| of missing cells, and 3/4 of the distance between 1/2, 1/2, 0 and 1/3, 1/3, 1/3 in their order. */
    @Test
    void missingCellsAndAnOrderAddUp() {
        Closeness closeness = Closeness.of(classes(1, 1, 2, 2), numbers(3, 4, 5, NA));
        assertThat(closeness.distance(0)).isEqualTo(0.25 + 0.75 * 0.25);
    }

    @Test
    void agreesWithTheObvious() {
        Seeds.forEach(600, random -> {
            Table table = Tables.sensitive(random, 1 + random.nextInt(50), 1, 1);
            EquivalenceClasses classes = EquivalenceClasses.of(table.columns(Role.QUASI));
            Column column = table.columns(Role.SENSITIVE).get(0);
            Closeness closeness = Closeness.of(classes, column);
            double[] expected = new double[classes.classCount()];
            for (int number = 0; number < expected.length; number++) {
                expected[number] = EarthMover.distance(column, DiversityTest.rows(classes, number));
                assertThat(closeness.distance(number)).isCloseTo(expected[number], within(2e-9));
            }
            assertThat(closeness.greatest())
                    .isCloseTo(Arrays.stream(expected).max().orElseThrow(), within(2e-9));
        });
    }
}
