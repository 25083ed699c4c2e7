package org.phrkit.spark;

import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.storage.StorageLevel;
import org.jspecify.annotations.Nullable;
import org.phrkit.microaggregation.SensitiveDistribution;
import org.phrkit.privacy.Closeness;
import org.phrkit.table.Column;
import org.phrkit.table.ColumnSpec;
import org.phrkit.table.Kind;
import org.phrkit.table.Spellings;
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

    /** The columns of a piece. */
    interface Columns extends Serializable {
        List<Column> of(Piece piece);
    }

    /**
     * The values of some columns.
     *
     * @param person the column that says whom a row is about: each person weighs one; null where each row does
     */
    static List<WholeValues> of(SparkTable table, List<ColumnSpec> specs, @Nullable String person, Columns columns)
            throws IOException {
        TableColumns known = table.columns();
        JavaRDD<Piece> pieces = person == null ? table.pieces() : Shuffle.byKey(table, TablePersons.key(known, person));
        if (person != null) {
            pieces.persist(StorageLevel.MEMORY_AND_DISK());
        }
        List<WholeValues> wholes = new ArrayList<>();
        for (int i = 0; i < specs.size(); i++) {
            int at = i;
            JavaPairRDD<Comparable<?>, Double> counts = pieces.flatMapToPair(piece -> {
                        double[] weights = TablePersons.shares(piece, known, person);
                        return count(columns.of(piece).get(at), weights).entrySet().stream()
                                .<Tuple2<Comparable<?>, Double>>map(
                                        count -> new Tuple2<>(count.getKey(), count.getValue()))
                                .iterator();
                    })
                    .reduceByKey(Double::sum);
            wholes.add(
                    WholeValues.of(Problem.thrown(counts::collect), specs.get(i).kind()));
        }
        if (person != null) {
            pieces.unpersist();
        }
        return wholes;
    }

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

    /** Texts of a folded column that are alike have one spelling, whatever others are in the piece. */
    static Column folded(Column column) {
        if (!(column instanceof TextColumn texts) || !isText(column)) {
            return column;
        }
        return new TextColumn(
                column.spec(),
                texts.levels().stream().map(Spellings::folded).toList(),
                IntStream.range(0, texts.rowCount()).map(texts::code).toArray(),
                texts.missingText());
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

    SensitiveDistribution distribution() {
        return SensitiveDistribution.of(isOrdered, weights, missing);
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
