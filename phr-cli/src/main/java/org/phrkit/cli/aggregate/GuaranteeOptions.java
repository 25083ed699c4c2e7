package org.phrkit.cli.aggregate;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.phrkit.cli.shell.Failure;
import org.phrkit.microaggregation.Guarantees;
import org.phrkit.table.Role;
import org.phrkit.table.Table;
import picocli.CommandLine.Option;

/** The options for guarantees beyond the size of groups. */
public final class GuaranteeOptions {
    @Option(
            names = "-l",
            paramLabel = "L",
            description =
                    "Merge groups until each has at least L distinct values in every sensitive column (l-diversity).")
    private @Nullable Integer l;

    @Option(
            names = "-t",
            paramLabel = "T",
            description =
                    "Merge groups until, for every sensitive column, the distribution of values in each group is within "
                            + "distance T, from 0 to 1, of that in the whole table (t-closeness, earth mover's distance).")
    private @Nullable Double t;

    @Option(
            names = "--fold",
            description =
                    "For -l and -t, count sensitive texts that differ only in case, blanks or Unicode form as one value, "
                            + "and usual codes of missing cells (NULL, n/a, unknown, -9) as none. They are released unchanged.")
    private boolean fold;

    public boolean areGiven() {
        return l != null || t != null;
    }

    /** The parameters for the manifest. */
    public Map<String, Object> parameters() {
        Map<String, Object> parameters = new LinkedHashMap<>();
        if (l != null) {
            parameters.put("l", l);
        }
        if (t != null) {
            parameters.put("t", t);
        }
        if (fold) {
            parameters.put("fold", true);
        }
        return parameters;
    }

    public void check() throws Failure {
        Failure.requireUsage(l == null || l >= 2, "l is " + l + "; it must be at least 2");
        Failure.requireUsage(!fold || areGiven(), "--fold needs -l or -t, and neither is given");
        Failure.requireUsage(t == null || (t >= 0 && t <= 1), "t is " + t + "; it must be from 0 to 1");
    }

    public void requireSensitive(Table table) throws Failure {
        Failure.requireUsage(
                !areGiven() || !table.columns(Role.SENSITIVE).isEmpty(),
                "-l and -t need a sensitive column, and there is none");
    }

    public Guarantees guarantees() {
        return new Guarantees(l == null ? 0 : l, t == null ? 1 : t, fold);
    }
}
