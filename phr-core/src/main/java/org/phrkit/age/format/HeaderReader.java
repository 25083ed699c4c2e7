package org.phrkit.age.format;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * Reads a header and not one byte more. Every form that the grammar of C2SP age.md does not allow is refused, so a
 * header that was read is written again byte for byte.
 */
public final class HeaderReader {
    /** The longest header that is read. Far above any real one; it bounds the memory a hostile file can take. */
    public static final int LIMIT_BYTES = 2 << 20;

    /** The most arguments of one stanza that are read, for the same reason. */
    public static final int LIMIT_ARGUMENTS = 100;

    /** The most stanzas that are read, for the same reason. */
    public static final int LIMIT_STANZAS = 10_000;

    private static final int MAC_SIZE_BYTES = 32;

    private final InputStream in;
    private final Function<String, ? extends IOException> malformed;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream(128);
    private int lineNumber;
    private int bytesRead;

    private HeaderReader(InputStream in, Function<String, ? extends IOException> malformed) {
        this.in = in;
        this.malformed = malformed;
    }

    /**
     * Reads a header from where {@code in} stands.
     *
     * @param in should be buffered: it is read byte by byte
     * @param malformed makes the exception to throw from a message
     */
    public static Header read(InputStream in, Function<String, ? extends IOException> malformed) throws IOException {
        return new HeaderReader(in, malformed).header();
    }

    private Header header() throws IOException {
        String version = nextLine();
        if (!version.equals(Header.VERSION_LINE)) {
            throw fail(
                    version.startsWith("age-encryption.org/")
                            ? "an unknown version of the age format"
                            : "not an age file: the first line is not \"" + Header.VERSION_LINE + "\"");
        }
        List<Stanza> stanzas = new ArrayList<>();
        while (true) {
            String text = nextLine();
            if (text.startsWith("---")) {
                if (stanzas.isEmpty()) {
                    throw fail("there is no recipient stanza");
                }
                return new Header(stanzas, mac(text));
            }
            if (stanzas.size() == LIMIT_STANZAS) {
                throw fail("there are more than " + LIMIT_STANZAS + " stanzas");
            }
            stanzas.add(stanza(text));
        }
    }

    private Stanza stanza(String firstLine) throws IOException {
        if (!firstLine.startsWith("-> ")) {
            throw fail("a recipient stanza must start with \"-> \"");
        }
        List<String> arguments = Arrays.asList(firstLine.substring(3).split(" ", LIMIT_ARGUMENTS + 1));
        if (arguments.size() > LIMIT_ARGUMENTS) {
            throw fail("a stanza has more than " + LIMIT_ARGUMENTS + " arguments");
        }
        if (!arguments.stream().allMatch(Stanza::isArgument)) {
            throw fail("an empty or unprintable argument of a stanza");
        }
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        while (true) {
            String text = nextLine();
            if (text.length() > Stanza.COLUMNS) {
                throw fail("a line of a stanza is longer than 64 columns");
            }
            byte[] part = Base64.decode(text).orElseThrow(() -> fail("a line of a stanza is not canonical base64"));
            body.writeBytes(part);
            if (text.length() < Stanza.COLUMNS) {
                return new Stanza(arguments, body.toByteArray());
            }
        }
    }

    private byte[] mac(String text) throws IOException {
        if (!text.startsWith("--- ")) {
            throw fail("the last line must be \"---\", a space and the MAC");
        }
        return Base64.decode(text.substring(4))
                .filter(bytes -> bytes.length == MAC_SIZE_BYTES)
                .orElseThrow(() -> fail("the MAC is not the canonical base64 of 32 bytes"));
    }

    /** The next line without its line feed; bytes map one to one to characters. */
    private String nextLine() throws IOException {
        lineNumber++;
        line.reset();
        while (true) {
            int next = in.read();
            if (++bytesRead > LIMIT_BYTES) {
                throw fail("the header is longer than " + LIMIT_BYTES + " bytes");
            }
            if (next == '\n') {
                return line.toString(StandardCharsets.ISO_8859_1);
            }
            if (next < 0) {
                throw fail(bytesRead == 1 ? "the file is empty" : "the file ends within the header");
            }
            if (lineNumber == 1 && line.size() > Header.VERSION_LINE.length() + 64) {
                throw fail("not an age file: the first line is too long");
            }
            line.write(next);
        }
    }

    private IOException fail(String problem) {
        return malformed.apply(problem + " (line " + lineNumber + ")");
    }
}
