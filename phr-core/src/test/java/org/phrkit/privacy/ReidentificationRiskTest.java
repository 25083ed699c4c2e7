package org.phrkit.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.phrkit.table.Table;
import org.phrkit.testing.Seeds;
import org.phrkit.testing.Tables;

class ReidentificationRiskTest {
    /** Classes of 1, 2 and 3 rows: 1/1; three persons of six; and one or three of six where 1/2 or 1/3 is allowed. */
    @Test
    void followsFromTheSizesOfClasses() {
        EquivalenceClasses classes = EquivalenceClasses.of(List.of(Tables.quasi("x", 1, 2, 2, 3, 3, 3)));
        assertThat(ReidentificationRisk.of(classes, 2)).isEqualTo(new ReidentificationRisk(2, 1, 0.5, 1 / 6.0));
        assertThat(ReidentificationRisk.of(classes, 3)).isEqualTo(new ReidentificationRisk(3, 1, 0.5, 0.5));
        assertThat(ReidentificationRisk.of(classes, 1).aboveShare()).isZero();
    }

    @Test
    void agreesWithTheObvious() {
        Seeds.forEach(300, random -> {
            Table table = RecordLinkageTest.random(random, 1 + random.nextInt(60));
            EquivalenceClasses classes = EquivalenceClasses.of(table.columns());
            int k = 1 + random.nextInt(6);
            double highest = 0;
            double average = 0;
            double above = 0;
            for (int row = 0; row < table.rowCount(); row++) {
                int person = row;
                List<String> own = texts(table, person);
                double same = IntStream.range(0, table.rowCount())
                        .filter(other -> texts(table, other).equals(own))
                        .count();
                highest = Math.max(highest, 1 / same);
                average += 1 / same / table.rowCount();
                above += 1 / same > 1.0 / k ? 1.0 / table.rowCount() : 0;
            }
            ReidentificationRisk risk = ReidentificationRisk.of(classes, k);
            assertThat(risk.highest()).isCloseTo(highest, within(1e-12));
            assertThat(risk.average()).isCloseTo(average, within(1e-12));
            assertThat(risk.aboveShare()).isCloseTo(above, within(1e-12));
        });
    }

    private static List<String> texts(Table table, int row) {
        return table.columns().stream().map(column -> column.text(row)).toList();
    }

    @Test
    void refusesNoRowsAtAll() {
        EquivalenceClasses classes = EquivalenceClasses.of(List.of(Tables.quasi("x", 1)));
        assertThatThrownBy(() -> ReidentificationRisk.of(classes, 0)).isInstanceOf(IllegalArgumentException.class);
    }
}
