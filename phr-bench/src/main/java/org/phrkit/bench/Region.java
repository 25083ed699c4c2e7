package org.phrkit.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The part of a document that a program writes, between two marks that bear its name. */
final class Region {
    private final String begin;
    private final String end;

    Region(String name) {
        this.begin = "<!-- " + name + ": begin -->\n";
        this.end = "<!-- " + name + ": end -->\n";
    }

    /** @throws IOException also if the document has not both marks */
    void replace(Path document, String content) throws IOException {
        String text = Files.readString(document);
        int from = text.indexOf(begin);
        int to = text.indexOf(end, Math.max(from, 0));
        if (from < 0 || to < 0) {
            throw new IOException("there is no " + begin.strip() + " and " + end.strip() + " in " + document);
        }
        Files.writeString(document, text.substring(0, from + begin.length()) + content + text.substring(to));
    }
}
