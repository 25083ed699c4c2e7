package org.phrkit.cli.aggregate;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.phrkit.cli.shell.Failure;
import org.phrkit.microaggregation.PersonProtection;
import org.phrkit.microaggregation.PersonProtection.Knowledge;
import org.phrkit.microaggregation.PersonProtection.PartNames;
import org.phrkit.microaggregation.PersonProtection.Parts;
import org.phrkit.table.Role;
import org.phrkit.table.Schema;
import picocli.CommandLine.Option;

/** The options for persons with more rows than can be hidden. */
public final class PersonLimitOptions {
    @Option(
            names = "--max-rows-per-person",
            paramLabel = "N",
            description =
                    "Leave out the rows of a person after the first N. With --linked, also leave out as few rows as "
                            + "possible so that at least K persons have each number of rows.")
    private @Nullable Integer most;

    @Option(
            names = "--rows-per-pseudonym",
            paramLabel = "N",
            description =
                    "Give a person a new pseudonym after at most N rows: no row is lost, and nothing links the parts.")
    private @Nullable Integer partRows;

    public boolean areGiven() {
        return most != null || partRows != null;
    }

    public boolean areParts() {
        return partRows != null;
    }

    /**
     * Refuses limits that make no sense for a table.
     *
     * @param hasPhases whether phase 2 is to know who is who
     */
    public void check(Schema schema, boolean hasPhases) throws Failure {
        Failure.requireUsage(
                (most == null && partRows == null) || schema.person().isPresent(),
                "--max-rows-per-person and --rows-per-pseudonym need --person");
        Failure.requireUsage(most == null || most >= 1, "--max-rows-per-person must be at least 1");
        Failure.requireUsage(partRows == null || partRows >= 1, "--rows-per-pseudonym must be at least 1");
        Failure.requireUsage(
                partRows == null
                        || schema.person().flatMap(schema::column).stream()
                                .anyMatch(column -> column.role() == Role.PSEUDONYM),
                "--rows-per-pseudonym needs persons who are released under a pseudonym");
        Failure.requireUsage(
                partRows == null
                        || schema.columns().stream()
                                        .filter(column -> column.role() == Role.PSEUDONYM)
                                        .count()
                                == 1,
                "--rows-per-pseudonym needs a table with a single pseudonym: another one would "
                        + "link the parts of a person");
        Failure.requireUsage(
                partRows == null || !hasPhases,
                "--rows-per-pseudonym cannot be combined with two phases: phase 2 would take "
                        + "the parts of a person for different persons");
    }

    /** The protection of the persons of a schema; empty if it names none. */
    public Optional<PersonProtection> protection(Schema schema, boolean isLinked, @Nullable PartNames names) {
        Knowledge against = isLinked ? Knowledge.ALL_ROWS : Knowledge.ONE_ROW;
        return schema.person()
                .map(column -> new PersonProtection(
                        column,
                        against,
                        most == null ? OptionalInt.empty() : OptionalInt.of(most),
                        partRows == null || names == null
                                ? Optional.empty()
                                : Optional.of(new Parts(partRows, names))));
    }

    /** The parameters for the manifest. */
    public Map<String, Object> parameters() {
        Map<String, Object> parameters = new LinkedHashMap<>();
        if (most != null) {
            parameters.put("maxRowsPerPerson", most);
        }
        if (partRows != null) {
            parameters.put("rowsPerPseudonym", partRows);
        }
        return parameters;
    }
}
