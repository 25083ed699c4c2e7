package org.phrkit.microaggregation;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.phrkit.table.Column;
import org.phrkit.table.Kind;
import org.phrkit.table.NumberColumn;
import org.phrkit.table.RecordCounts;
import org.phrkit.table.Table;
import org.phrkit.table.TextColumn;

/**
 * What the cells of a group are replaced by: the mean of numbers; the mean of integers and of dates, rounded, halves to
 * the even neighbour; the lower median of ordinals; the mode of categories, of several the one that appears first in
 * the table. Missing cells do not count. A group that misses all of a column gets what all rows together get.
 */
final class GroupAggregates {
    /** Sums of fewer than 2^31 smaller numbers, each times a number below 2^31, are finite. */
    private static final double LARGE = 0x1p950;

    private static final double SMALLER = 0x1p-128;

    private final Partition partition;
    private final RecordCounts weights;

    /** One row, the centre of a table of which this is a part; null where it is the whole. */
    private final @Nullable Table centre;

    GroupAggregates(Partition partition, RecordCounts weights) {
        this(partition, weights, null);
    }

    GroupAggregates(Partition partition, RecordCounts weights, @Nullable Table centre) {
        this.partition = partition;
        this.weights = weights;
        this.centre = centre;
    }

    private double ofAll(Column column) {
        return Objects.requireNonNull(centre)
                .column(column.spec().name())
                .orElseThrow()
                .numbers()[0];
    }

    /** One row for each group. */
    Column of(Column column) {
        return column instanceof NumberColumn numbers ? of(numbers) : of((TextColumn) column);
    }

    private Column of(NumberColumn column) {
        double[] values = column.values();
        double[] centres = means(values);
        if (Arrays.stream(centres).anyMatch(Double::isNaN)) {
            double ofAll = centre == null
                    ? new GroupAggregates(Partition.single(values.length), weights).means(values)[0]
                    : ofAll(column);
            centres = Arrays.stream(centres)
                    .map(centre -> Double.isNaN(centre) ? ofAll : centre)
                    .toArray();
        }
        if (column.spec().kind() != Kind.NUMBER) {
            centres = Arrays.stream(centres).map(Math::rint).toArray();
        }
        return new NumberColumn(column.spec(), centres, column.missingText());
    }

    private Column of(TextColumn column) {
        int[] centres = codes(column);
        if (Arrays.stream(centres).anyMatch(code -> code < 0)) {
            int ofAll = centre == null
                    ? new GroupAggregates(Partition.single(column.rowCount()), weights).codes(column)[0]
                    : (int) ofAll(column);
            for (int group = 0; group < centres.length; group++) {
                centres[group] = centres[group] < 0 ? ofAll : centres[group];
            }
        }
        return new TextColumn(column.spec(), column.levels(), centres, column.missingText());
    }

    /**
     * The mean of each group, from a compensated sum in row order (Neumaier 1974, doi 10.1002/zamm.19740540106): a
     * group whose values are all the same has exactly that value. NaN where all are missing.
     */
    double[] means(double[] values) {
        // A power of two changes no digit of a large number.
        boolean isLarge = Arrays.stream(values).anyMatch(value -> Math.abs(value) >= LARGE);
        double scale = isLarge ? SMALLER : 1;
        double[] sums = new double[partition.groupCount()];
        double[] rests = new double[sums.length];
        long[] counts = new long[sums.length];
        for (int row = 0; row < values.length; row++) {
            if (!Double.isNaN(values[row])) {
                int group = partition.groupOf(row);
                int weight = weights.of(row);
                double value = values[row] * scale * weight;
                double sum = sums[group] + value;
                rests[group] += Math.abs(sums[group]) >= Math.abs(value)
                        ? (sums[group] - sum) + value
                        : (value - sum) + sums[group];
                rests[group] += Math.fma(values[row] * scale, (double) weight, -value);
                sums[group] = sum;
                counts[group] += weight;
            }
        }
        double[] means = new double[sums.length];
        for (int group = 0; group < means.length; group++) {
            double mean = sums[group] / counts[group];
            double remainder = Math.fma(-mean, (double) counts[group], sums[group]) + rests[group];
            means[group] = (mean + remainder / counts[group]) / scale;
        }
        return means;
    }

    /** The median or mode of each group; -1 where all are missing. */
    private int[] codes(TextColumn column) {
        int levelCount = column.levels().size();
        int[] firstRows = new int[partition.groupCount() + 1];
        int[] byGroup = byGroup(firstRows);
        long[] counts = new long[levelCount];
        int[] codes = new int[partition.groupCount()];
        for (int group = 0; group < codes.length; group++) {
            long total = 0;
            for (int i = firstRows[group]; i < firstRows[group + 1]; i++) {
                int code = column.code(byGroup[i]);
                if (code >= 0) {
                    counts[code] += weights.of(byGroup[i]);
                    total += weights.of(byGroup[i]);
                }
            }
            codes[group] = -1;
            if (total > 0) {
                codes[group] = column.spec().kind() == Kind.ORDINAL
                        ? Centroid.median(counts, total)
                        : mode(column, byGroup, firstRows[group], firstRows[group + 1], counts);
            }
            for (int i = firstRows[group]; i < firstRows[group + 1]; i++) {
                if (column.code(byGroup[i]) >= 0) {
                    counts[column.code(byGroup[i])] = 0;
                }
            }
        }
        return codes;
    }

    /** Looks only at the codes that the group has: there may be very many others. */
    private static int mode(TextColumn column, int[] rows, int from, int to, long[] counts) {
        int mode = -1;
        for (int i = from; i < to; i++) {
            int code = column.code(rows[i]);
            if (code >= 0
                    && (mode < 0 || counts[code] > counts[mode] || (counts[code] == counts[mode] && code < mode))) {
                mode = code;
            }
        }
        return mode;
    }

    /** The rows, group by group; each group's first is put where told, and the end last. */
    private int[] byGroup(int[] firstRows) {
        for (int row = 0; row < partition.rowCount(); row++) {
            firstRows[partition.groupOf(row) + 1]++;
        }
        for (int group = 1; group < firstRows.length; group++) {
            firstRows[group] += firstRows[group - 1];
        }
        int[] at = firstRows.clone();
        int[] rows = new int[partition.rowCount()];
        for (int row = 0; row < rows.length; row++) {
            rows[at[partition.groupOf(row)]++] = row;
        }
        return rows;
    }
}
