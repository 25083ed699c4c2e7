package org.phrkit.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.phrkit.table.Column;
import org.phrkit.table.ColumnSpec;
import org.phrkit.table.Csv;
import org.phrkit.table.Kind;
import org.phrkit.table.NumberColumn;
import org.phrkit.table.RecordCounts;
import org.phrkit.table.Role;
import org.phrkit.table.Table;
import org.phrkit.table.TableException;
import org.phrkit.table.TextColumn;
import org.phrkit.testing.Seeds;
import org.phrkit.testing.Tables;

class KAnonymityTest {
    private static TextColumn texts(String name, String... cells) {
        return new TextColumn(new ColumnSpec(name, Role.QUASI, Kind.CATEGORY), List.of(cells))
                .withMissing(List.of("*"));
    }

    private static KAnonymity of(List<? extends Column> quasi, RecordCounts counts, MissingCells missing) {
        int[] withoutQuasi = IntStream.range(0, counts.rowCount())
                .filter(row -> missesAll(quasi, row))
                .toArray();
        return KAnonymity.of(EquivalenceClasses.of(quasi).apart(withoutQuasi), quasi, counts, missing, withoutQuasi);
    }

    private static boolean missesAll(List<? extends Column> quasi, int row) {
        return quasi.stream().allMatch(column -> column.isMissing(row));
    }

    private static RecordCounts counts(int... counts) {
        double[] values = Arrays.stream(counts).asDoubleStream().toArray();
        try {
            return RecordCounts.of(new Table(List.of(new NumberColumn(new ColumnSpec("n", Role.COUNT), values))));
        } catch (TableException e) {
            throw new AssertionError(e);
        }
    }

    /** Sweeney 2002, figure 2: an example of k-anonymity where k is 2. Five classes, one of them of three persons. */
    @Test
    void agreesWithThePaper() {
        List<TextColumn> quasi = List.of(
                texts("race", "B", "B", "B", "B", "B", "B", "W", "W", "W", "W", "W"),
                texts("birth", "65", "65", "65", "65", "64", "64", "64", "64", "64", "67", "67"),
                texts("gender", "m", "m", "f", "f", "f", "f", "m", "m", "m", "m", "m"),
                texts("zip", "0214", "0214", "0213", "0213", "0213", "0213", "0213", "0213", "0213", "0213", "0213"));
        KAnonymity anonymity = of(quasi, RecordCounts.ones(11), MissingCells.OWN_VALUE);
        assertThat(anonymity.smallest()).isEqualTo(2);
        assertThat(IntStream.range(0, 11).filter(row -> anonymity.records(row) == 3))
                .containsExactly(6, 7, 8);
        assertThat(anonymity.rowsBelow(3)).isEqualTo(8);
        assertThat(anonymity.firstRowBelow(3)).isZero();
        assertThat(anonymity.firstRowBelow(2)).isEqualTo(-1);
    }

    /**
     * The second row matches the first and third, which do not match each other: 2, 3, 2. The last is alone in its town
     * but for the third, which misses it.
     */
    @Test
    void toMatchIsNotTransitive() {
        List<TextColumn> quasi = List.of(texts("sex", "f", "*", "m", "m"), texts("town", "Ulm", "Ulm", "*", "Kiel"));
        KAnonymity wildcard = of(quasi, RecordCounts.ones(4), MissingCells.WILDCARD);
        assertThat(IntStream.range(0, 4).mapToLong(wildcard::records)).containsExactly(2L, 3L, 3L, 2L);
        KAnonymity own = of(quasi, RecordCounts.ones(4), MissingCells.OWN_VALUE);
        assertThat(own.smallest()).isEqualTo(1);
        assertThat(own.rowsBelow(2)).isEqualTo(4);
    }

    @Test
    void rowsStandForTheirRecords() {
        List<TextColumn> quasi = List.of(texts("sex", "f", "*", "m", "f"));
        assertThat(of(quasi, counts(2, 1, 4, 3), MissingCells.OWN_VALUE).smallest())
                .isEqualTo(1);
        KAnonymity wildcard = of(quasi, counts(2, 1, 4, 3), MissingCells.WILDCARD);
        assertThat(IntStream.range(0, 4).mapToLong(wildcard::records)).containsExactly(5L, 1L, 4L, 5L);
    }

    /** Two rows of nobody do not make three persons two-anonymous, by whatever reading. */
    @Test
    void aRowOfNothingHidesNobody() {
        List<TextColumn> quasi = List.of(texts("sex", "f", "*", "m", "*"), texts("town", "Ulm", "*", "Kiel", "*"));
        for (MissingCells missing : MissingCells.values()) {
            KAnonymity anonymity = of(quasi, RecordCounts.ones(4), missing);
            assertThat(IntStream.range(0, 4).mapToLong(anonymity::records)).containsExactly(1L, 1L, 1L, 1L);
            assertThat(of(quasi, counts(5, 6, 7, 8), missing).smallest()).isEqualTo(1);
        }
        Table table = new Table(List.copyOf(quasi));
        assertThat(table.rowsWithoutQuasi()).containsExactly(1, 3);
        assertThat(KAnonymity.of(table).rowsBelow(2)).isEqualTo(4);
        EquivalenceClasses classes = EquivalenceClasses.of(quasi).apart(new int[] {1, 3});
        assertThat(IntStream.range(0, 4).map(classes::classOf)).containsExactly(0, 1, 2, 3);
        assertThat(classes.classCount()).isEqualTo(4);
    }

    @Test
    void countsDoNotOverflow() {
        int most = Integer.MAX_VALUE;
        assertThat(of(List.of(texts("sex", "f", "f", "f")), counts(most, most, most), MissingCells.OWN_VALUE)
                        .smallest())
                .isEqualTo(3L * most);
    }

    private static boolean match(List<Column> quasi, int one, int other, MissingCells missing) {
        if (missesAll(quasi, one) || missesAll(quasi, other)) {
            return one == other;
        }
        return quasi.stream().allMatch(column -> {
            boolean isMissing = column.isMissing(one) || column.isMissing(other);
            boolean isSame = column.isMissing(one) == column.isMissing(other)
                    && column.text(one).equals(column.text(other));
            return isSame || (missing == MissingCells.WILDCARD && isMissing);
        });
    }

    /** Row by row, cell by cell. By wildcard no row has fewer. */
    @Test
    void agreesWithTheObvious() {
        Seeds.forEach(500, random -> {
            int rows = 1 + random.nextInt(50);
            List<Column> quasi =
                    Tables.mixed(random, rows, 1 + random.nextInt(4)).columns();
            int[] records =
                    IntStream.range(0, rows).map(row -> 1 + random.nextInt(3)).toArray();
            RecordCounts counts = random.nextBoolean() ? counts(records) : RecordCounts.ones(rows);
            for (MissingCells missing : MissingCells.values()) {
                KAnonymity anonymity = of(quasi, counts, missing);
                List<Long> expected = new ArrayList<>();
                for (int row = 0; row < rows; row++) {
                    long sum = 0;
                    for (int other = 0; other < rows; other++) {
                        sum += match(quasi, row, other, missing) ? counts.of(other) : 0;
                    }
                    sum = missesAll(quasi, row) ? 1 : sum;
                    expected.add(sum);
                    assertThat(anonymity.records(row)).isEqualTo(sum);
                    assertThat(sum)
                            .isGreaterThanOrEqualTo(
                                    of(quasi, counts, MissingCells.OWN_VALUE).records(row));
                }
                assertThat(anonymity.smallest())
                        .isEqualTo(expected.stream().min(Long::compare).orElseThrow());
                assertThat(anonymity.rowsBelow(4)).isEqualTo((int)
                        expected.stream().filter(sum -> sum < 4).count());
                assertThat(anonymity.firstRowBelow(4))
                        .isEqualTo(IntStream.range(0, rows)
                                .filter(row -> expected.get(row) < 4)
                                .findFirst()
                                .orElse(-1));
            }
        });
    }

    /** 1.8 thousand million pairs of rows would be felt. */
    @Test
    void aLargeTableOfFewPatternsTakesNoSquareOfItsRows() {
        SplittableRandom random = new SplittableRandom(1);
        int rows = 60_000;
        List<TextColumn> quasi = IntStream.range(0, 5)
                .mapToObj(column -> texts(
                        "q" + column,
                        IntStream.range(0, rows)
                                .mapToObj(row -> random.nextInt(50) == 0 ? "*" : "v" + random.nextInt(12))
                                .toArray(String[]::new)))
                .toList();
        KAnonymity wildcard = of(quasi, RecordCounts.ones(rows), MissingCells.WILDCARD);
        List<Column> columns = List.copyOf(quasi);
        int rarest = wildcard.firstRowBelow((int) wildcard.smallest() + 1);
        for (int row : new int[] {rarest, 0, 1, 2, 3, rows / 2, rows - 1}) {
            long matching = IntStream.range(0, rows)
                    .filter(other -> match(columns, row, other, MissingCells.WILDCARD))
                    .count();
            assertThat(wildcard.records(row)).isEqualTo(matching);
        }
        assertThat(wildcard.smallest()).isEqualTo(wildcard.records(rarest));
        assertThat(wildcard.rowsBelow((int) wildcard.smallest())).isZero();
    }

    @Test
    void refusesColumnsOfAnotherTable() {
        List<TextColumn> quasi = List.of(texts("sex", "f", "m"));
        EquivalenceClasses classes = EquivalenceClasses.of(quasi);
        assertThatThrownBy(
                        () -> KAnonymity.of(classes, quasi, RecordCounts.ones(3), MissingCells.OWN_VALUE, new int[0]))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> KAnonymity.of(
                        classes, List.of(texts("sex", "f")), RecordCounts.ones(2), MissingCells.OWN_VALUE, new int[0]))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aCountIsANumberOfRecords() {
        for (String bad : List.of("0", "-1", "2147483648")) {
            assertThatThrownBy(() -> RecordCounts.of(Csv.read(
                            new ByteArrayInputStream(
                                    ("a,count\n1,2\n1," + bad + "\n").getBytes(StandardCharsets.UTF_8)),
                            header -> List.of(new ColumnSpec("a", Role.QUASI), new ColumnSpec("count", Role.COUNT)))))
                    .isInstanceOf(TableException.Cell.class)
                    .hasMessageStartingWith("line 3: column \"count\": ")
                    .hasMessageNotContaining(bad + " ");
        }
        assertThatThrownBy(() -> RecordCounts.of(new Table(List.of(texts("a", "1")))))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
