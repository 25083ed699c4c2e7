package org.phrkit.cli.aggregate;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.phrkit.cli.table.Form;
import org.phrkit.microaggregation.Release;
import org.phrkit.privacy.EquivalenceClasses;
import org.phrkit.privacy.PersonAnonymity;
import org.phrkit.table.Column;
import org.phrkit.table.NumberColumn;
import org.phrkit.table.Persons;
import org.phrkit.table.Role;
import org.phrkit.table.Table;

/**
 * Checks a release once more before it is committed, whatever the library has promised: each group stands for at least k
 * records, and each row has exactly the quasi-identifiers of its group.
 */
final class CommitCheck {
    private CommitCheck() {}

    /**
     * Requires that a release is as the class says.
     *
     * @param within the columns in which all rows of a group must agree
     * @throws IllegalStateException if it is not so, which is a bug
     */
    static void require(Release release, Form form, int k, List<String> within) {
        requireGroups(release, k);
        for (String name : within) {
            requireStratum(release, release.table().column(name).orElseThrow());
        }
        if (form == Form.records) {
            requireRows(release, k);
            if (release.persons().isPresent()) {
                requirePersons(release, release.persons().get(), k);
            }
        }
    }

    private static void requireStratum(Release release, Column column) {
        Map<Integer, String> ofGroup = new HashMap<>();
        for (int row = 0; row < column.rowCount(); row++) {
            String first = ofGroup.putIfAbsent(release.partition().groupOf(row), column.text(row));
            if (first != null && !first.equals(column.text(row))) {
                throw new IllegalStateException("a group that would be released crosses from one stratum to another");
            }
        }
    }

    /** Counts persons by the written cells, as whoever checks the release will count. */
    private static void requirePersons(Release release, Persons persons, int k) {
        EquivalenceClasses classes = EquivalenceClasses.of(release.table());
        if (PersonAnonymity.of(classes, persons).smallest() < k) {
            throw new IllegalStateException("a person would have more than 1/k of the rows of a class");
        }
        for (Column pseudonym : release.table().columns(Role.PSEUDONYM)) {
            Persons joined = Persons.of(pseudonym.codes());
            if (pseudonym.missingCount() == 0
                    && PersonAnonymity.of(classes, joined).smallestLinked() < k) {
                throw new IllegalStateException("the rows of a pseudonym would be in classes that fewer than k have");
            }
        }
    }

    private static void requireGroups(Release release, int k) {
        NumberColumn counts = release.counts();
        for (int group = 0; group < counts.rowCount(); group++) {
            if (!(counts.value(group) >= k)) {
                throw new IllegalStateException("a group that would be released has fewer than k records");
            }
        }
    }

    private static void requireRows(Release release, int k) {
        int[] rows = new int[release.groups().rowCount()];
        for (int row = 0; row < release.table().rowCount(); row++) {
            rows[release.partition().groupOf(row)]++;
        }
        for (int ofGroup : rows) {
            if (ofGroup < k) {
                throw new IllegalStateException("a group that would be released has fewer than k rows");
            }
        }
        Table groups = release.groups();
        for (Column column : release.table().columns(Role.QUASI)) {
            Column centres = groups.column(column.spec().name()).orElseThrow();
            for (int row = 0; row < column.rowCount(); row++) {
                if (!isSame(column, row, centres, release.partition().groupOf(row))) {
                    throw new IllegalStateException("a row that would be released is not like its group");
                }
            }
        }
    }

    /** Whether two cells are the same; equal numbers are written as the same text. */
    private static boolean isSame(Column column, int row, Column centres, int group) {
        if (column instanceof NumberColumn numbers && centres instanceof NumberColumn others) {
            return Double.compare(numbers.value(row), others.value(group)) == 0;
        }
        return column.text(row).equals(centres.text(group));
    }
}
