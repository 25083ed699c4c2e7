package org.phrkit.table;

import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.dataformat.csv.CsvMapper;
import tools.jackson.dataformat.csv.CsvReadFeature;

/** The records of a CSV file: as long as they are {@linkplain PlainLines plain} without a parser, and from there on with one. */
final class CsvRecords implements Records {
    private static final CsvMapper MAPPER = CsvMapper.builder()
            .enable(CsvReadFeature.WRAP_AS_ARRAY)
            .disable(StreamReadFeature.AUTO_CLOSE_SOURCE)
            .build();

    /** A cell that is longer is not plain to any sink. */
    private static final int SHORT = 32;

    private final Dialect dialect;
    private final PlainLines plain;
    private @Nullable JsonParser parser;

    /** Of the record, once there is a parser. */
    private final List<String> cells = new ArrayList<>();

    private final char[] chars = new char[SHORT];
    private int plainCount;
    private int lineNumber;

    CsvRecords(Reader reader, Dialect dialect) {
        this.dialect = dialect;
        this.plain = new PlainLines(reader, dialect);
    }

    @Override
    public boolean next() throws IOException, TableException {
        cells.clear();
        if (parser == null && plain.next()) {
            lineNumber = ++plainCount;
            return true;
        }
        try {
            return parse();
        } catch (JacksonIOException e) {
            throw e.getCause();
        } catch (JacksonException e) {
            // The parser's own message quotes the cell.
            throw new TableException.Row(
                    lineNumber, "a quote is not closed, text follows a closing quote, or a cell is too long");
        }
    }

    private boolean parse() throws IOException {
        if (parser == null) {
            parser = MAPPER.readerForListOf(String.class)
                    .with(Csv.schema(dialect))
                    .createParser(plain.rest());
            // The array around all records.
            parser.nextToken();
        }
        if (parser.nextToken() != JsonToken.START_ARRAY) {
            return false;
        }
        lineNumber = plainCount + parser.currentLocation().getLineNr();
        while (parser.nextToken() == JsonToken.VALUE_STRING) {
            cells.add(parser.getString());
        }
        return true;
    }

    @Override
    public int cellCount() {
        return parser == null ? plain.cellCount() : cells.size();
    }

    @Override
    public String cell(int index) {
        return parser == null ? plain.cell(index) : cells.get(index);
    }

    @Override
    public boolean addPlain(int index, CellSink sink) {
        if (parser == null) {
            return plain.addPlain(index, sink);
        }
        String cell = cells.get(index);
        if (cell.length() > SHORT) {
            return false;
        }
        cell.getChars(0, cell.length(), chars, 0);
        return sink.addPlain(chars, 0, cell.length());
    }

    @Override
    public boolean isBlankRow() {
        return (parser != null || !plain.showsSomething()) && Records.super.isBlankRow();
    }

    @Override
    public boolean isBlankLine() {
        return parser != null && Records.super.isBlankLine();
    }

    @Override
    public int lineNumber() {
        return lineNumber;
    }
}
