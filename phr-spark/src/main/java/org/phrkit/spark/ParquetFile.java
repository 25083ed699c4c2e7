package org.phrkit.spark;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SerializableConfiguration;
import org.phrkit.cli.shell.ExitCode;
import org.phrkit.cli.shell.Failure;
import org.phrkit.spark.Sources.Source;

/** Parquet files of a table, of which one may be read by several tasks. */
final class ParquetFile {
    private ParquetFile() {}

    /**
     * The pieces of all files.
     *
     * @throws Failure if the columns of a file are not those of the first
     */
    static JavaRDD<FilePiece> read(SparkSession spark, Sources sources, Dataset<Row> data, DatasetRows rows)
            throws IOException {
        requireSameColumns(JavaSparkContext.fromSparkContext(spark.sparkContext()), sources);
        List<Column> columns = new ArrayList<>(List.of(rows.columns(data)));
        int width = columns.size();
        columns.add(data.metadataColumn("_metadata").getField("file_path"));
        columns.add(data.metadataColumn("_metadata").getField("row_index"));
        HashMap<String, Integer> places = new HashMap<>();
        for (Source source : sources.files()) {
            places.put(source.path().toString(), places.size());
        }
        List<String> names = sources.names();
        return data.select(columns.toArray(Column[]::new)).toJavaRDD().mapPartitions(found -> {
            Map<String, Integer> known = new HashMap<>();
            return rows.read(
                    Iterators.map(
                            found,
                            row -> new DatasetRows.Placed(
                                    known.computeIfAbsent(
                                            row.getString(width), uri -> places.getOrDefault(path(uri), -1)),
                                    row.getLong(width + 1),
                                    row)),
                    names);
        });
    }

    private static String path(String uri) {
        return new Path(URI.create(uri)).toString();
    }

    /** The files as one table, with the columns of the first. */
    static Dataset<Row> open(SparkSession spark, Sources sources) throws IOException {
        String[] paths = sources.files().stream()
                // Spark would take some characters for patterns of names.
                .map(source -> source.path().toString().replaceAll("[\\\\{}\\[\\]*?^,]", "\\\\$0"))
                .toArray(String[]::new);
        return Problem.thrown(() -> {
            StructType type = spark.read().parquet(paths[0]).schema();
            return spark.read().schema(type).parquet(paths);
        });
    }

    /** Each file for itself: Spark would take a column that is not there for one of missing cells. */
    private static void requireSameColumns(JavaSparkContext context, Sources sources) throws IOException {
        Broadcast<SerializableConfiguration> configuration =
                context.broadcast(new SerializableConfiguration(context.hadoopConfiguration()));
        List<String> columns = Problem.thrown(() -> context.parallelize(
                        sources.files(), Math.min(sources.files().size(), 64))
                .map(source -> columns(source, configuration.value().value()))
                .collect());
        for (int i = 1; i < columns.size(); i++) {
            if (!columns.get(i).equals(columns.get(0))) {
                throw new Failure(
                        ExitCode.MALFORMED,
                        sources.files().get(i).name() + ": the columns are others than those of "
                                + sources.files().get(0).name());
            }
        }
    }

    /** Names and types. */
    private static String columns(Source source, Configuration configuration) throws IOException {
        try (ParquetFileReader reader =
                ParquetFileReader.open(HadoopInputFile.fromPath(source.path(), configuration))) {
            return reader.getFileMetaData().getSchema().getFields().toString();
        }
    }
}
