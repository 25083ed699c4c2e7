package org.phrkit.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.phrkit.table.BlankRows;
import org.phrkit.table.Column;
import org.phrkit.table.ColumnSpec;
import org.phrkit.table.Csv;
import org.phrkit.table.Dialect;
import org.phrkit.table.Kind;
import org.phrkit.table.Role;
import org.phrkit.table.Table;
import org.phrkit.table.TableProfile;
import org.phrkit.table.TableProfile.ColumnProfile;

/** Of files in any number, read in any number of parts, the same table is made as of one file on one machine. */
class RoundTripTest {
    private static final Dialect SEMICOLON = new Dialect(';', '"', StandardCharsets.UTF_8, '.', List.of("?", "", "NA"));

    @TempDir
    private Path folder;

    static List<String> tables() {
        return List.of(
                "adult/adult.csv",
                "census.csv",
                "diabetes.csv",
                "flchain.csv",
                "monthly.csv",
                "pbc.csv",
                "tarragona.csv",
                "visits.csv");
    }

    @ParameterizedTest
    @MethodSource("tables")
    void sameTable(String name) throws Exception {
        Path file = TestSpark.shared(name);
        Assumptions.assumeTrue(Files.exists(file), "skipped: there is no " + file);
        Dialect dialect = name.startsWith("adult") ? SEMICOLON : Dialect.STANDARD;
        List<String> lines = Files.readAllLines(file);
        int[][] ways = {{1, 4, 0}, {3, 1, 1}, {7, 3, 2}};
        for (int[] way : ways) {
            Csv.Binding binding = binding(file, dialect, way[2]);
            Table expected;
            try (InputStream in = Files.newInputStream(file)) {
                expected = Csv.read(in, dialect, BlankRows.REFUSED, binding);
            }
            Path parts = split(lines, way[0], name.replace('/', '-') + way[0]);
            SparkTable.Reading reading = new SparkTable.Reading(dialect, false, binding);
            try (SparkTable table = SparkTable.readCsv(TestSpark.SESSION, List.of(parts.toString()), reading)) {
                assertThat(table.rowCount()).isEqualTo(expected.rowCount());
                List<Piece> dealt = table.pieces()
                        .flatMap(piece -> dealt(piece, way[1]).iterator())
                        .repartition(way[1])
                        .collect();
                assertSame(Piece.join(dealt).table(table.columns()), expected);
            }
        }
    }

    /** Cells that are typed: of all kinds that Spark has, and the same table as of their texts. */
    @Test
    void ofParquetFiles() throws Exception {
        Path csv = folder.resolve("typed.csv");
        Files.writeString(csv, """
                n,f,d,w,day,t,b,s,m
                1,0.1,1.50,7,2020-02-29,2020-02-29 13:05:00,true,a,x
                -3,2.5,0.00,8,1999-12-31,1999-12-31 00:00:00,false,b,NA
                ,1000000,-2.25,9,,2000-01-01 00:00:00.5,,,
                """);
        SparkSession spark = TestSpark.SESSION;
        Dataset<Row> data = spark.sql(
                "select * from values (1L, 0.1D, 1.50BD, float(7), date'2020-02-29', timestamp'2020-02-29 13:05:00', true, "
                        + "'a', 'x'), (-3L, 2.5D, 0.00BD, float(8), date'1999-12-31', timestamp'1999-12-31 00:00:00', "
                        + "false, 'b', 'NA'), (null, 1e6D, -2.25BD, float(9), null, timestamp'2000-01-01 00:00:00.5', "
                        + "null, null, null) as t(n, f, d, w, day, t, b, s, m)");
        Csv.Binding binding = header -> List.of(
                new ColumnSpec("n", Role.QUASI, Kind.INTEGER),
                new ColumnSpec("f", Role.QUASI),
                new ColumnSpec("d", Role.SENSITIVE, Kind.NUMBER),
                new ColumnSpec("w", Role.PLAIN, Kind.NUMBER),
                new ColumnSpec("day", Role.QUASI, Kind.DATE),
                new ColumnSpec("t", Role.PLAIN),
                new ColumnSpec("b", Role.QUASI, Kind.CATEGORY),
                new ColumnSpec("s", Role.SENSITIVE),
                new ColumnSpec("m", Role.QUASI, Kind.CATEGORY));
        Table expected;
        try (InputStream in = Files.newInputStream(csv)) {
            expected = Csv.read(in, binding);
        }
        String files = folder.resolve("typed {1} [x]*").toString();
        for (int part = 0; part < 3; part++) {
            data.limit(part + 1)
                    .orderBy(functions.col("w"))
                    .filter(functions.col("w").equalTo(7 + part))
                    .coalesce(1)
                    .write()
                    .parquet(folder.resolve("part-" + part).toString());
        }
        Files.createDirectory(Path.of(files));
        for (int part = 0; part < 3; part++) {
            try (Stream<Path> written = Files.list(folder.resolve("part-" + part))) {
                Path file = written.filter(path -> path.toString().endsWith(".parquet"))
                        .findFirst()
                        .orElseThrow();
                Files.move(file, Path.of(files).resolve("x" + part + ".parquet"));
            }
        }
        SparkTable.Reading reading = new SparkTable.Reading(Dialect.STANDARD, false, binding);
        try (SparkTable table = SparkTable.readParquet(spark, List.of(files), reading);
                SparkTable same = SparkTable.of(data.coalesce(1), reading)) {
            assertSame(Piece.join(table.pieces().collect()).table(table.columns()), expected);
            assertSame(Piece.join(same.pieces().collect()).table(same.columns()), expected);
        }
    }

    /** The pieces in so many heaps, as cards are dealt. */
    private static List<Piece> dealt(Piece piece, int heaps) {
        List<Piece> dealt = new ArrayList<>();
        for (int heap = 0; heap < heaps; heap++) {
            int first = heap;
            dealt.add(piece.select(IntStream.range(0, piece.rowCount())
                    .filter(row -> row % heaps == first)
                    .toArray()));
        }
        return dealt;
    }

    private static void assertSame(Table table, Table expected) {
        assertThat(table.rowCount()).isEqualTo(expected.rowCount());
        for (int i = 0; i < expected.columns().size(); i++) {
            Column column = table.columns().get(i);
            assertThat(column).isEqualTo(expected.columns().get(i));
            for (int row = 0; row < expected.rowCount(); row++) {
                if (!column.text(row).equals(expected.columns().get(i).text(row))) {
                    assertThat(column.text(row))
                            .as(column.spec().name() + " row " + row)
                            .isEqualTo(expected.columns().get(i).text(row));
                }
            }
        }
    }

    /** Each column is a quasi-identifier, sensitive or plain, another with another shift. */
    private static Csv.Binding binding(Path file, Dialect dialect, int shift) throws Exception {
        List<ColumnProfile> profiles;
        try (InputStream in = Files.newInputStream(file)) {
            profiles = TableProfile.of(in, dialect).columns();
        }
        return header -> {
            List<ColumnSpec> specs = new ArrayList<>();
            for (int i = 0; i < header.size(); i++) {
                Kind kind = profiles.get(i).kind();
                Role role = List.of(Role.QUASI, Role.SENSITIVE, Role.PLAIN).get((i + shift) % 3);
                specs.add(new ColumnSpec(header.get(i), role, kind));
            }
            return specs;
        };
    }

    private Path split(List<String> lines, int files, String name) throws IOException {
        Path parts = Files.createDirectory(folder.resolve(name));
        int rows = lines.size() - 1;
        for (int file = 0; file < files; file++) {
            List<String> part = Stream.concat(
                            lines.stream().limit(1),
                            lines.subList(1 + rows * file / files, 1 + rows * (file + 1) / files).stream())
                    .toList();
            Files.write(parts.resolve("part-" + file + ".csv"), part);
        }
        return parts;
    }
}
