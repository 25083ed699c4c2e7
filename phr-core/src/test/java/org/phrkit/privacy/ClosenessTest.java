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

    /**
     * The paper's table of 0.167-closeness in salary, 3 to 11 thousand, and 0.278-closeness in disease. Salaries 3, 5, 9
     * in ninths: cumulative 3, 3, 6, 6, 6, 6, 9, 9, 9 against 1 to 9 differ by 12 in all, and 12/9/8 = 0.1667; so do
     * 6, 11, 8; 4, 7, 10 differ by 6. The paper's 0.278 is by a hierarchy of diseases. Where all are equally far apart,
     * the first class, of gastric ulcer (1 of 9), stomach cancer (2) and pneumonia (1), has
     * (1/3 - 1/9) + (1/3 - 2/9) + (1/3 - 1/9) = 5/9, which is twice that: all its diseases have a sibling in the rest.
     */
    @Test
    void agreesWithTheClosePatientsOfThePaper() {
        EquivalenceClasses classes = classes(1, 1, 1, 2, 2, 2, 3, 3, 3);
        Closeness salary = Closeness.of(classes, numbers(3, 5, 9, 6, 11, 8, 4, 7, 10));
        assertThat(salary.greatest()).isEqualTo(0.166666667);
        assertThat(salary.distance(2)).isEqualTo(0.083333333);
        assertThat(salary.isOrdered()).isTrue();
        Closeness disease = Closeness.of(
                classes,
                new TextColumn(
                        new ColumnSpec("disease", Role.SENSITIVE),
                        List.of(
                                "gastric ulcer",
                                "stomach cancer",
                                "pneumonia",
                                "gastritis",
                                "flu",
                                "bronchitis",
                                "gastritis",
                                "bronchitis",
                                "stomach cancer")));
        assertThat(disease.distance(0)).isEqualTo(0.555555556);
        assertThat(disease.distance(1)).isEqualTo(0.444444444);
        assertThat(disease.distance(2)).isEqualTo(0.333333333);
        assertThat(disease.isOrdered()).isFalse();
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
