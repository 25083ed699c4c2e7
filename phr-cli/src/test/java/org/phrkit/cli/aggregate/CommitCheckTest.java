package org.phrkit.cli.aggregate;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.phrkit.cli.table.Form;
import org.phrkit.microaggregation.Partition;
import org.phrkit.microaggregation.Release;
import org.phrkit.table.ColumnSpec;
import org.phrkit.table.NumberColumn;
import org.phrkit.table.Role;
import org.phrkit.table.Table;

/** Releases that no gate has seen. */
class CommitCheckTest {
    private static final Table TABLE =
            new Table(List.of(new NumberColumn(new ColumnSpec("age", Role.QUASI), new double[] {30, 31, 40, 41, 42})));

    private static Release release(int... groupOf) {
        return Release.of(TABLE, new Partition(groupOf));
    }

    @Test
    void groupsOfKPass() {
        for (Form form : Form.values()) {
            assertThatCode(() -> CommitCheck.require(release(0, 0, 1, 1, 1), form, 2, List.of()))
                    .doesNotThrowAnyException();
        }
    }

    @Test
    void aGroupBelowKIsABug() {
        for (Form form : Form.values()) {
            assertThatThrownBy(() -> CommitCheck.require(release(0, 0, 1, 1, 1), form, 3, List.of()))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("a group that would be released has fewer than k records");
        }
    }

    /** The counts are right, and the rows are in other groups than the counts say. */
    @Test
    void rowsBelowKAreABug() {
        Release right = release(0, 0, 1, 1, 1);
        Release wrong = new Release(right.table(), new Partition(new int[] {0, 1, 1, 1, 1}), right.groups(), 1);
        assertThatThrownBy(() -> CommitCheck.require(wrong, Form.records, 2, List.of()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("a group that would be released has fewer than k rows");
    }

    @Test
    void aRowThatIsNotLikeItsGroupIsABug() {
        Release right = release(0, 0, 1, 1, 1);
        Release wrong = new Release(TABLE, right.partition(), right.groups(), 1);
        assertThatThrownBy(() -> CommitCheck.require(wrong, Form.records, 2, List.of()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("a row that would be released is not like its group");
    }

    @Test
    void aGroupOfTwoStrataIsABug() {
        Release right = release(0, 0, 1, 1, 1);
        String name = TABLE.columns().get(0).spec().name();
        assertThatThrownBy(() -> CommitCheck.require(
                        new Release(TABLE, right.partition(), right.groups(), 1), Form.groups, 2, List.of(name)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("a group that would be released crosses from one stratum to another");
    }
}
