package org.phrkit.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedWriter;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.phrkit.testing.Seeds;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.dataformat.csv.CsvMapper;
import tools.jackson.dataformat.csv.CsvWriteFeature;

/** The same bytes as those of a writer that takes a text for each cell. */
class CsvWriterTest {
    /** More than fit in the memory between the cells and the file. */
    private static final int LONG_TEXT = 20_000;

    private static byte[] written(Table table, Dialect dialect) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Csv.write(table, out, dialect);
        return out.toByteArray();
    }

    private static byte[] writtenCellByCell(Table table, Dialect dialect) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Writer writer = new BufferedWriter(
                new OutputStreamWriter(out, dialect.encoding().newEncoder()));
        CsvMapper mapper = CsvMapper.builder()
                .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
                .enable(CsvWriteFeature.STRICT_CHECK_FOR_QUOTING)
                .build();
        try (JsonGenerator generator = mapper.writer()
                .with(Csv.schema(dialect).withLineSeparator("\n"))
                .createGenerator(writer)) {
            generator.writeStartArray();
            for (Column column : table.columns()) {
                generator.writeString(column.spec().name());
            }
            generator.writeEndArray();
            for (int row = 0; row < table.rowCount(); row++) {
                generator.writeStartArray();
                for (Column column : table.columns()) {
                    boolean isLocalised = column.spec().kind() == Kind.NUMBER && !column.isMissing(row);
                    String text = column.text(row);
                    generator.writeString(isLocalised ? text.replace('.', dialect.decimal()) : text);
                }
                generator.writeEndArray();
            }
        }
        return out.toByteArray();
    }

    private static double value(Kind kind, SplittableRandom random) {
        double places = Math.pow(10, random.nextInt(10));
        double rounded = random.nextLong(-10_000_000_000L, 10_000_000_000L) / places;
        return switch (kind) {
            case INTEGER -> Math.rint(rounded);
            case DATE -> random.nextInt(30_000);
            default -> random.nextInt(3) > 0 ? rounded : Math.exp(random.nextInt(-300, 300)) * (random.nextInt(3) - 1);
        };
    }

    private static Column numbers(String name, int rowCount, SplittableRandom random) {
        Kind kind = List.of(Kind.NUMBER, Kind.INTEGER, Kind.DATE).get(random.nextInt(3));
        double[] values = IntStream.range(0, rowCount)
                .mapToDouble(row -> random.nextInt(9) == 0 ? Double.NaN : value(kind, random))
                .toArray();
        return new NumberColumn(new ColumnSpec(name, Role.QUASI, kind), values, "NA");
    }

    @Test
    void itsBytesAreThoseOfAWriterOfTexts() {
        Seeds.forEach(1000, random -> {
            Dialect usual = RoundTripTest.dialect(random);
            boolean isOdd = random.nextInt(4) == 0;
            Dialect dialect = isOdd
                    ? new Dialect(
                            "-+., ".charAt(random.nextInt(5)), '"', usual.encoding(), usual.decimal(), List.of("NA"))
                    : usual;
            // Now and then more than the writer holds back.
            int rowCount = 1 + random.nextInt(random.nextInt(20) == 0 ? 3000 : 10);
            List<Column> columns = new ArrayList<>();
            // Of one column Jackson makes blank lines.
            for (int i = 2 + random.nextInt(5); i > 0; i--) {
                String name = "c" + i + RoundTripTest.text(dialect, random);
                columns.add(
                        random.nextBoolean()
                                ? numbers(name, rowCount, random)
                                : RoundTripTest.column(name, rowCount, dialect, random));
            }
            Table table = new Table(columns);
            assertThat(written(table, dialect)).isEqualTo(writtenCellByCell(table, dialect));
        });
    }

    @Test
    void textsOfCellsThatAreKeptAreTheSame() throws Exception {
        String csv = "n,d,i\n1.50,2024-02-03,007\n1e3,2024-02-30,-0\n-0.10,NA,NA\n,2024-01-01,12\n";
        List<Kind> kinds = List.of(Kind.NUMBER, Kind.CATEGORY, Kind.INTEGER);
        Table table =
                Csv.read(new ByteArrayInputStream(csv.getBytes(StandardCharsets.UTF_8)), header -> IntStream.range(0, 3)
                        .mapToObj(i -> new ColumnSpec(header.get(i), Role.PLAIN, kinds.get(i)))
                        .toList());
        assertThat(written(table, Dialect.STANDARD)).asString().isEqualTo(csv);
        Dialect german = new Dialect(';', '"', StandardCharsets.UTF_8, ',', List.of("", "NA"));
        assertThat(written(table, german)).isEqualTo(writtenCellByCell(table, german));
        Dialect comma = new Dialect(',', '"', StandardCharsets.UTF_8, ',', List.of("", "NA"));
        assertThat(written(table, comma)).isEqualTo(writtenCellByCell(table, comma));
    }

    /** It would be a blank line, which is no row. */
    @Test
    void aLoneEmptyCellIsQuoted() throws Exception {
        ColumnSpec spec = new ColumnSpec("a", Role.PLAIN, Kind.CATEGORY);
        Table texts = new Table(List.of(new TextColumn(spec, List.of("x", "", "y"))));
        assertThat(written(texts, Dialect.STANDARD)).asString().isEqualTo("a\nx\n\"\"\ny\n");
        Table missing = new Table(List.of(new TextColumn(spec, List.of("x"), new int[] {0, -1}, "")));
        assertThat(written(missing, Dialect.STANDARD)).asString().isEqualTo("a\nx\n\"\"\n");
        Table numbers = new Table(List.of(
                new NumberColumn(new ColumnSpec("a", Role.QUASI, Kind.NUMBER), new double[] {1, Double.NaN}, "")));
        assertThat(written(numbers, Dialect.STANDARD)).asString().isEqualTo("a\n1\n\"\"\n");
    }

    @Test
    void longTextsAreWrittenWhole() throws Exception {
        String text = "é".repeat(LONG_TEXT);
        Table table = new Table(List.of(
                new TextColumn(
                        new ColumnSpec("a", Role.PLAIN, Kind.CATEGORY), List.of("x", text, text + ',', "\"" + text)),
                new NumberColumn(new ColumnSpec("b", Role.PLAIN, Kind.NUMBER), new double[] {1, 0.5, 1e300, -2})));
        assertThat(written(table, Dialect.STANDARD)).isEqualTo(writtenCellByCell(table, Dialect.STANDARD));
    }

    @Test
    void aFileThatCannotBeWrittenIsNoFaultOfItsTexts() {
        Table table =
                new Table(List.of(new NumberColumn(new ColumnSpec("a", Role.PLAIN, Kind.NUMBER), new double[] {1})));
        OutputStream full = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("full");
            }
        };
        assertThatThrownBy(() -> Csv.write(table, full))
                .isExactlyInstanceOf(IOException.class)
                .hasMessage("full");
    }
}
