package org.phrkit.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.phrkit.table.ColumnSpec;
import org.phrkit.table.Role;
import org.phrkit.table.Table;
import org.phrkit.table.TextColumn;
import org.phrkit.testing.Tables;

class ReleaseCheckTest {
    private static final Table TABLE = new Table(List.of(Tables.quasi("age", 30, 30, 40, 50, 50)));

    @Test
    void namesTheSmallestClassAndTheFirstLineBelow() {
        ReleaseCheck.Verdict verdict = ReleaseCheck.of(TABLE, 2);
        assertThat(verdict.holds()).isFalse();
        assertThat(verdict.smallestClass()).isEqualTo(1);
        assertThat(verdict.rowsBelowK()).isEqualTo(1);
        assertThat(verdict.firstLineBelowK()).isEqualTo(4);
        assertThat(verdict.classCount()).isEqualTo(3);
    }

    @Test
    void saysYesAtTheSmallestClass() {
        Table table = new Table(List.of(Tables.quasi("age", 30, 40, 40, 30, 30)));
        assertThat(ReleaseCheck.of(table, 2).holds()).isTrue();
        assertThat(ReleaseCheck.of(table, 3).holds()).isFalse();
        assertThat(ReleaseCheck.of(table, 2).firstLineBelowK()).isZero();
    }

    @Test
    void anIdentifierIsANo() {
        Table table = new Table(List.of(
                new TextColumn(new ColumnSpec("name", Role.IDENTIFIER), List.of("Ann", "Bob")),
                Tables.quasi("age", 30, 30)));
        assertThat(ReleaseCheck.of(table, 2).holds()).isFalse();
        assertThat(ReleaseCheck.of(table, 2).identifiers()).containsExactly("name");
    }

    @Test
    void asksForAtLeastTwo() {
        assertThatThrownBy(() -> ReleaseCheck.of(TABLE, 1)).isInstanceOf(IllegalArgumentException.class);
    }
}
