package org.phrkit.cli.verify;

import java.util.ArrayList;
import java.util.List;
import org.phrkit.cli.shell.Failure;
import org.phrkit.cli.table.OverlookedText;
import org.phrkit.input.BadInputException;
import org.phrkit.privacy.NearlyEqualClasses;
import org.phrkit.table.RecordCounts;
import org.phrkit.table.Role;
import org.phrkit.table.Spellings;
import org.phrkit.verify.ReleaseCheck;
import org.phrkit.verify.ReleasedTable;

/** What the reader of a verdict must know of the release, a sentence each. */
final class ReleaseWarnings {
    private ReleaseWarnings() {}

    /**
     * Of columns whose part nobody named.
     *
     * @param hasRoles whether roles were given
     */
    static List<String> ofColumns(ReleasedTable release, boolean hasRoles) {
        List<String> warnings = new ArrayList<>();
        if (!hasRoles && release.columns().contains(RecordCounts.COLUMN)) {
            warnings.add("without roles, column \"" + RecordCounts.COLUMN
                    + "\" counts as a quasi-identifier; a file of groups needs --form groups, and -c or --quasi");
        }
        if (!release.unnamed().isEmpty()) {
            warnings.add("columns without a role count as plain: " + String.join(", ", release.unnamed()));
        }
        if (release.unnamed().contains(RecordCounts.COLUMN)) {
            warnings.add(Failure.HINT_OF_GROUPS);
        }
        release.overlooked().forEach(found -> warnings.add(OverlookedText.of(found)));
        release.spellings(Role.SENSITIVE)
                .forEach(found ->
                        addSpellings(warnings, found, "--fold counts them as one", "--fold takes them for none"));
        release.spellings(Role.QUASI)
                .forEach(found -> addSpellings(
                        warnings,
                        found,
                        "they tell rows apart",
                        "--missing-values, or missing in the columns file, takes them for none"));
        return warnings;
    }

    private static void addSpellings(List<String> warnings, Spellings found, String ofAlike, String ofMissing) {
        String column = "column " + BadInputException.quoted(found.column()) + " has ";
        if (found.alike() > 0) {
            warnings.add(column + found.alike()
                    + " values that differ from another one only in case, blanks or Unicode " + "form; " + ofAlike);
        }
        if (found.missing() > 0) {
            warnings.add(column + found.missing()
                    + (found.missing() == 1 ? " value that usually stands" : " values that usually stand")
                    + " for missing cells; " + ofMissing);
        }
    }

    /** Of groups that the printing of numbers may have split. */
    static List<String> of(NearlyEqualClasses nearlyEqual, ReleasedTable release, String name) {
        return nearlyEqual.count() == 0
                ? List.of()
                : List.of(name + ":" + release.lineNumber(nearlyEqual.firstRow()) + ": the first of "
                        + nearlyEqual.count() + " classes that differ from another by a millionth of a number or less; "
                        + "a mean that is printed with different digits splits its group");
    }

    /** Of persons whose rows can be joined, and of rows that are no persons. */
    static List<String> of(ReleaseCheck.Verdict verdict) {
        List<String> warnings = new ArrayList<>();
        if (!verdict.repeatedPseudonyms().isEmpty()) {
            warnings.add(
                    "the same pseudonym in several rows is one person: --person counts persons; --rows-are-persons says "
                            + "that each row is another");
        }
        verdict.persons().filter(found -> found.personsBelowK() > 0).ifPresent(found -> found.linking()
                .forEach(column -> warnings.add("column " + BadInputException.quoted(column.name())
                        + " joins the rows of " + column.persons()
                        + (column.persons() == 1 ? " person" : " persons") + ": a value that fewer than " + verdict.k()
                        + " persons have stands in several of them")));
        return warnings;
    }
}
