package org.phrkit.spark;

import java.io.IOException;
import java.io.Serializable;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.phrkit.table.Kind;
import org.phrkit.table.Role;
import scala.Tuple2;

/** Some rows of a table in pieces, as a table of their own. */
final class TableRows {
    private TableRows() {}

    /** The same with the codes of levels in the order in which they first appear, without those that do not. */
    static SparkTable coded(SparkTable table) throws IOException {
        TableColumns before = table.columns();
        int[] quasi = before.indices(role -> role == Role.QUASI);
        Map<Integer, Map<Integer, Long>> firstRows = Problem.thrown(() ->
                table.pieces().map(piece -> firstRows(piece, quasi, before)).fold(new TreeMap<>(), TableRows::least));
        TableColumns after =
                before.withLevels((column, levels) -> firstRows.getOrDefault(column, Map.of()).entrySet().stream()
                        .sorted(Map.Entry.comparingByValue())
                        .map(first -> levels.get(first.getKey()))
                        .toList());
        return SparkTable.of(table.pieces().map(piece -> piece.coded(before, after)), after, table.rowCount());
    }

    /** By column of categories, by code, the first row that has it. */
    private static Map<Integer, Map<Integer, Long>> firstRows(Piece piece, int[] quasi, TableColumns columns) {
        Map<Integer, Map<Integer, Long>> firstRows = new TreeMap<>();
        for (int column : quasi) {
            if (columns.specs().get(column).kind() == Kind.CATEGORY) {
                Map<Integer, Long> ofColumn = new TreeMap<>();
                for (int row = 0; row < piece.rowCount(); row++) {
                    if (!piece.cells(column).isMissing(row)) {
                        ofColumn.putIfAbsent(piece.cells(column).code(row), piece.rowNumber(row));
                    }
                }
                firstRows.put(column, ofColumn);
            }
        }
        return firstRows;
    }

    private static Map<Integer, Map<Integer, Long>> least(
            Map<Integer, Map<Integer, Long>> one, Map<Integer, Map<Integer, Long>> other) {
        Map<Integer, Map<Integer, Long>> both = new TreeMap<>(one);
        other.forEach((column, rows) -> both.merge(column, rows, (these, those) -> {
            Map<Integer, Long> least = new TreeMap<>(these);
            those.forEach((code, row) -> least.merge(code, row, Math::min));
            return least;
        }));
        return both;
    }

    /** Which rows of a piece are wanted. */
    interface Wanted extends Serializable {
        int[] of(Piece piece);
    }

    /** Some rows of a table, numbered anew from a number on. */
    static SparkTable select(SparkTable table, Wanted wanted, long first) throws IOException {
        return numbered(table.pieces().map(piece -> piece.select(wanted.of(piece))), table.columns(), first);
    }

    /**
     * Pieces numbered anew.
     *
     * @param pieces whose rows stand one behind the other, but for those that were left out
     * @param first the number of the first row
     */
    static SparkTable numbered(JavaRDD<Piece> pieces, TableColumns columns, long first) throws IOException {
        JavaRDD<Piece> left = pieces.filter(piece -> piece.rowCount() > 0);
        Map<Long, Integer> counts = new TreeMap<>(
                Problem.thrown(() -> left.mapToPair(piece -> new Tuple2<>(piece.rowNumber(0), piece.rowCount()))
                        .collectAsMap()));
        Map<Long, Long> numbers = new TreeMap<>();
        long rowCount = 0;
        for (Map.Entry<Long, Integer> piece : counts.entrySet()) {
            numbers.put(piece.getKey(), first + rowCount);
            rowCount += piece.getValue();
        }
        Broadcast<Map<Long, Long>> sent =
                JavaSparkContext.fromSparkContext(pieces.context()).broadcast(numbers);
        return SparkTable.of(
                left.map(piece ->
                        piece.numbered(Objects.requireNonNull(sent.value().get(piece.rowNumber(0))))),
                columns,
                rowCount);
    }
}
