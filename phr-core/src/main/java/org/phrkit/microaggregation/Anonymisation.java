package org.phrkit.microaggregation;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.phrkit.table.Column;
import org.phrkit.table.Dialect;
import org.phrkit.table.Persons;
import org.phrkit.table.RecordCounts;
import org.phrkit.table.Role;
import org.phrkit.table.SurveyWeights;
import org.phrkit.table.Table;
import org.phrkit.table.TableException;

/**
 * Turns a table of patients into a k-anonymous release. The record holds the choices: what becomes of missing cells,
 * how rows are grouped, which guarantees each group keeps, and in which order the rows are handed out.
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
 * @param within the strata that no group crosses
 * @param suppression who may be left out because the loss falls without them
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
        Order order,
        Within within,
        Suppression suppression) {
    /** What becomes of rows with missing quasi-identifiers. */
    public enum Incomplete {
        /** The table is refused. */
        FAIL,
        /** They are left out. */
        DROP,
        /** They get the values of their group. */
        IMPUTE
    }

    /** The order in which rows are handed out. */
    public enum Order {
        /** As in the original: whoever knows that order knows whose row is whose. */
        KEPT,
        /** By their cells, as {@link Release#sorted}. */
        SORTED
    }

    /**
     * The column that names the collector of each row, and the smallest size of a group at a collector.
     *
     * @param column whose value names the collector of a row
     * @param k1 the smallest size of a group at a collector, at least 2
     */
    public record Collectors(String column, int k1) {
        /**
         * Refuses components that are out of range, or do not go together.
         *
         * @param column whose value names the collector of a row
         * @param k1 the smallest size of a group at a collector, at least 2
         */
        public Collectors {
            if (k1 < 2) {
                throw new IllegalArgumentException("k1 is " + k1 + "; it must be at least 2");
            }
        }
    }

    /**
     * Strata: columns in whose texts the rows of each group agree. The scales are those of all rows, and so is the
     * distribution from which {@link Guarantees} measure t.
     *
     * @param columns none for groups of any rows
     * @param dropsSmall whether strata of fewer than k persons are left out, and not refused
     */
    public record Within(List<String> columns, boolean dropsSmall) {
        /** One stratum of all rows. */
        public static final Within ALL = new Within(List.of(), false);

        /**
         * Copies the lists.
         *
         * @param columns none for groups of any rows
         * @param dropsSmall whether strata of fewer than k persons are left out, and not refused
         */
        public Within {
            columns = List.copyOf(columns);
        }
    }

    /**
     * How many persons may be left out: those farthest from the centres of their groups, as long as the information
     * loss of the others falls.
     *
     * @param percent of all persons at most, from 0 to below 100
     */
    public record Suppression(double percent) {
        /** All persons stay. */
        public static final Suppression NONE = new Suppression(0);

        /**
         * Refuses components that are out of range, or do not go together.
         *
         * @param percent of all persons at most, from 0 to below 100
         */
        public Suppression {
            if (!(percent >= 0 && percent < 100)) {
                throw new IllegalArgumentException("the percentage must be from 0 to below 100");
            }
        }
    }

    /**
     * Refuses components that are out of range, or do not go together.
     *
     * @param k the smallest size of a group, at least 2
     * @param grouping how rows are put into groups
     * @param incomplete what becomes of rows that miss a quasi-identifier
     * @param guarantees what each group keeps besides k
     * @param missingValues the texts that are no value of a sensitive category, for the guarantees
     * @param collectors with it, both phases of {@link DoublePhase} are done
     * @param persons how persons are protected who may have several rows
     * @param areRowsPersons whether identifiers and pseudonyms that repeat are no sign of persons who have several rows
     * @param order in which rows are handed out
     * @param within the strata that no group crosses
     * @param suppression who may be left out because the loss falls without them
     */
    public Anonymisation {
        if (k < 2) {
            throw new IllegalArgumentException("k is " + k + "; it must be at least 2");
        }
        if (collectors.isPresent() && persons.isPresent()) {
            throw new IllegalArgumentException(
                    "the persons of several collectors are not known to be the same or others");
        }
        if (collectors.isPresent() && !(within.equals(Within.ALL) && suppression.equals(Suppression.NONE))) {
            throw new IllegalArgumentException("strata and suppression do not go with two phases");
        }
        missingValues = List.copyOf(missingValues);
    }

    /**
     * MDAV and descent; incomplete rows are refused; nothing but k is kept; the rows keep their order.
     *
     * @param k the smallest size of a group, at least 2
     */
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
                Order.KEPT,
                Within.ALL,
                Suppression.NONE);
    }

    /**
     * {@return the same with other groups}
     *
     * @param other how rows are put into groups
     */
    public Anonymisation with(Grouping other) {
        return changed(draft -> draft.grouping = other);
    }

    /**
     * {@return the same with another fate of incomplete rows}
     *
     * @param other what becomes of rows with missing quasi-identifiers
     */
    public Anonymisation with(Incomplete other) {
        return changed(draft -> draft.incomplete = other);
    }

    /**
     * {@return the same with other guarantees, in a table in which these texts are no value of a sensitive category}
     *
     * @param others what each group keeps besides k
     * @param texts the texts that are no value of a sensitive category
     */
    public Anonymisation with(Guarantees others, List<String> texts) {
        return changed(draft -> {
            draft.guarantees = others;
            draft.missingValues = texts;
        });
    }

    /**
     * {@return the same in two phases}
     *
     * @param others the column of the collectors, and the group size of phase 1
     */
    public Anonymisation with(Collectors others) {
        return changed(draft -> draft.collectors = Optional.of(others));
    }

    /**
     * {@return the same for persons, their rows sorted}
     *
     * @param others how persons are protected
     */
    public Anonymisation with(PersonProtection others) {
        return changed(draft -> {
            draft.persons = Optional.of(others);
            draft.areRowsPersons = false;
            draft.order = Order.SORTED;
        });
    }

    /**
     * {@return the same of a table in which each row is another person, although identifiers or a pseudonym repeat}
     */
    public Anonymisation ofRowsThatArePersons() {
        return changed(draft -> {
            draft.persons = Optional.empty();
            draft.areRowsPersons = true;
        });
    }

    /**
     * {@return the same with the rows in another order}
     *
     * @param other the order in which rows are handed out
     */
    public Anonymisation with(Order other) {
        return changed(draft -> draft.order = other);
    }

    /**
     * {@return the same within strata}
     *
     * @param others the strata
     */
    public Anonymisation with(Within others) {
        return changed(draft -> draft.within = others);
    }

    /**
     * {@return the same where persons may be left out}
     *
     * @param other how many persons may be left out
     */
    public Anonymisation with(Suppression other) {
        return changed(draft -> draft.suppression = other);
    }

    private Anonymisation changed(Consumer<Draft> change) {
        Draft draft = new Draft(this);
        change.accept(draft);
        return draft.made();
    }

    /** All choices but k, to be changed before they are made one again. */
    private static final class Draft {
        private final int k;
        private Grouping grouping;
        private Incomplete incomplete;
        private Guarantees guarantees;
        private List<String> missingValues;
        private Optional<Collectors> collectors;
        private Optional<PersonProtection> persons;
        private boolean areRowsPersons;
        private Order order;
        private Within within;
        private Suppression suppression;

        Draft(Anonymisation from) {
            this.k = from.k;
            this.grouping = from.grouping;
            this.incomplete = from.incomplete;
            this.guarantees = from.guarantees;
            this.missingValues = from.missingValues;
            this.collectors = from.collectors;
            this.persons = from.persons;
            this.areRowsPersons = from.areRowsPersons;
            this.order = from.order;
            this.within = from.within;
            this.suppression = from.suppression;
        }

        Anonymisation made() {
            return new Anonymisation(
                    k,
                    grouping,
                    incomplete,
                    guarantees,
                    missingValues,
                    collectors,
                    persons,
                    areRowsPersons,
                    order,
                    within,
                    suppression);
        }
    }

    /**
     * Makes the release. Takes the time of the grouping, and of the guarantees.
     *
     * @param table the table
     * @return the release
     * @throws AnonymisationException if there are fewer than k rows, cells are missing where that is refused, or a
     *     sensitive column cannot be as diverse as each group is to be
     *     It is also refused where a pseudonym, or all identifiers together, stand in several rows, and nothing was said of
     *     persons
     * @throws CollectorException if a collector has fewer than k1 rows
     * @throws IllegalArgumentException if the table has no quasi-identifier, no column of the collectors, or
     *     guarantees, strata, suppression or weights are asked for and it has no sensitive column
     */
    public Release of(Table table) throws AnonymisationException, CollectorException {
        requirePersons(table);
        requireWeights(table);
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

    private void requireWeights(Table table) throws AnonymisationException.NoWeight {
        if (collectors.isPresent() && !table.columns(Role.WEIGHT).isEmpty()) {
            throw new IllegalArgumentException("weights do not go with two phases");
        }
        try {
            SurveyWeights.of(table, Dialect.STANDARD);
        } catch (TableException e) {
            throw new AnonymisationException.NoWeight(e);
        }
    }

    private Table complete(Table table) throws AnonymisationException {
        Map<String, Integer> missing = table.missingCells();
        requireComplete(table.rowCount(), missing);
        boolean isDropping = incomplete == Incomplete.DROP && !missing.isEmpty();
        Table complete = isDropping ? table.select(table.completeRows()) : table;
        requireRows(complete.rowCount(), isDropping);
        return complete;
    }

    /**
     * Requires that nothing is missing where that is refused.
     *
     * @param rowCount the number of rows
     * @param missing how many cells, by quasi-identifier that misses any
     * @throws AnonymisationException.CellsMissing if it is
     */
    public void requireComplete(long rowCount, Map<String, ? extends Number> missing)
            throws AnonymisationException.CellsMissing {
        if (incomplete == Incomplete.FAIL && !missing.isEmpty()) {
            throw new AnonymisationException.CellsMissing(rowCount, missing);
        }
    }

    /**
     * Requires rows for one group.
     *
     * @param rowCount the number of rows
     * @param areComplete whether others were left out
     * @throws AnonymisationException.TooFewRows if there are fewer than k
     */
    public void requireRows(long rowCount, boolean areComplete) throws AnonymisationException.TooFewRows {
        if (rowCount < k) {
            throw new AnonymisationException.TooFewRows(rowCount, areComplete ? "without missing cells " : "", k);
        }
    }

    /**
     * The groups of persons, each of whom is in one, with the mean of her rows: what a collector hands over, or a table of
     * groups. Each group is of k persons or more, and its count is that of its persons.
     *
     * @param table the table
     * @return its {@link Release#groups} are to be handed out, and its rows are not
     * @throws AnonymisationException as {@link #of}
     * @throws IllegalStateException if no persons are to be protected, or guarantees are asked for
     */
    public Release groupsOf(Table table) throws AnonymisationException {
        if (!guarantees.areNone()) {
            throw new IllegalStateException("guarantees beyond k are for records");
        }
        if (!within.equals(Within.ALL)
                || !suppression.equals(Suppression.NONE)
                || !table.columns(Role.WEIGHT).isEmpty()) {
            throw new IllegalStateException("strata, suppression and weights are for records");
        }
        Table complete = complete(table);
        PersonGroups rows = PersonGroups.of(
                complete, persons.orElseThrow(() -> new IllegalStateException("no persons are protected")), k);
        Release release = rows.oneGroupEach(grouping);
        return ordered(release.with(release.steps().withDropped(table.rowCount() - complete.rowCount())));
    }

    private Release inOnePhase(Table table) throws AnonymisationException {
        Strata all = Strata.of(table, within.columns(), missingValues);
        Persons whom = Persons.ofRows(table.rowCount());
        int[] large = rowsOfStrata(all, whom);
        Table left = large.length == table.rowCount() ? table : table.select(large);
        Strata strata = all.select(large);
        DataMatrix points = DataMatrix.of(left);
        Partition first = strata.partition(points, k, grouping);
        if (limit(left.rowCount()) == 0) {
            return finished(left, first, null, strata).withLeftOut(table.rowCount() - left.rowCount());
        }
        Outliers outliers = Outliers.leaveOut(
                points, Persons.ofRows(left.rowCount()), first, limit(left.rowCount()), rows -> requireLarge(
                                strata.select(rows))
                        .partition(points.select(rows), k, grouping));
        return finished(left.select(outliers.kept()), outliers.partition(), null, strata.select(outliers.kept()))
                .withLeftOut(table.rowCount() - left.rowCount())
                .withSuppressed(outliers.steps());
    }

    private Strata requireLarge(Strata strata) throws AnonymisationException.SmallStrata {
        int small = strata.countOfSmall(Persons.ofRows(strata.rowCount()), k);
        if (small > 0) {
            throw new AnonymisationException.SmallStrata(small, strata.count(), k);
        }
        return strata;
    }

    /** How many persons may be left out. */
    private int limit(int persons) {
        return (int) Math.floor(suppression.percent() / 100 * persons);
    }

    /** The rows of strata that are large enough. */
    private int[] rowsOfStrata(Strata strata, Persons whom) throws AnonymisationException {
        int small = strata.countOfSmall(whom, k);
        int[] rows = strata.rowsOfLarge(whom, k);
        if (small > 0 && (!within.dropsSmall() || rows.length == 0)) {
            throw new AnonymisationException.SmallStrata(small, strata.count(), k);
        }
        return rows;
    }

    /** The release of groups, merged until they keep the guarantees. */
    private Release finished(Table table, Partition partition, @Nullable Persons counted, Strata strata)
            throws AnonymisationException {
        Partition merged = merged(table, partition, counted, strata);
        return merging(table, partition, merged, Release.of(table, Gate.passStrata(merged, strata)));
    }

    private Partition merged(Table table, Partition partition, @Nullable Persons counted, Strata strata)
            throws AnonymisationException {
        return guarantees.areNone()
                ? partition
                : guarantees.enforce(
                        guarantees.counted(table, missingValues),
                        partition,
                        counted,
                        strata,
                        rowCount -> grouping.steps(rowCount, k));
    }

    private Release merging(Table table, Partition partition, Partition merged, Release release) {
        if (guarantees.areNone()) {
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
        PersonGroups all = PersonGroups.of(table, protection, k);
        Strata strataOfAll = Strata.of(all.table(), within.columns(), missingValues);
        int[] large = rowsOfStrata(strataOfAll, all.persons());
        PersonGroups left = large.length == all.table().rowCount() ? all : all.select(large);
        Strata strata = strataOfAll.select(large);
        PersonGroups.Grouped grouped = left.group(grouping, strata);
        int limit = limit(left.persons().count());
        if (limit == 0) {
            return finished(left, grouped, strata).withLeftOut(all.table().rowCount() - large.length);
        }
        Outliers outliers =
                Outliers.leaveOut(left.points(), left.persons(), grouped.partition(), limit, rows -> left.select(rows)
                        .group(grouping, strata.select(rows))
                        .partition());
        PersonGroups staying = left.select(outliers.kept());
        Strata strataOfStaying = strata.select(outliers.kept());
        return finished(staying, new PersonGroups.Grouped(outliers.partition(), staying.partsOfAll()), strataOfStaying)
                .withLeftOut(all.table().rowCount() - large.length)
                .withSuppressed(outliers.steps());
    }

    private Release finished(PersonGroups rows, PersonGroups.Grouped grouped, Strata strata)
            throws AnonymisationException {
        Partition merged = merged(rows.table(), grouped.partition(), rows.persons(), strata);
        Gate.passStrata(merged, strata);
        Gate.passPersons(merged, rows.persons(), k);
        if (persons.orElseThrow().against() == PersonProtection.Knowledge.ALL_ROWS) {
            Gate.passLinked(merged, grouped.parts(), k);
        }
        return merging(rows.table(), grouped.partition(), merged, rows.release(merged, grouped.parts()));
    }

    private Release inTwoPhases(Table table, Collectors by) throws CollectorException, AnonymisationException {
        int[] collectorOf = table.column(by.column())
                .map(Column::codes)
                .orElseThrow(() -> new IllegalArgumentException("there is no column of the collectors"));
        Simulation simulation =
                DoublePhase.simulate(table, collectorOf, by.k1(), k, grouping, guarantees, missingValues);
        return simulation.phase2().with(simulation.phase2().steps().with(simulation.phases()));
    }
}
