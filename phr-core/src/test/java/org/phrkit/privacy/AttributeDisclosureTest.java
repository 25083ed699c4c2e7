package org.phrkit.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Collections;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.phrkit.table.Column;
import org.phrkit.table.ColumnSpec;
import org.phrkit.table.Kind;
import org.phrkit.table.NumberColumn;
import org.phrkit.table.Role;
import org.phrkit.table.Table;
import org.phrkit.table.TextColumn;
import org.phrkit.testing.Seeds;
import org.phrkit.testing.Tables;

class AttributeDisclosureTest {
    private static final double NA = Double.NaN;

    private static EquivalenceClasses classes(double... quasi) {
        return EquivalenceClasses.of(List.of(Tables.quasi("age", quasi)));
    }

    private static Column texts(String... texts) {
        return new TextColumn(new ColumnSpec("s", Role.SENSITIVE, Kind.CATEGORY), List.of(texts));
    }

    private static Column numbers(double... values) {
        return new NumberColumn(new ColumnSpec("s", Role.SENSITIVE, Kind.NUMBER), values);
    }

    /**
     * The 4-anonymous patients of Machanavajjhala et al. 2007, figure 2: all four in their thirties have cancer, which is
     * their homogeneity attack. Guessing by class is right for 2 of heart or viral, 2 of the second four and 4 of cancer;
     * without, for the 5 of cancer, of 12.
     */
    @Test
    void agreesWithThePaper() {
        AttributeDisclosure disclosure = AttributeDisclosure.of(
                classes(1, 1, 1, 1, 40, 40, 40, 40, 30, 30, 30, 30),
                texts(
                        "heart", "heart", "viral", "viral", "cancer", "heart", "viral", "viral", "cancer", "cancer",
                        "cancer", "cancer"),
                0.1);
        assertThat(disclosure).isEqualTo(new AttributeDisclosure(4 / 12.0, 8 / 12.0, 5 / 12.0, OptionalDouble.empty()));
    }

    /** Both of the first class that have a value have the same; nobody of the third has one. Of 4 values 3 are a. */
    @Test
    void missingCellsAreNoValue() {
        Column column = new TextColumn(
                new ColumnSpec("s", Role.SENSITIVE, Kind.CATEGORY),
                List.of("a", "b"),
                new int[] {0, 0, -1, 0, 1, -1},
                "NA");
        assertThat(AttributeDisclosure.of(classes(1, 1, 1, 2, 2, 3), column, 0.1))
                .isEqualTo(new AttributeDisclosure(2 / 4.0, 3 / 4.0, 3 / 4.0, OptionalDouble.empty()));
        assertThat(AttributeDisclosure.of(classes(1, 2), numbers(NA, NA), 0.1))
                .isEqualTo(new AttributeDisclosure(0, 0, 0, OptionalDouble.of(0)));
    }

    /** The deviation of 0, 1, 9, 10, 5, 5 is √(82/6) = 3.70: a tenth of it to both sides is 0.74, 0.14 of it 1.04. */
    @Test
    void numbersAreNearWhereTheirRangeIsSmall() {
        EquivalenceClasses classes = classes(1, 1, 2, 2, 3, 3);
        Column column = numbers(0, 1, 9, 10, 5, 5);
        assertThat(AttributeDisclosure.of(classes, column, 0.1).near()).hasValue(2 / 6.0);
        assertThat(AttributeDisclosure.of(classes, column, 0.14).near()).hasValue(1);
        assertThat(AttributeDisclosure.of(classes, column, 0.1).homogeneous()).isEqualTo(2 / 6.0);
        assertThat(AttributeDisclosure.of(classes, numbers(7, 7, 7, 7, 7, 7), 0.1)
                        .near())
                .hasValue(1);
    }

    @Test
    void agreesWithTheObviousInAnyOrder() {
        Seeds.forEach(600, random -> {
            Table table = Tables.sensitive(random, 1 + random.nextInt(50), 1, 1);
            double width = 0.05 + random.nextDouble() / 2;
            AttributeDisclosure disclosure = disclosure(table, width);
            Column column = table.columns(Role.SENSITIVE).get(0);
            EquivalenceClasses classes = EquivalenceClasses.of(table.columns(Role.QUASI));
            List<Integer> all =
                    present(column, IntStream.range(0, table.rowCount()).boxed().toList());
            double homogeneous = 0;
            double guessed = 0;
            double near = 0;
            for (int number = 0; number < classes.classCount(); number++) {
                List<Integer> rows = present(column, DiversityTest.rows(classes, number));
                homogeneous += mostFrequent(column, rows) == rows.size() ? rows.size() : 0;
                guessed += mostFrequent(column, rows);
                near += column instanceof NumberColumn numbers && isNear(numbers, rows, all, width) ? rows.size() : 0;
            }
            int count = Math.max(1, all.size());
            assertThat(disclosure.homogeneous()).isCloseTo(homogeneous / count, within(1e-12));
            assertThat(disclosure.guessed()).isCloseTo(guessed / count, within(1e-12));
            assertThat(disclosure.guessedBlindly())
                    .isCloseTo((double) mostFrequent(column, all) / count, within(1e-12));
            assertThat(disclosure.near().isPresent()).isEqualTo(column instanceof NumberColumn);
            assertThat(disclosure.near().orElse(0)).isCloseTo(near / count, within(1e-12));
            assertThat(disclosure.guessed()).isBetween(disclosure.guessedBlindly(), 1.0);
            assertThat(disclosure.homogeneous())
                    .isBetween(0.0, disclosure.near().orElse(1));
            assertThat(disclosure(Tables.shuffled(table, random.nextLong()), width))
                    .isEqualTo(disclosure);
        });
    }

    @Test
    void aSingleClassTellsNoMoreThanTheTable() {
        Seeds.forEach(200, random -> {
            Table table = Tables.sensitive(random, 1 + random.nextInt(50), 1, 1);
            Column column = table.columns(Role.SENSITIVE).get(0);
            AttributeDisclosure disclosure = AttributeDisclosure.of(classes(new double[table.rowCount()]), column, 0.1);
            assertThat(disclosure.guessed()).isEqualTo(disclosure.guessedBlindly());
        });
    }

    private static AttributeDisclosure disclosure(Table table, double width) {
        return AttributeDisclosure.of(
                EquivalenceClasses.of(table.columns(Role.QUASI)),
                table.columns(Role.SENSITIVE).get(0),
                width);
    }

    private static List<Integer> present(Column column, List<Integer> rows) {
        return rows.stream().filter(row -> !column.isMissing(row)).toList();
    }

    private static int mostFrequent(Column column, List<Integer> rows) {
        List<String> texts = rows.stream().map(column::text).toList();
        return texts.stream()
                .mapToInt(text -> Collections.frequency(texts, text))
                .max()
                .orElse(0);
    }

    private static boolean isNear(NumberColumn column, List<Integer> rows, List<Integer> all, double width) {
        double mean = all.stream().mapToDouble(column::value).average().orElse(0);
        double variance = all.stream()
                .mapToDouble(row -> (column.value(row) - mean) * (column.value(row) - mean))
                .average()
                .orElse(0);
        double allowed = 2 * width * Math.sqrt(variance) + 1e-9;
        return rows.stream().allMatch(row -> rows.stream()
                .allMatch(other -> Math.abs(column.value(row) - column.value(other)) <= allowed));
    }

    @Test
    void refusesAColumnOfAnotherTable() {
        assertThatThrownBy(() -> AttributeDisclosure.of(classes(1, 1), texts("a"), 0.1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> AttributeDisclosure.of(classes(1), texts("a"), 1.1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> AttributeDisclosure.of(classes(1), texts("a"), NA))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
