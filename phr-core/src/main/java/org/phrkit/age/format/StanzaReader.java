package org.phrkit.age.format;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Reads stanzas and not one byte more: those of a header, or those by which {@code age} and a plugin talk (C2SP
 * age-plugin.md, "IPC protocol"). Every form that the grammar of C2SP age.md does not allow is refused, so a stanza that
 * was read is written again byte for byte.
 */
public final class StanzaReader {
    private final InputStream in;
    private final String whole;
    private final String end;
    private final int limitBytes;
    private final Function<String, ? extends IOException> malformed;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream(128);
    private int lineNumber;
    private int bytesRead;

    /**
     * @param in should be buffered: it is read byte by byte
     * @param whole what all that is read is called in messages
     * @param end what there is to say where it ends too early
     * @param limitBytes the most that is read in all
     * @param malformed makes the exception to throw from a message
     */
    public StanzaReader(
            InputStream in,
            String whole,
            String end,
            int limitBytes,
            Function<String, ? extends IOException> malformed) {
        this.in = in;
        this.whole = whole;
        this.end = end;
        this.limitBytes = limitBytes;
        this.malformed = malformed;
    }

    /** The next stanza; nothing where the input ends before it. */
    public Optional<Stanza> next() throws IOException {
        Optional<String> first = nextLine(Integer.MAX_VALUE);
        return first.isEmpty() ? Optional.empty() : Optional.of(stanza(first.get()));
    }

    /** The stanza that begins with a line. */
    Stanza stanza(String firstLine) throws IOException {
        if (!firstLine.startsWith("-> ")) {
            throw fail("a stanza must start with \"-> \"");
        }
        List<String> arguments = Arrays.asList(firstLine.substring(3).split(" ", HeaderReader.LIMIT_ARGUMENTS + 1));
        if (arguments.size() > HeaderReader.LIMIT_ARGUMENTS) {
            throw fail("a stanza has more than " + HeaderReader.LIMIT_ARGUMENTS + " arguments");
        }
        if (!Stanza.areArguments(arguments)) {
            throw fail("an empty or unprintable argument of a stanza");
        }
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        while (true) {
            String text = requiredLine();
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

    /** As {@link #nextLine}, where the input must not end. */
    String requiredLine() throws IOException {
        return nextLine(Integer.MAX_VALUE).orElseThrow(() -> fail(end));
    }

    /**
     * The next line without its line feed, where bytes map one to one to characters; nothing where the input ends before it.
     *
     * @param longest what is longer is no line of the whole at all
     */
    Optional<String> nextLine(int longest) throws IOException {
        lineNumber++;
        line.reset();
        while (true) {
            int next = in.read();
            if (next < 0 && line.size() == 0) {
                return Optional.empty();
            }
            if (++bytesRead > limitBytes) {
                throw fail("the " + whole + " is longer than " + limitBytes + " bytes");
            }
            if (next == '\n') {
                return Optional.of(line.toString(StandardCharsets.ISO_8859_1));
            }
            if (next < 0) {
                throw fail(end);
            }
            if (line.size() > longest) {
                throw fail("not an age file: the first line is too long");
            }
            line.write(next);
        }
    }

    IOException fail(String problem) {
        return malformed.apply(problem + " (line " + lineNumber + ")");
    }
}
