package org.phrkit.table;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.dhatim.fastexcel.reader.Cell;
import org.dhatim.fastexcel.reader.CellType;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.dhatim.fastexcel.reader.ReadingOptions;
import org.dhatim.fastexcel.reader.Row;
import org.dhatim.fastexcel.reader.Sheet;
import org.jspecify.annotations.Nullable;
import org.phrkit.table.Dialect.Part;
import org.phrkit.table.Dialect.Suggestion;

/**
 * The rows of a sheet of an Office Open XML workbook (ECMA-376). A number is written as the shortest text that reads back
 * the same, with a decimal point; one that is formatted as a date as {@code yyyy-MM-dd}, with {@code HH:mm:ss} behind it
 * where it has a time of day; a formula is its value as the workbook has it. A cell that is an error is refused. Rows that
 * are not there are blank.
 */
final class SheetRecords implements Records, AutoCloseable {
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("uuuu-MM-dd", Locale.ROOT);
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);

    private final ReadableWorkbook workbook;
    private final Stream<Row> stream;
    private final Iterator<Row> rows;
    private final List<String> cells = new ArrayList<>();
    private List<String> header = List.of();
    private Optional<Row> ahead = Optional.empty();
    private int lineNumber;

    /**
     * Opens a sheet.
     *
     * @param in is read to its end
     * @param name of the sheet; without one the workbook must have a single one
     * @throws TableException.Header if there is no such sheet, or there are several and none is named
     */
    SheetRecords(InputStream in, Optional<String> name) throws IOException, TableException {
        byte[] file = in.readAllBytes();
        ReadableWorkbook opened = null;
        try {
            opened = new ReadableWorkbook(new ByteArrayInputStream(file), new ReadingOptions(true, true));
            this.workbook = opened;
            this.stream = sheet(opened, name).openStream();
            this.rows = stream.iterator();
        } catch (TableException e) {
            close(opened);
            throw e;
        } catch (IOException | RuntimeException e) {
            // All bytes were there: whatever it is, it is of the file.
            close(opened);
            requireWorkbook(file);
            throw unreadable(1);
        }
    }

    /** Names other zip archives for what they are; a workbook that is damaged passes. */
    private static void requireWorkbook(byte[] file) throws TableException {
        // Names of entries stand in an archive as they are, and what says its type comes first and is not compressed.
        String bytes = new String(file, StandardCharsets.ISO_8859_1);
        if (bytes.startsWith("mimetypeapplication/vnd.oasis.opendocument.", 30)) {
            throw new TableException.Header(
                    "the file is an OpenDocument file, such as .ods, which phr does not read",
                    new Suggestion(Part.SAVE_AS, ".xlsx or CSV"));
        }
        if (!bytes.contains("[Content_Types].xml")) {
            throw new TableException.Header(
                    "the file is a zip archive, but not a workbook", new Suggestion(Part.SAVE_AS, ".xlsx or CSV"));
        }
    }

    private static void close(@Nullable ReadableWorkbook workbook) throws IOException {
        if (workbook != null) {
            workbook.close();
        }
    }

    private static Sheet sheet(ReadableWorkbook workbook, Optional<String> name) throws TableException {
        List<Sheet> sheets = workbook.getSheets().toList();
        if (name.isEmpty() && sheets.size() != 1) {
            throw new TableException.Header(
                    "the workbook has " + sheets.size() + " sheets", new Suggestion(Part.SHEET, ""));
        }
        List<Sheet> named = sheets.stream()
                .filter(sheet -> name.isEmpty() || sheet.getName().equals(name.get()))
                .toList();
        if (named.size() != 1) {
            throw new TableException.Header("the workbook has no sheet of this name", new Suggestion(Part.SHEET, ""));
        }
        return named.get(0);
    }

    private static TableException unreadable(int lineNumber) {
        return new TableException.Row(lineNumber, "the workbook is malformed, or of a kind that phr does not read");
    }

    @Override
    public boolean next() throws TableException {
        lineNumber++;
        cells.clear();
        try {
            if (ahead.isEmpty() && rows.hasNext()) {
                ahead = Optional.of(rows.next());
            }
            if (ahead.isEmpty()) {
                return false;
            }
            if (ahead.get().getRowNum() > lineNumber) {
                // The row is not in the file, and so as long as others.
                header.forEach(name -> cells.add(""));
                return true;
            }
            add(ahead.get());
            ahead = Optional.empty();
        } catch (RuntimeException e) {
            // Whatever a hostile workbook makes the library throw.
            throw unreadable(lineNumber);
        }
        if (lineNumber == 1) {
            header = List.copyOf(cells);
        }
        return true;
    }

    /** Cells that are not there are empty; those behind the last name of the header are left out if they are. */
    private void add(Row row) throws TableException {
        for (int i = 0; i < Math.max(row.getCellCount(), header.size()); i++) {
            cells.add(row.hasCell(i) ? text(row.getCell(i)) : "");
        }
        int least = lineNumber == 1 ? 0 : header.size();
        while (cells.size() > least && cells.get(cells.size() - 1).isEmpty()) {
            cells.remove(cells.size() - 1);
        }
        if (cells.isEmpty()) {
            cells.add("");
        }
    }

    private String text(@Nullable Cell cell) throws TableException {
        if (cell != null && cell.getRawValue() == null && cell.getFormula() != null) {
            throw refused(
                    cell,
                    "the cell is a formula whose value the workbook does not have",
                    Optional.of(new Suggestion(Part.SAVE_AS, ".xlsx")));
        }
        if (cell == null || cell.getType() == CellType.EMPTY || cell.getRawValue() == null) {
            return cell != null && cell.getType() == CellType.STRING ? cell.getText() : "";
        }
        String raw = cell.getRawValue();
        if (cell.getType() == CellType.ERROR || (cell.getType() == CellType.FORMULA && raw.startsWith("#"))) {
            throw refused(cell, "the cell is an error of a formula", Optional.empty());
        }
        boolean isNumber = cell.getType() == CellType.NUMBER
                || (cell.getType() == CellType.FORMULA && !Double.isNaN(Decimal.parse(raw)));
        if (!isNumber) {
            return cell.getType() == CellType.FORMULA ? raw : cell.getText();
        }
        return isDate(cell) ? date(cell.asDate()) : Decimal.format(Double.parseDouble(raw));
    }

    private TableException.Cell refused(Cell cell, String problem, Optional<Suggestion> suggestion) {
        String column = cell.getColumnIndex() < header.size()
                ? header.get(cell.getColumnIndex())
                : (cell.getColumnIndex() + 1) + "";
        return new TableException.Cell(lineNumber, column, problem, suggestion);
    }

    /** A time is a fraction of a day, which is off by a rounding. */
    private static String date(LocalDateTime fraction) {
        LocalDateTime time = fraction.plusNanos(500_000_000).truncatedTo(ChronoUnit.SECONDS);
        return time.toLocalTime().equals(LocalTime.MIDNIGHT) ? DAY.format(time) : TIME.format(time);
    }

    /** Whether a number is shown as a day: its format has a letter of days or years, outside of quotes and brackets. */
    private static boolean isDate(Cell cell) {
        Integer id = cell.getDataFormatId();
        if (id != null && ((id >= 14 && id <= 17) || id == 22)) {
            return true;
        }
        String format = cell.getDataFormatString();
        if (format == null || (id != null && id < 50)) {
            return false;
        }
        String letters =
                format.replaceAll("\"[^\"]*\"|\\\\.|\\[[^\\]]*\\]|_.|\\*.", "").toLowerCase(Locale.ROOT);
        return letters.indexOf('d') >= 0 || letters.indexOf('y') >= 0;
    }

    @Override
    public int cellCount() {
        return cells.size();
    }

    @Override
    public String cell(int index) {
        return cells.get(index);
    }

    @Override
    public int lineNumber() {
        return lineNumber;
    }

    @Override
    public void close() throws IOException {
        stream.close();
        workbook.close();
    }
}
