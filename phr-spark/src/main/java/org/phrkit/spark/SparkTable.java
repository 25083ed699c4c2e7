package org.phrkit.spark;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.util.SerializableConfiguration;
import org.jspecify.annotations.Nullable;
import org.phrkit.cli.shell.ExitCode;
import org.phrkit.cli.shell.Failure;
import org.phrkit.spark.FilePiece.Facts;
import org.phrkit.spark.Sources.Format;
import org.phrkit.spark.Sources.Source;
import org.phrkit.table.ColumnSpec;
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
    private final @Nullable Origins origins;

    /**
     * Where rows are from.
     *
     * @param read what is kept of the files
     * @param firstNumbers of the rows of each of these, in their order
     */
    private record Origins(
            List<String> names, JavaRDD<FilePiece> read, NavigableMap<Long, FilePiece.Place> firstNumbers) {}

    private SparkTable(
            JavaRDD<Piece> pieces, TableColumns columns, long rowCount, long blankRowCount, @Nullable Origins origins) {
        this.pieces = pieces;
        this.columns = columns;
        this.rowCount = rowCount;
        this.blankRowCount = blankRowCount;
        this.origins = origins;
    }

    /**
     * A table of pieces that were made from others.
     *
     * @param pieces the rows, piece by piece
     * @param columns the columns of all pieces
     * @param rowCount of all pieces
     * @return the table
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
     * @param spark the session in which the table is read
     * @param names files, and folders of files that end in {@code .csv}, which are read in the order of their names; local,
     *     or of any file system of Hadoop
     * @param reading how cells are read
     * @return the table
     * @throws Failure if a file is bad: of several the first
     */
    public static SparkTable readCsv(SparkSession spark, List<String> names, Reading reading) throws IOException {
        JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        Sources sources = Sources.find(names, context.hadoopConfiguration());
        return readCsv(context, sources, reading);
    }

    /** Of CSV or Parquet, as the files are. */
    static SparkTable read(SparkSession spark, Sources sources, Reading reading) throws IOException {
        return sources.format() == Format.PARQUET
                ? readParquet(spark, sources, reading)
                : readCsv(JavaSparkContext.fromSparkContext(spark.sparkContext()), sources, reading);
    }

    /**
     * Reads Parquet files. Cells become texts, of which the same columns are made as of those of CSV; a file may be read by
     * several tasks, and its rows have the numbers that they have in it.
     *
     * @param spark the session in which the table is read
     * @param names as of {@link #readCsv}, of files that end in {@code .parquet}
     * @param reading how cells are read
     * @return the table
     * @throws Failure if a file is bad, or its columns are not those of the first
     */
    public static SparkTable readParquet(SparkSession spark, List<String> names, Reading reading) throws IOException {
        JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        return readParquet(spark, Sources.find(names, context.hadoopConfiguration()), reading);
    }

    private static SparkTable readParquet(SparkSession spark, Sources sources, Reading reading) throws IOException {
        Dataset<Row> data = ParquetFile.open(spark, sources);
        DatasetRows rows = DatasetRows.of(data.schema(), sources.files().get(0).name(), reading);
        return numbered(
                JavaSparkContext.fromSparkContext(spark.sparkContext()),
                sources.names(),
                ParquetFile.read(spark, sources, data, rows),
                TableColumns.of(rows.specs()));
    }

    /**
     * Takes the rows of a dataset, in the order of its partitions. A dataset whose rows come in another order each time gives
     * another release each time.
     *
     * @param data the rows
     * @param reading how cells are read
     * @return the table
     * @throws Failure if a cell is bad; the partition stands for the file
     */
    public static SparkTable of(Dataset<Row> data, Reading reading) throws IOException {
        DatasetRows rows = DatasetRows.of(data.schema(), "dataset", reading);
        JavaRDD<Row> cells = data.select(rows.columns(data)).toJavaRDD();
        List<String> names = IntStream.range(0, cells.getNumPartitions())
                .mapToObj(partition -> "dataset, partition " + partition)
                .toList();
        JavaRDD<FilePiece> read = cells.mapPartitionsWithIndex(
                (partition, found) -> {
                    long[] next = new long[1];
                    return rows.read(
                            Iterators.map(found, row -> new DatasetRows.Placed(partition, next[0]++, row)), names);
                },
                false);
        return numbered(
                JavaSparkContext.fromSparkContext(data.sparkSession().sparkContext()),
                names,
                read,
                TableColumns.of(rows.specs()));
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
        return numbered(context, sources.names(), read, TableColumns.of(header.specs()));
    }

    /** Reads all files once, and numbers their rows. */
    private static SparkTable numbered(
            JavaSparkContext context, List<String> names, JavaRDD<FilePiece> read, TableColumns bound)
            throws IOException {
        read.persist(StorageLevel.MEMORY_AND_DISK());
        try {
            List<Facts> facts = new ArrayList<>(
                    Problem.thrown(() -> read.map(piece -> piece.facts(bound)).collect()));
            facts.sort(Comparator.comparing(Facts::place));
            for (Facts piece : facts) {
                if (piece.problem() != null) {
                    throw piece.problem().failure();
                }
            }
            HashMap<FilePiece.Place, Long> firstNumbers = new HashMap<>();
            NavigableMap<Long, FilePiece.Place> places = new TreeMap<>();
            long rowCount = 0;
            for (Facts piece : facts) {
                firstNumbers.put(piece.place(), rowCount);
                if (piece.rowCount() > 0) {
                    places.put(rowCount, piece.place());
                }
                rowCount += piece.rowCount();
            }
            if (rowCount == 0) {
                throw new Failure(ExitCode.MALFORMED, "the table has no row");
            }
            TableColumns columns = known(bound, facts);
            Broadcast<TableColumns> sent = context.broadcast(columns);
            Broadcast<HashMap<FilePiece.Place, Long>> numbers = context.broadcast(firstNumbers);
            JavaRDD<Piece> pieces = read.filter(piece -> piece.piece() != null).map(piece -> piece.rows()
                    .coded(sent.value())
                    .numbered(Objects.requireNonNull(numbers.value().get(piece.place()))));
            return new SparkTable(
                    pieces,
                    columns,
                    rowCount,
                    facts.stream().mapToLong(Facts::blankRows).sum(),
                    new Origins(names, read, places));
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
            facts.stream()
                    .filter(piece -> piece.rowCount() > 0)
                    .forEach(piece -> levels.addAll(piece.quasi().get(at).levels()));
            String missingText = facts.stream()
                    .filter(piece -> piece.rowCount() > 0)
                    .map(piece -> piece.quasi().get(at).missingText())
                    .filter(text -> text != null)
                    .findFirst()
                    .orElse("");
            columns.add(new TableColumns.Known(column.spec(), List.copyOf(levels), missingText));
        }
        return new TableColumns(columns);
    }

    /** {@return the rows, in no order} */
    public JavaRDD<Piece> pieces() {
        return pieces;
    }

    /** {@return the columns, in table order} */
    public TableColumns columns() {
        return columns;
    }

    /** {@return the number of rows} */
    public long rowCount() {
        return rowCount;
    }

    /**
     * {@return the rows as a dataset: quasi-identifiers as numbers, days and texts, other columns as the texts that
     * they were read as, missing cells as null} The rows of each partition are sorted by their cells, so that their
     * order says nothing.
     *
     * @param spark the session in which the table is read
     */
    public Dataset<Row> dataset(SparkSession spark) {
        return ParquetRows.dataset(spark, this);
    }

    /**
     * {@return the same rows with these columns alone, by their indices; to be closed no more than once}
     *
     * @param indices the indices of those wanted, from 0
     */
    public SparkTable select(int[] indices) {
        return new SparkTable(
                pieces.map(piece -> piece.columns(indices)), columns.select(indices), rowCount, blankRowCount, origins);
    }

    /** The same rows with a column more, their numbers; to be closed no more than once. */
    SparkTable withNumbers(ColumnSpec spec) {
        return new SparkTable(
                pieces.map(piece -> piece.withNumbers(spec)), columns.with(spec), rowCount, blankRowCount, origins);
    }

    /**
     * The same rows with pseudonyms, and the days of each person moved; to be closed no more than once.
     *
     * @param person says whose days they are; nothing where none are moved
     */
    SparkTable pseudonymous(PseudonymKey key, Optional<String> person) {
        TableColumns before = columns;
        TableColumns after = before.withPseudonyms();
        String whose = person.orElse(null);
        return new SparkTable(
                pieces.map(piece -> key.applied(piece, before, after, Optional.ofNullable(whose))),
                after,
                rowCount,
                blankRowCount,
                origins);
    }

    /**
     * {@return the place of a row in the files that were read, as in {@code visits.csv:7}}
     *
     * @param rowNumber the number of the row, from 0
     * @throws IllegalStateException if the table was made of another
     * @throws IOException if reading or writing fails
     */
    public String place(long rowNumber) throws IOException {
        if (origins == null) {
            throw new IllegalStateException("the table was not read");
        }
        Map.Entry<Long, FilePiece.Place> first = origins.firstNumbers().floorEntry(rowNumber);
        FilePiece.Place place = first.getValue();
        int row = (int) (rowNumber - first.getKey());
        int line = Problem.thrown(() -> origins.read()
                .filter(piece -> piece.place().equals(place))
                .map(piece -> piece.lineNumber(row))
                .first());
        return origins.names().get(place.file()) + ":" + line;
    }

    /** {@return how many rows without any cell were left out} */
    public long blankRowCount() {
        return blankRowCount;
    }

    /** Lets go of what Spark keeps of it; what was made from it and is not yet computed would read the files again. */
    @Override
    public void close() {
        if (origins != null) {
            origins.read().unpersist();
        }
    }

    @Override
    public String toString() {
        return "SparkTable[" + rowCount + " rows]";
    }
}
