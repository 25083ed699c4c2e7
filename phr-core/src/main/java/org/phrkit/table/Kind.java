package org.phrkit.table;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** How the cells of a column are read. */
public enum Kind {
    /** A decimal number, kept as a {@code double}. */
    NUMBER,
    /** An integer from -2^53 to 2^53, all of which a {@code double} holds exactly. */
    INTEGER,
    /** One of a few texts with an order from low to high, which {@link ColumnSpec#levels} declares. */
    ORDINAL,
    /** Any text; two cells are equal or not. */
    CATEGORY,
    /** A day, {@code yyyy-MM-dd} (ISO 8601) from the year 0000 to 9999, kept as the number of days since 1970-01-01. */
    DATE;

    /**
     * {@return whether cells are kept as numbers, in a {@link NumberColumn}; all others are in a {@link TextColumn}}
     */
    public boolean isNumeric() {
        return this == NUMBER || this == INTEGER || this == DATE;
    }

    /** {@return the word for it in a columns file} */
    public String term() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * {@return the kind of a word}
     *
     * @param term the word for it in a columns file
     */
    public static Optional<Kind> ofTerm(String term) {
        return Arrays.stream(values()).filter(kind -> kind.term().equals(term)).findFirst();
    }

    static String terms() {
        return Arrays.stream(values()).map(Kind::term).collect(Collectors.joining(", "));
    }
}
