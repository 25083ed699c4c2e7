package org.phrkit.testing;

import java.util.ArrayList;
import java.util.List;
import org.phrkit.table.Column;
import org.phrkit.table.Kind;
import org.phrkit.table.NumberColumn;
import org.phrkit.table.TextColumn;

/** The distance between some rows of a column and all of them, by its definition: slow and obvious. */
public final class EarthMover {
    private EarthMover() {}

    /** Rounded to nine decimals. */
    public static double distance(Column column, List<Integer> rows) {
        List<Integer> all = new ArrayList<>();
        for (int row = 0; row < column.rowCount(); row++) {
            all.add(row);
        }
        List<Double> values = all.stream()
                .filter(row -> !column.isMissing(row))
                .map(row -> value(column, row))
                .distinct()
                .sorted()
                .toList();
        double p = missing(column, rows);
        double q = missing(column, all);
        double distance;
        if (column.spec().kind() == Kind.CATEGORY) {
            distance = Math.abs(p - q) / 2;
            for (double value : values) {
                distance +=
                        Math.abs(share(column, rows, value, rows.size()) - share(column, all, value, all.size())) / 2;
            }
        } else {
            distance = Math.abs(p - q) + (1 - Math.max(p, q)) * ordered(column, values, rows, all);
        }
        return Math.rint(distance * 1e9) / 1e9;
    }

    /** How many distinct values there are in some rows. */
    public static int distinct(Column column, List<Integer> rows) {
        return (int) rows.stream()
                .filter(row -> !column.isMissing(row))
                .map(row -> value(column, row))
                .distinct()
                .count();
    }

    private static double ordered(Column column, List<Double> values, List<Integer> rows, List<Integer> all) {
        long present = rows.stream().filter(row -> !column.isMissing(row)).count();
        long presentOfAll = all.stream().filter(row -> !column.isMissing(row)).count();
        if (values.size() < 2 || present == 0) {
            return 0;
        }
        double sum = 0;
        double difference = 0;
        for (double value : values) {
            difference += share(column, rows, value, present) - share(column, all, value, presentOfAll);
            sum += Math.abs(difference);
        }
        return sum / (values.size() - 1);
    }

    private static double missing(Column column, List<Integer> rows) {
        return (double) rows.stream().filter(column::isMissing).count() / rows.size();
    }

    private static double share(Column column, List<Integer> rows, double value, long size) {
        return (double) rows.stream()
                        .filter(row -> !column.isMissing(row) && value(column, row) == value)
                        .count()
                / size;
    }

    private static double value(Column column, int row) {
        return column instanceof NumberColumn numbers ? numbers.value(row) + 0.0 : ((TextColumn) column).code(row);
    }
}
