package org.phrkit.spark;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.LongStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.phrkit.cli.aggregate.ReleaseSummary;
import org.phrkit.microaggregation.Anonymisation;
import org.phrkit.microaggregation.AnonymisationException;
import org.phrkit.microaggregation.CollectorException;
import org.phrkit.microaggregation.Release;
import org.phrkit.table.Table;

/** Stands for the real one: joins the whole table. */
public final class SparkMicroaggregation {
    private SparkMicroaggregation() {}

    /** Makes the release. */
    public static SparkRelease release(SparkTable table, Anonymisation anonymisation, OptionalInt rowsOfBlock)
            throws AnonymisationException, CollectorException {
        Table whole = Piece.join(table.pieces().collect()).table(table.columns());
        Release release = anonymisation.of(whole);
        TableColumns columns = table.columns().select(table.columns().indices(role -> role.isReleased()));
        Piece piece = Piece.of(release.table(), columns, 0);
        JavaSparkContext context =
                JavaSparkContext.fromSparkContext(table.pieces().context());
        int half = piece.rowCount() / 2;
        List<Piece> halves = List.of(
                piece.select(LongStream.range(0, half).mapToInt(row -> (int) row).toArray()),
                piece.select(LongStream.range(half, piece.rowCount())
                        .mapToInt(row -> (int) row)
                        .toArray()));
        return new SparkRelease(
                SparkTable.of(context.parallelize(halves, 2), columns, piece.rowCount()),
                ReleaseSummary.counts(release),
                release.steps());
    }
}
