package org.phrkit.table;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/** The cells of a column of which nothing is known, as they are read. */
final class MissingTexts {
    private final Set<String> texts;
    private String text = "";
    private int count;

    /** @param texts the cells that are missing */
    MissingTexts(Collection<String> texts) {
        this.texts = new HashSet<>(texts);
    }

    /** Whether a cell is missing; it is counted if it is. */
    boolean take(String cell) {
        if (!texts.contains(cell)) {
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
