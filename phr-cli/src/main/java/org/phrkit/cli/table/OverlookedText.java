package org.phrkit.cli.table;

import org.phrkit.input.BadInputException;
import org.phrkit.table.OverlookedIdentifier;

/** What is said, without any cell, of a column that may be an identifier nobody called one. */
public final class OverlookedText {
    private OverlookedText() {}

    /** A sentence that starts with the column. */
    public static String of(OverlookedIdentifier found) {
        return "column " + BadInputException.quoted(found.column()) + " " + looks(found);
    }

    /** What it looks like, behind its name. */
    static String looks(OverlookedIdentifier found) {
        // Not all, where one cell is otherwise.
        int percent = (int) (100 * found.share());
        return "looks like " + found.likeness().term() + " (" + percent + " % of its cells)";
    }
}
