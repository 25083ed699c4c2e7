package org.phrkit.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.phrkit.testing.Seeds;

class ColumnTest {
    private static final List<String> LEVELS = List.of("low", "medium", "high");

    private static ColumnSpec spec(Kind kind) {
        return new ColumnSpec("a", Role.QUASI, kind, kind == Kind.ORDINAL ? LEVELS : List.of());
    }

    @Test
    void numbersAreOfTheirKind() {
        assertThat(new NumberColumn(spec(Kind.INTEGER), new double[] {-0x1p53, Double.NaN}).missingCount())
                .isEqualTo(1);
        NumberColumn dates = new NumberColumn(spec(Kind.DATE), new double[] {-719528, 2932896, Double.NaN}, "NA");
        assertThat(dates.text(0)).isEqualTo("0000-01-01");
        assertThat(dates.text(1)).isEqualTo("9999-12-31");
        assertThat(dates.text(2)).isEqualTo("NA");
        for (Kind kind : Kind.values()) {
            assertThatThrownBy(() -> new NumberColumn(spec(kind), new double[] {Double.POSITIVE_INFINITY}))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> new NumberColumn(spec(Kind.INTEGER), new double[] {1.5}))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new NumberColumn(spec(Kind.INTEGER), new double[] {0x1p54}))
                .isInstanceOf(IllegalArgumentException.class);
        for (double day : new double[] {0.5, -719529, 2932897}) {
            assertThatThrownBy(() -> new NumberColumn(spec(Kind.DATE), new double[] {day}))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> new NumberColumn(spec(Kind.CATEGORY), new double[] {1}))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void fewWholeNumbersMayBeCodes() {
        assertThat(numbers(200, 2).mayBeCodes()).isFalse();
        assertThat(numbers(201, 2).mayBeCodes()).isTrue();
        assertThat(numbers(10_000, 12).mayBeCodes()).isTrue();
        assertThat(numbers(10_000, 13).mayBeCodes()).isFalse();
        double[] halves = new double[10_000];
        halves[9_999] = 1.5;
        assertThat(new NumberColumn(spec(Kind.NUMBER), halves).mayBeCodes()).isFalse();
        assertThat(new NumberColumn(spec(Kind.DATE), new double[10_000]).mayBeCodes())
                .isFalse();
        double[] missing = new double[1_000];
        Arrays.fill(missing, Double.NaN);
        assertThat(new NumberColumn(spec(Kind.NUMBER), missing).mayBeCodes()).isFalse();
    }

    @Test
    void textsOfTheirOwnAreNearlyUnique() {
        assertThat(texts(10, 9).isNearlyUnique()).isTrue();
        assertThat(texts(10, 8).isNearlyUnique()).isFalse();
        assertThat(texts(9, 9).isNearlyUnique()).isFalse();
        assertThat(texts(10, 9).withMissing(List.of("0")).isNearlyUnique()).isFalse();
    }

    private static TextColumn texts(int rowCount, int different) {
        return new TextColumn(
                spec(Kind.CATEGORY),
                IntStream.range(0, rowCount)
                        .mapToObj(row -> row % different + "")
                        .toList());
    }

    private static NumberColumn numbers(int rowCount, int different) {
        double[] values = new double[rowCount];
        Arrays.setAll(values, row -> row % different);
        return new NumberColumn(spec(Kind.INTEGER), values);
    }

    @Test
    void textsAreOfTheirKind() {
        TextColumn ordinal = new TextColumn(spec(Kind.ORDINAL), List.of("high", "low"));
        assertThat(ordinal.codes()).containsExactly(2, 0);
        assertThat(ordinal.levels()).isEqualTo(LEVELS);
        assertThat(new TextColumn(spec(Kind.CATEGORY), List.of("y", "x", "y")).levels())
                .containsExactly("y", "x");
        assertThatThrownBy(() -> new TextColumn(spec(Kind.ORDINAL), List.of("none")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new TextColumn(spec(Kind.NUMBER), List.of("1")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new TextColumn(spec(Kind.CATEGORY), List.of("x", "x"), new int[] {0}, ""))
                .isInstanceOf(IllegalArgumentException.class);
        for (int code : new int[] {-2, 1}) {
            assertThatThrownBy(() -> new TextColumn(spec(Kind.CATEGORY), List.of("x"), new int[] {code}, ""))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void onlyOrdinalColumnsHaveLevels() {
        assertThatThrownBy(() -> new ColumnSpec("a", Role.QUASI, Kind.ORDINAL))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ColumnSpec("a", Role.QUASI, Kind.ORDINAL, List.of("x", "x")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ColumnSpec("a", Role.QUASI, Kind.CATEGORY, LEVELS))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void codesAreTheSameWhereCellsAre() {
        Seeds.forEach(300, random -> {
            Kind kind = List.of(Kind.values()).get(random.nextInt(5));
            int rowCount = random.nextInt(20);
            double[] values = new double[rowCount];
            int[] numbers = new int[rowCount];
            for (int row = 0; row < rowCount; row++) {
                numbers[row] = random.nextInt(-1, 3);
                values[row] =
                        numbers[row] < 0 ? Double.NaN : numbers[row] == 0 && random.nextBoolean() ? -0.0 : numbers[row];
            }
            Column column = kind.isNumeric()
                    ? new NumberColumn(spec(kind), values)
                    : new TextColumn(spec(kind), LEVELS, numbers, "NA");
            int[] codes = column.codes();
            Map<Integer, Integer> meaning = new HashMap<>();
            for (int row = 0; row < rowCount; row++) {
                assertThat(codes[row]).isNotNegative();
                assertThat(meaning.merge(codes[row], numbers[row], (known, same) -> known))
                        .isEqualTo(numbers[row]);
                assertThat(column.isMissing(row)).isEqualTo(numbers[row] < 0);
            }
            assertThat(meaning.values()).doesNotHaveDuplicates();
            int[] rows =
                    random.ints(random.nextInt(1, 5), 0, Math.max(1, rowCount)).toArray();
            if (rowCount > 0) {
                Column selected = column.select(rows);
                for (int i = 0; i < rows.length; i++) {
                    assertThat(selected.text(i)).isEqualTo(column.text(rows[i]));
                    assertThat(selected.isMissing(i)).isEqualTo(column.isMissing(rows[i]));
                }
            }
        });
    }

    @Test
    void levelsThatAreNotSelectedAreForgotten() {
        TextColumn column = new TextColumn(spec(Kind.CATEGORY), List.of("x", "secret", "y"));
        assertThat(column.select(new int[] {2, 0}).levels()).containsExactly("y", "x");
        assertThat(column.select(new int[] {2, 0})).isEqualTo(new TextColumn(spec(Kind.CATEGORY), List.of("y", "x")));
        assertThat(new TextColumn(spec(Kind.ORDINAL), List.of("high", "low"))
                        .select(new int[] {0})
                        .levels())
                .isEqualTo(LEVELS);
    }
}
