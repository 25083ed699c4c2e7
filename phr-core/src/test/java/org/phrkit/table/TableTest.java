package org.phrkit.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.phrkit.testing.Tables;

class TableTest {
    private static final Table TABLE = new Table(List.of(
            Tables.quasi("a", 1, Double.NaN, 3, 4),
            new TextColumn(
                    new ColumnSpec("b", Role.QUASI, Kind.CATEGORY), List.of("x"), new int[] {0, -1, 0, -1}, "NA"),
            new NumberColumn(new ColumnSpec("c", Role.SENSITIVE, Kind.NUMBER), new double[] {Double.NaN, 2, 3, 4})));

    @Test
    void onlyQuasiIdentifiersAreMissed() {
        assertThat(TABLE.missingCells()).hasToString("{a=1, b=2}");
        assertThat(TABLE.completeRows()).containsExactly(0, 2);
    }

    @Test
    void selectedRowsKeepTheirLines() {
        Table complete = TABLE.select(TABLE.completeRows());
        assertThat(complete.rowCount()).isEqualTo(2);
        assertThat(complete.missingCells()).isEmpty();
        assertThat(complete.lineNumber(1)).isEqualTo(4);
        assertThat(complete.columns().get(2).isMissing(0)).isTrue();
        assertThat(TABLE.select(new int[0]).rowCount()).isZero();
        assertThatThrownBy(() -> TABLE.select(new int[] {4})).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void otherColumnsHaveTheSameRows() {
        assertThat(TABLE.select(new int[] {3})
                        .withColumns(List.of(Tables.quasi("z", 1)))
                        .lineNumber(0))
                .isEqualTo(5);
        assertThatThrownBy(() -> TABLE.withColumns(List.of(Tables.quasi("z", 1))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whatStandsForNothingIsMissing() {
        Table table = new Table(List.of(
                        new TextColumn(new ColumnSpec("a", Role.SENSITIVE), List.of("x", "?", "", "y")),
                        new TextColumn(new ColumnSpec("b", Role.PLAIN), List.of("", "", "", ""))))
                .withMissing(Role.SENSITIVE, List.of("", "?"));
        assertThat(table.columns().get(1).missingCount()).isZero();
        Column column = table.columns().get(0);
        assertThat(column.missingCount()).isEqualTo(2);
        assertThat(column.isMissing(1)).isTrue();
        assertThat(column.isMissing(2)).isTrue();
        assertThat(List.of(column.text(0), column.text(1), column.text(2), column.text(3)))
                .containsExactly("x", "?", "?", "y");
    }
}
