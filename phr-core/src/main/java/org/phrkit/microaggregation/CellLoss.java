package org.phrkit.microaggregation;

import org.phrkit.neighbours.Standardisation;
import org.phrkit.neighbours.Weights;
import org.phrkit.table.Column;
import org.phrkit.table.Kind;
import org.phrkit.table.NumberColumn;
import org.phrkit.table.Role;
import org.phrkit.table.Table;
import org.phrkit.table.TextColumn;

/**
 * The information loss of a table whose cells, however they came about, stand for those of its original: that of
 * {@link Release}, where the cells need not be centres.
 */
final class CellLoss {
    private CellLoss() {}

    /**
     * 100·SSE/SST over the quasi-identifiers, on the scale of the original.
     *
     * @param released has the same rows and the same quasi-identifiers
     */
    static double percent(Table original, Table released) {
        double lost = 0;
        double total = 0;
        Weights weights = Weights.equal(original.rowCount());
        Partition single = Partition.single(original.rowCount());
        for (Column column : original.columns(Role.QUASI)) {
            Column cells = released.column(column.spec().name()).orElseThrow();
            Column centre = new Centres(single, weights).of(column).select(single.groups());
            if (column.spec().kind() == Kind.CATEGORY) {
                double[] codes = Rows.codes((TextColumn) column);
                double mismatch = Standardisation.mismatch(
                        codes, ((TextColumn) column).levels().size(), weights);
                lost += mismatch * mismatches(column, cells);
                total += mismatch * mismatches(column, centre);
            } else {
                double[] values = values(column);
                Standardisation scale = Standardisation.of(values, weights);
                double[] scores = scale.apply(values);
                lost += squares(scores, scale.apply(values(cells)));
                total += squares(scores, scale.apply(values(centre)));
            }
        }
        return total == 0 ? 0 : 100 * lost / total;
    }

    private static double[] values(Column column) {
        return column instanceof NumberColumn numbers ? numbers.values() : Rows.codes((TextColumn) column);
    }

    private static double squares(double[] scores, double[] others) {
        double sum = 0;
        for (int row = 0; row < scores.length; row++) {
            double difference = scores[row] - others[row];
            sum += Double.isNaN(difference) ? 0 : difference * difference;
        }
        return sum;
    }

    private static long mismatches(Column column, Column others) {
        long count = 0;
        for (int row = 0; row < column.rowCount(); row++) {
            boolean differ = !column.isMissing(row) && !column.text(row).equals(others.text(row));
            count += differ ? 1 : 0;
        }
        return count;
    }
}
