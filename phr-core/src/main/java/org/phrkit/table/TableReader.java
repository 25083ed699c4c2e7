package org.phrkit.table;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** From records to columns. */
final class TableReader {
    private final String source;
    private final Csv.Binding binding;

    TableReader(String source, Csv.Binding binding) {
        this.source = source;
        this.binding = binding;
    }

    Table read(CsvRecords records) throws IOException, TableException, SchemaException {
        if (!records.next()) {
            throw new TableException.Header(source, "the file is empty");
        }
        List<String> header = List.copyOf(records.cells());
        checkNames(header);
        List<CellSink> sinks = bind(header).stream().map(TableReader::sinkFor).toList();
        int[] lineNumbers = new int[1024];
        int rowCount = 0;
        int blankLine = 0;
        while (records.next()) {
            if (records.isBlankLine() && header.size() > 1) {
                blankLine = blankLine == 0 ? records.lineNumber() : blankLine;
                continue;
            }
            if (blankLine > 0) {
                throw new TableException.Row(source, blankLine, "the line is blank");
            }
            addRow(records, sinks);
            lineNumbers = rowCount == lineNumbers.length ? Arrays.copyOf(lineNumbers, grown(rowCount)) : lineNumbers;
            lineNumbers[rowCount++] = records.lineNumber();
        }
        if (rowCount == 0) {
            throw new TableException.Row(source, records.lineNumber(), "there is no row below the header");
        }
        List<Column> columns = new ArrayList<>();
        for (CellSink sink : sinks) {
            sink.addTo(columns);
        }
        return new Table(columns, Arrays.copyOf(lineNumbers, rowCount));
    }

    private List<ColumnSpec> bind(List<String> header) throws SchemaException {
        try {
            return binding.bind(header);
        } catch (SchemaException e) {
            throw new SchemaException(source + ":1: " + e.getMessage());
        }
    }

    private void checkNames(List<String> header) throws TableException {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < header.size(); i++) {
            String name = header.get(i);
            if (name.isBlank()) {
                throw new TableException.Header(source, "the name of column " + (i + 1) + " is blank");
            }
            if (!seen.add(name)) {
                throw new TableException.Header(
                        source,
                        "column name " + TableException.quoted(name) + " stands twice, again as column " + (i + 1));
            }
        }
    }

    private void addRow(CsvRecords records, List<CellSink> sinks) throws TableException {
        List<String> cells = records.cells();
        if (cells.size() != sinks.size()) {
            throw new TableException.Row(
                    source,
                    records.lineNumber(),
                    "the row has " + cells.size() + " cells, the header has " + sinks.size());
        }
        for (int i = 0; i < cells.size(); i++) {
            String problem = sinks.get(i).add(cells.get(i));
            if (!problem.isEmpty()) {
                throw new TableException.Cell(
                        source, records.lineNumber(), sinks.get(i).spec().name(), problem);
            }
        }
    }

    private static int grown(int size) {
        return size + (size >> 1);
    }

    private static CellSink sinkFor(ColumnSpec spec) {
        if (spec.role() == Role.DROP) {
            return new CellSink.Forgotten(spec);
        }
        return spec.kind() == Kind.NUMBER ? new CellSink.Numbers(spec) : new CellSink.Texts(spec);
    }

    /** Takes the cells of one column. */
    private sealed interface CellSink {
        ColumnSpec spec();

        /** @return what is wrong with the cell, or nothing */
        String add(String cell);

        void addTo(List<Column> columns);

        record Forgotten(ColumnSpec spec) implements CellSink {
            @Override
            public String add(String cell) {
                return "";
            }

            @Override
            public void addTo(List<Column> columns) {}
        }

        final class Numbers implements CellSink {
            private final ColumnSpec spec;
            private double[] values = new double[1024];
            private int size;

            Numbers(ColumnSpec spec) {
                this.spec = spec;
            }

            @Override
            public ColumnSpec spec() {
                return spec;
            }

            @Override
            public String add(String cell) {
                if (cell.isEmpty()) {
                    return "the cell is empty";
                }
                double value = Decimal.parse(cell);
                if (Double.isNaN(value)) {
                    return "the cell is not a finite decimal number";
                }
                values = size == values.length ? Arrays.copyOf(values, grown(size)) : values;
                values[size++] = value;
                return "";
            }

            @Override
            public void addTo(List<Column> columns) {
                columns.add(new NumberColumn(spec, Arrays.copyOf(values, size)));
            }
        }

        final class Texts implements CellSink {
            private final ColumnSpec spec;
            private final Map<String, Integer> known = new HashMap<>();
            private final List<String> levels = new ArrayList<>();
            private int[] codes = new int[1024];
            private int size;

            Texts(ColumnSpec spec) {
                this.spec = spec;
            }

            @Override
            public ColumnSpec spec() {
                return spec;
            }

            @Override
            public String add(String cell) {
                codes = size == codes.length ? Arrays.copyOf(codes, grown(size)) : codes;
                codes[size++] = TextColumn.codeOf(cell, known, levels);
                return "";
            }

            @Override
            public void addTo(List<Column> columns) {
                columns.add(new TextColumn(spec, List.copyOf(levels), Arrays.copyOf(codes, size)));
            }
        }
    }
}
