package org.phrkit.table;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.phrkit.input.BadInputException;
import org.phrkit.table.Dialect.Part;
import org.phrkit.table.Dialect.Suggestion;

/** From records to columns. */
final class TableReader {
    /** What a column of row numbers is called whose name is blank. */
    private static final String INDEX = "index";

    private static final char[] DELIMITERS = {',', ';', '\t', '|'};

    private final Records records;
    private final Dialect dialect;
    private final BlankRows blankRows;

    TableReader(Records records, Dialect dialect, BlankRows blankRows) {
        this.records = records;
        this.dialect = dialect;
        this.blankRows = blankRows;
    }

    Table read(Csv.Binding binding) throws IOException, TableException, SchemaException {
        List<CellSink> sinks = sinks(binding);
        LineNumbers lineNumbers = readRows(sinks);
        List<Column> columns = new ArrayList<>();
        while (!sinks.isEmpty()) {
            // Let go of one by one, so that only one column is ever held twice.
            sinks.remove(0).column().ifPresent(columns::add);
        }
        return new Table(columns, lineNumbers.toArray());
    }

    /** What the columns are, of which the header alone is read. */
    List<ColumnSpec> bound(Csv.Binding binding) throws IOException, TableException, SchemaException {
        return sinks(binding).stream().map(CellSink::spec).toList();
    }

    private List<CellSink> sinks(Csv.Binding binding) throws IOException, TableException, SchemaException {
        List<CellSink> sinks = new ArrayList<>();
        List<String> header = header();
        try {
            for (ColumnSpec spec : binding.bind(header)) {
                sinks.add(CellSink.of(spec, dialect));
            }
        } catch (SchemaException e) {
            throw e.ofHeader();
        }
        return sinks;
    }

    TableProfile profile() throws IOException, TableException {
        List<KindInference> sinks = header().stream()
                .map(name -> new KindInference(new ColumnSpec(name, Role.PLAIN), dialect))
                .toList();
        LineNumbers lineNumbers = readRows(sinks);
        return new TableProfile(
                sinks.stream().map(sink -> sink.profile(lineNumbers::of)).toList(), lineNumbers.size());
    }

    private List<String> header() throws IOException, TableException {
        if (!records.next()) {
            throw new TableException.Header("the file is empty");
        }
        if (isSeparatorLine() && !records.next()) {
            throw new TableException.Header("the file is empty");
        }
        List<String> header = named(records.cells());
        requireThisDialect(header);
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < header.size(); i++) {
            String name = header.get(i);
            if (name.length() > Csv.LIMIT_CHARACTERS) {
                throw new TableException.Header("the name of column " + (i + 1) + " is longer than 1048576 characters");
            }
            if (name.isBlank() && i == 0) {
                throw new TableException.Header("the name of column 1 is blank", new Suggestion(Part.INDEX, INDEX));
            }
            if (name.isBlank()) {
                throw new TableException.Header("the name of column " + (i + 1) + " is blank"
                        + (i + 1 == header.size() ? ": the line may end with an extra delimiter" : ""));
            }
            if (name.charAt(0) == Csv.BYTE_ORDER_MARK) {
                throw new TableException.Header("the name of column " + (i + 1) + " starts with a byte order mark");
            }
            if (!seen.add(name)) {
                throw new TableException.Header(
                        "column name " + BadInputException.quoted(name) + " appears twice, again as column " + (i + 1));
            }
        }
        return header;
    }

    /** The first line that Excel takes for what separates cells, and not for cells: sep=; for example. */
    private boolean isSeparatorLine() throws TableException.Header {
        List<String> cells = records.cells();
        String first = cells.get(0);
        if (cells.size() == 2 && first.equals("sep=") && cells.get(1).isEmpty()) {
            return true;
        }
        if (cells.size() == 1 && first.startsWith("sep=") && first.length() == 5) {
            throw new TableException.Header(
                    "the line says that another character separates cells",
                    new Suggestion(Part.DELIMITER, first.charAt(4)));
        }
        return false;
    }

    /** The names, of which that of row numbers may be blank. */
    private List<String> named(List<String> cells) {
        List<String> names = new ArrayList<>(cells);
        if (dialect.hasIndexColumn() && names.get(0).isBlank()) {
            names.set(0, INDEX);
        }
        return List.copyOf(names);
    }

    private void requireThisDialect(List<String> header) throws TableException {
        if (isUtf16(header)) {
            String encoding = header.get(0).startsWith("\0") ? "UTF-16BE" : "UTF-16LE";
            throw new TableException.Encoding(dialect.encoding().name(), new Suggestion(Part.ENCODING, encoding));
        }
        for (int i = 0; i < header.size(); i++) {
            if (header.get(i).indexOf('\0') >= 0) {
                throw new TableException.Header("the name of column " + (i + 1) + " holds a NUL character");
            }
        }
        for (char delimiter : DELIMITERS) {
            if (header.size() == 1
                    && delimiter != dialect.delimiter()
                    && delimiter != dialect.quote()
                    && header.get(0).indexOf(delimiter) >= 0) {
                throw new TableException.Header(
                        "the header is one name, which holds another delimiter",
                        new Suggestion(Part.DELIMITER, delimiter));
            }
        }
        for (char quote : Dialect.QUOTES) {
            if (quote != dialect.quote() && header.stream().allMatch(name -> Dialect.isWrapped(name, quote))) {
                throw new TableException.Header("all names are in other quotes", new Suggestion(Part.QUOTE, quote));
            }
        }
    }

    /** Whether every other byte is zero, as where ASCII is written in UTF-16. */
    private static boolean isUtf16(List<String> header) {
        String names = String.join("", header);
        long zeros = names.chars().filter(c -> c == '\0').count();
        return zeros > 0 && 2 * zeros >= names.length();
    }

    /** Gives the cells of all rows to their sinks. */
    private LineNumbers readRows(List<? extends CellSink> sinks) throws IOException, TableException {
        LineNumbers lineNumbers = new LineNumbers();
        List<Integer> blankLines = new ArrayList<>();
        while (records.next()) {
            if (records.isBlankLine() && sinks.size() > 1) {
                blankLines.add(records.lineNumber());
                continue;
            }
            for (int blankLine : blankLines) {
                blankRows.found(new TableException.BlankRow(blankLine, "the line is blank"));
            }
            blankLines.clear();
            if (records.isBlankRow() && records.cellCount() == sinks.size()) {
                blankRows.found(new TableException.BlankRow(records.lineNumber(), "all cells of the row are empty"));
                continue;
            }
            addRow(sinks, lineNumbers);
            lineNumbers.add(records.lineNumber());
        }
        if (lineNumbers.size() == 0) {
            throw new TableException.Row(records.lineNumber(), "there is no row below the header");
        }
        return lineNumbers;
    }

    private void addRow(List<? extends CellSink> sinks, LineNumbers before) throws TableException {
        int count = records.cellCount();
        if (count != sinks.size()) {
            boolean endsWithDelimiter =
                    count == sinks.size() + 1 && records.cell(count - 1).isEmpty();
            throw new TableException.Row(
                    records.lineNumber(),
                    "the row has " + count + " cells, the header has " + sinks.size()
                            + (endsWithDelimiter ? "; the line ends with an extra delimiter" : ""));
        }
        for (int i = 0; i < count; i++) {
            CellSink sink = sinks.get(i);
            if (!records.addPlain(i, sink)) {
                add(records.cell(i), sink, before);
            }
        }
    }

    private void add(String cell, CellSink sink, LineNumbers before) throws TableException {
        if (cell.indexOf('\0') >= 0) {
            throw new TableException.Cell(
                    records.lineNumber(), sink.spec().name(), "the cell holds a NUL character", Optional.empty());
        }
        if (cell.length() > Csv.LIMIT_CHARACTERS) {
            throw new TableException.Cell(records.lineNumber(), sink.spec().name(), Csv.TOO_LONG, Optional.empty());
        }
        String problem = sink.add(cell);
        if (!problem.isEmpty()) {
            throw sink.refused(records.lineNumber(), cell, problem, dialect, before::of);
        }
    }
}
