package org.phrkit.privacy;

import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import org.phrkit.table.Column;
import org.phrkit.table.NumberColumn;
import org.phrkit.table.Role;
import org.phrkit.table.Table;

/**
 * Whether the rows of a release stand in the order of its original. If they do, whoever has that order, from a list of
 * admissions for example, knows which row is whose; and only then can the two be compared row by row.
 *
 * <p>Each column that both have is asked how much more alike row i and row i are than if the release were in random
 * order, over the rows where neither is missing, in standard deviations of that random order: of numbers, dates and
 * ordinals ρ·√(n-1) for Spearman's rank correlation ρ, ties at the mean of their ranks; of categories (M - E)/σ for the
 * number M of rows that hold the same text, where E = Σab/n and σ² = (Σab - Σ(a²b + ab²)/n + (Σab)²/n²)/(n-1), for the
 * numbers a and b of each text before and after. Both are exact where all orders are equally likely (Wald and Wolfowitz
 * 1944, doi 10.1214/aoms/1177731207). The three rows that say most are left out of ρ and M: where a value is rare, a few
 * rows that are the same by chance would be many deviations.
 *
 * <p>A release of one group without any column as it was tells nothing of its order; nor do fewer than about fifty rows
 * of which all cells were changed.
 *
 * <p>Immutable; several threads may use one.
 *
 * @param isKept whether chance hardly explains how alike rows of the same number are: where in a column they are {@value
 *     #MANY_DEVIATIONS} deviations or more from a random order; or where all rows of a column are the same, and less
 *     than one in a million random orders would leave them so
 * @param arePaired whether row i of the one is, by all that the tables tell, the person of row i of the other: the
 *     order is kept, and no column other than the quasi-identifiers holds the same cells in other rows. Two tables that
 *     were sorted by the same column pass for paired where no column is as it was
 * @param deviations the most of all columns; 0 where no column could tell
 */
public record RowOrder(boolean isKept, boolean arePaired, double deviations) {
    /** By chance in one of 3.5 million orders, where deviations are normal. */
    private static final int MANY_DEVIATIONS = 5;

    private static final double ONE_IN_A_MILLION = 1e-6;

    /**
     * Compares row by row. Takes time in proportion to n log n for n rows.
     *
     * @param original the original
     * @param released the release
     * @return whether the order was kept
     * @throws IllegalArgumentException if the two differ in rows
     */
    public static RowOrder of(Table original, Table released) {
        if (original.rowCount() != released.rowCount()) {
            throw new IllegalArgumentException("original and release differ in their rows");
        }
        // Each column by one thread.
        return of(original.columns().parallelStream()
                .flatMap(before -> released.column(before.spec().name()).stream()
                        .flatMap(after -> OfColumn.of(before, after).stream()))
                .toList());
    }

    /**
     * What several columns tell together.
     *
     * @param columns what each column says, in table order
     * @return whether the order was kept
     */
    public static RowOrder of(List<OfColumn> columns) {
        boolean isKept = columns.stream().anyMatch(OfColumn::isKept);
        return new RowOrder(
                isKept,
                isKept && columns.stream().noneMatch(OfColumn::isContradicted),
                columns.stream().mapToDouble(OfColumn::deviations).max().orElse(0));
    }

    /**
     * What one column says about the order.
     *
     * @param isKept whether the column says that the order was kept
     * @param isContradicted whether it holds the same cells in other rows, and is no quasi-identifier
     * @param deviations by how many the rows differ from a random order
     */
    public record OfColumn(boolean isKept, boolean isContradicted, double deviations) implements Serializable {
        private static final long serialVersionUID = 1L;

        /**
         * Compares a column row by row.
         *
         * @param before the column of the original
         * @param after of as many rows
         * @return empty where one of the two holds numbers, and the other not
         */
        public static Optional<OfColumn> of(Column before, Column after) {
            if (after instanceof NumberColumn != before instanceof NumberColumn) {
                return Optional.empty();
            }
            Alike alike = Alike.of(before, after);
            return Optional.of(new OfColumn(
                    alike.deviations() >= MANY_DEVIATIONS || alike.chance() < ONE_IN_A_MILLION,
                    before.spec().role() != Role.QUASI && alike.isMoved(),
                    alike.deviations()));
        }
    }
}
