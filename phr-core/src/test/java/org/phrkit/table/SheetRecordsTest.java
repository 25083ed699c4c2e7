package org.phrkit.table;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.phrkit.table.Dialect.Part;
import org.phrkit.testing.Seeds;

/** Workbooks written by hand after ECMA-376: the parts that a reader needs, and no more. */
class SheetRecordsTest {
    private static final String NAMESPACE = " xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"";
    private static final String RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

    /** Styles: 0 general, 1 a day, 2 a day and time, 3 a format of one's own with days, 4 with none. */
    private static final String STYLES = "<styleSheet" + NAMESPACE + "><numFmts count=\"2\">"
            + "<numFmt numFmtId=\"170\" formatCode=\"[$-407]dd/mm/yyyy;@\"/>"
            + "<numFmt numFmtId=\"171\" formatCode=\"0.00 &quot;days&quot;\"/></numFmts>"
            + "<fonts count=\"1\"><font/></fonts><fills count=\"1\"><fill/></fills><borders count=\"1\"><border/></borders>"
            + "<cellStyleXfs count=\"1\"><xf/></cellStyleXfs><cellXfs count=\"5\"><xf numFmtId=\"0\"/>"
            + "<xf numFmtId=\"14\"/><xf numFmtId=\"22\"/><xf numFmtId=\"170\"/><xf numFmtId=\"171\"/></cellXfs></styleSheet>";

    private static byte[] workbook(String... sheets) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            StringBuilder types = new StringBuilder("<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/"
                    + "content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package."
                    + "relationships+xml\"/><Override PartName=\"/xl/workbook.xml\" ContentType=\"application/vnd."
                    + "openxmlformats-officedocument.spreadsheetml.sheet.main+xml\"/><Override PartName=\"/xl/styles.xml\" "
                    + "ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml\"/>");
            StringBuilder list = new StringBuilder();
            StringBuilder relations = new StringBuilder();
            for (int i = 1; i <= sheets.length; i++) {
                types.append("<Override PartName=\"/xl/worksheets/sheet")
                        .append(i)
                        .append(
                                ".xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml\"/>");
                list.append("<sheet name=\"Sheet ")
                        .append(i)
                        .append("\" sheetId=\"")
                        .append(i)
                        .append("\" r:id=\"r")
                        .append(i)
                        .append("\"/>");
                relations
                        .append("<Relationship Id=\"r")
                        .append(i)
                        .append("\" Type=\"")
                        .append(RELATIONS)
                        .append("/worksheet\" Target=\"worksheets/sheet")
                        .append(i)
                        .append(".xml\"/>");
            }
            String packageRelations = "http://schemas.openxmlformats.org/package/2006/relationships";
            add(zip, "[Content_Types].xml", types + "</Types>");
            add(
                    zip,
                    "_rels/.rels",
                    "<Relationships xmlns=\"" + packageRelations + "\"><Relationship Id=\"r\" Type=\"" + RELATIONS
                            + "/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>");
            add(
                    zip,
                    "xl/workbook.xml",
                    "<workbook" + NAMESPACE + " xmlns:r=\"" + RELATIONS + "\"><sheets>" + list
                            + "</sheets></workbook>");
            add(
                    zip,
                    "xl/_rels/workbook.xml.rels",
                    "<Relationships xmlns=\"" + packageRelations + "\">" + relations + "<Relationship Id=\"s\" Type=\""
                            + RELATIONS + "/styles\" Target=\"styles.xml\"/></Relationships>");
            add(zip, "xl/styles.xml", STYLES);
            for (int i = 1; i <= sheets.length; i++) {
                add(
                        zip,
                        "xl/worksheets/sheet" + i + ".xml",
                        "<worksheet" + NAMESPACE + "><sheetData>" + sheets[i - 1] + "</sheetData></worksheet>");
            }
        }
        return bytes.toByteArray();
    }

    private static void add(ZipOutputStream zip, String name, String text) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(("<?xml version=\"1.0\" encoding=\"UTF-8\"?>" + text).getBytes(UTF_8));
    }

    private static String text(String place, String text) {
        return "<c r=\"" + place + "\" t=\"inlineStr\"><is><t>" + text + "</t></is></c>";
    }

    private static String number(String place, int style, String value) {
        return "<c r=\"" + place + "\" s=\"" + style + "\"><v>" + value + "</v></c>";
    }

    private static final String HEADER =
            "<row r=\"1\">" + text("A1", "id") + text("B1", "age") + text("C1", "born") + "</row>";

    private static Table read(byte[] file, Dialect dialect) throws Exception {
        return Csv.read(new ByteArrayInputStream(file), dialect, header -> header.stream()
                .map(name -> new ColumnSpec(name, Role.PLAIN))
                .toList());
    }

    private static String csv(Table table) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Csv.write(table, out);
        return out.toString(UTF_8);
    }

    @Test
    void cellsAreTextsNumbersDatesAndValuesOfFormulas() throws Exception {
        byte[] file = workbook(HEADER
                + "<row r=\"2\">" + text("A2", "p, 1") + number("B2", 0, "27.600000000000001")
                + number("C2", 1, "18306") + "</row>"
                + "<row r=\"3\">" + text("A3", "007") + "<c r=\"B3\"><f>1+1</f><v>2</v></c>"
                + number("C3", 2, "18306.5") + "</row>"
                + "<row r=\"4\"><c r=\"A4\" t=\"str\"><f>\"x\"</f><v>x</v></c>" + number("B4", 4, "1E3")
                + number("C4", 3, "43831") + "</row>"
                + "<row r=\"5\">" + text("A5", "p") + number("C5", 3, "45292.430555555555") + "</row>");
        assertThat(csv(read(file, Dialect.STANDARD)))
                .isEqualTo(
                        "id,age,born\n\"p, 1\",27.6,1950-02-12\n007,2,1950-02-12 12:00:00\nx,1000,2020-01-01\np,,2024-01-01 10:20:00\n");
    }

    @Test
    void rowsThatAreNotThereAreBlankAndKeepTheLines() throws Exception {
        byte[] file = workbook(HEADER
                + "<row r=\"2\">" + text("A2", "a") + number("B2", 0, "1") + text("C2", "x") + "</row>"
                + "<row r=\"5\">" + text("A5", "b") + number("B5", 0, "2") + text("C5", "y") + "</row>");
        assertThatThrownBy(() -> read(file, Dialect.STANDARD))
                .isInstanceOf(TableException.BlankRow.class)
                .hasMessage("line 3: all cells of the row are empty");
        Table table = Csv.read(new ByteArrayInputStream(file), Dialect.STANDARD, row -> {}, header -> header.stream()
                .map(name -> new ColumnSpec(name, Role.PLAIN))
                .toList());
        assertThat(table.lineNumber(1)).isEqualTo(5);
        assertThat(csv(table)).isEqualTo("id,age,born\na,1,x\nb,2,y\n");
    }

    @Test
    void errorsOfFormulasAreRefused() throws Exception {
        byte[] file = workbook(HEADER + "<row r=\"2\">" + text("A2", "a")
                + "<c r=\"B2\" t=\"e\"><f>1/0</f><v>#DIV/0!</v></c>" + text("C2", "x") + "</row>");
        assertThatThrownBy(() -> read(file, Dialect.STANDARD))
                .isInstanceOf(TableException.Cell.class)
                .hasMessage("line 2: column \"age\": the cell is an error of a formula");
    }

    @Test
    void oneOfSeveralSheetsIsNamed() throws Exception {
        String row = "<row r=\"2\">" + text("A2", "a") + number("B2", 0, "1") + text("C2", "x") + "</row>";
        byte[] file = workbook(HEADER + row, HEADER.replace("id", "other") + row);
        assertThatThrownBy(() -> read(file, Dialect.STANDARD))
                .isInstanceOf(TableException.Header.class)
                .hasMessage("line 1: the workbook has 2 sheets")
                .satisfies(e -> assertThat(
                                ((TableException) e).suggestion().orElseThrow().part())
                        .isEqualTo(Part.SHEET));
        assertThat(csv(read(file, Dialect.STANDARD.withSheet("Sheet 2")))).startsWith("other,");
        assertThatThrownBy(() -> read(file, Dialect.STANDARD.withSheet("sheet 2")))
                .hasMessage("line 1: the workbook has no sheet of this name");
    }

    @Test
    void numbersAreReadWhateverTheDecimalMarkOfTheRelease() throws Exception {
        byte[] file = workbook(
                HEADER + "<row r=\"2\">" + text("A2", "a") + number("B2", 0, "1.5") + text("C2", "x") + "</row>");
        Dialect comma = new Dialect(';', '"', UTF_8, ',', List.of("", "NA"));
        Table table = Csv.read(
                new ByteArrayInputStream(file),
                comma,
                header -> List.of(
                        new ColumnSpec("id", Role.PLAIN),
                        new ColumnSpec("age", Role.QUASI),
                        new ColumnSpec("born", Role.PLAIN)));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Csv.write(table, out, comma);
        assertThat(out.toString(UTF_8)).isEqualTo("id;age;born\na;1,5;x\n");
    }

    /** Whatever stands in it, a damaged workbook is refused, or read, and never an error of the program. */
    @Test
    void damagedWorkbooksAreRefused() throws Exception {
        byte[] file = workbook(
                HEADER + "<row r=\"2\">" + text("A2", "a") + number("B2", 0, "1") + text("C2", "x") + "</row>");
        Seeds.forEach(400, random -> {
            byte[] damaged =
                    random.nextBoolean() ? file.clone() : Arrays.copyOf(file, 5 + random.nextInt(file.length - 5));
            for (int i = 0; i < 1 + random.nextInt(4); i++) {
                damaged[4 + random.nextInt(Math.max(1, damaged.length - 5))] ^= (byte) (1 << random.nextInt(8));
            }
            try {
                read(damaged, Dialect.STANDARD);
            } catch (IOException e) {
                assertThat(e.getMessage()).isNotBlank();
            }
        });
    }

    @Test
    void formulasWithoutValuesAreRefused() throws Exception {
        byte[] file = workbook(
                HEADER + "<row r=\"2\">" + text("A2", "a") + "<c r=\"B2\"><f>1+1</f></c>" + text("C2", "x") + "</row>");
        assertThatThrownBy(() -> read(file, Dialect.STANDARD))
                .isInstanceOf(TableException.Cell.class)
                .hasMessage("line 2: column \"age\": the cell is a formula whose value the workbook does not have")
                .satisfies(e -> assertThat(((TableException) e).suggestion())
                        .contains(new Dialect.Suggestion(Part.SAVE_AS, ".xlsx")));
        byte[] empty = workbook(HEADER + "<row r=\"2\">" + text("A2", "a")
                + "<c r=\"B2\" t=\"str\"><f>\"\"</f><v></v></c>" + text("C2", "x") + "</row>");
        assertThat(csv(read(empty, Dialect.STANDARD))).isEqualTo("id,age,born\na,,x\n");
    }

    @Test
    void otherArchivesAreNamed() throws Exception {
        for (String name : List.of("mimetype", "notes.txt")) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
                byte[] type = "application/vnd.oasis.opendocument.spreadsheet".getBytes(UTF_8);
                java.util.zip.CRC32 crc = new java.util.zip.CRC32();
                crc.update(type);
                ZipEntry entry = new ZipEntry(name);
                entry.setMethod(ZipEntry.STORED);
                entry.setSize(type.length);
                entry.setCrc(crc.getValue());
                zip.putNextEntry(entry);
                zip.write(type);
            }
            assertThatThrownBy(() -> read(bytes.toByteArray(), Dialect.STANDARD))
                    .isInstanceOf(TableException.Header.class)
                    .hasMessage(
                            name.equals("mimetype")
                                    ? "line 1: the file is an OpenDocument file, such as .ods, which phr does not read"
                                    : "line 1: the file is a zip archive, but not a workbook")
                    .satisfies(e -> assertThat(((TableException) e).suggestion())
                            .contains(new Dialect.Suggestion(Part.SAVE_AS, ".xlsx or CSV")));
        }
    }

    @Test
    void cellsHaveALimit() throws Exception {
        String most = "x".repeat(1_048_576);
        String row = "<row r=\"2\">" + text("A2", "a") + number("B2", 0, "1");
        assertThat(read(workbook(HEADER + row + text("C2", most) + "</row>"), Dialect.STANDARD)
                        .rowCount())
                .isEqualTo(1);
        byte[] longer = workbook(HEADER + row + text("C2", most + "x") + "</row>");
        assertThatThrownBy(() -> read(longer, Dialect.STANDARD))
                .isInstanceOf(TableException.Cell.class)
                .hasMessage("line 2: column \"born\": the cell is longer than 1048576 characters");
    }
}
