package org.phrkit.spark;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaPairRDD;
import org.phrkit.cli.shell.Failure;
import org.phrkit.microaggregation.RepeatedNames;
import org.phrkit.table.Role;
import scala.Tuple2;

/** What {@link RepeatedNames} asks, of a table on a cluster. */
final class RepeatedRows {
    private static final long NONE = Long.MAX_VALUE;

    private RepeatedRows() {}

    /**
     * Requires that each row is of another person, as far as a pseudonym, or all identifiers together, tell.
     *
     * @throws Failure if it is not; it names columns, file and line of the second row
     */
    static void require(SparkTable table) throws IOException {
        for (int pseudonym : table.columns().indices(role -> role == Role.PSEUDONYM)) {
            requireDistinct(table, new int[] {pseudonym});
        }
        requireDistinct(table, table.columns().indices(role -> role == Role.IDENTIFIER));
    }

    private static void requireDistinct(SparkTable table, int[] indices) throws IOException {
        long row = indices.length == 0 ? NONE : firstRepeated(table, new RowKey(indices));
        if (row != NONE) {
            List<String> names = Arrays.stream(indices)
                    .mapToObj(index -> table.columns().specs().get(index).name())
                    .toList();
            throw Failure.of(RepeatedNames.repeated(names, 0), table.place(row));
        }
    }

    /** The identifiers that repeat although all of them together do not, as {@link RepeatedNames#doubtful}. */
    static List<String> doubtful(SparkTable table) throws IOException {
        int[] identifiers = table.columns().indices(role -> role == Role.IDENTIFIER);
        List<String> names = new ArrayList<>();
        for (int index : identifiers.length < 2 ? new int[0] : identifiers) {
            if (firstRepeated(table, new RowKey(new int[] {index})) != NONE) {
                names.add(table.columns().specs().get(index).name());
            }
        }
        return names;
    }

    /** Which of these columns have a text in several rows. */
    static List<String> repeated(SparkTable table, List<String> names) throws IOException {
        List<String> repeated = new ArrayList<>();
        for (String name : names) {
            if (firstRepeated(
                            table,
                            new RowKey(new int[] {table.columns().index(name).orElseThrow()}))
                    != NONE) {
                repeated.add(name);
            }
        }
        return repeated;
    }

    /** The number of the first row that is in these columns as one before; a row that misses all of them has no name. */
    private static long firstRepeated(SparkTable table, RowKey key) throws IOException {
        JavaPairRDD<String, long[]> firstTwo = table.pieces()
                .flatMapToPair(piece -> named(piece, key))
                .reduceByKey((one, other) -> {
                    long[] all = {one[0], one[1], other[0], other[1]};
                    Arrays.sort(all);
                    return new long[] {all[0], all[1]};
                });
        return Problem.thrown(() -> firstTwo.map(rows -> rows._2()[1]).fold(NONE, Math::min));
    }

    private static Iterator<Tuple2<String, long[]>> named(Piece piece, RowKey key) {
        return IntStream.range(0, piece.rowCount())
                .filter(row -> !key.isMissing(piece, row))
                .mapToObj(row -> new Tuple2<>(key.of(piece, row), new long[] {piece.rowNumber(row), NONE}))
                .iterator();
    }
}
