package org.phrkit.verify;

import java.util.List;
import org.phrkit.privacy.EquivalenceClasses;
import org.phrkit.table.Column;
import org.phrkit.table.Role;
import org.phrkit.table.Table;

/** Is this table k-anonymous, and free of identifiers? Answered from the table alone, without the code that made it. */
public final class ReleaseCheck {
    private ReleaseCheck() {}

    /**
     * Recomputes the equivalence classes over the quasi-identifiers.
     *
     * @param k at least 2
     * @throws IllegalArgumentException if k is below 2, or the table has no row or no quasi-identifier
     */
    public static Verdict of(Table release, int k) {
        if (k < 2) {
            throw new IllegalArgumentException("k is " + k + "; it must be at least 2");
        }
        List<Column> quasi = release.columns(Role.QUASI);
        EquivalenceClasses classes = EquivalenceClasses.of(quasi);
        int firstLine = 0;
        for (int row = 0; row < classes.rowCount() && firstLine == 0; row++) {
            if (classes.size(classes.classOf(row)) < k) {
                firstLine = release.lineNumber(row);
            }
        }
        return new Verdict(
                k,
                classes.rowCount(),
                classes.classCount(),
                classes.smallestSize(),
                classes.rowsBelow(k),
                firstLine,
                release.columns(Role.IDENTIFIER).stream()
                        .map(column -> column.spec().name())
                        .toList());
    }

    /**
     * The answer.
     *
     * @param k what was asked for
     * @param smallestClass the number of rows in the smallest class: the k that the table has
     * @param rowsBelowK how many rows are in classes smaller than k
     * @param firstLineBelowK the line of the first of them, from 1; 0 where there is none
     * @param identifiers the names of columns that should not be there: identifiers, and what was to be dropped
     */
    public record Verdict(
            int k,
            int rowCount,
            int classCount,
            int smallestClass,
            int rowsBelowK,
            int firstLineBelowK,
            List<String> identifiers) {
        public Verdict {
            identifiers = List.copyOf(identifiers);
        }

        /** Whether no class is smaller than k, and no column is there that should not be. */
        public boolean holds() {
            return smallestClass >= k && identifiers.isEmpty();
        }
    }
}
