package org.phrkit.spark;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.spark.api.java.JavaPairRDD;
import org.phrkit.table.Role;
import scala.Tuple2;

/** Counts once more what is about to be written, whatever was promised: each row has the quasi-identifiers of k or more. */
final class ReleaseCheck {
    private ReleaseCheck() {}

    /**
     * Requires that.
     *
     * @throws IllegalStateException if it is not so, which is a bug
     */
    static void require(SparkTable released, int k) throws IOException {
        for (int i = 0; i < released.columns().size(); i++) {
            if (!released.columns().specs().get(i).role().isReleased()) {
                throw new IllegalStateException("a column would be written that is not released");
            }
        }
        long small = Problem.thrown(
                () -> classSizes(released).filter(found -> found._2() < k).count());
        if (small > 0) {
            throw new IllegalStateException("a row that would be released is like fewer than k");
        }
    }

    /** How many rows have the same quasi-identifiers, by these. */
    static JavaPairRDD<String, Long> classSizes(SparkTable table) {
        RowKey quasi = new RowKey(table.columns().indices(role -> role == Role.QUASI));
        return table.pieces()
                .mapPartitionsToPair(pieces -> {
                    Map<String, Long> sizes = new HashMap<>();
                    pieces.forEachRemaining(piece -> {
                        for (int row = 0; row < piece.rowCount(); row++) {
                            sizes.merge(quasi.of(piece, row), 1L, Long::sum);
                        }
                    });
                    return sizes.entrySet().stream()
                            .map(size -> new Tuple2<>(size.getKey(), size.getValue()))
                            .iterator();
                })
                .reduceByKey(Long::sum);
    }
}
