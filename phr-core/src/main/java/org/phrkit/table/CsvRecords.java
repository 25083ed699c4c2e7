package org.phrkit.table;

import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.dataformat.csv.CsvMapper;
import tools.jackson.dataformat.csv.CsvReadFeature;

/** The records of a CSV file. */
final class CsvRecords implements Records {
    private static final CsvMapper MAPPER = CsvMapper.builder()
            .enable(CsvReadFeature.WRAP_AS_ARRAY)
            .disable(StreamReadFeature.AUTO_CLOSE_SOURCE)
            .build();

    private final JsonParser parser;
    private final List<String> cells = new ArrayList<>();
    private int lineNumber;
    private boolean started;

    CsvRecords(Reader reader, Dialect dialect) {
        this.parser =
                MAPPER.readerForListOf(String.class).with(Csv.schema(dialect)).createParser(reader);
    }

    @Override
    public boolean next() throws IOException, TableException {
        cells.clear();
        try {
            if (!started) {
                // The array around all records.
                nextToken();
                started = true;
            }
            if (nextToken() != JsonToken.START_ARRAY) {
                return false;
            }
            lineNumber = parser.currentLocation().getLineNr();
            while (nextToken() == JsonToken.VALUE_STRING) {
                cells.add(parser.getString());
            }
            return true;
        } catch (JacksonIOException e) {
            throw e.getCause();
        } catch (JacksonException e) {
            // The parser's own message quotes the cell.
            throw new TableException.Row(
                    lineNumber, "a quote is not closed, text follows a closing quote, or a cell is too long");
        }
    }

    private JsonToken nextToken() {
        JsonToken token = parser.nextToken();
        return token == null ? JsonToken.NOT_AVAILABLE : token;
    }

    @Override
    public List<String> cells() {
        return cells;
    }

    @Override
    public int lineNumber() {
        return lineNumber;
    }
}
