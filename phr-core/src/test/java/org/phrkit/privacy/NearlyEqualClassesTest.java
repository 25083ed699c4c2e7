package org.phrkit.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.phrkit.table.Column;
import org.phrkit.table.ColumnSpec;
import org.phrkit.table.Dialect;
import org.phrkit.table.Kind;
import org.phrkit.table.Role;
import org.phrkit.table.TextColumn;
import org.phrkit.testing.Seeds;
import org.phrkit.testing.Tables;

class NearlyEqualClassesTest {
    private static TextColumn texts(String name, List<String> cells) {
        return new TextColumn(new ColumnSpec(name, Role.QUASI, Kind.CATEGORY), cells);
    }

    private static NearlyEqualClasses of(List<? extends Column> quasi) {
        return NearlyEqualClasses.of(EquivalenceClasses.of(quasi), quasi, Dialect.STANDARD);
    }

    private static int count(String... cells) {
        return of(List.of(texts("x", List.of(cells)))).count();
    }

    @Test
    void findsAMeanThatWasPrintedWithOtherDigits() {
        NearlyEqualClasses found = of(List.of(
                texts("sex", List.of("f", "f", "f", "m")),
                texts("age", List.of("40.5", "33.333333333333336", "33.3333333", "33.3333333"))));
        assertThat(found.count()).isEqualTo(2);
        assertThat(found.firstRow()).isEqualTo(1);
    }

    /** A millionth of 1.5 is 0.0000015; a trillionth of 0.5, the largest in its column, is 5e-13. */
    @Test
    void nearIsAMillionth() {
        assertThat(count("1.5", "1.5000014")).isEqualTo(2);
        assertThat(count("1.5", "1.5000016")).isZero();
        assertThat(count("-1.5", "-1.5000014")).isEqualTo(2);
        assertThat(count("-1.5", "1.5")).isZero();
        assertThat(count("0.5", "1e-17", "-3e-17")).isEqualTo(2);
        assertThat(count("1.5", "a", "b", "1.6")).isZero();
        assertThat(of(List.of(texts("x", List.of("1.5")))).firstRow()).isEqualTo(-1);
    }

    /** Of a column whose largest magnitude is 0.5, above or below zero: half a trillionth. */
    @Test
    void theMarginsAreThoseThatAreDocumented() {
        assertThat(count("1.5", "1.500001500")).isEqualTo(2);
        assertThat(count("1.5", "1.500001502")).isZero();
        for (String largest : new String[] {"0.5", "-0.5"}) {
            assertThat(count(largest, "0", "4.99e-13")).isEqualTo(2);
            assertThat(count(largest, "0", "5.01e-13")).isZero();
            assertThat(count(largest, "0.001", "-0.001", "0", "-4.99e-13")).isEqualTo(2);
        }
    }

    /** From there on a double does not tell each integer from the next. */
    @Test
    void integersBeyondTheFiftyThirdPowerAreNumbersLikeOthers() {
        assertThat(count("9007199254740991", "9007199254740992")).isZero();
        assertThat(count("9007199254740992", "9007199254740994")).isEqualTo(2);
    }

    @Test
    void integersAreNearOnlyWhereTheyAreEqual() {
        assertThat(count("2000000", "2000001")).isZero();
        assertThat(count("2000000", "2000001", "2000000.0")).isEqualTo(2);
        assertThat(count("2000000.5", "2000001.5")).isEqualTo(2);
        assertThat(count("0", "-0")).isEqualTo(2);
    }

    @Test
    void readsNumbersAsTheDialectDoes() {
        List<TextColumn> quasi = List.of(texts("x", List.of("33,5", "33,50")));
        assertThat(of(quasi).count()).isZero();
        Dialect comma = new Dialect(';', '"', Dialect.STANDARD.encoding(), ',', List.of());
        assertThat(NearlyEqualClasses.of(EquivalenceClasses.of(quasi), quasi, comma)
                        .count())
                .isEqualTo(2);
    }

    /** Steps of 0.8 millionths, of two texts in turns: rows of one text are 1.6 millionths apart. */
    @Test
    void aChainOfNumbersIsNotOneNumber() {
        NearlyEqualClasses found = of(List.of(
                texts(
                        "x",
                        IntStream.range(0, 20)
                                .mapToObj(i -> "1.000" + (1000 + i * 8) + "5")
                                .toList()),
                texts(
                        "y",
                        IntStream.range(0, 20)
                                .mapToObj(i -> i % 2 == 0 ? "a" : "b")
                                .toList())));
        assertThat(found.count()).isZero();
    }

    /** One column, and its cells as numbers. */
    private static final class Obvious {
        private final Column column;
        private final double[] numbers;
        private final double largest;
        private final boolean integers;

        Obvious(Column column) {
            this.column = column;
            this.numbers = IntStream.range(0, column.rowCount())
                    .mapToDouble(row -> number(column.text(row)))
                    .toArray();
            double[] present = Arrays.stream(numbers)
                    .filter(number -> !Double.isNaN(number))
                    .toArray();
            this.largest = Arrays.stream(present).map(Math::abs).max().orElse(0);
            this.integers = Arrays.stream(present).allMatch(number -> number == Math.floor(number));
        }

        private static double number(String text) {
            return Character.isLetter(text.charAt(0)) ? Double.NaN : Double.parseDouble(text);
        }

        boolean near(int one, int other) {
            double a = numbers[one];
            double b = numbers[other];
            double tolerance = integers ? 0 : Math.max(1e-6 * Math.max(Math.abs(a), Math.abs(b)), 1e-12 * largest);
            return column.text(one).equals(column.text(other)) || Math.abs(a - b) <= tolerance;
        }
    }

    /** Every pair of rows, by the definition in the class comment. */
    private static Set<Integer> obvious(List<Column> quasi, EquivalenceClasses classes) {
        List<Obvious> columns = quasi.stream().map(Obvious::new).toList();
        Set<Integer> near = new TreeSet<>();
        for (int one = 0; one < classes.rowCount(); one++) {
            for (int other = 0; other < classes.rowCount(); other++) {
                int row = one;
                int otherRow = other;
                if (classes.classOf(one) != classes.classOf(other)
                        && columns.stream().allMatch(column -> column.near(row, otherRow))) {
                    near.add(classes.classOf(one));
                }
            }
        }
        return near;
    }

    /** Steps of 0.4 millionths, so that none is at the border. */
    private static String cell(SplittableRandom random, int style) {
        double base = List.of(0.0, 1.0, 1.5, -1.5, 7.0, 1e6).get(random.nextInt(6));
        return switch (style) {
            case 0 -> String.valueOf((char) ('a' + random.nextInt(3)));
            case 1 -> String.valueOf((long) base);
            case 2 -> random.nextInt(6) == 0 ? "NA" : String.valueOf(base * (1 + 4e-7 * random.nextInt(6)));
            default -> String.valueOf(base + 4e-13 * random.nextInt(4));
        };
    }

    @Test
    void agreesWithTheObvious() {
        Seeds.forEach(1500, random -> {
            int rows = 1 + random.nextInt(40);
            List<Column> quasi = new ArrayList<>();
            int columns = 1 + random.nextInt(3);
            for (int column = 0; column < columns; column++) {
                int style = random.nextInt(4);
                quasi.add(texts(
                        "q" + column,
                        IntStream.range(0, rows)
                                .mapToObj(row -> cell(random, style))
                                .toList()));
            }
            EquivalenceClasses classes = EquivalenceClasses.of(quasi);
            Set<Integer> expected = obvious(quasi, classes);
            NearlyEqualClasses found = of(quasi);
            assertThat(found.count()).isEqualTo(expected.size());
            assertThat(found.firstRow())
                    .isEqualTo(IntStream.range(0, rows)
                            .filter(row -> expected.contains(classes.classOf(row)))
                            .findFirst()
                            .orElse(-1));
        });
    }

    /** Numbers so dense that a cluster is all of them, and two columns of them. */
    @Test
    void denseNumbersTakeNoSquareOfTheirNumber() {
        SplittableRandom random = new SplittableRandom(1);
        double[] dense = random.doubles(200_000).map(x -> 1 + x / 10).toArray();
        double[] others = random.doubles(200_000).map(x -> 1 + x / 10).toArray();
        NearlyEqualClasses found = of(List.of(Tables.quasi("x", dense), Tables.quasi("y", others)));
        assertThat(found.count()).isBetween(1, 2000);
    }
}
