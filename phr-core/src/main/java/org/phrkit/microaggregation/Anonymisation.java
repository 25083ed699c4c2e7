package org.phrkit.microaggregation;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.phrkit.table.Column;
import org.phrkit.table.Dialect;
import org.phrkit.table.Persons;
import org.phrkit.table.RecordCounts;
import org.phrkit.table.Role;
import org.phrkit.table.Table;

/**
 * The whole way from a table of patients to its release, and the choices on it: what becomes of missing cells, how rows
 * are grouped, what each group keeps besides its size, in which order the rows are handed out.
 *
 * <p>In the release of {@link #of} every row has the quasi-identifiers of at least k - 1 others, and every group keeps the
 * guarantees. The same table and choices give the same release on every machine, JDK and number of threads. Immutable;
 * several threads may use one.
 *
 * @param k the smallest size of a group, at least 2
 * @param grouping how rows are put into groups
 * @param incomplete what becomes of rows that miss a quasi-identifier
 * @param guarantees what each group keeps besides k
 * @param missingValues the texts that are no value of a sensitive category, for the guarantees
 * @param collectors with it, both phases of {@link DoublePhase} are done, as collectors and a server would do them
 * @param persons how persons are protected who may have several rows; without it each row is a person
 * @param areRowsPersons whether identifiers and pseudonyms that repeat are no sign of persons who have several rows
 * @param order in which rows are handed out; {@link Release#inOrder} gives them another
 */
public record Anonymisation(
        int k,
        Grouping grouping,
        Incomplete incomplete,
        Guarantees guarantees,
        List<String> missingValues,
        Optional<Collectors> collectors,
        Optional<PersonProtection> persons,
        boolean areRowsPersons,
        Order order) {
    /** What becomes of rows that miss a quasi-identifier. */
    public enum Incomplete {
        /** The table is refused. */
        FAIL,
        /** They are left out. */
        DROP,
        /** They get the values of their group. */
        IMPUTE
    }

    /** In which order rows are handed out. */
    public enum Order {
        /** As in the original: whoever knows that order knows whose row is whose. */
        KEPT,
        /** By their cells, as {@link Release#sorted}. */
        SORTED
    }

    /**
     * Who collected the rows.
     *
     * @param column whose value names the collector of a row
     * @param k1 the smallest size of a group at a collector, at least 2
     */
    public record Collectors(String column, int k1) {
        public Collectors {
            if (k1 < 2) {
                throw new IllegalArgumentException("k1 is " + k1 + "; it must be at least 2");
            }
        }
    }

    public Anonymisation {
        if (k < 2) {
            throw new IllegalArgumentException("k is " + k + "; it must be at least 2");
        }
        if (collectors.isPresent() && !guarantees.equals(Guarantees.NONE)) {
            throw new IllegalArgumentException("guarantees beyond k do not go with two phases");
        }
        if (collectors.isPresent() && persons.isPresent()) {
            throw new IllegalArgumentException(
                    "the persons of several collectors are not known to be the same or others");
        }
        missingValues = List.copyOf(missingValues);
    }

    /** MDAV and descent; incomplete rows are refused; nothing but k is kept; the rows keep their order. */
    public Anonymisation(int k) {
        this(
                k,
                Grouping.descent(Progress.UNSEEN),
                Incomplete.FAIL,
                Guarantees.NONE,
                Dialect.STANDARD.missingValues(),
                Optional.empty(),
                Optional.empty(),
                false,
                Order.KEPT);
    }

    /** The same with other groups. */
    public Anonymisation with(Grouping other) {
        return new Anonymisation(
                k, other, incomplete, guarantees, missingValues, collectors, persons, areRowsPersons, order);
    }

    /** The same with another fate of incomplete rows. */
    public Anonymisation with(Incomplete other) {
        return new Anonymisation(
                k, grouping, other, guarantees, missingValues, collectors, persons, areRowsPersons, order);
    }

    /** The same with other guarantees, in a table in which these texts are no value of a sensitive category. */
    public Anonymisation with(Guarantees others, List<String> texts) {
        return new Anonymisation(k, grouping, incomplete, others, texts, collectors, persons, areRowsPersons, order);
    }

    /** The same in two phases. */
    public Anonymisation with(Collectors others) {
        return new Anonymisation(
                k,
                grouping,
                incomplete,
                guarantees,
                missingValues,
                Optional.of(others),
                persons,
                areRowsPersons,
                order);
    }

    /** The same for persons, their rows sorted. */
    public Anonymisation with(PersonProtection others) {
        return new Anonymisation(
                k,
                grouping,
                incomplete,
                guarantees,
                missingValues,
                collectors,
                Optional.of(others),
                false,
                Order.SORTED);
    }

    /** The same of a table in which each row is another person, although identifiers or a pseudonym repeat. */
    public Anonymisation ofRowsThatArePersons() {
        return new Anonymisation(
                k, grouping, incomplete, guarantees, missingValues, collectors, Optional.empty(), true, order);
    }

    /** The same with the rows in another order. */
    public Anonymisation with(Order other) {
        return new Anonymisation(
                k, grouping, incomplete, guarantees, missingValues, collectors, persons, areRowsPersons, other);
    }

    /**
     * Makes the release. Takes the time of the grouping, and of the guarantees.
     *
     * @throws AnonymisationException if there are fewer than k rows, cells are missing where that is refused, or a
     *     sensitive column cannot be as diverse as each group is to be
     *     It is also refused where a pseudonym, or all identifiers together, stand in several rows, and nothing was said of
     *     persons
     * @throws CollectorException if a collector has fewer than k1 rows
     * @throws IllegalArgumentException if the table has no quasi-identifier, no column of the collectors, or guarantees are asked for and it has no sensitive column
     */
    public Release of(Table table) throws AnonymisationException, CollectorException {
        requirePersons(table);
        Table complete = complete(table);
        Release grouped = persons.isPresent()
                ? ofPersons(complete, persons.get())
                : collectors.isPresent() ? inTwoPhases(complete, collectors.get()) : inOnePhase(complete);
        Gate.pass(grouped.partition(), RecordCounts.ones(grouped.table().rowCount()), k);
        Release release = grouped.with(grouped.steps().withDropped(table.rowCount() - complete.rowCount()));
        return ordered(release);
    }

    private Release ordered(Release release) {
        return order == Order.SORTED ? release.sorted() : release;
    }

    private void requirePersons(Table table) throws AnonymisationException {
        if (persons.isEmpty() && !areRowsPersons) {
            RepeatedNames.require(table);
        }
    }

    private Table complete(Table table) throws AnonymisationException {
        Map<String, Integer> missing = table.missingCells();
        boolean isDropping = incomplete == Incomplete.DROP && !missing.isEmpty();
        if (incomplete == Incomplete.FAIL && !missing.isEmpty()) {
            throw new AnonymisationException.CellsMissing(table.rowCount(), missing);
        }
        Table complete = isDropping ? table.select(table.completeRows()) : table;
        if (complete.rowCount() < k) {
            throw new AnonymisationException.TooFewRows(
                    complete.rowCount(), isDropping ? "without missing cells " : "", k);
        }
        return complete;
    }

    /**
     * The groups of persons, each of whom is in one, with the mean of her rows: what a collector hands over, or a table of
     * groups. Each group is of k persons or more, and its count is that of its persons.
     *
     * @return its {@link Release#groups} are to be handed out, and its rows are not
     * @throws AnonymisationException as {@link #of}
     * @throws IllegalStateException if no persons are to be protected, or guarantees are asked for
     */
    public Release groupsOf(Table table) throws AnonymisationException {
        if (!guarantees.equals(Guarantees.NONE)) {
            throw new IllegalStateException("guarantees beyond k are for records");
        }
        Table complete = complete(table);
        PersonGroups rows = PersonGroups.of(
                complete, persons.orElseThrow(() -> new IllegalStateException("no persons are protected")), k);
        Release release = rows.oneGroupEach(grouping);
        return ordered(release.with(release.steps().withDropped(table.rowCount() - complete.rowCount())));
    }

    private Release inOnePhase(Table table) throws AnonymisationException {
        Partition partition = grouping.partition(table, k);
        Partition merged = merged(table, partition, null);
        return merging(table, partition, merged, Release.of(table, merged));
    }

    private Partition merged(Table table, Partition partition, @Nullable Persons counted)
            throws AnonymisationException {
        return guarantees.equals(Guarantees.NONE)
                ? partition
                : guarantees.enforce(table.withMissing(Role.SENSITIVE, missingValues), partition, counted);
    }

    private Release merging(Table table, Partition partition, Partition merged, Release release) {
        if (guarantees.equals(Guarantees.NONE)) {
            return release;
        }
        double before = Release.of(table, partition).informationLoss();
        return release.with(release.steps()
                .with(new Release.MergedGroups(
                        partition.groupCount() - merged.groupCount(), release.informationLoss() - before)));
    }

    private Release ofPersons(Table table, PersonProtection protection) throws AnonymisationException {
        if (protection.against() == PersonProtection.Knowledge.ONE_ROW
                && !table.columns(Role.PSEUDONYM).isEmpty()) {
            throw new IllegalArgumentException("by a pseudonym that is released all rows of a person can be joined");
        }
        PersonGroups rows = PersonGroups.of(table, protection, k);
        PersonGroups.Grouped grouped = rows.group(grouping);
        Partition merged = merged(rows.table(), grouped.partition(), rows.persons());
        Gate.passPersons(merged, rows.persons(), k);
        if (protection.against() == PersonProtection.Knowledge.ALL_ROWS) {
            Gate.passLinked(merged, grouped.parts(), k);
        }
        return merging(rows.table(), grouped.partition(), merged, rows.release(merged, grouped.parts()));
    }

    private Release inTwoPhases(Table table, Collectors by) throws CollectorException {
        int[] collectorOf = table.column(by.column())
                .map(Column::codes)
                .orElseThrow(() -> new IllegalArgumentException("there is no column of the collectors"));
        Simulation simulation = DoublePhase.simulate(table, collectorOf, by.k1(), k, grouping);
        return simulation.phase2().with(Release.Steps.NONE.with(simulation.phases()));
    }
}
