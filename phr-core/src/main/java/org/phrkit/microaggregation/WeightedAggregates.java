package org.phrkit.microaggregation;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.phrkit.table.Column;
import org.phrkit.table.Kind;
import org.phrkit.table.NumberColumn;
import org.phrkit.table.SurveyWeights;
import org.phrkit.table.TextColumn;

/**
 * What the cells of a group are replaced by in a survey, where each row counts with its weight w: Σwx / Σw of numbers,
 * rounded for integers and dates, halves to the even neighbour; of ordinals the least level that half of Σw reach; of
 * categories the heaviest, of several the one that appears first in the table. Missing cells do not count. A group that
 * misses all of a column gets what all rows together get. Sums run in row order.
 */
final class WeightedAggregates {
    private final int[][] members;
    private final SurveyWeights weights;

    WeightedAggregates(Partition partition, SurveyWeights weights) {
        this.members = partition.members();
        this.weights = weights;
    }

    /** One row for each group. */
    Column of(Column column) {
        int[] all = IntStream.range(0, column.rowCount()).toArray();
        if (column instanceof NumberColumn numbers) {
            double[] values = numbers.values();
            double ofAll = mean(values, all);
            double[] means = Arrays.stream(members)
                    .mapToDouble(rows -> mean(values, rows))
                    .map(mean -> Double.isNaN(mean) ? ofAll : mean)
                    .map(mean -> column.spec().kind() == Kind.NUMBER ? mean : Math.rint(mean))
                    .toArray();
            return new NumberColumn(column.spec(), means, numbers.missingText());
        }
        TextColumn texts = (TextColumn) column;
        int ofAll = code(texts, all);
        int[] codes = Arrays.stream(members)
                .mapToInt(rows -> code(texts, rows))
                .map(code -> code < 0 ? ofAll : code)
                .toArray();
        return new TextColumn(column.spec(), texts.levels(), codes, texts.missingText());
    }

    /** From the first value, so that a group whose values are all the same has exactly that value. */
    private double mean(double[] values, int[] rows) {
        double first = Double.NaN;
        double sum = 0;
        double total = 0;
        for (int row : rows) {
            if (!Double.isNaN(values[row])) {
                first = Double.isNaN(first) ? values[row] : first;
                sum += weights.of(row) * (values[row] - first);
                total += weights.of(row);
            }
        }
        return first + sum / total;
    }

    /** -1 where all are missing. */
    private int code(TextColumn column, int[] rows) {
        double[] sums = new double[column.levels().size()];
        double total = 0;
        for (int row : rows) {
            if (!column.isMissing(row)) {
                sums[column.code(row)] += weights.of(row);
                total += weights.of(row);
            }
        }
        if (total == 0) {
            return -1;
        }
        return column.spec().kind() == Kind.ORDINAL ? median(sums, total) : mode(sums);
    }

    private static int median(double[] sums, double total) {
        int code = 0;
        for (double below = sums[0]; 2 * below < total; below += sums[code]) {
            code++;
        }
        return code;
    }

    private static int mode(double[] sums) {
        int mode = 0;
        for (int code = 1; code < sums.length; code++) {
            mode = sums[code] > sums[mode] ? code : mode;
        }
        return mode;
    }
}
