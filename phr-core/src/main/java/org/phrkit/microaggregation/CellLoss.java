package org.phrkit.microaggregation;

import org.phrkit.neighbours.Standardisation;
import org.phrkit.table.Column;
import org.phrkit.table.Kind;
import org.phrkit.table.RecordCounts;
import org.phrkit.table.Role;
import org.phrkit.table.Table;
import org.phrkit.table.TextColumn;

/** The information loss of {@link Release}, of any table whose cells stand for those of its original. */
final class CellLoss {
    private CellLoss() {}

    /**
     * 100·SSE/SST over the quasi-identifiers, on the scale of the original.
     *
     * @param released has the same rows and the same quasi-identifiers
     * @param weights how many records each row stands for
     */
    static double percent(Table original, Table released, RecordCounts weights) {
        double lost = 0;
        double total = 0;
        Partition single = Partition.single(original.rowCount());
        for (Column column : original.columns(Role.QUASI)) {
            Column cells = released.column(column.spec().name()).orElseThrow();
            Column centre = new GroupAggregates(single, weights).of(column).select(single.groups());
            double[] values = column.numbers();
            if (column instanceof TextColumn texts && texts.spec().kind() == Kind.CATEGORY) {
                double mismatch =
                        Standardisation.mismatch(values, texts.levels().size(), weights);
                lost += mismatch * mismatches(column, cells, weights);
                total += mismatch * mismatches(column, centre, weights);
            } else {
                Standardisation scale = Standardisation.of(values, weights);
                double[] scores = scale.apply(values);
                lost += squares(scores, scale.apply(cells.numbers()), weights);
                total += squares(scores, scale.apply(centre.numbers()), weights);
            }
        }
        return Standardisation.percent(lost, total);
    }

    private static double squares(double[] scores, double[] others, RecordCounts weights) {
        return Standardisation.sum(scores.length, row -> {
            double difference = scores[row] - others[row];
            return weights.of(row) * (difference * difference);
        });
    }

    private static long mismatches(Column column, Column others, RecordCounts weights) {
        long count = 0;
        for (int row = 0; row < column.rowCount(); row++) {
            boolean differ = !column.isMissing(row) && !column.text(row).equals(others.text(row));
            count += differ ? weights.of(row) : 0;
        }
        return count;
    }
}
