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
import org.junit.jupiter.api.Assumptions;
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
        for (int shift = 0; shift < 3; shift++) {
            Csv.Binding binding = binding(file, dialect, shift);
            Table expected;
            try (InputStream in = Files.newInputStream(file)) {
                expected = Csv.read(in, dialect, BlankRows.REFUSED, binding);
            }
            for (int files : new int[] {1, 3, 7}) {
                Path parts = split(lines, files, name.replace('/', '-') + shift + "-" + files);
                SparkTable.Reading reading = new SparkTable.Reading(dialect, false, binding);
                try (SparkTable table = SparkTable.readCsv(TestSpark.SESSION, List.of(parts.toString()), reading)) {
                    assertThat(table.rowCount()).isEqualTo(expected.rowCount());
                    for (int partitions : new int[] {1, 4}) {
                        List<Piece> dealt = table.pieces()
                                .flatMap(piece -> dealt(piece, partitions).iterator())
                                .repartition(partitions)
                                .collect();
                        assertSame(Piece.join(dealt).table(table.columns()), expected);
                    }
                }
            }
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
