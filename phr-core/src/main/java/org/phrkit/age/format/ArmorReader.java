package org.phrkit.age.format;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Objects;
import java.util.function.Function;

/**
 * Reads what {@link ArmorWriter} writes, strictly: canonical base64 in lines of 64 columns, of which the last alone may
 * be shorter. Lines may end with CR LF, and white space may stand before and after. After a failure it repeats the
 * failure for ever.
 */
public final class ArmorReader extends InputStream {
    private static final int WHITE_SPACE_LIMIT_BYTES = 1024;
    private static final int LOOK_AHEAD_BYTES = 1024;

    private final InputStream in;
    private final Function<String, ? extends IOException> malformed;
    private final byte[] line = new byte[Stanza.COLUMNS + 2];
    private int lineSize;
    private long lineNumber;
    private byte[] bytes = new byte[0];
    private int position;
    private boolean begun;
    private boolean ended;
    private String failure = "";

    /**
     * Reads nothing yet.
     *
     * @param in should be buffered: it is read byte by byte
     * @param malformed makes the exception to throw from a message
     */
    public ArmorReader(InputStream in, Function<String, ? extends IOException> malformed) {
        this.in = in;
        this.malformed = malformed;
    }

    /**
     * Whether a file is meant to be armored: it does not begin as a binary one, and the first line of an armor stands
     * within its first KiB. The stream stays where it is.
     */
    public static boolean isArmored(BufferedInputStream in) throws IOException {
        in.mark(LOOK_AHEAD_BYTES);
        try {
            StringBuilder seen = new StringBuilder();
            while (seen.length() < LOOK_AHEAD_BYTES && !"age-encryption.org/".contentEquals(seen)) {
                int next = in.read();
                if (next < 0) {
                    break;
                }
                seen.append((char) next);
                if (next == '-'
                        && seen.length() >= ArmorWriter.BEGIN.length()
                        && seen.indexOf(ArmorWriter.BEGIN) >= 0) {
                    return true;
                }
            }
            // A first line that is almost right is a broken armor rather than no age file at all.
            return seen.toString().stripLeading().startsWith("-----BEGIN AGE");
        } finally {
            in.reset();
        }
    }

    @Override
    public int read() throws IOException {
        return fill() ? bytes[position++] & 0xff : -1;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, into.length);
        if (length == 0) {
            return 0;
        }
        if (!fill()) {
            return -1;
        }
        int given = Math.min(length, bytes.length - position);
        System.arraycopy(bytes, position, into, offset, given);
        position += given;
        return given;
    }

    @Override
    public int available() throws IOException {
        // What stands before and after the lines may be there as well. Who is promised too much waits for it.
        int around = (begun ? 0 : WHITE_SPACE_LIMIT_BYTES) + ArmorWriter.END.length() + 2 + WHITE_SPACE_LIMIT_BYTES;
        int lines = Math.max(0, in.available() - around) / (Stanza.COLUMNS + 2);
        return bytes.length - position + lines * ArmorWriter.LINE_SIZE_BYTES;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    private boolean fill() throws IOException {
        if (!failure.isEmpty()) {
            throw malformed.apply(failure);
        }
        while (position == bytes.length) {
            if (ended) {
                return false;
            }
            if (!begun) {
                begin();
            }
            nextLine();
        }
        return true;
    }

    private void begin() throws IOException {
        int skipped = 0;
        do {
            readLine();
            skipped += lineSize + 1;
            if (skipped > WHITE_SPACE_LIMIT_BYTES) {
                throw fail("too much white space before it");
            }
        } while (lineText().isBlank());
        if (lineText().matches("[> ]+" + ArmorWriter.BEGIN)) {
            throw fail("it is quoted, as in an answer by mail: take what stands before the dashes off each line");
        }
        if (!lineText().equals(ArmorWriter.BEGIN)) {
            throw fail("the first line is not \"" + ArmorWriter.BEGIN + "\"");
        }
        begun = true;
    }

    private void nextLine() throws IOException {
        readLine();
        if (lineText().equals(ArmorWriter.END)) {
            end();
            return;
        }
        bytes = decode(lineText());
        position = 0;
        if (lineSize < Stanza.COLUMNS || bytes.length < ArmorWriter.LINE_SIZE_BYTES) {
            readLine();
            if (!lineText().equals(ArmorWriter.END)) {
                throw fail("a line that is not the last is shorter than 64 columns");
            }
            end();
        }
    }

    private byte[] decode(String text) throws IOException {
        if (text.isEmpty() || text.length() > Stanza.COLUMNS || text.length() % 4 != 0) {
            throw fail("a line is empty, too long or not padded");
        }
        try {
            byte[] decoded = Base64.getDecoder().decode(text);
            if (!text.endsWith("=")
                    || Base64.getEncoder().encodeToString(decoded).equals(text)) {
                return decoded;
            }
        } catch (IllegalArgumentException e) {
            throw fail("a line is not base64");
        }
        throw fail("the last line is not canonical base64");
    }

    private void end() throws IOException {
        ended = true;
        for (int trailing = 0; ; trailing++) {
            int next = in.read();
            if (next < 0) {
                return;
            }
            if (trailing == WHITE_SPACE_LIMIT_BYTES || !Character.isWhitespace(next)) {
                throw fail("there is data after it");
            }
        }
    }

    /** The next line without its end; a longer one than any that is allowed is cut off and fails later. */
    private void readLine() throws IOException {
        lineNumber++;
        lineSize = 0;
        int next = in.read();
        if (next < 0) {
            throw fail("the file ends before \"" + ArmorWriter.END + "\"");
        }
        while (next >= 0 && next != '\n') {
            if (lineSize == line.length) {
                throw fail("a line is longer than 64 columns");
            }
            line[lineSize++] = (byte) next;
            next = in.read();
        }
        if (lineSize > 0 && line[lineSize - 1] == '\r') {
            lineSize--;
        }
    }

    private String lineText() {
        return new String(line, 0, lineSize, StandardCharsets.ISO_8859_1);
    }

    private IOException fail(String problem) {
        failure = problem + " (line " + lineNumber + ")";
        return malformed.apply(failure);
    }
}
