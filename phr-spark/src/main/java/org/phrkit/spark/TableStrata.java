package org.phrkit.spark;

import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.HashPartitioner;
import org.apache.spark.api.java.JavaRDD;
import org.phrkit.cli.shell.Failure;
import org.phrkit.microaggregation.Anonymisation;
import org.phrkit.microaggregation.AnonymisationException;
import org.phrkit.table.Column;
import org.phrkit.table.Table;
import scala.Tuple2;

/**
 * The strata of a table in pieces: the rows that agree in the texts of some columns, of which no group has rows of two.
 *
 * @param counts of the rows of each stratum, by its texts
 */
record TableStrata(Key key, Map<String, Long> counts) {
    /** The texts of a row in the columns of the strata, as one. */
    record Key(TableColumns columns, List<String> names) implements Serializable {
        private static final long serialVersionUID = 1L;

        /** No cell holds it: it is refused where a table is read. */
        private static final String END = "\0";

        /** By row. */
        List<String> of(Piece piece) {
            List<Column> cells = cells(piece);
            return IntStream.range(0, piece.rowCount())
                    .mapToObj(row ->
                            cells.stream().map(column -> column.text(row)).collect(Collectors.joining(END)))
                    .toList();
        }

        private List<Column> cells(Piece piece) {
            Table table = piece.table(columns);
            return names.stream().map(name -> table.column(name).orElseThrow()).toList();
        }

        /** By stratum the places of its rows. */
        Map<String, int[]> members(Piece piece) {
            List<String> keys = of(piece);
            Map<String, IntStream.Builder> building = new TreeMap<>();
            for (int row = 0; row < keys.size(); row++) {
                building.computeIfAbsent(keys.get(row), stratum -> IntStream.builder())
                        .add(row);
            }
            Map<String, int[]> members = new TreeMap<>();
            building.forEach(
                    (stratum, rows) -> members.put(stratum, rows.build().toArray()));
            return members;
        }

        /** The first row that misses one of these cells, and which. */
        List<Tuple2<Long, String>> missing(Piece piece, List<String> missingValues) {
            List<Column> cells = cells(piece);
            for (int row = 0; row < piece.rowCount(); row++) {
                for (Column column : cells) {
                    String text = column.text(row);
                    if (column.isMissing(row)
                            || missingValues.contains(text)
                            || column.spec().missing().contains(text)) {
                        return List.of(
                                new Tuple2<>(piece.rowNumber(row), column.spec().name()));
                    }
                }
            }
            return List.of();
        }
    }

    /** Says where a row is from. */
    interface Places {
        String place(long rowNumber) throws IOException;
    }

    /**
     * The strata of a table.
     *
     * @throws Failure if a row is of no stratum; it names its place and the column
     */
    static TableStrata of(SparkTable table, Anonymisation choices, Places places) throws IOException {
        Key key = new Key(table.columns(), choices.within().columns());
        List<String> missingValues = List.copyOf(choices.missingValues());
        List<Tuple2<Long, String>> missing = new ArrayList<>(Problem.thrown(() -> table.pieces()
                .flatMap(piece -> key.missing(piece, missingValues).iterator())
                .collect()));
        if (!missing.isEmpty()) {
            missing.sort((one, other) -> Long.compare(one._1(), other._1()));
            throw Failure.of(
                    new AnonymisationException.NoStratum(0, missing.get(0)._2()),
                    places.place(missing.get(0)._1()));
        }
        return new TableStrata(key, counts(table, key));
    }

    /** The same of a table whose columns have other codes. */
    TableStrata of(TableColumns columns) {
        return new TableStrata(new Key(columns, key.names()), counts);
    }

    /** The rows that agree in one column, whether it is missing or not, in the order of their first rows. */
    static List<String> inOrder(SparkTable table, Key key) throws IOException {
        return Problem.thrown(() -> table.pieces()
                        .flatMapToPair(piece -> key.members(piece).entrySet().stream()
                                .map(stratum -> new Tuple2<>(stratum.getKey(), piece.rowNumber(stratum.getValue()[0])))
                                .iterator())
                        .reduceByKey(Math::min)
                        .collect())
                .stream()
                .sorted((one, other) -> Long.compare(one._2(), other._2()))
                .map(Tuple2::_1)
                .toList();
    }

    static Map<String, Long> counts(SparkTable table, Key key) throws IOException {
        return new TreeMap<>(Problem.thrown(() -> table.pieces()
                .flatMapToPair(piece -> key.members(piece).entrySet().stream()
                        .map(stratum -> new Tuple2<>(stratum.getKey(), (long) stratum.getValue().length))
                        .iterator())
                .reduceByKey(Long::sum)
                .collectAsMap()));
    }

    /** By stratum how many persons have rows in it. */
    Map<String, Long> persons(SparkTable table, String person) throws IOException {
        Key sent = key;
        RowKey whose = TablePersons.key(table.columns(), person);
        return new TreeMap<>(Problem.thrown(() -> table.pieces()
                .flatMap(piece -> {
                    List<String> keys = sent.of(piece);
                    return IntStream.range(0, keys.size())
                            .mapToObj(row -> new Tuple2<>(keys.get(row), whose.of(piece, row)))
                            .distinct()
                            .iterator();
                })
                .distinct()
                .mapToPair(found -> new Tuple2<>(found._1(), 1L))
                .reduceByKey(Long::sum)
                .collectAsMap()));
    }

    long rowCount(String stratum) {
        return counts.getOrDefault(stratum, 0L);
    }

    /** The rows of each of these strata, by one task. */
    JavaRDD<Piece> whole(SparkTable table, List<String> strata) {
        Key sent = key;
        List<String> these = List.copyOf(strata);
        int parts = Math.max(1, Math.min(these.size(), 1 << 12));
        return table.pieces()
                .flatMapToPair(piece -> sent.members(piece).entrySet().stream()
                        .filter(stratum -> these.contains(stratum.getKey()))
                        .map(stratum -> new Tuple2<>(stratum.getKey(), piece.select(stratum.getValue())))
                        .iterator())
                .groupByKey(new HashPartitioner(parts))
                .values()
                .map(pieces -> Piece.join(Iterators.list(pieces)));
    }

    /** Which rows of a piece are of these strata. */
    TableRows.Wanted rowsOf(List<String> strata) {
        Key sent = key;
        List<String> these = List.copyOf(strata);
        return piece -> {
            Map<String, int[]> members = sent.members(piece);
            return these.stream()
                    .flatMapToInt(stratum -> Arrays.stream(members.getOrDefault(stratum, new int[0])))
                    .sorted()
                    .toArray();
        };
    }
}
