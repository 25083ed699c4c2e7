package org.phrkit.microaggregation;

import java.util.ArrayList;
import java.util.List;
import org.phrkit.neighbours.Weights;
import org.phrkit.table.Column;
import org.phrkit.table.ColumnSpec;
import org.phrkit.table.Kind;
import org.phrkit.table.NumberColumn;
import org.phrkit.table.RecordCounts;
import org.phrkit.table.Role;
import org.phrkit.table.Table;

/**
 * A table in which the quasi-identifiers of each row are the centre of its group: the mean of numbers, the rounded mean
 * of integers and dates, the lower median of ordinals, the mode of categories.
 *
 * @param table to be handed out: the columns that a release has, in the order of the original, the rows in the order
 *     of the original
 * @param partition the groups
 * @param groups the same as one row for each group: its quasi-identifiers, and in the last column, {@value #COUNT}, how
 *     many records it has
 * @param informationLoss 100·SSE/SST over the quasi-identifiers, where SSE is the sum of the squared distances between
 *     rows and the centres of their groups, and SST that between rows and the centre of all, each column on the scale
 *     of {@link Mdav} and missing cells left out: 0 where nothing was lost, 100 where all rows became one; 0 where all
 *     rows were the same from the start
 */
public record Release(Table table, Partition partition, Table groups, double informationLoss) {
    /** The column of a group's size. */
    public static final String COUNT = RecordCounts.COLUMN;

    public Release {
        if (table.rowCount() != partition.rowCount()
                || groups.rowCount() != partition.groupCount()
                || !(informationLoss >= 0)) {
            throw new IllegalArgumentException("table, partition and information loss do not belong together");
        }
    }

    /**
     * Replaces the quasi-identifiers of a table by the centres of their groups. Where a cell is missing it is replaced
     * too, so that rows of a group cannot be told apart.
     *
     * @throws IllegalArgumentException if the partition is of another number of rows, or the table has no
     *     quasi-identifier, or one whose name is {@value #COUNT}
     */
    public static Release of(Table original, Partition partition) {
        return of(original, partition, Weights.equal(original.rowCount()));
    }

    static Release of(Table original, Partition partition, Weights weights) {
        if (partition.rowCount() != original.rowCount()) {
            throw new IllegalArgumentException("the partition is of another table");
        }
        int[] groupOf = partition.groups();
        List<Column> columns = new ArrayList<>();
        List<Column> centres = new ArrayList<>();
        for (Column column : original.columns()) {
            if (column.spec().role() == Role.QUASI) {
                Column centre = new GroupAggregates(partition, weights).of(column);
                centres.add(centre);
                columns.add(centre.select(groupOf));
            } else if (column.spec().role().isReleased()) {
                columns.add(column);
            }
        }
        centres.add(counts(partition, weights));
        Table released = original.withColumns(columns);
        double loss = CellLoss.percent(original, released, weights);
        return new Release(released, partition, new Table(centres), loss);
    }

    private static NumberColumn counts(Partition partition, Weights weights) {
        double[] counts = new double[partition.groupCount()];
        for (int row = 0; row < partition.rowCount(); row++) {
            counts[partition.groupOf(row)] += weights.of(row);
        }
        return new NumberColumn(new ColumnSpec(COUNT, Role.PLAIN, Kind.INTEGER), counts);
    }
}
