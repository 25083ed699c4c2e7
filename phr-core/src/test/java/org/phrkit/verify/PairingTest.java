package org.phrkit.verify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.phrkit.microaggregation.Anonymisation;
import org.phrkit.privacy.RowOrder;
import org.phrkit.table.ColumnSpec;
import org.phrkit.table.Persons;
import org.phrkit.table.Role;
import org.phrkit.table.Table;
import org.phrkit.table.TextColumn;
import org.phrkit.testing.Tables;

class PairingTest {
    private static Pairing read(String text) throws Exception {
        return Pairing.read(new ByteArrayInputStream(text.getBytes(UTF_8)));
    }

    private static Table table(double... values) {
        return new Table(List.of(
                Tables.quasi("age", values),
                new TextColumn(
                        new ColumnSpec("blood", Role.SENSITIVE),
                        Arrays.stream(values).mapToObj(value -> "b" + value % 7).toList())));
    }

    @Test
    void whatIsWrittenIsRead() throws Exception {
        Table table = table(1, 2, 3, 4).select(new int[] {2, 0});
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Pairing.of(table).write(out);
        assertThat(out.toString(UTF_8)).isEqualTo("line\n4\n2\n");
        assertThat(read(out.toString(UTF_8))).isEqualTo(Pairing.of(table));
        assertThat(read("line\n4\n2\n").line(1)).isEqualTo(2);
    }

    @Test
    void aBadFileIsNamedWithItsLine() {
        for (String bad :
                List.of("line\n4\nx\n", "line\n4\n1\n", "line\n4\n4\n", "line\n4\n\n3\n", "line\n4\n3000000000\n")) {
            assertThatThrownBy(() -> read(bad))
                    .isInstanceOf(PairingException.class)
                    .hasMessageStartingWith("line 3: ");
        }
        for (String bad : List.of("row\n4\n", "row,age\nx,y\n", "line,b\n4,5\n", "")) {
            assertThatThrownBy(() -> read(bad))
                    .isInstanceOf(PairingException.class)
                    .hasMessageStartingWith("line 1: ");
        }
    }

    @Test
    void thePairingOfAnotherReleaseIsRefused() throws Exception {
        Table original = table(10, 20, 30, 40);
        Table released = original.select(new int[] {3, 1});
        assertThat(read("line\n5\n3\n").select(original, released).columns()).isEqualTo(released.columns());
        assertThatThrownBy(() -> read("line\n5\n3\n2\n").select(original, released))
                .isInstanceOf(PairingException.class);
        assertThatThrownBy(() -> read("line\n5\n6\n").select(original, released))
                .isInstanceOf(PairingException.class)
                .hasMessageStartingWith("line 3: ");
        assertThatThrownBy(() -> read("line\n5\n4\n").select(original, released))
                .isInstanceOf(PairingException.class)
                .hasMessageStartingWith("line 3: ");
    }

    /** Of all columns that are released as they are, and also where a cell is missing in one of the two alone. */
    @Test
    void rowsThatDifferInACellThatIsKeptAreNoPair() throws Exception {
        for (Role role : List.of(Role.SENSITIVE, Role.PLAIN)) {
            for (List<String> other :
                    List.of(List.of("A", "B", "C"), List.of("A", "NA", "NA"), List.of("A", "B", "B"))) {
                Table original = kept(role, "A", "B", "NA");
                Table released = kept(role, other.toArray(String[]::new));
                assertThatThrownBy(() -> read("line\n2\n3\n4\n").select(original, released))
                        .isInstanceOf(PairingException.class)
                        .hasMessageContaining("another cell");
            }
            Table same = kept(role, "A", "B", "NA");
            assertThat(read("line\n2\n3\n4\n").select(same, same).rowCount()).isEqualTo(3);
        }
    }

    private static Table kept(Role role, String... texts) {
        return new Table(List.of(
                Tables.quasi("age", 1, 1, 1),
                new TextColumn(new ColumnSpec("blood", role), List.of(texts)).withMissing(List.of("NA"))));
    }

    @Test
    void otherLinesAreAnotherPairing() throws Exception {
        assertThat(read("line\n2\n3\n")).isNotEqualTo(read("line\n3\n2\n")).isNotEqualTo("line");
        assertThat(read("line\n2\n3\n")).hasSameHashCodeAs(read("line\n2\n3\n"));
        assertThat(read("line\n2\n2147483647\n").line(1)).isEqualTo(Integer.MAX_VALUE);
        assertThat(read("line\n2\n3\n").rowCount()).isEqualTo(2);
    }

    /** What was shuffled says the same as what was not, once it is paired; and nothing where it is not. */
    @Test
    void aShuffledReleaseIsComparedByItsPairing() throws Exception {
        SplittableRandom random = new SplittableRandom(1);
        Table original = table(random.doubles(200, 0, 100).toArray());
        Table released = new Anonymisation(5).of(original).table();
        ReleaseComparison kept = ReleaseComparison.of(original, released);
        assertThat(kept.order().isKept()).isTrue();

        Table shuffled = Tables.shuffled(released, 7);
        ReleaseComparison unpaired = ReleaseComparison.of(original, shuffled);
        assertThat(unpaired.informationLoss()).isEmpty();
        assertThat(unpaired.linkage()).isEmpty();
        assertThat(unpaired.intervals()).isEmpty();

        Pairing pairing = Pairing.of(shuffled);
        Table paired = pairing.select(original, shuffled);
        RowOrder order = pairing.order(paired, shuffled);
        assertThat(order.arePaired()).isTrue();
        assertThat(order.isKept()).isFalse();
        ReleaseComparison by = ReleaseComparison.of(paired, shuffled, Persons.ofRows(200), order);
        assertThat(by.informationLoss().getAsDouble())
                .isCloseTo(kept.informationLoss().getAsDouble(), within(1e-9));
        assertThat(by.linkage().orElseThrow().found())
                .isCloseTo(kept.linkage().orElseThrow().found(), within(1e-9));
        assertThat(Pairing.of(released).order(original, released).isKept()).isTrue();
    }
}
