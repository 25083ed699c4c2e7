package org.phrkit.spark;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.util.SerializableConfiguration;
import org.jspecify.annotations.Nullable;
import org.phrkit.cli.shell.Failure;
import org.phrkit.spark.FilePiece.Facts;
import org.phrkit.spark.Sources.Source;
import org.phrkit.table.Csv;
import org.phrkit.table.Dialect;

/**
 * A table in {@link Piece}s on a cluster. It is read once, and what was read is kept by Spark, in memory or on disk, until
 * it is closed; what is lost with an executor is read again.
 *
 * <p>The number of a row is its place in the order of (file in name order, row in it), whatever the number of partitions
 * and executors.
 */
public final class SparkTable implements AutoCloseable {
    private final JavaRDD<Piece> pieces;
    private final TableColumns columns;
    private final long rowCount;
    private final long blankRowCount;
    private final @Nullable JavaRDD<?> kept;

    private SparkTable(
            JavaRDD<Piece> pieces, TableColumns columns, long rowCount, long blankRowCount, @Nullable JavaRDD<?> kept) {
        this.pieces = pieces;
        this.columns = columns;
        this.rowCount = rowCount;
        this.blankRowCount = blankRowCount;
        this.kept = kept;
    }

    /**
     * A table of pieces that were made from others.
     *
     * @param rowCount of all pieces
     */
    public static SparkTable of(JavaRDD<Piece> pieces, TableColumns columns, long rowCount) {
        return new SparkTable(pieces, columns, rowCount, 0, null);
    }

    /**
     * How the cells of a table are read.
     *
     * @param binding what the columns of its header are
     */
    public record Reading(Dialect dialect, boolean dropsBlankRows, Csv.Binding binding) {}

    /**
     * Reads CSV files, each whole by one task with {@link Csv#read}, so that dialects, messages and line numbers are those of
     * one machine.
     *
     * @param names files, and folders of files that end in {@code .csv}, which are read in the order of their names; local,
     *     or of any file system of Hadoop
     * @throws Failure if a file is bad: of several the first
     */
    public static SparkTable readCsv(SparkSession spark, List<String> names, Reading reading) throws IOException {
        JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        Sources sources = Sources.find(names, context.hadoopConfiguration());
        return readCsv(context, sources, reading);
    }

    /** Of CSV or Parquet, as the files are. */
    static SparkTable read(SparkSession spark, Sources sources, Reading reading) throws IOException {
        return readCsv(JavaSparkContext.fromSparkContext(spark.sparkContext()), sources, reading);
    }

    private static SparkTable readCsv(JavaSparkContext context, Sources sources, Reading reading) throws IOException {
        CsvFile.Header header = CsvFile.header(sources.files().get(0), context.hadoopConfiguration(), reading);
        Broadcast<SerializableConfiguration> configuration =
                context.broadcast(new SerializableConfiguration(context.hadoopConfiguration()));
        List<CsvFile> files = new ArrayList<>();
        for (Source source : sources.files()) {
            files.add(new CsvFile(
                    files.size(), source, DialectForm.of(reading.dialect()), reading.dropsBlankRows(), header));
        }
        JavaRDD<FilePiece> read = context.parallelize(files, files.size())
                .flatMap(file -> file.read(configuration.value().value()));
        return numbered(context, read, TableColumns.of(header.specs()));
    }

    /** Reads all files once, and numbers their rows. */
    private static SparkTable numbered(JavaSparkContext context, JavaRDD<FilePiece> read, TableColumns bound)
            throws IOException {
        read.persist(StorageLevel.MEMORY_AND_DISK());
        try {
            List<Facts> facts = new ArrayList<>(
                    Problem.thrown(() -> read.map(piece -> piece.facts(bound)).collect()));
            facts.sort(Comparator.comparingInt(Facts::file).thenComparingLong(Facts::firstRow));
            for (Facts piece : facts) {
                if (piece.problem() != null) {
                    throw piece.problem().failure();
                }
            }
            int files = facts.stream().mapToInt(Facts::file).max().orElse(-1) + 1;
            long[] firstRows = new long[files + 1];
            facts.forEach(piece ->
                    firstRows[piece.file() + 1] = Math.max(firstRows[piece.file() + 1], piece.behindLastRow()));
            for (int file = 0; file < files; file++) {
                firstRows[file + 1] += firstRows[file];
            }
            TableColumns columns = known(bound, facts);
            Broadcast<TableColumns> sent = context.broadcast(columns);
            JavaRDD<Piece> pieces =
                    read.map(piece -> piece.rows().coded(sent.value()).shifted(firstRows[piece.file()]));
            return new SparkTable(
                    pieces,
                    columns,
                    facts.stream().mapToLong(Facts::rowCount).sum(),
                    facts.stream().mapToLong(Facts::blankRows).sum(),
                    read);
        } catch (IOException | RuntimeException e) {
            read.unpersist();
            throw e;
        }
    }

    /** The levels of quasi-identifiers in the order of first appearance, as if one had read the whole table. */
    private static TableColumns known(TableColumns bound, List<Facts> facts) {
        List<TableColumns.Known> columns = new ArrayList<>();
        int quasi = 0;
        for (int i = 0; i < bound.size(); i++) {
            TableColumns.Known column = bound.column(i);
            if (!column.isCoded()) {
                columns.add(column);
                continue;
            }
            int at = quasi++;
            Set<String> levels = new LinkedHashSet<>(column.levels());
            facts.forEach(piece -> levels.addAll(piece.quasi().get(at).levels()));
            String missingText = facts.stream()
                    .map(piece -> piece.quasi().get(at).missingText())
                    .filter(text -> text != null)
                    .findFirst()
                    .orElse("");
            columns.add(new TableColumns.Known(column.spec(), List.copyOf(levels), missingText));
        }
        return new TableColumns(columns);
    }

    /** The rows, in no order. */
    public JavaRDD<Piece> pieces() {
        return pieces;
    }

    public TableColumns columns() {
        return columns;
    }

    public long rowCount() {
        return rowCount;
    }

    /** How many rows without any cell were left out. */
    public long blankRowCount() {
        return blankRowCount;
    }

    /** Lets go of what Spark keeps of it; what was made from it and is not yet computed would read the files again. */
    @Override
    public void close() {
        if (kept != null) {
            kept.unpersist();
        }
    }

    @Override
    public String toString() {
        return "SparkTable[" + rowCount + " rows]";
    }
}
