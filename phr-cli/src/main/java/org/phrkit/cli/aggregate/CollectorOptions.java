package org.phrkit.cli.aggregate;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.phrkit.cli.shell.ExitCode;
import org.phrkit.cli.shell.Failure;
import org.phrkit.microaggregation.Anonymisation;
import org.phrkit.table.Schema;
import org.phrkit.table.Table;
import picocli.CommandLine.Option;

/** The options for running both phases at once. */
public final class CollectorOptions {
    @Option(
            names = "--by",
            paramLabel = "COLUMN",
            description = "Run both phases at once, as a simulation; this column names the collector of each row.")
    private @Nullable String by;

    @Option(names = "--k1", paramLabel = "K1", description = "With --by: the least size of a group in phase 1.")
    private @Nullable Integer k1;

    public void check() throws Failure {
        Failure.requireUsage((by == null) == (k1 == null), "--by and --k1 must be given together");
        Failure.requireUsage(k1 == null || k1 >= 2, "k1 is " + k1 + "; it must be at least 2");
    }

    /** The parameters for the manifest. */
    public Map<String, Object> parameters() {
        Map<String, Object> parameters = new LinkedHashMap<>();
        if (by != null && k1 != null) {
            parameters.put("by", by);
            parameters.put("k1", k1);
        }
        return parameters;
    }

    public boolean areGiven() {
        return by != null;
    }

    /** Refuses persons, because collectors cannot know which persons are in another collector's table too. */
    public void requireOfRows(Schema schema) throws Failure {
        if (schema.person().isPresent() && by != null) {
            throw new Failure(
                    ExitCode.USAGE,
                    "--by cannot be combined with --person: collectors do not know which of "
                            + "their persons other collectors also have");
        }
    }

    /** Refuses a table without the column that names the collectors. */
    public void requireCollectors(Table table) throws Failure {
        Failure.requireUsage(
                by == null || table.column(by).isPresent(),
                "--by: there is no column of this name, or its role keeps it out of the release");
    }

    /** The collector of each row, if both phases run at once. */
    public Optional<Anonymisation.Collectors> collectors() {
        return by == null || k1 == null ? Optional.empty() : Optional.of(new Anonymisation.Collectors(by, k1));
    }
}
