package org.phrkit.table;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Reader;
import java.io.Writer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.dataformat.csv.CsvMapper;
import tools.jackson.dataformat.csv.CsvSchema;
import tools.jackson.dataformat.csv.CsvWriteFeature;

/** CSV in and out (RFC 4180): UTF-8, with or without a byte order mark, comma, double quotes, a header line. */
public final class Csv {
    private Csv() {}

    /** Says what the columns of a table are, once its header line is known. */
    public interface Binding {
        /**
         * Gives each column its specification.
         *
         * @param header the names, none blank, none twice
         * @return a specification for each, in the same order
         */
        List<ColumnSpec> bind(List<String> header) throws SchemaException;
    }

    /**
     * Reads a table into memory. Columns with the role {@link Role#DROP} are forgotten. Blank lines at the
     * end are ignored, unless there is but one column, whose cells they are.
     *
     * @param in is read to its end and closed
     * @param source what messages call the file
     * @throws TableException if the file is malformed or has no row
     * @throws SchemaException if {@code binding} refuses the header
     */
    public static Table read(InputStream in, String source, Binding binding)
            throws IOException, TableException, SchemaException {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        try (Reader reader = new BufferedReader(new InputStreamReader(in, decoder), 1 << 16)) {
            reader.mark(1);
            if (reader.read() != '\ufeff') {
                reader.reset();
            }
            return new TableReader(source, binding).read(new CsvRecords(reader, source));
        } catch (CharacterCodingException e) {
            throw new TableException.Encoding(source, "UTF-8");
        }
    }

    /** Writes a table with a header line; lines end with a line feed. {@code out} is flushed and not closed. */
    public static void write(Table table, OutputStream out) throws IOException {
        Writer writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8), 1 << 16);
        CsvMapper mapper = CsvMapper.builder()
                .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
                .enable(CsvWriteFeature.STRICT_CHECK_FOR_QUOTING)
                // A lone empty cell would be a blank line.
                .configure(
                        CsvWriteFeature.ALWAYS_QUOTE_EMPTY_STRINGS,
                        table.columns().size() == 1)
                .build();
        CsvSchema dialect = CsvSchema.emptySchema().withLineSeparator("\n");
        try (JsonGenerator generator = mapper.writer().with(dialect).createGenerator(writer)) {
            generator.writeStartArray();
            for (Column column : table.columns()) {
                generator.writeString(column.spec().name());
            }
            generator.writeEndArray();
            for (int row = 0; row < table.rowCount(); row++) {
                generator.writeStartArray();
                for (Column column : table.columns()) {
                    generator.writeString(column.text(row));
                }
                generator.writeEndArray();
            }
        } catch (JacksonIOException e) {
            throw e.getCause();
        } catch (JacksonException e) {
            throw new IOException("the table could not be written", e);
        }
    }
}
