package org.phrkit.table;

import java.io.Flushable;
import java.io.IOException;
import java.io.Writer;
import java.util.List;

/**
 * The cells of a table as CSV. A number goes as digits straight into the characters to be written, and of each level of a
 * column it is known beforehand whether it needs quotes.
 */
final class CsvWriter implements Flushable {
    private static final int CAPACITY = 1 << 13;

    /** What a table has once for each of its columns. */
    private interface Cells {
        void write(int rowIndex) throws IOException;
    }

    private final Writer writer;
    private final Dialect dialect;

    /** Whether no number but one with a decimal comma can need quotes. */
    private final boolean areNumbersBare;

    /** Whether a row is one cell, which would be a blank line where it is empty. */
    private boolean isAlone;

    private final char[] chars = new char[CAPACITY];
    private int size;

    /** @param writer to which large pieces are written */
    CsvWriter(Writer writer, Dialect dialect) {
        this.writer = writer;
        this.dialect = dialect;
        String marks = "" + dialect.delimiter() + dialect.quote();
        this.areNumbersBare =
                marks.chars().noneMatch(mark -> Decimal.MARKS.indexOf(mark) >= 0 || mark == dialect.decimal());
    }

    /** Writes a header line and all rows, each ended by a line feed. */
    void write(Table table) throws IOException {
        List<Column> columns = table.columns();
        isAlone = columns.size() == 1;
        for (int i = 0; i < columns.size(); i++) {
            delimit(i);
            text(columns.get(i).spec().name());
        }
        put('\n');
        Cells[] cells = columns.stream().map(this::cells).toArray(Cells[]::new);
        for (int row = 0; row < table.rowCount(); row++) {
            for (int i = 0; i < cells.length; i++) {
                delimit(i);
                cells[i].write(row);
            }
            put('\n');
        }
    }

    private void delimit(int columnIndex) throws IOException {
        if (columnIndex > 0) {
            put(dialect.delimiter());
        }
    }

    private Cells cells(Column column) {
        if (column instanceof TextColumn texts) {
            return texts(texts);
        }
        NumberColumn numbers = (NumberColumn) column;
        OtherTexts others = numbers.others();
        boolean isBare = areNumbersBare && column.spec().kind() != Kind.DATE;
        boolean isLocalised = column.spec().kind() == Kind.NUMBER && dialect.decimal() != '.';
        return row -> {
            double value = numbers.value(row);
            boolean isMissing = Double.isNaN(value);
            if (isBare && !isMissing && others.of(row) == null) {
                number(value);
            } else {
                String text = numbers.text(row);
                text(isLocalised && !isMissing ? text.replace('.', dialect.decimal()) : text);
            }
        };
    }

    private Cells texts(TextColumn column) {
        List<String> levels = column.levels();
        boolean[] needQuotes = new boolean[levels.size()];
        for (int code = 0; code < needQuotes.length; code++) {
            needQuotes[code] = needsQuotes(levels.get(code));
        }
        return row -> {
            int code = column.code(row);
            if (code < 0 || needQuotes[code]) {
                text(column.text(row));
            } else {
                bare(levels.get(code));
            }
        };
    }

    private void number(double value) throws IOException {
        require(Decimal.MOST_CHARACTERS);
        int from = size;
        size = Decimal.format(value, chars, from);
        if (dialect.decimal() != '.') {
            for (int i = from; i < size; i++) {
                chars[i] = chars[i] == '.' ? dialect.decimal() : chars[i];
            }
        }
    }

    private void text(String text) throws IOException {
        if (needsQuotes(text)) {
            String quote = String.valueOf(dialect.quote());
            bare(quote + text.replace(quote, quote + quote) + quote);
        } else {
            bare(text);
        }
    }

    private boolean needsQuotes(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == dialect.delimiter() || c == dialect.quote() || c == '\n' || c == '\r') {
                return true;
            }
        }
        return isAlone && text.isEmpty();
    }

    private void bare(String text) throws IOException {
        int length = text.length();
        require(length);
        if (length > CAPACITY) {
            writer.write(text);
        } else {
            text.getChars(0, length, chars, size);
            size += length;
        }
    }

    private void put(char c) throws IOException {
        require(1);
        chars[size++] = c;
    }

    /** Makes room for so many characters, if there can be so much. */
    private void require(int count) throws IOException {
        if (count > CAPACITY - size) {
            writer.write(chars, 0, size);
            size = 0;
        }
    }

    @Override
    public void flush() throws IOException {
        writer.write(chars, 0, size);
        size = 0;
        writer.flush();
    }
}
