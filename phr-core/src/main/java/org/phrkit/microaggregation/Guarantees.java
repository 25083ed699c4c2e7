package org.phrkit.microaggregation;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.phrkit.table.Column;
import org.phrkit.table.Persons;
import org.phrkit.table.Role;
import org.phrkit.table.Table;

/**
 * What each group keeps besides its size, so that whoever knows a person's group does not learn the person's secrets:
 * l-diversity and t-closeness.
 *
 * <p>Distinct l-diversity (Machanavajjhala et al. 2007, doi 10.1145/1217299.1217302): of each sensitive column a group
 * has at least l distinct values. Missing cells are no value.
 *
 * <p>t-closeness (Li, Li and Venkatasubramanian 2007, doi 10.1109/ICDE.2007.367856): the earth mover's distance between
 * the values of each sensitive column in a group and in the whole table is at most t. For numbers, dates and ordinals it
 * is Σ|P - Q| / (m-1) over the m distinct values of the table in their order, with cumulative shares P and Q; for
 * categories Σ|p - q| / 2. Missing cells are a value of their own, at the distance 1 from all others. In an ordered
 * column with shares p and q of missing cells the distance is then |p - q| + (1 - max(p, q))·D, for the distance D of
 * what is present: earth is moved into or out of what is missing first, then along the order. This is never below the
 * earth mover's distance.
 *
 * <p>Distances are rounded to nine decimals before they are compared, so that the rounding of sums decides nothing. They
 * are from 0 to 1, and 0 in a group that is the whole table.
 *
 * <p>Immutable; several threads may use one.
 *
 * @param l at least 0, which asks for nothing
 * @param t from 0 to 1, which asks for nothing
 * @param isFolded whether texts of categories that are alike by {@link org.phrkit.table.Spellings} are one value
 */
public record Guarantees(int l, double t, boolean isFolded) implements Serializable {
    private static final long serialVersionUID = 1;

    /** Asks for nothing. */
    public static final Guarantees NONE = new Guarantees(0, 1);

    /**
     * Refuses components that are out of range, or do not go together.
     *
     * @param l at least 0
     * @param t from 0 to 1
     * @param isFolded whether texts of categories that are alike by {@link org.phrkit.table.Spellings} are one value
     */
    public Guarantees {
        if (l < 0) {
            throw new IllegalArgumentException("l is " + l + "; it must be at least 0");
        }
        if (!(t >= 0 && t <= 1)) {
            throw new IllegalArgumentException("t is " + t + "; it must be from 0 to 1");
        }
    }

    /**
     * Of values as they are written.
     *
     * @param l the number of distinct values asked for
     * @param t the greatest distance of a group from the whole table, from 0 to 1
     */
    public Guarantees(int l, double t) {
        this(l, t, false);
    }

    /**
     * {@return the same where texts that are alike are one value, and those that usually stand for missing cells are
     * none}
     */
    public Guarantees folded() {
        return new Guarantees(l, t, true);
    }

    /** {@return whether nothing is asked for} */
    public boolean areNone() {
        return l == 0 && t == 1;
    }

    /**
     * {@return a table whose sensitive values are those that are counted, where these texts stand for missing cells}
     *
     * @param table the table
     * @param missingValues the texts of missing cells
     */
    public Table counted(Table table, List<String> missingValues) {
        return isFolded
                ? table.folded(Role.SENSITIVE, column -> missingValues)
                : table.withMissing(Role.SENSITIVE, missingValues);
    }

    /**
     * Merges groups until each one keeps the guarantees, as in Soria-Comas et al. 2015 (doi 10.1109/TKDE.2015.2435777,
     * algorithm 1): the group that lacks the most values, of several the one at the greatest distance, is merged with
     * the group whose centre is nearest, on the scales of {@link Mdav}. Ties go to the lowest group. No group is split,
     * and one that keeps them is changed only where it is the nearest of one that does not. Groups keep their order; a
     * merged group stands where the lower of the two stood.
     *
     * <p>Takes n log n time for n rows where nothing is merged, and for each merge time in proportion to the number of
     * groups and to the distinct values in the two.
     *
     * @param table the table
     * @param partition the groups
     * @return the merged groups
     * @throws IllegalArgumentException if the partition is of another number of rows; or, where something is asked for,
     *     the table has no sensitive column or no quasi-identifier
     * @throws AnonymisationException.NotDiverse if the whole table has fewer than l distinct values in a sensitive
     *     column
     */
    public Partition enforce(Table table, Partition partition) throws AnonymisationException {
        return enforce(table, partition, null, Strata.single(table.rowCount()), rowCount -> Optional.empty());
    }

    /** In which steps so many rows are grouped in blocks. */
    interface Steps {
        Optional<BlockGrouping> of(int rowCount);
    }

    /**
     * The same where persons are counted, each one in a group: her weight is spread over her rows there, and l is the
     * largest number of persons who can each be given a value of their own. Groups of rows in blocks are merged with others of
     * their block, as {@link BlockGrouping#keeping} has it.
     *
     * @param persons null where each row is one
     * @param strata of which only groups of one are merged
     * @throws AnonymisationException.StratumNotDiverse if a stratum does not keep the guarantees as one group
     */
    Partition enforce(Table table, Partition partition, @Nullable Persons persons, Strata strata, Steps steps)
            throws AnonymisationException {
        if (partition.rowCount() != table.rowCount()) {
            throw new IllegalArgumentException("the partition is of another table");
        }
        if (areNone()) {
            return partition;
        }
        DataMatrix rows = DataMatrix.of(table);
        List<SensitiveValues> values = new ArrayList<>();
        for (Column column : counted(table, List.of()).columns(Role.SENSITIVE)) {
            SensitiveValues found = SensitiveValues.of(column, persons);
            requireDiverse(column.spec().name(), found.distinct(persons), persons != null);
            values.add(found);
        }
        if (values.isEmpty()) {
            throw new IllegalArgumentException("the table has no sensitive column");
        }
        Partition merged = strata.count() == 1
                ? keeping(rows, values, persons, partition, steps)
                : strata.joined(of -> keeping(
                        rows.select(of),
                        values.stream().map(column -> column.select(of)).toList(),
                        persons == null ? null : persons.select(of),
                        Blocks.part(partition, of),
                        steps));
        return Gate.pass(merged, rows.weights(), partition.smallestSize());
    }

    /**
     * Requires that a whole table has values enough.
     *
     * @param column the name of the column
     * @param distinct how many values a sensitive column has; of persons, how many can each have one of their own
     * @param isOfPersons whether values are counted by persons, and not by rows
     * @throws AnonymisationException.NotDiverse if it has fewer than l
     */
    public void requireDiverse(String column, int distinct, boolean isOfPersons)
            throws AnonymisationException.NotDiverse {
        if (distinct < l) {
            throw new AnonymisationException.NotDiverse(column, distinct, l, isOfPersons);
        }
    }

    private Partition keeping(
            DataMatrix rows, List<SensitiveValues> values, @Nullable Persons persons, Partition groups, Steps steps)
            throws AnonymisationException.StratumNotDiverse {
        Optional<BlockGrouping> inBlocks = steps.of(rows.rowCount());
        Optional<Partition> kept = inBlocks.isPresent()
                ? Blocks.keeping(this, rows, values, persons, groups, inBlocks.get())
                : new Merging(this, rows, values, persons, groups).run();
        return kept.orElseThrow(() -> new AnonymisationException.StratumNotDiverse(rows.rowCount()));
    }
}
