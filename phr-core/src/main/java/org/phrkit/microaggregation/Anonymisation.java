package org.phrkit.microaggregation;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.phrkit.table.Column;
import org.phrkit.table.Dialect;
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
 * @param shuffle the seed, which is a secret, of the order in which rows are handed out; without it they keep theirs
 */
public record Anonymisation(
        int k,
        Grouping grouping,
        Incomplete incomplete,
        Guarantees guarantees,
        List<String> missingValues,
        Optional<Collectors> collectors,
        OptionalLong shuffle) {
    /** What becomes of rows that miss a quasi-identifier. */
    public enum Incomplete {
        /** The table is refused. */
        FAIL,
        /** They are left out. */
        DROP,
        /** They get the values of their group. */
        IMPUTE
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
                OptionalLong.empty());
    }

    /** The same with other groups. */
    public Anonymisation with(Grouping other) {
        return new Anonymisation(k, other, incomplete, guarantees, missingValues, collectors, shuffle);
    }

    /** The same with another fate of incomplete rows. */
    public Anonymisation with(Incomplete other) {
        return new Anonymisation(k, grouping, other, guarantees, missingValues, collectors, shuffle);
    }

    /** The same with other guarantees, in a table in which these texts are no value of a sensitive category. */
    public Anonymisation with(Guarantees others, List<String> texts) {
        return new Anonymisation(k, grouping, incomplete, others, texts, collectors, shuffle);
    }

    /** The same in two phases. */
    public Anonymisation with(Collectors others) {
        return new Anonymisation(k, grouping, incomplete, guarantees, missingValues, Optional.of(others), shuffle);
    }

    /** The same with the rows in an order drawn from a seed. */
    public Anonymisation shuffled(long seed) {
        return new Anonymisation(k, grouping, incomplete, guarantees, missingValues, collectors, OptionalLong.of(seed));
    }

    /**
     * Makes the release. Takes the time of the grouping, and of the guarantees.
     *
     * @throws AnonymisationException if there are fewer than k rows, cells are missing where that is refused, or a
     *     sensitive column cannot be as diverse as each group is to be
     * @throws CollectorException if a collector has fewer than k1 rows
     * @throws IllegalArgumentException if the table has no quasi-identifier or one whose name is {@value Release#COUNT},
     *     no column of the collectors, or guarantees are asked for and it has no sensitive column
     */
    public Release of(Table table) throws AnonymisationException, CollectorException {
        Table complete = complete(table);
        Release grouped = collectors.isPresent() ? inTwoPhases(complete, collectors.get()) : inOnePhase(complete);
        Gate.pass(grouped.partition(), RecordCounts.ones(complete.rowCount()), k);
        Release release = grouped.with(grouped.steps().withDropped(table.rowCount() - complete.rowCount()));
        return shuffle.isPresent() ? release.shuffled(shuffle.getAsLong()) : release;
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

    private Release inOnePhase(Table table) throws AnonymisationException {
        Partition partition = grouping.partition(table, k);
        Release release = Release.of(table, partition);
        if (guarantees.equals(Guarantees.NONE)) {
            return release;
        }
        Partition merged = guarantees.enforce(table.withMissing(Role.SENSITIVE, missingValues), partition);
        Release kept = Release.of(table, merged);
        return kept.with(Release.Steps.NONE.with(new Release.MergedGroups(
                partition.groupCount() - merged.groupCount(), kept.informationLoss() - release.informationLoss())));
    }

    private Release inTwoPhases(Table table, Collectors by) throws CollectorException {
        int[] collectorOf = table.column(by.column())
                .map(Column::codes)
                .orElseThrow(() -> new IllegalArgumentException("there is no column of the collectors"));
        Simulation simulation = DoublePhase.simulate(table, collectorOf, by.k1(), k, grouping);
        return simulation.phase2().with(Release.Steps.NONE.with(simulation.phases()));
    }
}
