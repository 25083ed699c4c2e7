package org.phrkit.cli.table;

import org.jspecify.annotations.Nullable;
import org.phrkit.cli.shell.ExitCode;
import org.phrkit.cli.shell.Failure;
import org.phrkit.table.Schema;
import org.phrkit.table.SchemaException;
import picocli.CommandLine.Option;

/** The options for the persons whom the rows of a table are about. */
public final class PersonOptions {
    @Option(
            names = "--person",
            paramLabel = "COLUMN",
            description =
                    "The column that says whom a row is about, if a person may have several rows: k then counts persons. "
                            + "It is never released, except as a pseudonym.")
    private @Nullable String person;

    @Option(
            names = "--linked",
            description =
                    "Protect persons even from someone who knows all their rows or can link them, and not only from "
                            + "someone who knows one row. Always on if a pseudonym is released.")
    private boolean linked;

    @Option(
            names = "--rows-are-persons",
            description = "Take each row to be about a different person, even though identifiers or pseudonyms repeat.")
    private boolean rows;

    /** The schema, and in it who is who. */
    public Schema of(Schema schema) throws Failure {
        Schema named;
        try {
            named = person == null ? schema : schema.withPerson(person);
        } catch (SchemaException e) {
            throw new Failure(ExitCode.USAGE, "--person: " + e.problem());
        }
        Failure.requireUsage(
                !rows || named.person().isEmpty(),
                "--rows-are-persons cannot be combined with a column that says whom a row is about");
        if (linked && named.person().isEmpty()) {
            throw new Failure(
                    ExitCode.USAGE,
                    "--linked needs persons who may have several rows",
                    "name them with --person COLUMN");
        }
        return named;
    }

    /** Whether options, and not a columns file alone, speak of persons with several rows. */
    public boolean areNamed() {
        return person != null || linked;
    }

    public boolean isLinked() {
        return linked;
    }

    /** Whether each row is said to be another person. */
    public boolean areRows() {
        return rows;
    }
}
