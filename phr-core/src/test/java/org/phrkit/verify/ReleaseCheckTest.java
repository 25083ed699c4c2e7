package org.phrkit.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.phrkit.table.ColumnSpec;
import org.phrkit.table.Kind;
import org.phrkit.table.NumberColumn;
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

    private static Table withSecrets(String secrets, double... ages) {
        List<String> texts = secrets.chars().mapToObj(Character::toString).toList();
        return new Table(List.of(
                Tables.quasi("age", ages),
                new TextColumn(new ColumnSpec("blood", Role.SENSITIVE), texts),
                new NumberColumn(
                        new ColumnSpec("cost", Role.SENSITIVE, Kind.NUMBER),
                        IntStream.range(0, ages.length).asDoubleStream().toArray())));
    }

    @Test
    void answersForEachSensitiveColumn() {
        ReleaseCheck.Verdict verdict = ReleaseCheck.of(withSecrets("ABAA", 30, 30, 40, 40), 2, 2, 0.3);
        assertThat(verdict.sensitive())
                .containsExactly(
                        new ReleaseCheck.Sensitive("blood", 2, 1, 0.3, 0.25),
                        new ReleaseCheck.Sensitive("cost", 2, 2, 0.3, 0.333333333));
        assertThat(verdict.isAnonymous()).isTrue();
        assertThat(verdict.isDiverse()).isFalse();
        assertThat(verdict.isClose()).isFalse();
        assertThat(verdict.holds()).isFalse();
    }

    @Test
    void saysYesAtTheFiguresThatTheTableHas() {
        Table table = withSecrets("ABBA", 30, 30, 40, 40);
        assertThat(ReleaseCheck.of(table, 2, 2, 0.333333333).holds()).isTrue();
        assertThat(ReleaseCheck.of(table, 2, 3, 0.333333333).holds()).isFalse();
        assertThat(ReleaseCheck.of(table, 2, 2, 0.333333332).holds()).isFalse();
        assertThat(ReleaseCheck.of(table, 3, 0, 1).holds()).isFalse();
        assertThat(ReleaseCheck.of(table, 2, 0, 1).holds()).isTrue();
        assertThat(ReleaseCheck.of(table, 2).sensitive()).isEmpty();
    }

    @Test
    void asksSensitiveColumnsForWhatThereCanBe() {
        Table table = withSecrets("ABBA", 30, 30, 40, 40);
        assertThatThrownBy(() -> ReleaseCheck.of(TABLE, 2, 2, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ReleaseCheck.of(table, 2, -1, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ReleaseCheck.of(table, 2, 2, 1.1)).isInstanceOf(IllegalArgumentException.class);
    }
}
