package org.phrkit.cli.aggregate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.phrkit.cli.shell.ExitCode;
import org.phrkit.cli.shell.Failure;
import org.phrkit.microaggregation.Anonymisation;
import org.phrkit.table.Role;
import org.phrkit.table.Table;
import picocli.CommandLine.Option;

/** The options for which rows can share a group, and which persons may be left out. */
public final class StrataOptions {
    @Option(
            names = "--within",
            paramLabel = "COLUMN",
            split = ",",
            description =
                    "Columns in which all rows of a group agree, so that no group spans two hospitals, or two years. "
                            + "They are released unchanged.")
    private List<String> within = new ArrayList<>();

    @Option(
            names = "--small-strata",
            paramLabel = "STRATA",
            description =
                    "What to do about strata, the parts of the table that --within makes, of fewer than K persons. fail: "
                            + "refuse the table. drop: leave out their rows and count them. Default: fail.")
    private @Nullable Small small;

    @Option(
            names = "--suppress",
            paramLabel = "PERCENT",
            description =
                    "Leave out up to this percentage of the persons, those farthest from their groups, as long as this "
                            + "lowers the information loss of the others. Default: none.")
    private @Nullable Double percent;

    /** As typed. */
    enum Small {
        fail,
        drop
    }

    public void check(boolean hasPhases) throws Failure {
        Failure.requireUsage(small == null || !within.isEmpty(), "--small-strata needs --within");
        Failure.requireUsage(
                percent == null || (percent >= 0 && percent < 100),
                "--suppress takes a percentage from 0 to below 100");
        Failure.requireUsage(
                !hasPhases || (within.isEmpty() && percent == null),
                "--within and --suppress cannot be combined with two phases");
    }

    /** The columns, which a table must have and its release too. */
    public Anonymisation.Within within(Table table) throws Failure {
        for (String name : within) {
            if (table.column(name).stream()
                    .noneMatch(column -> column.spec().role().isReleased()
                            && column.spec().role() != Role.PSEUDONYM
                            && column.spec().role() != Role.SHIFT)) {
                throw new Failure(
                        ExitCode.USAGE,
                        "--within: there is no column of this name that is released unchanged",
                        "its role must be quasi, plain or sensitive");
            }
        }
        return new Anonymisation.Within(within, small == Small.drop);
    }

    /** Whether any of them is. */
    public boolean areGiven() {
        return !within.isEmpty() || isSuppressing();
    }

    public boolean isSuppressing() {
        return percent != null;
    }

    public List<String> columns() {
        return List.copyOf(within);
    }

    public Anonymisation.Suppression suppression() {
        return percent == null ? Anonymisation.Suppression.NONE : new Anonymisation.Suppression(percent);
    }

    /** The parameters for the manifest. */
    public Map<String, Object> parameters() {
        Map<String, Object> parameters = new LinkedHashMap<>();
        if (!within.isEmpty()) {
            parameters.put("within", String.join(",", within));
        }
        if (small == Small.drop) {
            parameters.put("smallStrata", small.name());
        }
        if (percent != null) {
            parameters.put("suppress", percent);
        }
        return parameters;
    }
}
