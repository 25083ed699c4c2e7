package org.phrkit.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.phrkit.table.Column;
import org.phrkit.table.ColumnSpec;
import org.phrkit.table.Kind;
import org.phrkit.table.Role;
import org.phrkit.table.Table;
import org.phrkit.table.TextColumn;
import org.phrkit.testing.EarthMover;
import org.phrkit.testing.Seeds;
import org.phrkit.testing.Tables;

class DiversityTest {
    private static final EquivalenceClasses CLASSES =
            EquivalenceClasses.of(List.of(Tables.quasi("age", 30, 30, 30, 40, 40)));

    private static Column texts(int... codes) {
        return new TextColumn(new ColumnSpec("s", Role.SENSITIVE, Kind.CATEGORY), List.of("a", "b", "c"), codes, "NA");
    }

    @Test
    void countsDistinctValues() {
        Diversity diversity = Diversity.of(CLASSES, texts(0, 1, 0, 2, 1));
        assertThat(diversity.values(0)).isEqualTo(2);
        assertThat(diversity.values(1)).isEqualTo(2);
        assertThat(diversity.smallest()).isEqualTo(2);
        assertThat(Diversity.of(CLASSES, texts(0, 1, 2, 2, 2)).smallest()).isEqualTo(1);
    }

    @Test
    void missingCellsAreNoValue() {
        assertThat(Diversity.of(CLASSES, texts(0, 1, 2, -1, 2)).smallest()).isEqualTo(1);
        assertThat(Diversity.of(CLASSES, texts(0, 1, 2, -1, -1)).smallest()).isZero();
    }

    @Test
    void agreesWithTheObvious() {
        Seeds.forEach(300, random -> {
            Table table = Tables.sensitive(random, 1 + random.nextInt(40), 1, 1);
            EquivalenceClasses classes = EquivalenceClasses.of(table.columns(Role.QUASI));
            Column column = table.columns(Role.SENSITIVE).get(0);
            Diversity diversity = Diversity.of(classes, column);
            int smallest = Integer.MAX_VALUE;
            for (int number = 0; number < classes.classCount(); number++) {
                int values = EarthMover.distinct(column, rows(classes, number));
                assertThat(diversity.values(number)).isEqualTo(values);
                smallest = Math.min(smallest, values);
            }
            assertThat(diversity.smallest()).isEqualTo(smallest);
        });
    }

    static List<Integer> rows(EquivalenceClasses classes, int number) {
        return IntStream.range(0, classes.rowCount())
                .filter(row -> classes.classOf(row) == number)
                .boxed()
                .toList();
    }

    @Test
    void refusesAColumnOfAnotherTable() {
        assertThatThrownBy(() -> Diversity.of(CLASSES, texts(0))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Closeness.of(CLASSES, texts(0))).isInstanceOf(IllegalArgumentException.class);
    }
}
