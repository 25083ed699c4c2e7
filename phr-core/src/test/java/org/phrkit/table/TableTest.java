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

    @Test
    void tablesFollowOneAnotherWhateverTheOrderOfTheirColumns() throws Exception {
        ColumnSpec spec = new ColumnSpec("b", Role.QUASI, Kind.CATEGORY);
        Table other = new Table(List.of(
                new TextColumn(spec, List.of("y", "x"), new int[] {0, -1, 1}, "?"),
                new NumberColumn(new ColumnSpec("c", Role.SENSITIVE, Kind.NUMBER), new double[] {5, 6, 7}),
                Tables.quasi("a", 8, 9, 10)));
        Table both = Table.concat(List.of(TABLE.select(new int[] {2, 3}), other));
        assertThat(both.columns())
                .containsExactly(
                        Tables.quasi("a", 3, 4, 8, 9, 10),
                        new TextColumn(spec, List.of("x", "y"), new int[] {0, -1, 1, -1, 0}, "NA"),
                        new NumberColumn(
                                new ColumnSpec("c", Role.SENSITIVE, Kind.NUMBER), new double[] {3, 4, 5, 6, 7}));
        assertThat(both.lineNumber(1)).isEqualTo(5);
        assertThat(both.lineNumber(2)).isEqualTo(2);
        assertThat(Table.concat(List.of(TABLE)).columns()).isEqualTo(TABLE.columns());
    }

    @Test
    void tablesOfOtherColumnsDoNotFollow() {
        Table one = new Table(List.of(Tables.quasi("a", 1)));
        Table another = new Table(List.of(Tables.quasi("b", 1)));
        Table more = new Table(List.of(Tables.quasi("a", 1), Tables.quasi("b", 1)));
        Table otherKind =
                new Table(List.of(new NumberColumn(new ColumnSpec("a", Role.QUASI, Kind.INTEGER), new double[] {1})));
        assertThatThrownBy(() -> Table.concat(List.of(one, another)))
                .isInstanceOf(SchemaException.class)
                .hasMessage("table 2: there is no column \"a\"");
        assertThatThrownBy(() -> Table.concat(List.of(one, one, more)))
                .isInstanceOf(SchemaException.class)
                .hasMessage("table 3: column \"b\" is not in the first table");
        assertThatThrownBy(() -> Table.concat(List.of(one, otherKind)))
                .isInstanceOf(SchemaException.class)
                .hasMessage("table 2: column \"a\" has another role, kind or levels than in the first table");
        assertThatThrownBy(() -> Table.concat(List.of())).isInstanceOf(IllegalArgumentException.class);
    }
}
