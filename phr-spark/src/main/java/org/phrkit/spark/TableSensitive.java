package org.phrkit.spark;

import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.phrkit.microaggregation.AnonymisationException;
import org.phrkit.microaggregation.DataMatrix;
import org.phrkit.microaggregation.Guarantees;
import org.phrkit.microaggregation.SensitiveDistribution;
import org.phrkit.microaggregation.SensitiveValues;
import org.phrkit.table.Column;
import org.phrkit.table.ColumnSpec;
import org.phrkit.table.Role;
import org.phrkit.table.Table;

/**
 * The sensitive columns of a table in pieces, and what groups keep of them.
 *
 * @param wholes by column the values of the whole table
 * @param person the column that says whom a row is about; null where each row is a person
 */
record TableSensitive(
        Guarantees wanted,
        Values values,
        List<WholeValues> wholes,
        List<SensitiveDistribution> distributions,
        @Nullable String person)
        implements Serializable {
    private static final long serialVersionUID = 1L;

    /** What is counted as a value. */
    record Values(Guarantees wanted, List<String> missingValues, TableColumns columns) implements Serializable {
        private static final long serialVersionUID = 1L;

        /** The sensitive columns of some rows. */
        List<Column> of(Piece piece) {
            List<Column> counted =
                    wanted.counted(piece.table(columns), missingValues).columns(Role.SENSITIVE);
            return wanted.isFolded() ? counted.stream().map(WholeValues::folded).toList() : counted;
        }
    }

    /**
     * Of a whole table.
     *
     * @throws AnonymisationException if it has too few values
     */
    static TableSensitive of(SparkTable table, Guarantees wanted, List<String> missingValues, @Nullable String person)
            throws IOException, AnonymisationException {
        List<ColumnSpec> specs = table.columns().specs().stream()
                .filter(spec -> spec.role() == Role.SENSITIVE)
                .toList();
        if (specs.isEmpty()) {
            throw new IllegalArgumentException("the table has no sensitive column");
        }
        Values values = new Values(wanted, List.copyOf(missingValues), table.columns());
        List<WholeValues> wholes = WholeValues.of(table, specs, person, values::of);
        List<SensitiveDistribution> distributions = new ArrayList<>();
        for (int i = 0; i < specs.size(); i++) {
            // Persons can have no more values of their own than there are; who can each have one is seen when all are
            // one group.
            wanted.requireDiverse(specs.get(i).name(), wholes.get(i).values().length, person != null);
            distributions.add(wholes.get(i).distribution());
        }
        return new TableSensitive(wanted, values, wholes, distributions, person);
    }

    /** The groups of a block, merged until all keep what is wanted; nothing where it does not as one group. */
    Optional<GroupedPiece> keeping(GroupedPiece piece, TableBlocks.Task task, DataMatrix points) {
        List<Column> columns = values.of(piece.rows());
        List<SensitiveValues> found = IntStream.range(0, columns.size())
                .mapToObj(i ->
                        new SensitiveValues(distributions.get(i), wholes.get(i).ranks(columns.get(i))))
                .toList();
        Table rows = piece.rows().table(values.columns());
        return task.steps()
                .keeping(wanted, points, piece.groups(), found, person == null ? null : TablePersons.of(rows, person))
                .map(merged -> GroupedPiece.of(piece.rows(), merged));
    }
}
