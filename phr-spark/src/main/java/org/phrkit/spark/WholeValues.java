package org.phrkit.spark;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.phrkit.privacy.Closeness;
import org.phrkit.table.Column;
import org.phrkit.table.Kind;
import org.phrkit.table.TextColumn;
import scala.Tuple2;

/**
 * How often each value of a sensitive column stands in the whole release. It is held by the driver and by each task, which
 * takes some dozen bytes for each distinct value.
 *
 * @param values numbers, or texts of a category, in order
 * @param weights of these: rows, or persons
 * @param missing that of missing cells
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record WholeValues(Comparable<?>[] values, double[] weights, double missing, boolean isOrdered)
        implements Serializable {
    private static final long serialVersionUID = 1L;

    /** What stands for the missing cells among values; of texts no cell is it. */
    private static final String NO_TEXT = "\0";

    /** The values of a column, each with the weight of its rows. */
    static Map<Comparable<?>, Double> count(Column column, double[] weights) {
        Map<Comparable<?>, Double> counts = new HashMap<>();
        double[] numbers = isText(column) ? new double[0] : column.numbers();
        for (int row = 0; row < column.rowCount(); row++) {
            Comparable<?> value = isText(column)
                    ? column.isMissing(row) ? NO_TEXT : column.text(row)
                    : (Comparable<?>) (Double) numbers[row];
            counts.merge(value, weights[row], Double::sum);
        }
        return counts;
    }

    private static boolean isText(Column column) {
        return column.spec().kind() == Kind.CATEGORY;
    }

    static WholeValues of(List<Tuple2<Comparable<?>, Double>> counts, Kind kind) {
        boolean isText = kind == Kind.CATEGORY;
        Comparator<Tuple2<Comparable<?>, Double>> order = isText
                ? Comparator.comparing(count -> (String) count._1())
                : Comparator.comparing(count -> (Double) count._1());
        List<Tuple2<Comparable<?>, Double>> present = counts.stream()
                .filter(count -> !isMissing(count._1()))
                .sorted(order)
                .toList();
        return new WholeValues(
                present.stream().map(Tuple2::_1).toArray(Comparable[]::new),
                present.stream().mapToDouble(Tuple2::_2).toArray(),
                counts.stream()
                        .filter(count -> isMissing(count._1()))
                        .mapToDouble(Tuple2::_2)
                        .sum(),
                !isText);
    }

    private static boolean isMissing(Comparable<?> value) {
        return value.equals(NO_TEXT) || value.equals(Double.NaN);
    }

    Closeness.Whole whole() {
        return Closeness.Whole.of(weights, missing, isOrdered);
    }

    /** By row the place of its value. */
    int[] ranks(Column column) {
        if (column instanceof TextColumn texts && !isOrdered) {
            int[] ofLevels = texts.levels().stream()
                    .mapToInt(level -> Arrays.binarySearch(values, level))
                    .toArray();
            return IntStream.range(0, texts.rowCount())
                    .map(row -> texts.isMissing(row) ? -1 : ofLevels[texts.code(row)])
                    .toArray();
        }
        return Arrays.stream(column.numbers())
                .mapToInt(number -> Double.isNaN(number) ? -1 : Arrays.binarySearch(values, number))
                .toArray();
    }
}
