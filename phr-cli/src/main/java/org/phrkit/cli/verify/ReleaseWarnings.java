package org.phrkit.cli.verify;

import java.util.ArrayList;
import java.util.List;
import org.phrkit.cli.shell.Failure;
import org.phrkit.cli.table.OverlookedText;
import org.phrkit.input.BadInputException;
import org.phrkit.privacy.NearlyEqualClasses;
import org.phrkit.table.OverlookedIdentifier;
import org.phrkit.table.RecordCounts;
import org.phrkit.table.Role;
import org.phrkit.table.Spellings;
import org.phrkit.verify.ReleaseCheck;
import org.phrkit.verify.ReleasedTable;

/** What the reader of a verdict must know of the release, a sentence each. */
public final class ReleaseWarnings {
    /** Of a release whose pseudonyms stand in several rows, where nobody said whom rows are about. */
    public static final String OF_REPEATED_PSEUDONYMS =
            "the same pseudonym in several rows is one person: --person counts persons; --rows-are-persons says "
                    + "that each row is another";

    private ReleaseWarnings() {}

    /**
     * Of columns whose part nobody named.
     *
     * @param hasRoles whether roles were given
     */
    static List<String> ofColumns(ReleasedTable release, boolean hasRoles) {
        return of(new Columns(
                release.columns(),
                hasRoles,
                release.unnamed(),
                release.overlooked(),
                release.spellings(Role.SENSITIVE),
                release.spellings(Role.QUASI)));
    }

    /**
     * What is known of the columns of a release.
     *
     * @param names of all
     * @param hasRoles whether roles were given
     * @param unnamed those without a role, if roles were given
     * @param overlooked that look like identifiers
     * @param sensitive categories with more values than a reader would count; none where these are folded
     * @param quasi the same of quasi-identifiers
     */
    public record Columns(
            List<String> names,
            boolean hasRoles,
            List<String> unnamed,
            List<OverlookedIdentifier> overlooked,
            List<Spellings> sensitive,
            List<Spellings> quasi) {
        /** Copies the lists. */
        public Columns {
            names = List.copyOf(names);
            unnamed = List.copyOf(unnamed);
            overlooked = List.copyOf(overlooked);
            sensitive = List.copyOf(sensitive);
            quasi = List.copyOf(quasi);
        }
    }

    /** Of columns whose part nobody named, or that are not what they seem. */
    public static List<String> of(Columns columns) {
        List<String> warnings = new ArrayList<>();
        if (!columns.hasRoles && columns.names.contains(RecordCounts.COLUMN)) {
            warnings.add("without roles, column \"" + RecordCounts.COLUMN
                    + "\" counts as a quasi-identifier; a file of groups needs --form groups, and -c or --quasi");
        }
        if (!columns.unnamed.isEmpty()) {
            warnings.add("columns without a role count as plain: " + String.join(", ", columns.unnamed));
        }
        if (columns.unnamed.contains(RecordCounts.COLUMN)) {
            warnings.add(Failure.HINT_OF_GROUPS);
        }
        columns.overlooked.forEach(found -> warnings.add(OverlookedText.of(found)));
        columns.sensitive.forEach(
                found -> addSpellings(warnings, found, "--fold counts them as one", "--fold takes them for none"));
        columns.quasi.forEach(found -> addSpellings(
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
                : List.of(ofNearlyEqual(nearlyEqual.count(), name + ":" + release.lineNumber(nearlyEqual.firstRow())));
    }

    /**
     * The same of so many.
     *
     * @param place of the first row of any of them
     */
    public static String ofNearlyEqual(long count, String place) {
        return place + ": the first of " + count
                + " classes that differ from another by a millionth of a number or less; "
                + "a mean that is printed with different digits splits its group";
    }

    /** Of a column by which rows of persons can be joined. */
    public static String ofJoining(String column, long persons, int k) {
        return "column " + BadInputException.quoted(column) + " joins the rows of " + persons
                + (persons == 1 ? " person" : " persons") + ": a value that fewer than " + k
                + " persons have stands in several of them";
    }

    /** Of persons whose rows can be joined, and of rows that are no persons. */
    static List<String> of(ReleaseCheck.Verdict verdict) {
        List<String> warnings = new ArrayList<>();
        if (!verdict.repeatedPseudonyms().isEmpty()) {
            warnings.add(OF_REPEATED_PSEUDONYMS);
        }
        verdict.persons().filter(found -> found.personsBelowK() > 0).ifPresent(found -> found.linking()
                .forEach(column -> warnings.add(ofJoining(column.name(), column.persons(), verdict.k()))));
        return warnings;
    }
}
