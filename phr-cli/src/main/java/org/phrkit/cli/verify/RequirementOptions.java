package org.phrkit.cli.verify;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;
import org.phrkit.cli.shell.ExitCode;
import org.phrkit.cli.shell.Failure;
import org.phrkit.privacy.DiversityCriterion;
import org.phrkit.privacy.MissingCells;
import org.phrkit.verify.Requirements;
import picocli.CommandLine.Option;

/** What is asked of a release. */
public final class RequirementOptions {
    private static final String RECURSIVE = "recursive:";

    @Option(
            names = "-k",
            paramLabel = "K",
            description = "The class size asked for; at least 2. The manifest's unless given.")
    private @Nullable Integer asked;

    @Option(
            names = "--missing",
            paramLabel = "HOW",
            defaultValue = "own",
            description =
                    "What a missing quasi-identifier is to the adversary. own: a value like any other, told apart "
                            + "by its text; the stricter, for whoever knows what a person's record misses. wildcard: it matches "
                            + "anything, for whoever knows the true value alone; no k is smaller by that, and -l and -t ask "
                            + "of the same classes. own unless given.")
    private Missing missing = Missing.own;

    @Option(
            names = "-l",
            paramLabel = "L",
            description = "The diversity asked for in each class, of each sensitive column; at least 2. Missing cells "
                    + "are no value.")
    private @Nullable Integer l;

    @Option(
            names = "--diversity",
            paramLabel = "HOW",
            description =
                    "What -l asks for. distinct: L distinct values; entropy: an entropy of log L; recursive:C: the "
                            + "most frequent value in fewer than C times the records that the L-1 most frequent leave. "
                            + "distinct unless given.")
    private @Nullable String diversity;

    @Option(
            names = "-t",
            paramLabel = "T",
            description = "How far the values of each sensitive column may differ between a class and the whole table: "
                    + "the earth mover's distance, from 0 to 1. Numbers, dates and levels are in an order where a "
                    + "columns file gives the kind (ordered distance); categories are not (equal distance).")
    private @Nullable BigDecimal t;

    /** As typed. */
    enum Missing {
        own,
        wildcard
    }

    /** Finds the k to ask for. */
    public interface KOf {
        int k(@Nullable Integer typed) throws Failure;
    }

    /** What is asked for. */
    public Requirements read(KOf manifest) throws Failure {
        int k = manifest.k(asked);
        require(k >= 2, "k is " + k + "; it must be at least 2");
        require(l == null || l >= 2, "l is " + l + "; it must be at least 2");
        require(l != null || diversity == null, "--diversity says what -l asks for, and there is no -l");
        require(
                t == null || (t.signum() >= 0 && t.compareTo(BigDecimal.ONE) <= 0),
                "t is " + t + "; it must be from 0 to 1");
        Requirements all =
                Requirements.of(k).with(missing == Missing.wildcard ? MissingCells.WILDCARD : MissingCells.OWN_VALUE);
        all = l == null ? all : all.with(criterion(l, diversity == null ? "distinct" : diversity));
        return t == null ? all : all.withCloseness(t.doubleValue());
    }

    private static DiversityCriterion criterion(int l, String how) throws Failure {
        if (how.equals("distinct")) {
            return new DiversityCriterion.Distinct(l);
        }
        if (how.equals("entropy")) {
            return new DiversityCriterion.Entropy(l);
        }
        require(how.startsWith(RECURSIVE), "--diversity is distinct, entropy or recursive:C");
        try {
            return new DiversityCriterion.Recursive(new BigDecimal(how.substring(RECURSIVE.length())).doubleValue(), l);
        } catch (IllegalArgumentException e) {
            throw new Failure(ExitCode.USAGE, "--diversity recursive:C takes a number C above 0");
        }
    }

    private static void require(boolean holds, String problem) throws Failure {
        if (!holds) {
            throw new Failure(ExitCode.USAGE, problem);
        }
    }
}
