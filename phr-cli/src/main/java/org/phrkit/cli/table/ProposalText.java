package org.phrkit.cli.table;

import org.phrkit.input.BadInputException;
import org.phrkit.table.TableProfile.ColumnProfile;

/** What is proposed, without any cell, for a column of a columns file, and why. */
public final class ProposalText {
    private ProposalText() {}

    /** Role and kind, and what speaks for each. */
    public static String of(ColumnProfile column) {
        return "proposed: column " + BadInputException.quoted(column.name()) + ": "
                + column.likelyRole().term() + ", as it "
                + column.overlooked().map(OverlookedText::looks).orElse("may be known to others")
                + "; " + column.kindTerm() + ", as " + reasonOfKind(column);
    }

    private static String reasonOfKind(ColumnProfile column) {
        return switch (column.kind()) {
            case INTEGER -> "all cells are whole numbers";
            case NUMBER -> "all cells are numbers";
            case DATE ->
                column.dateForms().size() == 1
                        ? "all cells are dates of one form"
                        : "all cells are dates, and none tells day from month";
            default -> "some cell is no number or is written as codes are, or there are two values at most";
        };
    }
}
