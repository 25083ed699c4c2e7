package org.phrkit.table;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.phrkit.table.Dialect.Part;
import org.phrkit.table.Dialect.Suggestion;
import tools.jackson.dataformat.csv.CsvSchema;

/**
 * Reads and writes CSV (RFC 4180) with a header line, in any {@link Dialect}, and reads sheets of workbooks (.xlsx,
 * ECMA-376). Its functions may be called by several threads at once.
 */
public final class Csv {
    private static final int BUFFER_SIZE = 1 << 16;
    private static final int PEEKED_BYTES = 512;

    /** The longest cell that is read, in UTF-16 code units. */
    static final int LIMIT_CHARACTERS = 1 << 20;

    static final String TOO_LONG = "the cell is longer than 1048576 characters";

    static final char BYTE_ORDER_MARK = '\ufeff';

    private Csv() {}

    /** Gives each column of a table its role and kind, once the header line is known. */
    public interface Binding {
        /**
         * Gives each column its specification.
         *
         * @param header the names, none blank, none twice
         * @return a specification for each, in the same order
         * @throws SchemaException if the roles and kinds do not fit the columns
         */
        List<ColumnSpec> bind(List<String> header) throws SchemaException;
    }

    /** What is made of a file, once its bytes are text. */
    interface Reading<T, E extends Exception> {
        T read(TableReader reader) throws IOException, TableException, E;
    }

    /**
     * {@link #read(InputStream, Dialect, Binding)} in the {@link Dialect#STANDARD} dialect.
     *
     * @param in is read to its end and closed
     * @param binding gives each column its role and kind
     * @return the table, its columns in the order of the file
     * @throws IOException if reading or writing fails
     * @throws TableException if the file is malformed, has no row, or a cell is not of its kind
     * @throws SchemaException if the roles and kinds do not fit the columns
     */
    public static Table read(InputStream in, Binding binding) throws IOException, TableException, SchemaException {
        return read(in, Dialect.STANDARD, binding);
    }

    /**
     * Reads a table into memory: 8 bytes for a number, 4 for a text, and each distinct text of a column once; while it
     * reads, up to one column more. Columns with the role {@link Role#DROP} are forgotten. Blank lines at the end are
     * ignored, unless there is but one column, whose cells they may be; any other row without a cell is refused.
     *
     * <p>A cell of a number, integer, date or ordinal column whose text is one of the dialect's missing values is
     * missing, and so it is in a category column that is a quasi-identifier or to become a pseudonym. Other category
     * columns are kept as they are. Columns that are released as they are keep the very texts of their cells, whatever
     * their kind: 1.50 is a number, and is written as 1.50. Of a quasi-identifier that has several texts for missing
     * cells, the first is kept, and written for all of them.
     *
     * @param in is read to its end and closed
     * @param dialect how the file is written
     * @param binding gives each column its role and kind
     * @return the table, its columns in the order of the file
     * @throws TableException if the file is malformed or has no row
     * @throws SchemaException if {@code binding} refuses the header
     */
    public static Table read(InputStream in, Dialect dialect, Binding binding)
            throws IOException, TableException, SchemaException {
        return read(in, dialect, BlankRows.REFUSED, binding);
    }

    /**
     * The same with another fate of rows without any cell.
     *
     * @param in is read to its end and closed
     * @param dialect how the file is written
     * @param blankRows what becomes of rows without content
     * @param binding gives each column its role and kind
     * @return the table, its columns in the order of the file
     * @throws TableException also if {@code blankRows} refuses one
     * @throws SchemaException if the roles and kinds do not fit the columns
     */
    public static Table read(InputStream in, Dialect dialect, BlankRows blankRows, Binding binding)
            throws IOException, TableException, SchemaException {
        return reading(in, dialect, blankRows, reader -> reader.read(binding));
    }

    /**
     * {@return the specifications that the columns of a table get, of which no more than the header line is read}
     *
     * @param in is closed
     * @param dialect how the file is written
     * @param binding gives each column its role and kind
     * @throws TableException if the header is malformed
     * @throws SchemaException if {@code binding} refuses it
     */
    public static List<ColumnSpec> bound(InputStream in, Dialect dialect, Binding binding)
            throws IOException, TableException, SchemaException {
        return reading(in, dialect, BlankRows.REFUSED, reader -> reader.bound(binding));
    }

    static <T, E extends Exception> T reading(
            InputStream in, Dialect dialect, BlankRows blankRows, Reading<T, E> reading)
            throws IOException, TableException, E {
        Charset encoding = dialect.encoding();
        boolean isBinary = false;
        try (BufferedInputStream bytes = new BufferedInputStream(in, BUFFER_SIZE)) {
            if (isWorkbook(bytes)) {
                try (SheetRecords records = new SheetRecords(bytes, dialect.sheet())) {
                    return reading.read(new TableReader(records, dialect.withDecimalPoint(), blankRows));
                }
            }
            requireNoOle(bytes);
            requireEncoding(bytes, encoding);
            isBinary = isBinary(bytes);
            Reader text = new BufferedReader(new InputStreamReader(bytes, encoding.newDecoder()), BUFFER_SIZE);
            text.mark(1);
            if (text.read() != BYTE_ORDER_MARK) {
                text.reset();
            }
            return reading.read(new TableReader(new CsvRecords(text, dialect), dialect, blankRows));
        } catch (CharacterCodingException e) {
            if (isBinary) {
                throw new TableException.Encoding(encoding.name());
            }
            Charset other =
                    encoding.equals(StandardCharsets.UTF_8) ? Charset.forName("windows-1252") : StandardCharsets.UTF_8;
            throw new TableException.Encoding(encoding.name(), new Suggestion(Part.ENCODING, other.name()));
        }
    }

    /** Refuses what no table of text begins with, so that nobody tries encodings. */
    private static void requireNoOle(BufferedInputStream in) throws IOException, TableException {
        in.mark(8);
        String start = new String(in.readNBytes(8), StandardCharsets.ISO_8859_1);
        in.reset();
        if (start.equals("\u00d0\u00cf\u0011\u00e0\u00a1\u00b1\u001a\u00e1")) {
            throw new TableException.Header(
                    "the file is an OLE file, such as an old workbook (.xls) or one with a password, which "
                            + "phr does not read",
                    new Suggestion(Part.SAVE_AS, ".xlsx or CSV"));
        }
    }

    /** Whether the bytes hold control characters that no text has; zero bytes are those of UTF-16. */
    private static boolean isBinary(BufferedInputStream in) throws IOException {
        in.mark(PEEKED_BYTES);
        byte[] start = in.readNBytes(PEEKED_BYTES);
        in.reset();
        for (byte b : start) {
            if (b > 0 && b < ' ' && "\t\n\u000b\f\r\u001a".indexOf(b) < 0) {
                return true;
            }
        }
        return false;
    }

    /** Whether it is a zip archive, as a workbook is, and no table of text is. */
    private static boolean isWorkbook(BufferedInputStream in) throws IOException {
        in.mark(4);
        byte[] start = in.readNBytes(4);
        in.reset();
        return Arrays.equals(start, new byte[] {'P', 'K', 3, 4});
    }

    /** A byte order mark says what the encoding is. */
    private static void requireEncoding(BufferedInputStream in, Charset encoding) throws IOException, TableException {
        in.mark(3);
        String start = new String(in.readNBytes(3), StandardCharsets.ISO_8859_1);
        in.reset();
        String marked = start.startsWith("\u00ef\u00bb\u00bf")
                ? "UTF-8"
                : start.startsWith("\u00fe\u00ff") || start.startsWith("\u00ff\u00fe") ? "UTF-16" : "";
        // The mark of UTF-32 may begin as that of UTF-16 does.
        if (!encoding.name().contains(marked) && !encoding.name().contains("UTF-32")) {
            throw new TableException.Encoding(encoding.name(), new Suggestion(Part.ENCODING, marked));
        }
    }

    /**
     * {@link #write(Table, OutputStream, Dialect)} in the {@link Dialect#STANDARD} dialect.
     *
     * @param table the table to write
     * @param out where to write; not closed
     * @throws IOException if reading or writing fails
     */
    public static void write(Table table, OutputStream out) throws IOException {
        write(table, out, Dialect.STANDARD);
    }

    /**
     * Writes a table with a header line; lines end with a line feed. There is no byte order mark, but for the encoding
     * UTF-16, which needs one.
     *
     * @param table the table to write
     * @param out is flushed and not closed
     * @param dialect how the file is written
     * @throws IOException also if a text cannot be written in the encoding
     */
    public static void write(Table table, OutputStream out, Dialect dialect) throws IOException {
        CsvWriter writer =
                new CsvWriter(new OutputStreamWriter(out, dialect.encoding().newEncoder()), dialect);
        try {
            writer.write(table);
            writer.flush();
        } catch (CharacterCodingException e) {
            throw new IOException("a text cannot be written in " + dialect.encoding(), e);
        }
    }

    static CsvSchema schema(Dialect dialect) {
        return CsvSchema.emptySchema().withColumnSeparator(dialect.delimiter()).withQuoteChar(dialect.quote());
    }
}
