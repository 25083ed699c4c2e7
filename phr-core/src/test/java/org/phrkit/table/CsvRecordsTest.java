package org.phrkit.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.FilterReader;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.phrkit.testing.Seeds;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.dataformat.csv.CsvMapper;
import tools.jackson.dataformat.csv.CsvReadFeature;

class CsvRecordsTest {
    private static final String[] PIECES = {
        "a",
        "7",
        "-1.50",
        "long text",
        " ",
        "\u00e9",
        "\u3000",
        "\ud83d\ude00",
        "\u0000",
        "\u0001",
        "\t",
        "'",
        "\\",
        "#",
        "\ufeff",
        "sep="
    };

    /** Gives no more than a few characters at a time. */
    private static final class Dripping extends FilterReader {
        private final SplittableRandom random;

        Dripping(String text, SplittableRandom random) {
            super(new StringReader(text));
            this.random = random;
        }

        @Override
        public int read(char[] to, int offset, int length) throws IOException {
            return super.read(to, offset, Math.min(length, 1 + random.nextInt(9)));
        }
    }

    private static List<String> read(Reader reader, Dialect dialect) throws IOException {
        List<String> seen = new ArrayList<>();
        CsvRecords records = new CsvRecords(reader, dialect);
        try {
            while (records.next()) {
                List<String> cells = records.cells();
                seen.add(records.lineNumber() + " " + cells);
                assertThat(records.isBlankLine()).isEqualTo(cells.equals(List.of("")));
                assertThat(records.isBlankRow()).isEqualTo(cells.stream().allMatch(String::isBlank));
            }
            seen.add("end at " + records.lineNumber());
        } catch (TableException e) {
            seen.add("refused at " + e.lineNumber());
        }
        return seen;
    }

    /** The slow twin: by a parser from the start. */
    private static List<String> parsed(String text, Dialect dialect) {
        List<String> seen = new ArrayList<>();
        int lineNumber = 0;
        try (JsonParser parser = CsvMapper.builder()
                .enable(CsvReadFeature.WRAP_AS_ARRAY)
                .build()
                .readerForListOf(String.class)
                .with(Csv.schema(dialect))
                .createParser(new StringReader(text))) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.START_ARRAY) {
                lineNumber = parser.currentLocation().getLineNr();
                List<String> cells = new ArrayList<>();
                while (parser.nextToken() == JsonToken.VALUE_STRING) {
                    cells.add(parser.getString());
                }
                seen.add(lineNumber + " " + cells);
            }
            seen.add("end at " + lineNumber);
        } catch (JacksonException e) {
            seen.add("refused at " + lineNumber);
        }
        return seen;
    }

    private static String text(SplittableRandom random, Dialect dialect) {
        // Most lines are plain, so that a parser takes over somewhere in between.
        int rarely = 2 + random.nextInt(60);
        StringBuilder text = new StringBuilder();
        int lines = random.nextInt(30);
        for (int line = 0; line < lines; line++) {
            int cells = 1 + random.nextInt(4);
            for (int cell = 0; cell < cells; cell++) {
                int pieces = random.nextInt(3);
                for (int piece = 0; piece < pieces; piece++) {
                    text.append(PIECES[random.nextInt(random.nextInt(rarely) == 0 ? PIECES.length : 4)]);
                }
                if (random.nextInt(5 * rarely) == 0) {
                    text.append(dialect.quote());
                }
                text.append(cell + 1 < cells ? String.valueOf(dialect.delimiter()) : "");
            }
            text.append(random.nextInt(rarely) == 0 ? "\r" : "").append(random.nextInt(rarely) == 0 ? "\r\n" : "\n");
        }
        return random.nextBoolean() ? text.toString() : text.toString().stripTrailing();
    }

    @Test
    void plainLinesAreWhatAParserReads() {
        Seeds.forEach(3000, random -> {
            Dialect dialect = new Dialect(
                    ",;\t| :\u00a7".charAt(random.nextInt(7)),
                    "\"'\u00b4".charAt(random.nextInt(3)),
                    Dialect.STANDARD.encoding(),
                    '.',
                    List.of());
            String text = text(random, dialect);
            assertThat(read(new Dripping(text, random), dialect)).isEqualTo(parsed(text, dialect));
            assertThat(read(new StringReader(text), dialect)).isEqualTo(parsed(text, dialect));
        });
    }

    /** Longer than what is kept of the file at a time. */
    @Test
    void aLineMayBeLong() throws Exception {
        String text = "a,b\n1,2\n" + "7".repeat(70_000) + ",8\n3,4\n".repeat(20_000);
        assertThat(read(new StringReader(text), Dialect.STANDARD)).isEqualTo(parsed(text, Dialect.STANDARD));
    }
}
