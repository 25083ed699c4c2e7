package org.phrkit.table;

import java.io.IOException;
import java.util.Iterator;
import java.util.List;

/**
 * Reads rows of texts that stand in no CSV file, such as those of a database, as {@link Csv} reads cells: into the
 * same columns, and refused for the same reasons. Its functions may be called by several threads at once.
 */
public final class TextRows {
    private TextRows() {}

    /**
     * A row.
     *
     * @param lineNumber what messages say of where it is, at least 2
     * @param cells as many as the header has
     */
    public record Row(int lineNumber, List<String> cells) {}

    /**
     * Reads rows into memory.
     *
     * @param header the names of the columns
     * @param rows is read to its end
     * @param dialect of which the missing values count; numbers have a decimal point
     * @param blankRows what becomes of rows without content
     * @param binding gives each column its role and kind
     * @return the table
     * @throws TableException if a cell or row is malformed, or there is no row
     * @throws SchemaException if {@code binding} refuses the header
     */
    public static Table read(
            List<String> header, Iterator<Row> rows, Dialect dialect, BlankRows blankRows, Csv.Binding binding)
            throws TableException, SchemaException {
        try {
            return new TableReader(new Given(header, rows), dialect.withDecimalPoint(), blankRows).read(binding);
        } catch (TableException | SchemaException e) {
            throw e;
        } catch (IOException e) {
            throw new AssertionError("nothing is read from a file", e);
        }
    }

    /**
     * {@return the shortest text that is this number; the same on every JDK}
     *
     * @param number the number to write
     */
    public static String text(double number) {
        return Decimal.format(number);
    }

    private static final class Given implements Records {
        private final Iterator<Row> rows;
        private boolean isStarted;
        private Row row;

        Given(List<String> header, Iterator<Row> rows) {
            this.rows = rows;
            this.row = new Row(1, header);
        }

        @Override
        public boolean next() {
            if (isStarted && !rows.hasNext()) {
                return false;
            }
            row = isStarted ? rows.next() : row;
            isStarted = true;
            return true;
        }

        @Override
        public int cellCount() {
            return row.cells().size();
        }

        @Override
        public String cell(int index) {
            return row.cells().get(index);
        }

        @Override
        public int lineNumber() {
            return row.lineNumber();
        }
    }
}
