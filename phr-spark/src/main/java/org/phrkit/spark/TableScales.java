package org.phrkit.spark;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.phrkit.microaggregation.QuasiScales;
import org.phrkit.neighbours.Standardisation;
import org.phrkit.table.Column;
import org.phrkit.table.ColumnSpec;
import org.phrkit.table.Kind;
import org.phrkit.table.Role;
import org.phrkit.table.Table;
import scala.Tuple2;

/**
 * The scales of the quasi-identifiers of a table in pieces, the same as {@link QuasiScales} has of the whole: means and
 * deviations are summed in the same chunks of row numbers.
 *
 * @param scales of all rows
 * @param quasi the columns of the centre
 * @param centreRow the centre of all rows
 */
record TableScales(QuasiScales scales, TableColumns quasi, Piece centreRow) implements Serializable {
    private static final long serialVersionUID = 1L;

    /** One row, the centre of all rows. */
    Table centre() {
        return centreRow.table(quasi);
    }

    /** Reads the pieces three times. */
    static TableScales of(SparkTable table, List<ColumnFacts> facts) {
        List<Standardisation> scales =
                new ArrayList<>(facts.stream().map(ColumnFacts::range).toList());
        double[] sums = sums(table, scales, false);
        for (int i = 0; i < sums.length; i++) {
            if (!scales.get(i).isConstant()) {
                scales.set(i, scales.get(i).withMean(sums[i] / facts.get(i).present()));
            }
        }
        double[] squares = sums(table, scales, true);
        for (int i = 0; i < squares.length; i++) {
            if (!scales.get(i).isConstant()) {
                scales.set(
                        i,
                        scales.get(i)
                                .withDeviation(
                                        Math.sqrt(squares[i] / facts.get(i).present())));
            }
        }
        return made(table, facts, scales);
    }

    private static TableScales made(SparkTable table, List<ColumnFacts> facts, List<Standardisation> scales) {
        int[] quasi = table.columns().indices(role -> role == Role.QUASI);
        List<Column> centres = new ArrayList<>();
        Map<String, QuasiScales.OfColumn> byName = new HashMap<>();
        for (int i = 0; i < quasi.length; i++) {
            ColumnSpec spec = table.columns().specs().get(quasi[i]);
            List<String> levels = table.columns().levels(quasi[i]);
            centres.add(facts.get(i).centre(spec, scales.get(i), levels));
            byName.put(spec.name(), facts.get(i).scale(spec.kind(), scales.get(i), levels));
        }
        List<QuasiScales.OfColumn> inOrder = QuasiScales.inOrder(centres).stream()
                .map(column -> byName.get(column.spec().name()))
                .toList();
        TableColumns columns = table.columns().select(quasi);
        return new TableScales(
                new QuasiScales(inOrder, table.rowCount()), columns, Piece.of(new Table(centres), columns, 0));
    }

    /** What is known of each quasi-identifier, in table order. */
    static List<ColumnFacts> facts(SparkTable table) {
        Broadcast<TableColumns> columns = broadcast(table, table.columns());
        return table.pieces()
                .map(piece -> quasi(piece, columns.value()).stream()
                        .map(ColumnFacts::of)
                        .toList())
                .reduce((one, other) -> {
                    List<ColumnFacts> both = new ArrayList<>();
                    for (int i = 0; i < one.size(); i++) {
                        both.add(one.get(i).and(other.get(i)));
                    }
                    return both;
                });
    }

    private static List<Column> quasi(Piece piece, TableColumns columns) {
        int[] quasi = columns.indices(role -> role == Role.QUASI);
        return piece.columns(quasi).table(columns.select(quasi)).columns();
    }

    /** The terms of some rows of a chunk: their sums where it is a whole chunk, else each. */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    private record Terms(long firstRow, double[][] ofColumns) implements Serializable {
        private static final long serialVersionUID = 1L;
    }

    /** By quasi-identifier the sum of the centred values, or of their squares. */
    private static double[] sums(SparkTable table, List<Standardisation> scales, boolean areSquares) {
        Broadcast<TableColumns> columns = broadcast(table, table.columns());
        JavaRDD<Piece> pieces = table.pieces();
        List<Standardisation> sent = List.copyOf(scales);
        long rowCount = table.rowCount();
        Map<Long, double[]> ofChunks =
                new TreeMap<>(pieces.flatMapToPair(piece -> terms(piece, columns.value(), sent, areSquares, rowCount)
                                .iterator())
                        .groupByKey()
                        .mapValues(TableScales::sum)
                        .collectAsMap());
        double[] sums = new double[scales.size()];
        ofChunks.values().forEach(ofChunk -> Arrays.setAll(sums, i -> sums[i] + ofChunk[i]));
        return sums;
    }

    private static List<Tuple2<Long, Terms>> terms(
            Piece piece, TableColumns columns, List<Standardisation> scales, boolean areSquares, long rowCount) {
        List<Column> quasi = quasi(piece, columns);
        double[][] terms = new double[quasi.size()][piece.rowCount()];
        for (int i = 0; i < terms.length; i++) {
            Standardisation scale = scales.get(i);
            if (!scale.isConstant() && quasi.get(i).spec().kind() != Kind.CATEGORY) {
                double[] numbers = quasi.get(i).numbers();
                for (int row = 0; row < numbers.length; row++) {
                    double centred = Double.isNaN(numbers[row]) ? 0 : scale.centred(numbers[row]);
                    terms[i][row] = areSquares ? centred * centred : centred;
                }
            }
        }
        List<Tuple2<Long, Terms>> parts = new ArrayList<>();
        for (int from = 0; from < piece.rowCount(); ) {
            long chunk = piece.rowNumber(from) / Standardisation.CHUNK;
            int to = from + 1;
            while (to < piece.rowCount() && piece.rowNumber(to) / Standardisation.CHUNK == chunk) {
                to++;
            }
            int start = from;
            int end = to;
            Terms part = new Terms(
                    piece.rowNumber(from),
                    Arrays.stream(terms)
                            .map(ofColumn -> Arrays.copyOfRange(ofColumn, start, end))
                            .toArray(double[][]::new));
            boolean isWhole = to - from == Math.min(Standardisation.CHUNK, rowCount - chunk * Standardisation.CHUNK);
            parts.add(new Tuple2<>(chunk, isWhole ? new Terms(part.firstRow, columnOf(sum(List.of(part)))) : part));
            from = to;
        }
        return parts;
    }

    private static double[][] columnOf(double[] sums) {
        return Arrays.stream(sums).mapToObj(sum -> new double[] {sum}).toArray(double[][]::new);
    }

    /** The sums of a chunk, row after row. */
    private static double[] sum(Iterable<Terms> parts) {
        List<Terms> inOrder = new ArrayList<>();
        parts.forEach(inOrder::add);
        inOrder.sort(Comparator.comparingLong(Terms::firstRow));
        double[] sums = new double[inOrder.get(0).ofColumns.length];
        for (Terms part : inOrder) {
            for (int i = 0; i < sums.length; i++) {
                for (double term : part.ofColumns[i]) {
                    sums[i] += term;
                }
            }
        }
        return sums;
    }

    private static <T> Broadcast<T> broadcast(SparkTable table, T value) {
        return JavaSparkContext.fromSparkContext(table.pieces().context()).broadcast(value);
    }
}
