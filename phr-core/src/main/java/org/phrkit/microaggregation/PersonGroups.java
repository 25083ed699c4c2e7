package org.phrkit.microaggregation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.phrkit.microaggregation.PersonProtection.Knowledge;
import org.phrkit.table.Column;
import org.phrkit.table.Persons;
import org.phrkit.table.RecordCounts;
import org.phrkit.table.Role;
import org.phrkit.table.Table;
import org.phrkit.table.TableException;
import org.phrkit.table.TextColumn;

/** The groups of a table whose rows are about persons, as {@link PersonProtection} asks for. */
final class PersonGroups {
    private final Table table;
    private final Persons persons;
    private final PersonProtection protection;
    private final int k;
    private final int rowsCut;

    /** The rows as points, on the scales of all that there were. */
    private final DataMatrix points;

    private PersonGroups(
            Table table, Persons persons, PersonProtection protection, int k, int rowsCut, DataMatrix points) {
        this.table = table;
        this.persons = persons;
        this.protection = protection;
        this.k = k;
        this.rowsCut = rowsCut;
        this.points = points;
    }

    /**
     * Takes a table, without the rows that are cut.
     *
     * @throws AnonymisationException if a row is about nobody, or there are fewer than k persons
     */
    static PersonGroups of(Table table, PersonProtection protection, int k) throws AnonymisationException {
        Persons persons;
        try {
            persons = Persons.of(table, protection.column());
        } catch (TableException e) {
            throw new AnonymisationException.NoPerson(e);
        }
        requireOwnPseudonyms(table, persons);
        if (persons.count() < k) {
            throw new AnonymisationException.TooFewPersons(persons.count(), k);
        }
        if (protection.maxRows().isEmpty()) {
            return new PersonGroups(table, persons, protection, k, 0, DataMatrix.of(table));
        }
        int most = protection.maxRows().getAsInt();
        int[] counts = new int[persons.count()];
        Arrays.setAll(counts, person -> Math.min(most, persons.rowCount(person)));
        boolean areEqual =
                protection.against() == Knowledge.ALL_ROWS && protection.parts().isEmpty();
        int[] kept = areEqual ? RowLimit.kept(counts, k) : counts;
        int[] taken = new int[persons.count()];
        int[] rows = IntStream.range(0, table.rowCount())
                .filter(row -> taken[persons.of(row)]++ < kept[persons.of(row)])
                .toArray();
        Table left = table.select(rows);
        return new PersonGroups(
                left, persons.select(rows), protection, k, table.rowCount() - rows.length, DataMatrix.of(left));
    }

    /** A pseudonym that joins the rows of several persons shows them all as one, whom nobody has hidden. */
    private static void requireOwnPseudonyms(Table table, Persons persons) throws AnonymisationException {
        for (Column column : table.columns(Role.PSEUDONYM)) {
            int[] codes = column.codes();
            Map<Integer, Integer> personOf = new HashMap<>();
            for (int row = 0; row < codes.length; row++) {
                Integer other = column.isMissing(row) ? null : personOf.putIfAbsent(codes[row], persons.of(row));
                if (other != null && other != persons.of(row)) {
                    throw new AnonymisationException.JoinedPersons(
                            table.lineNumber(row), column.spec().name());
                }
            }
            if (personOf.size() < codes.length - column.missingCount()) {
                requireAllRowsJoined(table, persons, column);
            }
        }
    }

    /**
     * A pseudonym that joins some rows of a person shows that these are of one and others are not, by which she differs
     * from those who have the same classes.
     */
    private static void requireAllRowsJoined(Table table, Persons persons, Column pseudonym)
            throws AnonymisationException.PartlyJoined {
        for (int row = 0; row < pseudonym.rowCount(); row++) {
            int[] own = persons.rows(persons.of(row));
            boolean isJoined = pseudonym.isMissing(row)
                    ? own.length == 1
                    : pseudonym.text(row).equals(pseudonym.text(own[0]));
            if (!isJoined) {
                throw new AnonymisationException.PartlyJoined(
                        table.lineNumber(row), pseudonym.spec().name());
            }
        }
    }

    /** The rows that are left. */
    Table table() {
        return table;
    }

    Persons persons() {
        return persons;
    }

    DataMatrix points() {
        return points;
    }

    /** Some of the rows, on the same scales. */
    PersonGroups select(int[] rows) {
        return new PersonGroups(table.select(rows), persons.select(rows), protection, k, rowsCut, points.select(rows));
    }

    /**
     * Groups the rows of each stratum.
     *
     * @throws AnonymisationException if somebody has too many rows, or too few have as many as she; or if her rows can be
     *     joined and are of several strata
     */
    Grouped group(Grouping grouping, Strata strata) throws AnonymisationException {
        if (protection.against() == Knowledge.ONE_ROW) {
            for (int[] rows : strata.rows()) {
                requireFewRows(strata.count() == 1 ? persons : persons.select(rows));
            }
            return new Grouped(strata.partition(points.with(persons), k, grouping), PersonParts.whole(persons));
        }
        if (strata.count() == 1) {
            PersonParts parts = parts();
            return new Grouped(LinkedRecords.partition(points, parts, k, grouping), parts);
        }
        if (protection.parts().isPresent()) {
            throw new IllegalArgumentException("parts of persons do not go with strata");
        }
        requireOneStratum(strata);
        Partition partition = strata.joined(rows -> {
            PersonGroups ofStratum = select(rows);
            return LinkedRecords.partition(ofStratum.points, ofStratum.parts(), k, grouping);
        });
        return new Grouped(partition, PersonParts.whole(persons));
    }

    private void requireOneStratum(Strata strata) throws AnonymisationException {
        for (int person = 0; person < persons.count(); person++) {
            int[] rows = persons.rows(person);
            for (int row : rows) {
                if (strata.of(row) != strata.of(rows[0])) {
                    throw new AnonymisationException.SeveralStrata(table.lineNumber(row));
                }
            }
        }
    }

    /** A partition of the rows, and what of them can be joined. */
    record Grouped(Partition partition, PersonParts parts) {}

    private void requireFewRows(Persons whom) throws AnonymisationException {
        if (whom.mostRows() > whom.rowCount() / k) {
            throw new AnonymisationException.TooManyRows(
                    IntStream.range(0, whom.count()).map(whom::rowCount).toArray(), k);
        }
    }

    /** As {@link #group} has them. */
    PersonParts partsOfAll() throws AnonymisationException {
        return protection.against() == Knowledge.ONE_ROW ? PersonParts.whole(persons) : parts();
    }

    private PersonParts parts() throws AnonymisationException {
        if (protection.parts().isPresent()) {
            if (table.columns(Role.PSEUDONYM).size() != 1
                    || table.column(protection.column()).orElseThrow().spec().role() != Role.PSEUDONYM) {
                throw new IllegalArgumentException("parts are for persons with one pseudonym and no other");
            }
            requireFewRows(persons);
            return PersonParts.of(persons, protection.parts().get().maxRows(), k);
        }
        PersonParts whole = PersonParts.whole(persons);
        int alone = whole.bySize().stream()
                .filter(parts -> parts.length < k)
                .mapToInt(parts -> parts.length)
                .sum();
        if (alone > 0) {
            throw new AnonymisationException.UnequalRows(alone, k);
        }
        return whole;
    }

    /** The release of the groups, its pseudonyms those of parts. */
    Release release(Partition partition, PersonParts parts) {
        Release release = Release.of(table, partition);
        Release.PersonSteps steps = new Release.PersonSteps(persons.count(), rowsCut, parts.count());
        Release named = protection.parts().isPresent() ? renamed(release, parts) : release;
        return named.with(named.steps().with(steps)).with(persons);
    }

    private Release renamed(Release release, PersonParts parts) {
        int[] numbers = parts.numbers();
        int[] isSplit = new int[persons.count()];
        for (int part = 0; part < parts.count(); part++) {
            isSplit[parts.personOf(part)]++;
        }
        List<Column> columns = new ArrayList<>();
        for (Column column : release.table().columns()) {
            if (column.spec().name().equals(protection.column())) {
                List<String> texts = IntStream.range(0, column.rowCount())
                        .mapToObj(row -> isSplit[persons.of(row)] == 1
                                ? column.text(row)
                                : protection.parts().orElseThrow().names().of(column.text(row), numbers[row]))
                        .toList();
                columns.add(new TextColumn(column.spec(), texts));
            } else {
                columns.add(column);
            }
        }
        return release.withTable(release.table().withColumns(columns));
    }

    /**
     * The release in which each person is in one group, with the mean of her rows: its groups count persons.
     *
     * @return its rows have the centres of their persons' groups, and are not to be handed out
     */
    Release oneGroupEach(Grouping grouping) {
        Partition byPerson = new Partition(
                IntStream.range(0, table.rowCount()).map(persons::of).toArray());
        GroupAggregates aggregates = new GroupAggregates(byPerson, RecordCounts.ones(table.rowCount()));
        List<Column> means = new ArrayList<>();
        for (Column column : table.columns(Role.QUASI)) {
            means.add(aggregates.of(column));
        }
        Table ofPersons = new Table(means);
        Partition partition = grouping.partition(ofPersons, k);
        Release release = Release.of(ofPersons, partition);
        int[] groupOf = IntStream.range(0, table.rowCount())
                .map(row -> partition.groupOf(persons.of(row)))
                .toArray();
        List<Column> columns = new ArrayList<>();
        for (Column column : release.table().columns()) {
            columns.add(column.select(byPerson.groups()));
        }
        Table rows = table.withColumns(columns);
        return new Release(
                        rows,
                        new Partition(groupOf),
                        release.groups(),
                        CellLoss.percent(table, rows, RecordCounts.ones(table.rowCount())))
                .with(Release.Steps.NONE.with(new Release.PersonSteps(persons.count(), rowsCut, persons.count())))
                .with(persons);
    }
}
