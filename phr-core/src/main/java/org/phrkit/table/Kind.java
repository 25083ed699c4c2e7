package org.phrkit.table;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** How the cells of a column are read. */
public enum Kind {
    /** A decimal number, kept as a {@code double}. */
    NUMBER,
    /** Any text; two cells are equal or not. */
    CATEGORY;

    /** The word for it in a columns file. */
    public String term() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Kind> ofTerm(String term) {
        return Arrays.stream(values()).filter(kind -> kind.term().equals(term)).findFirst();
    }

    static String terms() {
        return Arrays.stream(values()).map(Kind::term).collect(Collectors.joining(", "));
    }
}
