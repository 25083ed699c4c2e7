package org.phrkit.table;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.phrkit.table.Dialect.Part;
import org.phrkit.table.Dialect.Suggestion;

class CsvTest {
    private static final List<String> LEVELS = List.of("low", "medium", "high");

    private static Table read(String text) throws Exception {
        return read(text, Kind.CATEGORY);
    }

    private static Table read(String text, Kind kind) throws Exception {
        return Csv.read(new ByteArrayInputStream(text.getBytes(UTF_8)), header -> header.stream()
                .map(name -> new ColumnSpec(name, Role.QUASI, kind))
                .toList());
    }

    private static Table read(byte[] bytes, Dialect dialect, Kind kind) throws Exception {
        return Csv.read(new ByteArrayInputStream(bytes), dialect, header -> header.stream()
                .map(name -> new ColumnSpec(name, Role.QUASI, kind, kind == Kind.ORDINAL ? LEVELS : List.of()))
                .toList());
    }

    private static Dialect dialect(char delimiter, char quote, String encoding, char decimal) {
        return new Dialect(delimiter, quote, Charset.forName(encoding), decimal, List.of("", "NA"));
    }

    private static void assertSuggests(Part part, String value, byte[] bytes, Dialect dialect, Kind kind) {
        assertThatThrownBy(() -> read(bytes, dialect, kind))
                .isInstanceOfSatisfying(
                        TableException.class, e -> assertThat(e.suggestion()).contains(new Suggestion(part, value)));
    }

    private static String write(Table table) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Csv.write(table, out);
        return out.toString(UTF_8);
    }

    @Test
    void keepsTextsAsTheyAre() throws Exception {
        Table table = read("a,b\r\n 1 ,\"x,\"\"y\"\"\r\nz\"\r\n,é");
        assertThat(table.rowCount()).isEqualTo(2);
        assertThat(table.columns().get(0).text(0)).isEqualTo(" 1 ");
        assertThat(table.columns().get(1).text(0)).isEqualTo("x,\"y\"\r\nz");
        assertThat(table.columns().get(0).text(1)).isEmpty();
        assertThat(table.columns().get(1).text(1)).isEqualTo("é");
        assertThat(table.lineNumber(0)).isEqualTo(2);
        assertThat(table.lineNumber(1)).isEqualTo(4);
    }

    @Test
    void numbersTakeNoMoreTextThanNeeded() throws Exception {
        assertThat(write(read("a\n1.50\n-0\n1e2\n", Kind.NUMBER))).isEqualTo("a\n1.5\n0\n100\n");
    }

    @Test
    void errorsAreTypedAndNameThePlace() {
        assertThatThrownBy(() -> read("")).isInstanceOf(TableException.Header.class);
        assertThatThrownBy(() -> read("a,a\n1,2")).isInstanceOf(TableException.Header.class);
        assertThatThrownBy(() -> read("a,b\n1\n"))
                .isInstanceOf(TableException.Row.class)
                .hasMessageStartingWith("line 2: ");
        assertThatThrownBy(() -> read("a,b\n1,2\n3,secret", Kind.NUMBER))
                .isInstanceOf(TableException.Cell.class)
                .hasMessageStartingWith("line 3: column \"b\"")
                .hasMessageNotContaining("secret");
        assertThatThrownBy(() -> read("a\u0007\nx\n", Kind.NUMBER)).hasMessageContaining("column \"a\ufffd\"");
    }

    @Test
    void droppedColumnsAreForgotten() throws Exception {
        Table table = Csv.read(
                new ByteArrayInputStream("a,b\nx,1\n".getBytes(UTF_8)),
                header -> List.of(new ColumnSpec("a", Role.DROP), new ColumnSpec("b", Role.QUASI)));
        assertThat(table.columns()).extracting(column -> column.spec().name()).containsExactly("b");
    }

    @Test
    void manyRowsAreRead() throws Exception {
        StringBuilder text = new StringBuilder("a,b\n");
        for (int row = 0; row < 5000; row++) {
            text.append(row).append(',').append(row % 7).append('\n');
        }
        Table table = read(text.toString(), Kind.NUMBER);
        assertThat(table.rowCount()).isEqualTo(5000);
        assertThat(table.quasiNumbers().get(0).value(4999)).isEqualTo(4999);
        assertThat(table.lineNumber(4999)).isEqualTo(5001);
        assertThat(write(table)).isEqualTo(text.toString());
    }

    @Test
    void everyKindIsRead() throws Exception {
        Table table = Csv.read(
                new ByteArrayInputStream(
                        "n,i,o,c,d\n1.5,-7,high,x,2024-02-29\n2,+7,low,y,1969-12-31\n".getBytes(UTF_8)),
                header -> List.of(
                        new ColumnSpec("n", Role.QUASI, Kind.NUMBER),
                        new ColumnSpec("i", Role.QUASI, Kind.INTEGER),
                        new ColumnSpec("o", Role.QUASI, Kind.ORDINAL, LEVELS),
                        new ColumnSpec("c", Role.QUASI, Kind.CATEGORY),
                        new ColumnSpec("d", Role.QUASI, Kind.DATE)));
        assertThat(((NumberColumn) table.columns().get(1)).values()).containsExactly(-7, 7);
        TextColumn ordinal = (TextColumn) table.columns().get(2);
        assertThat(ordinal.levels()).isEqualTo(LEVELS);
        assertThat(ordinal.code(0)).isEqualTo(2);
        assertThat(ordinal.code(1)).isZero();
        assertThat(((NumberColumn) table.columns().get(4)).values()).containsExactly(19782, -1);
        assertThat(write(table)).isEqualTo("n,i,o,c,d\n1.5,-7,high,x,2024-02-29\n2,7,low,y,1969-12-31\n");
    }

    @Test
    void cellsOfAnotherKindAreRefused() {
        assertRefused(Kind.INTEGER, "1.0", "1e3", "9007199254740993", "x", "--", "1 ");
        assertRefused(
                Kind.DATE,
                "2023-02-29",
                "2024-1-01",
                "01.02.2024",
                "2024-13-01",
                "2024-00-10",
                "20240101",
                "+024-01-01");
        assertRefused(Kind.ORDINAL, "Low", "low ", "lowest");
        assertRefused(Kind.NUMBER, "1 000", "1'000", "0x1");
    }

    @Test
    void datesOfTwoFormsAreRefusedWithBothLines() throws Exception {
        ColumnSpec spec = new ColumnSpec("d", Role.QUASI, Kind.DATE).with(DateForm.of("dd.MM.yyyy"));
        byte[] file = "a,d\n1,NA\n\"x\ny\",13.02.1950\n2,1950-02-13\n".getBytes(UTF_8);
        assertThatThrownBy(() -> Csv.read(
                        new ByteArrayInputStream(file), header -> List.of(new ColumnSpec("a", Role.PLAIN), spec)))
                .hasMessage(
                        "line 5: column \"d\": the cell is a date in another form than dd.MM.yyyy, in which line 3 has one");
        assertThatThrownBy(() -> Csv.read(
                        new ByteArrayInputStream("a,d\n1,1950-02-13\n".getBytes(UTF_8)),
                        header -> List.of(new ColumnSpec("a", Role.PLAIN), spec)))
                .hasMessage("line 2: column \"d\": the cell is not a date, dd.MM.yyyy");
    }

    @Test
    void aColumnHasItsOwnTextsOfMissingCells() throws Exception {
        ColumnSpec spec = new ColumnSpec("d", Role.QUASI).withMissing(List.of("n/a", "-9"));
        Table table = Csv.read(
                new ByteArrayInputStream("a,d\n-9,n/a\n1,-9\n2,\n3,4\n".getBytes(UTF_8)),
                header -> List.of(new ColumnSpec("a", Role.QUASI), spec));
        assertThat(table.missingCells()).hasToString("{d=3}");
        assertThat(write(table)).isEqualTo("a,d\n-9,n/a\n1,n/a\n2,n/a\n3,4\n");
    }

    @Test
    void whatHospitalsWriteIsReadOrRefusedWithAReason() throws Exception {
        assertThat(write(read("sep=,\na,b\n1,2\n".getBytes(UTF_8), Dialect.STANDARD, Kind.NUMBER)))
                .isEqualTo("a,b\n1,2\n");
        assertThatThrownBy(() -> read("sep=;\na;b\n1;2\n".getBytes(UTF_8), Dialect.STANDARD, Kind.NUMBER))
                .hasMessage("line 1: the line says that another character separates cells");
        assertThat(write(read(",b\n1,2\n".getBytes(UTF_8), Dialect.STANDARD.withIndexColumn(), Kind.NUMBER)))
                .isEqualTo("index,b\n1,2\n");
        assertThatThrownBy(() -> read(",b\n1,2\n".getBytes(UTF_8), Dialect.STANDARD, Kind.NUMBER))
                .hasMessage("line 1: the name of column 1 is blank");
        assertThatThrownBy(() -> read("a,b,\n1,2,\n".getBytes(UTF_8), Dialect.STANDARD, Kind.NUMBER))
                .hasMessage("line 1: the name of column 3 is blank: the line may end with an extra delimiter");
        assertThatThrownBy(() -> read("a,b\n1,2,\n".getBytes(UTF_8), Dialect.STANDARD, Kind.NUMBER))
                .hasMessage("line 2: the row has 3 cells, the header has 2; the line ends with an extra delimiter");
        assertThatThrownBy(() -> read("a,b\n1,\0\n".getBytes(UTF_8), Dialect.STANDARD, Kind.CATEGORY))
                .hasMessage("line 2: column \"b\": the cell holds a NUL character");
        for (String grouped :
                List.of("1 234", "1'234.5", "1,234,567", "1,234.5", "1.234,5", "1.234.567", "12\u00a0345")) {
            assertThatThrownBy(
                            () -> read(("a,b\n1,\"" + grouped + "\"\n").getBytes(UTF_8), Dialect.STANDARD, Kind.NUMBER))
                    .hasMessage("line 2: column \"b\": the number has thousands separators; remove them");
        }
        for (String limit : List.of("<0.1", ">= 90", "90+", "\u22645")) {
            assertThatThrownBy(() -> read(("a,b\n1," + limit + "\n").getBytes(UTF_8), Dialect.STANDARD, Kind.NUMBER))
                    .hasMessageContaining("the cell is a limit, not a number");
        }
        for (String missing : List.of("n/a", "NULL", "?", "unknown ")) {
            assertThatThrownBy(() -> read(("a,b\n1," + missing + "\n").getBytes(UTF_8), Dialect.STANDARD, Kind.NUMBER))
                    .hasMessageEndingWith("the cell looks like the text of missing cells")
                    .satisfies(e -> assertThat(((TableException) e).suggestion())
                            .contains(new Dialect.Suggestion(Dialect.Part.MISSING, "")));
        }
    }

    @Test
    void codesAreNoQuasiIdentifiersOfNumbers() throws Exception {
        for (String code : List.of("01234", "00", "-05", "+007", "01.5")) {
            byte[] file = ("a,b\n0,0.5\n1," + code).getBytes(UTF_8);
            assertThatThrownBy(() -> read(file, Dialect.STANDARD, Kind.NUMBER))
                    .describedAs(code)
                    .isInstanceOf(TableException.Cell.class)
                    .satisfies(e -> assertThat(((TableException) e).suggestion())
                            .contains(new Dialect.Suggestion(Dialect.Part.KIND, "category")))
                    .hasMessage(
                            "line 3: column \"b\": the number starts with a zero, as codes do, and codes have no mean");
            assertThat(write(read(file, Dialect.STANDARD, Kind.CATEGORY))).contains("," + code);
        }
        assertThat(write(read("a,b\n0,0.5\n-0.25,0e1".getBytes(UTF_8), Dialect.STANDARD, Kind.NUMBER)))
                .isEqualTo("a,b\n0,0.5\n-0.25,0\n");
    }

    private static void assertRefused(Kind kind, String... cells) {
        for (String cell : cells) {
            assertThatThrownBy(() -> read(("a,b\nNA,NA\n,\"" + cell + "\"").getBytes(UTF_8), Dialect.STANDARD, kind))
                    .describedAs(cell)
                    .isInstanceOf(TableException.Cell.class)
                    .hasMessageStartingWith("line 3: column \"b\": ")
                    .hasMessageNotContaining(cell);
        }
    }

    @Test
    void missingCellsAreKnownAndWrittenAsTheFirstWas() throws Exception {
        Dialect dialect = Dialect.STANDARD.withMissingValues(List.of("-", "-999"));
        Table table = read("a,b\n-,1\n-999,-998\n5,-999\n".getBytes(UTF_8), dialect, Kind.NUMBER);
        assertThat(table.missingCells()).hasToString("{a=2, b=1}");
        assertThat(table.columns().get(0).isMissing(1)).isTrue();
        assertThat(write(table)).isEqualTo("a,b\n-,1\n-,-998\n5,-999\n");
        assertThatThrownBy(() -> read("a,b\n1,\n".getBytes(UTF_8), dialect, Kind.NUMBER))
                .isInstanceOf(TableException.Cell.class)
                .hasMessageEndingWith("the cell is empty");
        // A number that is not declared to be missing is a number.
        assertThat(read("a,b\n-999,1\n", Kind.NUMBER).missingCells()).isEmpty();
    }

    @Test
    void whatIsReleasedAsItIsKeepsItsVeryTexts() throws Exception {
        Dialect dialect = new Dialect(';', '"', UTF_8, ',', List.of("", "NA"));
        String text = "dose;code;stage;seen\n1,50;007;low;2024-01-01\n1,5;7;NA;\nNA;-0;;NA\n;NA;high;2024-01-02\n";
        for (Role role : List.of(Role.SENSITIVE, Role.PLAIN)) {
            List<ColumnSpec> specs = List.of(
                    new ColumnSpec("dose", role, Kind.NUMBER),
                    new ColumnSpec("code", role, Kind.INTEGER),
                    new ColumnSpec("stage", role, Kind.ORDINAL, LEVELS),
                    new ColumnSpec("seen", role, Kind.DATE));
            Table table = Csv.read(new ByteArrayInputStream(text.getBytes(UTF_8)), dialect, header -> specs);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            Csv.write(table, out, dialect);
            assertThat(out.toString(UTF_8)).isEqualTo(text);
            assertThat(table.column("code").orElseThrow().numbers()).startsWith(7, 7, 0);
            assertThat(table.column("dose").orElseThrow().text(0)).isEqualTo("1.50");
            Table twice = Table.concat(List.of(table.select(new int[] {3, 0}), table.select(new int[] {0, 2})));
            assertThat(write(twice)).isEqualTo("""
                            dose,code,stage,seen
                            ,NA,high,2024-01-02
                            1.50,007,low,2024-01-01
                            1.50,007,low,2024-01-01
                            NA,-0,,NA
                            """);
        }
    }

    @Test
    void aColumnMayBeAllMissing() throws Exception {
        for (Kind kind : Kind.values()) {
            Table table = read("a,b\nNA,\n,NA\n".getBytes(UTF_8), Dialect.STANDARD, kind);
            assertThat(table.missingCells()).hasToString("{a=2, b=2}");
            assertThat(table.completeRows()).isEmpty();
        }
    }

    @Test
    void onlyTextsThatAreUsedAreInterpreted() throws Exception {
        for (Role role : List.of(Role.SENSITIVE, Role.PLAIN, Role.QUASI, Role.PSEUDONYM)) {
            Table table = Csv.read(new ByteArrayInputStream("a,b\n,NA\n".getBytes(UTF_8)), header -> header.stream()
                    .map(name -> new ColumnSpec(name, role, Kind.CATEGORY))
                    .toList());
            boolean used = role == Role.QUASI || role == Role.PSEUDONYM;
            assertThat(table.columns()).allMatch(column -> column.isMissing(0) == used);
            assertThat(write(table)).isEqualTo("a,b\n,NA\n");
        }
    }

    @Test
    void theDecimalMarkIsStrict() throws Exception {
        Dialect comma = dialect(';', '"', "UTF-8", ',');
        Table table = read("a;b\n1,5;-,25\n1e3;+2\n".getBytes(UTF_8), comma, Kind.NUMBER);
        assertThat(table.quasiNumbers().get(0).values()).containsExactly(1.5, 1000);
        assertThat(table.quasiNumbers().get(1).values()).containsExactly(-0.25, 2);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Csv.write(table, out, comma);
        assertThat(out.toString(UTF_8)).isEqualTo("a;b\n1,5;-0,25\n1000;2\n");
        assertSuggests(Part.DECIMAL, ".", "a;b\n1;1.5\n".getBytes(UTF_8), comma, Kind.NUMBER);
        assertSuggests(Part.DECIMAL, ",", "a,b\n1,\"1,5\"\n".getBytes(UTF_8), Dialect.STANDARD, Kind.NUMBER);
        for (String grouped : List.of("1.234,5", "1,234.5", "1,234,567", "1.234.567")) {
            assertThatThrownBy(() -> read(("a;b\n1;" + grouped + "\n").getBytes(UTF_8), comma, Kind.NUMBER))
                    .isInstanceOf(TableException.Cell.class);
        }
    }

    @Test
    void anotherDialectIsRecognisedAndNotGuessed() throws Exception {
        assertSuggests(Part.DELIMITER, ";", "a;b\n1;2\n".getBytes(UTF_8), Dialect.STANDARD, Kind.NUMBER);
        assertSuggests(Part.DELIMITER, "\t", "a\tb\n1\t2\n".getBytes(UTF_8), Dialect.STANDARD, Kind.NUMBER);
        assertSuggests(Part.DELIMITER, "|", "a|b\n1|2\n".getBytes(UTF_8), Dialect.STANDARD, Kind.NUMBER);
        assertSuggests(Part.DELIMITER, ",", "a,b\n1,2\n".getBytes(UTF_8), dialect(';', '"', "UTF-8", '.'), Kind.NUMBER);
        assertSuggests(Part.QUOTE, "'", "'a','b'\n1,2\n".getBytes(UTF_8), Dialect.STANDARD, Kind.NUMBER);
        assertSuggests(Part.QUOTE, "'", "a,b\n1,'2'\n".getBytes(UTF_8), Dialect.STANDARD, Kind.NUMBER);
        byte[] german = "a,b\nJörg,x\n".getBytes(Charset.forName("windows-1252"));
        assertSuggests(Part.ENCODING, "windows-1252", german, Dialect.STANDARD, Kind.CATEGORY);
        assertThat(read(german, dialect(',', '"', "windows-1252", '.'), Kind.CATEGORY)
                        .columns()
                        .get(0)
                        .text(0))
                .isEqualTo("Jörg");
        for (String encoding : List.of("UTF-8", "windows-1252")) {
            Dialect wrong = dialect(',', '"', encoding, '.');
            assertSuggests(Part.ENCODING, "UTF-16", "\ufeffa,b\n1,2\n".getBytes(UTF_16LE), wrong, Kind.NUMBER);
            assertSuggests(Part.ENCODING, "UTF-16", "\ufeffa,b\n1,2\n".getBytes(UTF_16BE), wrong, Kind.NUMBER);
            assertSuggests(Part.ENCODING, "UTF-16LE", "a,b\n1,2\n".getBytes(UTF_16LE), wrong, Kind.NUMBER);
            assertSuggests(Part.ENCODING, "UTF-16BE", "a,b\n1,2\n".getBytes(UTF_16BE), wrong, Kind.NUMBER);
        }
        byte[] marked = "\ufeffa,b\n1,2\n".getBytes(UTF_8);
        assertSuggests(Part.ENCODING, "UTF-8", marked, dialect(',', '"', "windows-1252", '.'), Kind.NUMBER);
        assertThat(read(marked, Dialect.STANDARD, Kind.NUMBER).column("a")).isPresent();
        for (String encoding : List.of("UTF-16", "UTF-16LE")) {
            Dialect utf16 = dialect(',', '"', encoding, '.');
            byte[] bytes = "\ufeffa,b\n1,2\n".getBytes(UTF_16LE);
            assertThat(read(bytes, utf16, Kind.NUMBER).column("a")).isPresent();
        }
    }

    @Test
    void aLevelThatIsAMissingValueIsRefused() {
        Dialect dialect = Dialect.STANDARD.withMissingValues(List.of("low"));
        assertThatThrownBy(() -> read("a,b\nhigh,high\n".getBytes(UTF_8), dialect, Kind.ORDINAL))
                .isInstanceOf(SchemaException.class)
                .hasMessageStartingWith("line 1: column \"a\"");
    }

    @Test
    void whatCannotBeWrittenIsNotReplaced() {
        Table table = new Table(List.of(new TextColumn(new ColumnSpec("a", Role.PLAIN), List.of("\u4f60"))));
        assertThatThrownBy(() -> Csv.write(table, new ByteArrayOutputStream(), dialect(',', '"', "windows-1252", '.')))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("windows-1252")
                .hasMessageNotContaining("\u4f60");
    }

    @Test
    void rowsWithoutACellAreRefusedOrLeftOutAndCounted() throws Exception {
        for (String blank : List.of(",", " ,\t", "\"\",", "")) {
            byte[] bytes = ("a,b\n1,2\n" + blank + "\n3,\n" + blank + "\n" + blank + "\n,4\n\n\n").getBytes(UTF_8);
            assertThatThrownBy(() -> read(bytes, Dialect.STANDARD, Kind.CATEGORY))
                    .isInstanceOf(TableException.BlankRow.class)
                    .hasMessageStartingWith("line 3: ");
            List<Long> lines = new ArrayList<>();
            Table table = Csv.read(
                    new ByteArrayInputStream(bytes),
                    Dialect.STANDARD,
                    row -> lines.add(row.lineNumber()),
                    header -> List.of(new ColumnSpec("a", Role.QUASI), new ColumnSpec("b", Role.QUASI)));
            assertThat(lines).containsExactly(3L, 5L, 6L);
            assertThat(table.rowCount()).isEqualTo(3);
            assertThat(table.lineNumber(2)).isEqualTo(7);
        }
        assertThatThrownBy(() -> read("a\n1\n\n2\n"))
                .isInstanceOf(TableException.BlankRow.class)
                .hasMessageStartingWith("line 3: ");
        assertThat(read("a,b\n1,2\n\n\n").rowCount()).isEqualTo(1);
    }

    @Test
    void linesAreKnownAfterARowOfTwoLines() throws Exception {
        Table table = read("a,b\n1,x\n2,\"y\nz\"\n3,x\n4,x\n");
        assertThat(List.of(0, 1, 2, 3)).extracting(table::lineNumber).containsExactly(2, 3, 5, 6);
        Table some = table.select(new int[] {3, 1});
        assertThat(some.lineNumber(0)).isEqualTo(6);
        assertThat(some.lineNumber(1)).isEqualTo(3);
        assertThat(some.columns().get(1).text(1)).isEqualTo("y\nz");
    }

    @Test
    void cellsAndNamesHaveALimit() throws Exception {
        String most = "x".repeat(1_048_576);
        assertThat(read("a," + most + "\n1," + most + "\n").rowCount()).isEqualTo(1);
        assertThatThrownBy(() -> read("a,b\n1,2\n1," + most + "x\n"))
                .isInstanceOf(TableException.Cell.class)
                .hasMessage("line 3: column \"b\": the cell is longer than 1048576 characters");
        assertThatThrownBy(() -> read("a," + most + "x\n1,2\n"))
                .isInstanceOf(TableException.Header.class)
                .hasMessage("line 1: the name of column 2 is longer than 1048576 characters");
    }

    @Test
    void filesThatAreNoTextAreNamed() {
        byte[] ole = {(byte) 0xd0, (byte) 0xcf, 0x11, (byte) 0xe0, (byte) 0xa1, (byte) 0xb1, 0x1a, (byte) 0xe1, 0};
        assertThatThrownBy(() -> read(ole, Dialect.STANDARD, Kind.CATEGORY))
                .isInstanceOf(TableException.Header.class)
                .hasMessage("line 1: the file is an OLE file, such as an old workbook (.xls) or one with a password, "
                        + "which phr does not read");
        assertSuggests(Part.SAVE_AS, ".xlsx or CSV", ole, Dialect.STANDARD, Kind.CATEGORY);
        byte[] random = {(byte) 0xc3, 0x07, (byte) 0xff, 'x'};
        assertThatThrownBy(() -> read(random, Dialect.STANDARD, Kind.CATEGORY))
                .hasMessage("the file is not UTF-8 text, and does not seem to be text at all")
                .satisfies(e -> assertThat(((TableException) e).suggestion()).isEmpty());
        byte[] latin = {'a', '\n', (byte) 0xe4, '\n'};
        assertSuggests(Part.ENCODING, "windows-1252", latin, Dialect.STANDARD, Kind.CATEGORY);
    }

    @Test
    void aNulInAHeaderIsNotUtf16() {
        assertThatThrownBy(() -> read("a,ge\0,s\n1,2,3\n"))
                .isInstanceOf(TableException.Header.class)
                .hasMessage("line 1: the name of column 2 holds a NUL character");
    }

    @Test
    void yearsOfTwoDigitsAreNamed() {
        assertThatThrownBy(() -> read("a,b\n13.02.50,1950-02-13\n", Kind.DATE))
                .isInstanceOf(TableException.Cell.class)
                .hasMessage("line 2: column \"a\": the year has two digits, which leaves the century open; write it "
                        + "with four, or use kind category");
    }
}
