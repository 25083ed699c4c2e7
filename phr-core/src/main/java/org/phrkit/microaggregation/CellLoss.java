package org.phrkit.microaggregation;

import org.phrkit.neighbours.Standardisation;
import org.phrkit.table.Column;
import org.phrkit.table.RecordCounts;
import org.phrkit.table.Role;
import org.phrkit.table.Table;

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
            QuasiScales.OfColumn scale = QuasiScales.OfColumn.of(column, weights);
            Column cells = released.column(column.spec().name()).orElseThrow();
            Column centre = new GroupAggregates(single, weights).of(column).select(single.groups());
            lost += scale.loss(column, cells, weights);
            total += scale.loss(column, centre, weights);
        }
        return Standardisation.percent(lost, total);
    }
}
