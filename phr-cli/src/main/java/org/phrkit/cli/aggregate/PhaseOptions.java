package org.phrkit.cli.aggregate;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.phrkit.cli.shell.ExitCode;
import org.phrkit.cli.shell.Failure;
import org.phrkit.cli.table.Form;
import org.phrkit.microaggregation.Anonymisation;
import org.phrkit.table.Schema;
import org.phrkit.table.Table;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options for two phases: which one runs, or both. */
final class PhaseOptions {
    @Option(
            names = "--phase",
            paramLabel = "1|2",
            description =
                    "1: make what a collector hands over: groups and their counts. 2: make the release from what several "
                            + "collectors handed over.")
    private @Nullable Integer phase;

    @Mixin
    private CollectorOptions both = new CollectorOptions();

    void check() throws Failure {
        Failure.requireUsage(phase == null || phase == 1 || phase == 2, "--phase must be 1 or 2");
        both.check();
        Failure.requireUsage(
                !both.areGiven() || phase == null, "--by runs both phases at once and cannot be combined with --phase");
    }

    /** The parameters for the manifest. */
    Map<String, Object> parameters() {
        Map<String, Object> parameters = new LinkedHashMap<>();
        if (phase != null) {
            parameters.put("phase", phase);
        }
        parameters.putAll(both.parameters());
        return parameters;
    }

    boolean areGiven() {
        return phase != null || both.areGiven();
    }

    boolean isFirst() {
        return phase != null && phase == 1;
    }

    boolean isSecond() {
        return phase != null && phase == 2;
    }

    /** Refuses what collectors cannot know of persons: which of them are in another collector's table too. */
    void requireOfPersons(Schema schema, Form form, boolean isPseudonymous) throws Failure {
        both.requireOfRows(schema);
        if (schema.person().isPresent() && isFirst() && form == Form.records && !isPseudonymous) {
            throw new Failure(
                    ExitCode.USAGE,
                    "records of persons must be handed over under a pseudonym, by which phase 2 recognises the persons",
                    "give the column the role pseudonym and all collectors the same key, or hand over groups");
        }
    }

    /** Refuses a table without the column that names the collectors. */
    void requireCollectors(Table table) throws Failure {
        both.requireCollectors(table);
    }

    /** The collector of each row, if both phases run at once. */
    Optional<Anonymisation.Collectors> collectors() {
        return both.collectors();
    }
}
