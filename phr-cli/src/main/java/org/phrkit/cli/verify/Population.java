package org.phrkit.cli.verify;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.phrkit.cli.files.Input;
import org.phrkit.cli.shell.ExitCode;
import org.phrkit.cli.shell.Failure;
import org.phrkit.input.BadInputException;
import org.phrkit.privacy.EquivalenceClasses;
import org.phrkit.privacy.PopulationMatches;
import org.phrkit.table.Persons;
import org.phrkit.table.Table;
import org.phrkit.verify.ReleasedTable;

/**
 * The population that a release is drawn from.
 *
 * @param name what messages call it
 * @param matches how many of its rows each class could be about
 * @param areSpans whether they match the values that the classes were made of, and not only what is released
 */
record Population(String name, PopulationMatches matches, boolean areSpans) {
    /**
     * Reads a population, and counts.
     *
     * @param original by whose values it is matched, where it is known which row is which
     */
    static Population read(
            String release, ReleasedTable checked, Input input, Optional<Original> original, Warnings warnings)
            throws IOException {
        if (checked.isOfGroups()) {
            throw new Failure(ExitCode.USAGE, release + ": --population needs records, but this is a file of groups");
        }
        int[] blankRows = new int[1];
        Table rows;
        try (InputStream in = input.open()) {
            rows = checked.population(in, row -> blankRows[0]++);
        } catch (BadInputException e) {
            throw VerifyRelease.failure(e, input.name(), true);
        }
        if (blankRows[0] > 0) {
            warnings.add(input.name() + ": rows without any cell are left out: " + blankRows[0]);
        }
        Optional<Table> spans =
                original.filter(found -> found.order().arePaired()).map(Original::table);
        PopulationMatches matches = checked.matches(spans.isPresent() ? spans.get() : checked.values(), rows);
        return new Population(input.name(), matches, spans.isPresent());
    }

    /** A warning where it cannot be all of the population, by persons if it is known whom the rows are about. */
    Optional<String> warning(EquivalenceClasses classes, Persons persons, boolean areNamed) {
        int notCovered = matches.notCovered(classes, persons);
        if (notCovered == 0) {
            return Optional.empty();
        }
        String counted = areNamed ? "persons" : "rows";
        return Optional.of(name + ": of " + classes.classCount() + " classes " + notCovered
                + (notCovered == 1 ? " has" : " have") + " more " + counted
                + " than match it there, and count as those " + counted + ": "
                + (areSpans
                        ? "not all persons of the release are in the population"
                        : "a centre matches few without --original, row by row, which has the values it was made of"));
    }
}
