package org.phrkit.microaggregation;

import java.util.ArrayList;
import java.util.List;
import org.phrkit.neighbours.Standardisation;
import org.phrkit.table.Column;
import org.phrkit.table.NumberColumn;
import org.phrkit.table.Role;
import org.phrkit.table.Table;

/**
 * A table in which the quasi-identifiers of each row are the means of its group.
 *
 * @param table to be handed out: quasi-identifiers, sensitive and plain columns in the order of the original, the rows
 *     in the order of the original
 * @param partition the groups
 * @param informationLoss 100·SSE/SST over the standardised quasi-identifiers, where SSE is the sum of the squared
 *     distances between rows and the means of their groups, and SST that between rows and the mean of all: 0 where
 *     nothing was lost, 100 where all rows became one; 0 where all rows were the same from the start
 */
public record Release(Table table, Partition partition, double informationLoss) {
    public Release {
        if (table.rowCount() != partition.rowCount() || !(informationLoss >= 0)) {
            throw new IllegalArgumentException("table, partition and information loss do not belong together");
        }
    }

    /**
     * Replaces the quasi-identifiers of a table by the means of their groups.
     *
     * @throws IllegalArgumentException if the partition is of another number of rows, or a quasi-identifier is not a
     *     number
     */
    public static Release of(Table original, Partition partition) {
        if (partition.rowCount() != original.rowCount()) {
            throw new IllegalArgumentException("the partition is of another table");
        }
        Mdav.requireNumbers(original);
        List<Column> columns = new ArrayList<>();
        double lost = 0;
        double total = 0;
        for (Column column : original.columns()) {
            if (column.spec().role() == Role.QUASI) {
                double[] before = ((NumberColumn) column).values();
                double[] after = spread(partition, partition.means(before));
                columns.add(new NumberColumn(column.spec(), after));
                Standardisation scale = Standardisation.of(before);
                double[] scores = scale.apply(before);
                lost += squares(scores, scale.apply(after));
                total += squares(scores, new double[scores.length]);
            } else if (column.spec().role().isReleased()) {
                columns.add(column);
            }
        }
        return new Release(new Table(columns), partition, total == 0 ? 0 : 100 * lost / total);
    }

    private static double[] spread(Partition partition, double[] means) {
        double[] values = new double[partition.rowCount()];
        for (int row = 0; row < values.length; row++) {
            values[row] = means[partition.groupOf(row)];
        }
        return values;
    }

    private static double squares(double[] first, double[] second) {
        double sum = 0;
        for (int row = 0; row < first.length; row++) {
            double difference = first[row] - second[row];
            sum += difference * difference;
        }
        return sum;
    }
}
