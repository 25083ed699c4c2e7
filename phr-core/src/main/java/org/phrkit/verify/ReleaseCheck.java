package org.phrkit.verify;

import java.util.ArrayList;
import java.util.List;
import org.phrkit.privacy.Closeness;
import org.phrkit.privacy.Diversity;
import org.phrkit.privacy.EquivalenceClasses;
import org.phrkit.table.Column;
import org.phrkit.table.Role;
import org.phrkit.table.Table;

/**
 * Is this table k-anonymous, l-diverse, t-close, and free of identifiers? Answered from the table alone, without the
 * code that made it.
 */
public final class ReleaseCheck {
    private ReleaseCheck() {}

    /**
     * Recomputes the equivalence classes over the quasi-identifiers. Sensitive columns are not looked at.
     *
     * @param k at least 2
     * @throws IllegalArgumentException if k is below 2, or the table has no row or no quasi-identifier
     */
    public static Verdict of(Table release, int k) {
        return of(release, k, classes(release, k), List.of());
    }

    /**
     * The same, and in each class the values of each sensitive column, by {@link Diversity} and {@link Closeness}.
     * Whether these are in an order, and where they are missing, is what the columns say; classes are told apart by the
     * texts of cells.
     *
     * @param l the number of distinct values asked for, at least 0, which asks for nothing
     * @param t the greatest distance allowed, from 0 to 1, which allows all
     * @throws IllegalArgumentException also if l or t is something else, or the table has no sensitive column
     */
    public static Verdict of(Table release, int k, int l, double t) {
        List<Column> columns = release.columns(Role.SENSITIVE);
        if (l < 0 || !(t >= 0 && t <= 1) || columns.isEmpty()) {
            throw new IllegalArgumentException("l must be at least 0, t from 0 to 1, and a column sensitive");
        }
        EquivalenceClasses classes = classes(release, k);
        List<Sensitive> sensitive = new ArrayList<>();
        for (Column column : columns) {
            sensitive.add(new Sensitive(
                    column.spec().name(),
                    l,
                    Diversity.of(classes, column).smallest(),
                    t,
                    Closeness.of(classes, column).greatest()));
        }
        return of(release, k, classes, sensitive);
    }

    private static EquivalenceClasses classes(Table release, int k) {
        if (k < 2) {
            throw new IllegalArgumentException("k is " + k + "; it must be at least 2");
        }
        return EquivalenceClasses.of(release.columns(Role.QUASI));
    }

    private static Verdict of(Table release, int k, EquivalenceClasses classes, List<Sensitive> sensitive) {
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
                        .toList(),
                sensitive);
    }

    /**
     * The answer.
     *
     * @param k what was asked for
     * @param smallestClass the number of rows in the smallest class: the k that the table has
     * @param rowsBelowK how many rows are in classes smaller than k
     * @param firstLineBelowK the line of the first of them, from 1; 0 where there is none
     * @param identifiers the names of columns that should not be there: identifiers, and what was to be dropped
     * @param sensitive the answer for each sensitive column, in table order; empty where they were not asked about
     */
    public record Verdict(
            int k,
            int rowCount,
            int classCount,
            int smallestClass,
            int rowsBelowK,
            int firstLineBelowK,
            List<String> identifiers,
            List<Sensitive> sensitive) {
        public Verdict {
            identifiers = List.copyOf(identifiers);
            sensitive = List.copyOf(sensitive);
        }

        /** Whether no class is smaller than k. */
        public boolean isAnonymous() {
            return smallestClass >= k;
        }

        /** Whether no class has fewer than l distinct values in a sensitive column. */
        public boolean isDiverse() {
            return sensitive.stream().allMatch(column -> column.smallestDiversity >= column.l);
        }

        /** Whether no class is farther than t from the whole table in a sensitive column. */
        public boolean isClose() {
            return sensitive.stream().allMatch(column -> column.greatestDistance <= column.t);
        }

        /** Whether all that was asked for is so, and no column is there that should not be. */
        public boolean holds() {
            return isAnonymous() && isDiverse() && isClose() && identifiers.isEmpty();
        }
    }

    /**
     * The answer for one sensitive column.
     *
     * @param l what was asked for
     * @param smallestDiversity the least number of distinct values in a class: the l that the column has
     * @param t what was asked for
     * @param greatestDistance between a class and the whole table: the t that the column has
     */
    public record Sensitive(String column, int l, int smallestDiversity, double t, double greatestDistance) {}
}
