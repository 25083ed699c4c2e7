package org.phrkit.spark;

import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.HashPartitioner;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.phrkit.neighbours.Standardisation;
import org.phrkit.privacy.InformationLoss;
import org.phrkit.privacy.OriginalScale;
import org.phrkit.table.Role;
import org.phrkit.table.Table;
import scala.Tuple2;

/** The quasi-identifiers of an original and of its release, row by row, on a cluster. */
final class PairedRows {
    private final JavaRDD<Chunk> chunks;
    private final Broadcast<Task> task;

    /**
     * What tasks need.
     *
     * @param before the quasi-identifiers of the original
     * @param after the same columns of the release
     * @param scales those of categories last
     */
    record Task(TableColumns before, TableColumns after, List<OriginalScale> scales) implements Serializable {
        private static final long serialVersionUID = 1L;
    }

    /** Some rows of the original, and the rows of the same numbers of the release. */
    record Chunk(Piece before, Piece after) implements Serializable {
        private static final long serialVersionUID = 1L;

        Chunk select(int[] rows) {
            return new Chunk(before.select(rows), after.select(rows));
        }

        static Chunk join(List<Chunk> chunks) {
            return new Chunk(
                    Piece.join(chunks.stream().map(Chunk::before).toList()),
                    Piece.join(chunks.stream().map(Chunk::after).toList()));
        }
    }

    private PairedRows(JavaRDD<Chunk> chunks, Broadcast<Task> task) {
        this.chunks = chunks;
        this.task = task;
    }

    /**
     * Pairs rows by their numbers.
     *
     * @param released has as many rows, and columns of the names of the quasi-identifiers of the original
     * @param scales of these, those of categories last
     */
    static PairedRows of(SparkTable original, SparkTable released, List<OriginalScale> scales) {
        int[] quasi = original.columns().indices(role -> role == Role.QUASI);
        int[] same = sameColumns(original, released);
        HashPartitioner byChunk = byChunk(original);
        JavaRDD<Chunk> chunks = cut(original, quasi)
                .cogroup(cut(released, same), byChunk)
                .values()
                .map(found ->
                        new Chunk(Piece.join(Iterators.list(found._1())), Piece.join(Iterators.list(found._2()))));
        Task known =
                new Task(original.columns().select(quasi), released.columns().select(same), scales);
        return new PairedRows(
                chunks,
                JavaSparkContext.fromSparkContext(original.pieces().context()).broadcast(known));
    }

    /** Where the quasi-identifiers of an original are in its release. */
    private static int[] sameColumns(SparkTable original, SparkTable released) {
        return released.columns()
                .indices(original.columns().specs().stream()
                        .filter(spec -> spec.role() == Role.QUASI)
                        .map(spec -> spec.name())
                        .toList());
    }

    /** Deals chunks of the row numbers of a table. */
    static HashPartitioner byChunk(SparkTable table) {
        return new HashPartitioner((int) Math.min(1 << 14, table.rowCount() / Standardisation.CHUNK + 1));
    }

    /** These columns in chunks of row numbers. */
    static JavaPairRDD<Long, Piece> cut(SparkTable table, int[] columns) {
        return table.pieces().flatMapToPair(whole -> {
            Piece piece = whole.columns(columns);
            List<Tuple2<Long, Piece>> parts = new ArrayList<>();
            for (int from = 0; from < piece.rowCount(); ) {
                long chunk = piece.rowNumber(from) / Standardisation.CHUNK;
                int to = from + 1;
                while (to < piece.rowCount() && piece.rowNumber(to) / Standardisation.CHUNK == chunk) {
                    to++;
                }
                parts.add(new Tuple2<>(
                        chunk, piece.select(IntStream.range(from, to).toArray())));
                from = to;
            }
            return parts.iterator();
        });
    }

    JavaRDD<Chunk> chunks() {
        return chunks;
    }

    Broadcast<Task> task() {
        return task;
    }

    /** In percent, by {@link InformationLoss#of}. */
    double informationLoss() throws IOException {
        Broadcast<Task> sent = task;
        List<Tuple2<Long, InformationLoss.Sums>> parts = new ArrayList<>(Problem.thrown(() -> chunks.map(rows -> {
                    Table before = rows.before().table(sent.value().before());
                    Table after = rows.after().table(sent.value().after());
                    return new Tuple2<>(
                            rows.before().rowNumber(0),
                            InformationLoss.of(before, after, sent.value().scales()));
                })
                .collect()));
        parts.sort(Comparator.comparing(Tuple2::_1));
        return parts.stream()
                .map(Tuple2::_2)
                .reduce(InformationLoss.Sums::and)
                .orElseThrow()
                .percent();
    }
}
