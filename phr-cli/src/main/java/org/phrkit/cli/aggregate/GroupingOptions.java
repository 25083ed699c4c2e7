package org.phrkit.cli.aggregate;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.phrkit.cli.shell.ExitCode;
import org.phrkit.cli.shell.Failure;
import org.phrkit.microaggregation.Grouping;
import org.phrkit.microaggregation.Progress;
import picocli.CommandLine.Option;

/** The options for making groups. */
public final class GroupingOptions {
    /** Iterations of a search that take about a minute, times the square of k. */
    private static final long ITERATIONS_OF_A_MINUTE = 100_000_000;

    private static final int MOST_ITERATIONS = 10_000_000;

    @Option(
            names = "--refine",
            paramLabel = "HOW",
            defaultValue = "descent",
            description =
                    "How to lower the information loss of the MDAV groups. none: not at all. descent: until no move, "
                            + "swap or rebuilding of a few groups helps. search: then also at random, for about a minute. Default: "
                            + "descent.")
    private Refine refine = Refine.descent;

    @Option(
            names = "--iterations",
            paramLabel = "N",
            description = "With --refine search: the number of iterations. More iterations find more.")
    private @Nullable Integer iterations;

    @Option(
            names = "--seed",
            paramLabel = "S",
            description = "The seed of the search: the same seed gives the same release. Default: 1.")
    private @Nullable Long seed;

    @Option(
            names = "--blocks",
            paramLabel = "BLOCKS",
            description =
                    "Whether to cut a large table into blocks of similar rows, which are grouped on all cores, at the "
                            + "cost of slightly more information loss: off, auto, or the greatest number of rows in a block. "
                            + "Default: auto, which makes blocks of 32768 rows from 250000 rows on.")
    private String blocks = AUTO;

    /** As typed. */
    enum Refine {
        none,
        descent,
        search
    }

    private static final String AUTO = "auto";

    private static final String OFF = "off";

    /** The method that makes the first groups. */
    public static final String METHOD = "mdav";

    /** As typed. */
    public String refine() {
        return refine.name();
    }

    public Grouping grouping(int k, Progress progress) throws Failure {
        if (refine != Refine.search && (iterations != null || seed != null)) {
            throw new Failure(ExitCode.USAGE, "--iterations and --seed work only with --refine search");
        }
        if (refine == Refine.search && !blocks.equals(AUTO) && !blocks.equals(OFF)) {
            throw new Failure(ExitCode.USAGE, "--blocks cannot be combined with --refine search");
        }
        if (iterations != null && iterations < 1) {
            throw new Failure(ExitCode.USAGE, "--iterations must be at least 1");
        }
        return switch (refine) {
            case none -> inBlocks(Grouping.mdav(progress));
            case descent -> inBlocks(Grouping.descent(progress));
            case search -> Grouping.search(iterations(k), seed(), progress);
        };
    }

    private Grouping inBlocks(Grouping grouping) throws Failure {
        return switch (blocks) {
            case AUTO -> grouping.inBlocksWhereLarge();
            case OFF -> grouping;
            default -> {
                Failure.requireUsage(
                        blocks.matches("[1-9][0-9]{0,8}"),
                        "--blocks must be off, auto, or the greatest number of rows in a block");
                yield grouping.inBlocks(Integer.parseInt(blocks));
            }
        };
    }

    private int iterations(int k) {
        return iterations == null
                ? (int) Math.min(MOST_ITERATIONS, Math.max(1, ITERATIONS_OF_A_MINUTE / ((long) k * k)))
                : iterations;
    }

    private long seed() {
        return seed == null ? 1 : seed;
    }

    /** The parameters for a manifest. */
    public Map<String, Object> parameters(int k) {
        Map<String, Object> parameters = new LinkedHashMap<>();
        parameters.put("method", METHOD);
        parameters.put("refine", refine());
        if (refine == Refine.search) {
            parameters.put("iterations", iterations(k));
            parameters.put("seed", seed());
        }
        return parameters;
    }
}
