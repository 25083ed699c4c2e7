package org.phrkit.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.phrkit.table.Column;
import org.phrkit.table.Table;
import org.phrkit.testing.Seeds;
import org.phrkit.testing.Tables;

class EquivalenceClassesTest {
    /** Slow and obvious: all cells of a row, joined. */
    private static List<Integer> classesByText(Table table) {
        Map<List<String>, Integer> known = new LinkedHashMap<>();
        List<Integer> classes = new ArrayList<>();
        for (int row = 0; row < table.rowCount(); row++) {
            List<String> cells = new ArrayList<>();
            for (Column column : table.columns()) {
                cells.add(column.text(row));
            }
            known.putIfAbsent(cells, known.size());
            classes.add(known.get(cells));
        }
        return classes;
    }

    @Test
    void agreesWithTheObvious() {
        Seeds.forEach(500, random -> {
            Table table = Tables.random(random, 1 + random.nextInt(50), 1 + random.nextInt(3));
            EquivalenceClasses classes = EquivalenceClasses.of(table.columns());
            List<Integer> obvious = classesByText(table);
            Map<Integer, Integer> sizes = new LinkedHashMap<>();
            for (int row = 0; row < table.rowCount(); row++) {
                assertThat(classes.classOf(row)).isEqualTo(obvious.get(row));
                sizes.merge(obvious.get(row), 1, Integer::sum);
            }
            Collection<Integer> counts = sizes.values();
            assertThat(classes.classCount()).isEqualTo(counts.size());
            assertThat(classes.smallestSize())
                    .isEqualTo(counts.stream().mapToInt(size -> size).min().orElseThrow());
            int below = counts.stream()
                    .mapToInt(size -> size)
                    .filter(size -> size < 3)
                    .sum();
            assertThat(classes.rowsBelow(3)).isEqualTo(below);
        });
    }

    @Test
    void zeroHasOneSign() {
        assertThat(EquivalenceClasses.of(List.of(Tables.quasi("x", 0.0, -0.0))).classCount())
                .isEqualTo(1);
    }

    @Test
    void nothingHasNoClasses() {
        assertThatThrownBy(() -> EquivalenceClasses.of(List.of())).isInstanceOf(IllegalArgumentException.class);
    }
}
