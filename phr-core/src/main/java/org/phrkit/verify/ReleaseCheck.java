package org.phrkit.verify;

import java.util.ArrayList;
import java.util.List;
import org.phrkit.privacy.Closeness;
import org.phrkit.privacy.Diversity;
import org.phrkit.privacy.EquivalenceClasses;
import org.phrkit.privacy.KAnonymity;
import org.phrkit.privacy.MissingCells;
import org.phrkit.table.Column;
import org.phrkit.table.RecordCounts;
import org.phrkit.table.Role;
import org.phrkit.table.SchemaException;
import org.phrkit.table.TableException;

/**
 * Is this release k-anonymous, l-diverse, t-close, and free of identifiers? Answered from the release alone, without the
 * code that made it, and in one way: the library and the command ask the same {@link ReleasedTable}. What each of that means is defined where it is measured: {@link KAnonymity}, {@link Diversity},
 * {@link Closeness}.
 *
 * <p>Its functions may be called by several threads at once.
 */
public final class ReleaseCheck {
    private ReleaseCheck() {}

    /**
     * Of the quasi-identifiers alone.
     *
     * @param k at least 2
     * @throws IllegalArgumentException if k is below 2
     */
    public static Verdict of(ReleasedTable release, int k) throws TableException, SchemaException {
        return of(release, Requirements.of(k));
    }

    /**
     * Recomputes the equivalence classes over the quasi-identifiers, and where it is asked for, in each class the values
     * of each sensitive column. Takes time in proportion to n log n for n rows.
     *
     * @throws TableException if sensitive columns are asked about, and a cell of one is not of its kind
     * @throws IllegalArgumentException if sensitive columns are asked about and there is none, or a row stands for
     *     several records
     */
    public static Verdict of(ReleasedTable release, Requirements asked) throws TableException, SchemaException {
        List<Column> columns = asked.areOfSensitive() ? release.sensitive() : List.of();
        if (asked.areOfSensitive() && (columns.isEmpty() || release.isOfGroups())) {
            throw new IllegalArgumentException(
                    "diversity and closeness need sensitive columns, and a row for each record");
        }
        List<Column> quasi = release.quasi(asked.missing());
        RecordCounts counts = release.counts();
        int[] withoutQuasi = release.rowsWithoutQuasi();
        EquivalenceClasses classes = asked.missing() == MissingCells.WILDCARD
                ? EquivalenceClasses.of(quasi).apart(withoutQuasi)
                : release.classes();
        KAnonymity anonymity = KAnonymity.of(classes, quasi, counts, asked.missing(), withoutQuasi);
        List<Sensitive> sensitive = new ArrayList<>();
        for (Column column : columns) {
            sensitive.add(
                    new Sensitive(column.spec().name(), Diversity.of(classes, column), Closeness.of(classes, column)));
        }
        int first = anonymity.firstRowBelow(asked.k());
        return new Verdict(
                asked,
                classes.rowCount(),
                counts.total(),
                classes.classCount(),
                anonymity.smallest(),
                anonymity.rowsBelow(asked.k()),
                first < 0 ? 0 : release.lineNumber(first),
                withoutQuasi.length,
                release.columns(Role.IDENTIFIER),
                sensitive);
    }

    /**
     * The answer.
     *
     * @param recordCount the records that the rows stand for
     * @param classCount the classes of rows whose quasi-identifiers are the same, also in what they miss
     * @param smallestClass the least number of records that a row cannot be told from: the k that the table has
     * @param rowsBelowK how many rows can be told from all but fewer than k
     * @param firstLineBelowK the line of the first of them, from 1; 0 where there is none
     * @param rowsWithoutQuasi how many rows miss all quasi-identifiers; no class protects them, and they are among those
     *     below k
     * @param identifiers the names of columns that should not be there: identifiers, and what was to be dropped
     * @param sensitive the answer for each sensitive column, in table order; empty where they were not asked about
     */
    public record Verdict(
            Requirements asked,
            int rowCount,
            long recordCount,
            int classCount,
            long smallestClass,
            int rowsBelowK,
            int firstLineBelowK,
            int rowsWithoutQuasi,
            List<String> identifiers,
            List<Sensitive> sensitive) {
        public Verdict {
            identifiers = List.copyOf(identifiers);
            sensitive = List.copyOf(sensitive);
        }

        /** What was asked for. */
        public int k() {
            return asked.k();
        }

        /** Whether no row can be told from all but fewer than k records. */
        public boolean isAnonymous() {
            return smallestClass >= k();
        }

        /** Whether each sensitive column is as diverse as was asked for. */
        public boolean isDiverse() {
            return asked.diversity().isEmpty()
                    || sensitive.stream()
                            .allMatch(column -> asked.diversity().get().isMetBy(column.diversity));
        }

        /** Whether no class is farther from the whole table in a sensitive column than was asked for. */
        public boolean isClose() {
            return asked.t().isEmpty()
                    || sensitive.stream()
                            .allMatch(column ->
                                    column.closeness.greatest() <= asked.t().getAsDouble());
        }

        /** Whether all that was asked for is so, and no column is there that should not be. */
        public boolean holds() {
            return isAnonymous() && isDiverse() && isClose() && identifiers.isEmpty();
        }
    }

    /** The figures of one sensitive column, by class. */
    public record Sensitive(String column, Diversity diversity, Closeness closeness) {}
}
