package org.phrkit.spark;

import java.io.Serializable;
import java.util.List;
import org.phrkit.microaggregation.QuasiScales;
import org.phrkit.neighbours.Standardisation;
import org.phrkit.table.Column;
import org.phrkit.table.ColumnSpec;
import org.phrkit.table.Kind;
import org.phrkit.table.NumberColumn;
import org.phrkit.table.TextColumn;

/**
 * What is known of a quasi-identifier of a table, or of a part of it: nothing in it depends on the order of rows.
 *
 * @param lowest of numbers and days, or ranks; above the highest where none is there
 * @param counts of each code of texts
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record ColumnFacts(long present, double lowest, double highest, long[] counts) implements Serializable {
    private static final long serialVersionUID = 1L;

    static ColumnFacts of(Column column) {
        long[] counts =
                new long[column instanceof TextColumn texts ? texts.levels().size() : 0];
        double lowest = Double.POSITIVE_INFINITY;
        double highest = Double.NEGATIVE_INFINITY;
        for (double number : column.numbers()) {
            if (!Double.isNaN(number)) {
                lowest = Math.min(lowest, number);
                highest = Math.max(highest, number);
                if (counts.length > 0) {
                    counts[(int) number]++;
                }
            }
        }
        return new ColumnFacts((long) column.rowCount() - column.missingCount(), lowest, highest, counts);
    }

    ColumnFacts and(ColumnFacts other) {
        long[] sums = counts.clone();
        for (int code = 0; code < sums.length; code++) {
            sums[code] += other.counts[code];
        }
        return new ColumnFacts(
                present + other.present, Math.min(lowest, other.lowest), Math.max(highest, other.highest), sums);
    }

    Standardisation range() {
        return Standardisation.between(lowest, highest);
    }

    QuasiScales.OfColumn scale(Kind kind, Standardisation scale, List<String> levels) {
        return kind == Kind.CATEGORY
                ? QuasiScales.OfColumn.ofCategories(levels, counts)
                : QuasiScales.OfColumn.ofNumbers(kind, scale, levels);
    }

    /** One row, the centre of the column. */
    Column centre(ColumnSpec spec, Standardisation scale, List<String> levels) {
        if (spec.kind() == Kind.CATEGORY) {
            int mode = 0;
            for (int code = 1; code < counts.length; code++) {
                mode = counts[code] > counts[mode] ? code : mode;
            }
            return new TextColumn(spec, levels, new int[] {present == 0 ? -1 : mode}, "");
        }
        if (spec.kind() == Kind.ORDINAL) {
            int median = 0;
            for (long below = present == 0 ? 0 : counts[0]; 2 * below < present; below += counts[median]) {
                median++;
            }
            return new TextColumn(spec, levels, new int[] {present == 0 ? -1 : median}, "");
        }
        double mean = scale.isConstant() ? lowest : scale.meanOfValues();
        double centre = present == 0 ? Double.NaN : spec.kind() == Kind.NUMBER ? mean : Math.rint(mean);
        return new NumberColumn(spec, new double[] {centre});
    }
}
