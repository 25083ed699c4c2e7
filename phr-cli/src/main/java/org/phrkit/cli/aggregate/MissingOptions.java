package org.phrkit.cli.aggregate;

import org.jspecify.annotations.Nullable;
import org.phrkit.microaggregation.Anonymisation.Incomplete;
import picocli.CommandLine.Option;

/** What becomes of missing cells. */
final class MissingOptions {
    @Option(
            names = "--missing",
            paramLabel = "HOW",
            description = "What to do about missing cells of quasi-identifiers: fail; drop their rows; impute, so that "
                    + "the row gets its group's value. fail unless given.")
    private @Nullable Missing missing;

    /** As typed. */
    enum Missing {
        fail,
        drop,
        impute
    }

    /** As typed. */
    String name() {
        return (missing == null ? Missing.fail : missing).name();
    }

    boolean areGiven() {
        return missing != null;
    }

    Incomplete incomplete() {
        return switch (missing == null ? Missing.fail : missing) {
            case fail -> Incomplete.FAIL;
            case drop -> Incomplete.DROP;
            case impute -> Incomplete.IMPUTE;
        };
    }
}
