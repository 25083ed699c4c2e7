package org.phrkit.table;

import java.io.IOException;
import java.io.PushbackReader;
import java.io.Reader;
import java.util.Arrays;

/**
 * The records of a CSV file up to the first that is not plain. A plain one is a line, ended by LF or CR LF, without quotes
 * and control characters, of which no cell begins or ends with a space, and which is not blank: what every reader of CSV
 * takes apart in the same way. It is done in a quarter of the time that a parser takes which expects more.
 */
final class PlainLines {
    private static final int CAPACITY = 1 << 16;

    /** So many characters are asked for at a time, so that no more is read than before the lines in hand are used. */
    private static final int CHUNK = 1 << 13;

    private static final int ASCII = 128;
    private static final String DELIMITERS = ",;\t|";

    private final Reader reader;
    private final char delimiter;

    /** Whether a character ends a cell, or no plain line has it. */
    private final boolean[] isSpecial = new boolean[ASCII];

    private final char[] chars;

    /** Where the next record starts. */
    private int next;

    private int limit;
    private int count;

    /** Of the cells of the record: where each starts, and where each ends. */
    private int[] starts = new int[16];

    private int[] ends = new int[16];

    PlainLines(Reader reader, Dialect dialect) {
        this.reader = reader;
        this.delimiter = dialect.delimiter();
        boolean isUsual = DELIMITERS.indexOf(delimiter) >= 0 && dialect.quote() < ASCII;
        this.chars = new char[isUsual ? CAPACITY : 0];
        Arrays.fill(isSpecial, 0, ' ', true);
        if (isUsual) {
            isSpecial[delimiter] = true;
            isSpecial[dialect.quote()] = true;
        }
    }

    /** Moves to the next record, if it is plain. */
    boolean next() throws IOException {
        while (true) {
            int end = split();
            if (end > 0) {
                next = end;
                return true;
            }
            if (end < 0 || !fill()) {
                return false;
            }
        }
    }

    /** Finds the cells; answers where the record ends, 0 where that is not known yet, -1 where it is not plain. */
    private int split() {
        count = 0;
        int start = next;
        for (int at = next; at < limit; at++) {
            char c = chars[at];
            if (c < ASCII && isSpecial[c]) {
                boolean isEnd = c != delimiter;
                int length = c == '\n' ? 1 : 2;
                if (c == '\r' && at + 1 == limit) {
                    return 0;
                }
                if (isEnd && c != '\n' && (c != '\r' || chars[at + 1] != '\n')) {
                    return -1;
                }
                if (at > start && (chars[start] == ' ' || chars[at - 1] == ' ')) {
                    return -1;
                }
                add(start, at);
                start = at + 1;
                if (isEnd) {
                    return count == 1 && starts[0] == ends[0] ? -1 : at + length;
                }
            }
        }
        return 0;
    }

    private void add(int start, int end) {
        if (count == starts.length) {
            starts = Arrays.copyOf(starts, 2 * count);
            ends = Arrays.copyOf(ends, 2 * count);
        }
        starts[count] = start;
        ends[count++] = end;
    }

    /** Reads on; answers whether there is more, and room for it. */
    private boolean fill() throws IOException {
        if (next > 0) {
            System.arraycopy(chars, next, chars, 0, limit - next);
            limit -= next;
            next = 0;
        }
        int read = limit == chars.length ? -1 : reader.read(chars, limit, Math.min(CHUNK, chars.length - limit));
        limit += Math.max(read, 0);
        return read > 0;
    }

    /** All that was not read as plain lines. */
    Reader rest() throws IOException {
        PushbackReader rest = new PushbackReader(reader, Math.max(1, limit - next));
        rest.unread(chars, next, limit - next);
        return rest;
    }

    int cellCount() {
        return count;
    }

    String cell(int index) {
        return new String(chars, starts[index], ends[index] - starts[index]);
    }

    boolean addPlain(int index, CellSink sink) {
        return sink.addPlain(chars, starts[index], ends[index]);
    }

    /** Whether some cell shows something at a glance. */
    boolean showsSomething() {
        for (int i = 0; i < count; i++) {
            if (ends[i] > starts[i] && chars[starts[i]] < ASCII) {
                return true;
            }
        }
        return false;
    }
}
