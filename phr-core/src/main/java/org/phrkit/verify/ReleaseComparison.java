package org.phrkit.verify;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import org.phrkit.privacy.ColumnChange;
import org.phrkit.privacy.CorrelationChange;
import org.phrkit.privacy.EigenvalueChange;
import org.phrkit.privacy.InformationLoss;
import org.phrkit.privacy.IntervalDisclosure;
import org.phrkit.privacy.PropensityScore;
import org.phrkit.privacy.RecordLinkage;
import org.phrkit.privacy.RowOrder;
import org.phrkit.table.Persons;
import org.phrkit.table.Table;

/**
 * The disclosure risk that a release leaves, and the information that it lost, against its original. Every figure
 * needs the original, so it is for readers who may see the original. Each figure is defined where it is measured.
 *
 * <p>Immutable; several threads may use one.
 *
 * @param informationLoss in percent, by {@link InformationLoss}; none where the rows are not paired
 * @param leastLoss what no release can lose less than whose classes are as large as the smallest of this one, by {@link
 *     InformationLoss#least}
 * @param order whether the rows stand in the order of the original, and are paired: where they are not, information loss,
 *     linkage and intervals would compare each person with another, and there are none
 * @param linkage of each person's original record with the nearest one of the release; none where the rows are not paired
 * @param intervals none where the rows are not paired; with p = {@link IntervalDisclosure#USUAL_WIDTH}
 * @param columns each column before and after
 * @param correlations how correlations changed
 * @param eigenvalues how the eigenvalues of the correlation matrix changed
 * @param mainEffects how well rows of the two can be told apart by means and shares alone
 * @param secondOrder the same by spreads and correlations as well
 */
public record ReleaseComparison(
        OptionalDouble informationLoss,
        OptionalDouble leastLoss,
        RowOrder order,
        Optional<RecordLinkage> linkage,
        Optional<IntervalDisclosure> intervals,
        List<ColumnChange> columns,
        CorrelationChange correlations,
        EigenvalueChange eigenvalues,
        PropensityScore mainEffects,
        PropensityScore secondOrder) {
    /**
     * Refuses components that are out of range, or do not go together.
     *
     * @param informationLoss in percent, by {@link InformationLoss}
     * @param leastLoss what no release can lose less than whose classes are as large as the smallest of this one, by {@link InformationLoss#least}
     * @param order whether the rows stand in the order of the original, and are paired
     * @param linkage of each person's original record with the nearest one of the release
     * @param intervals none where the rows are not paired
     * @param columns each column before and after
     * @param correlations how correlations changed
     * @param eigenvalues how the eigenvalues of the correlation matrix changed
     * @param mainEffects how well rows of the two can be told apart by means and shares alone
     * @param secondOrder the same by spreads and correlations as well
     */
    public ReleaseComparison {
        if (informationLoss.isPresent() != order.arePaired()
                || linkage.isPresent() != order.arePaired()
                || intervals.isPresent() != order.arePaired()) {
            throw new IllegalArgumentException("rows are compared where they are paired");
        }
        columns = List.copyOf(columns);
    }

    /**
     * Compares the quasi-identifiers row by row, where the rows are paired, and these, the sensitive and the plain columns
     * as a whole. Takes the time of {@link RecordLinkage}: for n rows in proportion to n log n where there are few
     * quasi-identifiers.
     *
     * @param original the original
     * @param released has columns of the same names, and as many rows
     * @return risk and loss
     * @throws IllegalArgumentException if the original has no row or no quasi-identifier, the release misses a column,
     *     or the two differ in rows or in what their columns hold
     */
    public static ReleaseComparison of(Table original, Table released) {
        return of(original, released, Persons.ofRows(original.rowCount()), RowOrder.of(original, released));
    }

    /**
     * The same of persons who may have several rows.
     *
     * @param original the original
     * @param released the release
     * @param persons whom each row is about
     * @param order what is known of the order of the rows, by {@link RowOrder#of} or {@link Pairing#order}
     * @return risk and loss
     */
    public static ReleaseComparison of(Table original, Table released, Persons persons, RowOrder order) {
        // One thread goes through the columns while others look for the nearest records.
        ForkJoinTask<ByColumn> submitted =
                ForkJoinPool.commonPool().submit(() -> ByColumn.of(original, released, order.arePaired()));
        Optional<RecordLinkage> linkage =
                order.arePaired() ? Optional.of(RecordLinkage.of(original, released, persons)) : Optional.empty();
        PropensityScore mainEffects = PropensityScore.of(original, released);
        PropensityScore secondOrder = PropensityScore.of(original, released, PropensityScore.Model.SECOND_ORDER);
        ByColumn byColumn = submitted.join();
        return new ReleaseComparison(
                byColumn.informationLoss,
                byColumn.leastLoss,
                order,
                linkage,
                byColumn.intervals,
                byColumn.columns,
                byColumn.correlations,
                EigenvalueChange.of(byColumn.correlations),
                mainEffects,
                secondOrder);
    }

    /** What is compared column by column. */
    private record ByColumn(
            OptionalDouble informationLoss,
            OptionalDouble leastLoss,
            Optional<IntervalDisclosure> intervals,
            List<ColumnChange> columns,
            CorrelationChange correlations) {
        static ByColumn of(Table original, Table released, boolean arePaired) {
            return new ByColumn(
                    arePaired ? OptionalDouble.of(InformationLoss.of(original, released)) : OptionalDouble.empty(),
                    InformationLoss.least(original, released),
                    arePaired
                            ? Optional.of(IntervalDisclosure.of(original, released, IntervalDisclosure.USUAL_WIDTH))
                            : Optional.empty(),
                    ColumnChange.of(original, released),
                    CorrelationChange.of(original, released));
        }
    }
}
