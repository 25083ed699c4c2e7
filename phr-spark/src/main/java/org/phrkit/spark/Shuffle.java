package org.phrkit.spark;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.spark.HashPartitioner;
import org.apache.spark.api.java.JavaRDD;
import scala.Tuple2;

/** Rows that come together. */
final class Shuffle {
    /** As many rows as a task takes, where few of them have to come together. */
    private static final long ROWS_OF_TASK = 250_000;

    private Shuffle() {}

    /** Into how many parts a table is dealt. */
    static int partCount(SparkTable table) {
        return (int) Math.min(
                1 << 14, Math.max(table.pieces().context().defaultParallelism(), table.rowCount() / ROWS_OF_TASK + 1));
    }

    /** The rows of a table in pieces that have all rows of one key or none, each piece by one task. */
    static JavaRDD<Piece> byKey(SparkTable table, RowKey key) {
        int parts = partCount(table);
        return table.pieces()
                .flatMapToPair(piece -> dealt(piece, key, parts).iterator())
                .groupByKey(new HashPartitioner(parts))
                .values()
                .map(found -> {
                    List<Piece> all = new ArrayList<>();
                    found.forEach(all::add);
                    return Piece.join(all);
                });
    }

    private static List<Tuple2<Integer, Piece>> dealt(Piece piece, RowKey key, int parts) {
        int[] partOf = new int[piece.rowCount()];
        Arrays.setAll(partOf, row -> Math.floorMod(mixed(key.of(piece, row).hashCode()), parts));
        List<Tuple2<Integer, Piece>> dealt = new ArrayList<>();
        members(partOf).forEach((part, rows) -> dealt.add(new Tuple2<>(part, piece.select(rows))));
        return dealt;
    }

    /** By part the places of what is in it, ascending. */
    static Map<Integer, int[]> members(int[] partOf) {
        Map<Integer, IntStream.Builder> building = new TreeMap<>();
        for (int place = 0; place < partOf.length; place++) {
            building.computeIfAbsent(partOf[place], part -> IntStream.builder()).add(place);
        }
        Map<Integer, int[]> members = new TreeMap<>();
        building.forEach((part, places) -> members.put(part, places.build().toArray()));
        return members;
    }

    /** The hash of a text has little in its low bits where texts differ in few places. */
    private static int mixed(int hash) {
        long product = hash * 0x9E3779B97F4A7C15L;
        return (int) (product >>> 32);
    }
}
