package org.phrkit.cli.aggregate;

import org.jspecify.annotations.Nullable;
import org.phrkit.microaggregation.Anonymisation.Incomplete;
import org.phrkit.table.BlankRows;
import picocli.CommandLine.Option;

/** The options for missing cells and for blank rows. */
public final class MissingOptions {
    @Option(
            names = "--missing",
            paramLabel = "CELLS",
            description =
                    "What to do about missing cells of quasi-identifiers. fail: refuse the table. drop: leave out their "
                            + "rows. impute: give the row the value of its group. Default: fail.")
    private @Nullable Missing missing;

    @Option(
            names = "--blank-rows",
            paramLabel = "ROWS",
            description =
                    "What to do about rows with only empty cells, which spreadsheets leave behind. fail: refuse the "
                            + "table. drop: leave them out and count them. Default: fail.")
    private @Nullable Blank blankRows;

    private int blankRowCount;

    /** As typed. */
    enum Blank {
        fail,
        drop
    }

    /** As typed. */
    enum Missing {
        fail,
        drop,
        impute
    }

    /** The treatment of blank rows, which are counted. */
    public BlankRows blankRows() {
        return row -> {
            if (blankRows != Blank.drop) {
                throw row;
            }
            blankRowCount++;
        };
    }

    /** Whether blank rows are left out. */
    public boolean areBlankRowsDropped() {
        return blankRows == Blank.drop;
    }

    /** The number of blank rows that were left out so far. */
    public int blankRowCount() {
        return blankRowCount;
    }

    /** As typed. */
    public String name() {
        return (missing == null ? Missing.fail : missing).name();
    }

    public boolean areGiven() {
        return missing != null;
    }

    public Incomplete incomplete() {
        return switch (missing == null ? Missing.fail : missing) {
            case fail -> Incomplete.FAIL;
            case drop -> Incomplete.DROP;
            case impute -> Incomplete.IMPUTE;
        };
    }
}
