package org.phrkit.table;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/** The cells of a column of which nothing is known, as they are read. */
final class MissingTexts {
    private final Set<String> texts;

    /** Of each length up to 62, and of all beyond, whether a text has it. */
    private final long lengths;

    private String text = "";
    private int count;

    /** @param texts the cells that are missing */
    MissingTexts(Collection<String> texts) {
        this.texts = new HashSet<>(texts);
        this.lengths = texts.stream().mapToLong(text -> bit(text.length())).reduce(0, (one, other) -> one | other);
    }

    private static long bit(int length) {
        return 1L << Math.min(length, Long.SIZE - 1);
    }

    /** Whether a cell of this length may be missing. */
    boolean mayHave(int length) {
        return (lengths & bit(length)) != 0;
    }

    /** Whether a cell is missing; it is counted if it is. */
    boolean take(String cell) {
        if (!mayHave(cell.length()) || !texts.contains(cell)) {
            return false;
        }
        text = count == 0 ? cell : text;
        count++;
        return true;
    }

    int count() {
        return count;
    }

    /** The first of them: of several texts, the one that is written for all. */
    String text() {
        return text;
    }
}
