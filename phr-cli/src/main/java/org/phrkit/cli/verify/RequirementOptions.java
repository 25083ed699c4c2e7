package org.phrkit.cli.verify;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.phrkit.cli.shell.ExitCode;
import org.phrkit.cli.shell.Failure;
import org.phrkit.privacy.DiversityCriterion;
import org.phrkit.privacy.MissingCells;
import org.phrkit.verify.Requirements;
import picocli.CommandLine.Option;

/** The options for what is required of a release. */
public final class RequirementOptions {
    private static final String RECURSIVE = "recursive:";

    @Option(
            names = "-k",
            paramLabel = "K",
            description = "The required size of each equivalence class; at least 2. Default: that of the manifest.")
    private @Nullable Integer asked;

    @Option(
            names = "--missing",
            paramLabel = "HOW",
            defaultValue = "own",
            description = "What a missing quasi-identifier means to an adversary. own: a value like any other; this is "
                    + "stricter, for an adversary who knows which cells of a record are missing. wildcard: it matches any "
                    + "value, for an adversary who knows only true values; k is never smaller by this, and -l and -t use "
                    + "the same classes. Default: own.")
    private Missing missing = Missing.own;

    @Option(
            names = "-l",
            paramLabel = "L",
            description =
                    "The required diversity of each sensitive column in each equivalence class (l-diversity); at least "
                            + "2. Missing cells do not count as values.")
    private @Nullable Integer l;

    @Option(
            names = "--diversity",
            paramLabel = "HOW",
            description =
                    "What -l requires. distinct: L distinct values. entropy: an entropy of at least log L. recursive:C: "
                            + "the most frequent value has fewer than C times the records that remain without the L-1 most "
                            + "frequent values. Default: distinct.")
    private @Nullable String diversity;

    @Option(
            names = "-t",
            paramLabel = "T",
            description =
                    "The greatest earth mover's distance, from 0 to 1, between the distribution of each sensitive column "
                            + "in an equivalence class and that in the whole table (t-closeness). Numbers, dates and levels are "
                            + "ordered if a columns file gives the kind (ordered distance); categories are not (equal distance).")
    private @Nullable BigDecimal t;

    @Option(
            names = "--within",
            paramLabel = "COLUMN",
            split = ",",
            description =
                    "Count k within each part of the table whose rows agree in these columns, whatever the role of the "
                            + "columns, because others know them too.")
    private List<String> within = new ArrayList<>();

    @Option(
            names = "--fold",
            description =
                    "Count sensitive texts that differ only in case, blanks or Unicode form as one value, and usual "
                            + "codes of missing cells (NULL, n/a, unknown, -9) as none. Quasi-identifiers are compared as an "
                            + "adversary sees them.")
    private boolean fold;

    @Option(
            names = "--strict",
            description = "Treat every warning as a no, so that a table that passes in a script needs no second look.")
    private boolean strict;

    /** As typed. */
    enum Missing {
        own,
        wildcard
    }

    /** Finds the k to ask for. */
    public interface KOf {
        int k(@Nullable Integer typed) throws Failure;
    }

    /** The requirements. */
    public Requirements read(KOf manifest) throws Failure {
        int k = manifest.k(asked);
        require(k >= 2, "k is " + k + "; it must be at least 2");
        require(l == null || l >= 2, "l is " + l + "; it must be at least 2");
        require(l != null || diversity == null, "--diversity needs -l");
        require(
                t == null || (t.signum() >= 0 && t.compareTo(BigDecimal.ONE) <= 0),
                "t is " + t + "; it must be from 0 to 1");
        Requirements all =
                Requirements.of(k).with(missing == Missing.wildcard ? MissingCells.WILDCARD : MissingCells.OWN_VALUE);
        all = l == null ? all : all.with(criterion(l, diversity == null ? "distinct" : diversity));
        return t == null ? all : all.withCloseness(t.doubleValue());
    }

    /** The columns of the strata in which classes are counted. */
    public List<String> within() {
        return List.copyOf(within);
    }

    /** Whether sensitive texts that are alike are one value. */
    public boolean isFolding() {
        return fold;
    }

    /** Whether each warning is a no. */
    public boolean isStrict() {
        return strict;
    }

    private static DiversityCriterion criterion(int l, String how) throws Failure {
        if (how.equals("distinct")) {
            return new DiversityCriterion.Distinct(l);
        }
        if (how.equals("entropy")) {
            return new DiversityCriterion.Entropy(l);
        }
        require(how.startsWith(RECURSIVE), "--diversity must be distinct, entropy or recursive:C");
        try {
            return new DiversityCriterion.Recursive(new BigDecimal(how.substring(RECURSIVE.length())).doubleValue(), l);
        } catch (IllegalArgumentException e) {
            throw new Failure(ExitCode.USAGE, "--diversity recursive:C needs a number C above 0");
        }
    }

    private static void require(boolean holds, String problem) throws Failure {
        if (!holds) {
            throw new Failure(ExitCode.USAGE, problem);
        }
    }
}
