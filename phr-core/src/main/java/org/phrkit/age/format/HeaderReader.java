package org.phrkit.age.format;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
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

    private final StanzaReader lines;

    private HeaderReader(InputStream in, Function<String, ? extends IOException> malformed) {
        this.lines = new StanzaReader(in, "header", "the file ends inside the header", LIMIT_BYTES, malformed);
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
        String version = lines.nextLine(Header.VERSION_LINE.length() + 64).orElseThrow(() -> fail("the file is empty"));
        if (!version.equals(Header.VERSION_LINE)) {
            throw fail(
                    version.startsWith("age-encryption.org/")
                            ? "an unknown version of the age format"
                            : "not an age file: the first line is not \"" + Header.VERSION_LINE + "\"");
        }
        List<Stanza> stanzas = new ArrayList<>();
        while (true) {
            String text = lines.requiredLine();
            if (text.startsWith("---")) {
                if (stanzas.isEmpty()) {
                    throw fail("there is no recipient stanza");
                }
                return new Header(stanzas, mac(text));
            }
            if (stanzas.size() == LIMIT_STANZAS) {
                throw fail("there are more than " + LIMIT_STANZAS + " stanzas");
            }
            stanzas.add(lines.stanza(text));
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

    private IOException fail(String problem) {
        return lines.fail(problem);
    }
}
