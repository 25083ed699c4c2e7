package org.phrkit.microaggregation;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.phrkit.table.Column;
import org.phrkit.table.ColumnSpec;
import org.phrkit.table.Dialect;
import org.phrkit.table.NumberColumn;
import org.phrkit.table.Persons;
import org.phrkit.table.RecordCounts;
import org.phrkit.table.Role;
import org.phrkit.table.SurveyWeights;
import org.phrkit.table.Table;
import org.phrkit.table.TableException;

/**
 * A table in which each row has the centre of its group in place of its quasi-identifiers: the mean of numbers, the
 * rounded mean of integers and dates, the lower median of ordinals, the mode of categories; by the weights of a
 * survey, where a column has the role {@link Role#WEIGHT}.
 *
 * <p>Immutable; several threads may use one.
 *
 * @param table to be handed out: the columns that a release has, in the order of the original, the rows in the order
 *     of the original
 * @param partition the groups
 * @param groups the same as one row for each group: its quasi-identifiers, and in the last column, of the role {@link
 *     Role#COUNT}, how many records it has
 * @param informationLoss 100·SSE/SST over the quasi-identifiers, where SSE is the sum of the squared distances between
 *     rows and the centres of their groups, and SST that between rows and the centre of all, each column on the scale
 *     of {@link Mdav} and missing cells left out: 0 where nothing was lost, 100 where all rows became one; 0 where all
 *     rows were the same from the start
 * @param steps what else was done on the way
 * @param persons whom each row is about, where persons are protected; not to be handed out. Of persons whose rows are
 *     joined in parts it is whose part each is
 */
public record Release(
        Table table,
        Partition partition,
        Table groups,
        double informationLoss,
        Steps steps,
        Optional<Persons> persons) {
    /** The column of a group's size, unless a quasi-identifier has that name. */
    public static final String COUNT = RecordCounts.COLUMN;

    /**
     * What was done to make a release, besides grouping its rows.
     *
     * @param droppedRows how many rows of the original were left out
     * @param merging what the guarantees beyond k took, where any were asked for
     * @param phases of two phases, what each lost
     * @param persons where persons are protected, what became of them
     * @param rowsOfSmallStrata how many rows were left out because their strata have too few persons
     * @param suppressed where persons might be left out, who was
     */
    public record Steps(
            int droppedRows,
            Optional<MergedGroups> merging,
            Optional<Phases> phases,
            Optional<PersonSteps> persons,
            int rowsOfSmallStrata,
            Optional<Suppressed> suppressed) {
        /** None of it. */
        public static final Steps NONE =
                new Steps(0, Optional.empty(), Optional.empty(), Optional.empty(), 0, Optional.empty());

        Steps withDropped(int rows) {
            return new Steps(rows, merging, phases, persons, rowsOfSmallStrata, suppressed);
        }

        Steps with(MergedGroups other) {
            return new Steps(droppedRows, Optional.of(other), phases, persons, rowsOfSmallStrata, suppressed);
        }

        Steps with(Phases others) {
            return new Steps(droppedRows, merging, Optional.of(others), persons, rowsOfSmallStrata, suppressed);
        }

        Steps with(PersonSteps others) {
            return new Steps(droppedRows, merging, phases, Optional.of(others), rowsOfSmallStrata, suppressed);
        }
    }

    /**
     * The persons who were left out because the information loss falls without them.
     *
     * @param persons how many
     * @param rows how many rows they have
     * @param lossBefore with them, in percent as {@link #informationLoss}, integers and dates not rounded
     * @param lossAfter of the rows that stay, on the same scales and by the same SST
     */
    public record Suppressed(int persons, int rows, double lossBefore, double lossAfter) implements Serializable {
        private static final long serialVersionUID = 1L;
    }

    /**
     * What became of persons who have several rows.
     *
     * @param count of the persons in the release
     * @param rowsCut how many of their rows were left out
     * @param parts into how many parts they were split; as many as persons where they were not
     */
    public record PersonSteps(int count, int rowsCut, int parts) implements Serializable {
        private static final long serialVersionUID = 1L;
    }

    /**
     * How groups were merged, so that each one keeps the guarantees.
     *
     * @param groups by how many
     * @param informationLoss by how much the loss rose
     */
    public record MergedGroups(int groups, double informationLoss) implements Serializable {
        private static final long serialVersionUID = 1L;
    }

    /**
     * The information loss of two phases, in percent, as {@link #informationLoss}.
     *
     * @param collectors how many there are
     * @param first what the collectors lost
     * @param second what the server lost after them
     * @param single what one phase over all rows would have lost
     */
    public record Phases(int collectors, double first, double second, double single) implements Serializable {
        private static final long serialVersionUID = 1L;
    }

    /**
     * Nothing else was done on the way.
     *
     * @param table the table
     * @param partition the groups
     * @param groups one row for each group, with its count
     * @param informationLoss 100·SSE/SST
     */
    public Release(Table table, Partition partition, Table groups, double informationLoss) {
        this(table, partition, groups, informationLoss, Steps.NONE, Optional.empty());
    }

    /**
     * Refuses components that are out of range, or do not go together.
     *
     * @param table to be handed out
     * @param partition the groups
     * @param groups the same as one row for each group
     * @param informationLoss 100·SSE/SST over the quasi-identifiers
     * @param steps what else was done on the way
     * @param persons whom each row is about
     */
    public Release {
        if (table.rowCount() != partition.rowCount()
                || groups.rowCount() != partition.groupCount()
                || !(informationLoss >= 0)
                || persons.stream().anyMatch(whom -> whom.rowCount() != table.rowCount())) {
            throw new IllegalArgumentException("table, partition and information loss do not belong together");
        }
    }

    /**
     * Replaces the quasi-identifiers of a table by the centres of their groups. Where a cell is missing it is replaced
     * too, so that rows of a group cannot be told apart.
     *
     * @param original the original
     * @param partition the groups
     * @return the release
     * @throws IllegalArgumentException if the partition is of another number of rows, or the table has no
     *     quasi-identifier
     */
    public static Release of(Table original, Partition partition) {
        return of(original, partition, RecordCounts.ones(original.rowCount()));
    }

    static Release of(Table original, Partition partition, RecordCounts weights) {
        if (partition.rowCount() != original.rowCount()) {
            throw new IllegalArgumentException("the partition is of another table");
        }
        Optional<SurveyWeights> survey = survey(original);
        int[] groupOf = partition.groups();
        List<Column> columns = new ArrayList<>();
        List<Column> centres = new ArrayList<>();
        for (Column column : original.columns()) {
            if (column.spec().role() == Role.QUASI) {
                Column centre = survey.isPresent()
                        ? new WeightedAggregates(partition, survey.get()).of(column)
                        : new GroupAggregates(partition, weights).of(column);
                centres.add(centre);
                columns.add(centre.select(groupOf));
            } else if (column.spec().role().isReleased()) {
                columns.add(column);
            }
        }
        centres.add(counts(countName(centres), partition, weights));
        Table released = original.withColumns(columns);
        double loss = CellLoss.percent(original, released, weights);
        return new Release(released, partition, new Table(centres), loss);
    }

    static Optional<SurveyWeights> survey(Table original) {
        try {
            return SurveyWeights.of(original, Dialect.STANDARD);
        } catch (TableException e) {
            throw new IllegalArgumentException("a weight must be a number above 0", e);
        }
    }

    Release withLeftOut(int rowsOfSmallStrata) {
        return with(new Steps(
                steps.droppedRows, steps.merging, steps.phases, steps.persons, rowsOfSmallStrata, steps.suppressed));
    }

    /**
     * In how many groups the rows of one person have more than half of the weight, so that the centre is nearer to hers than
     * to that of all others in the group.
     *
     * @param weights of the rows of {@link #table}
     * @return the number of such groups
     */
    public int dominatedGroups(SurveyWeights weights) {
        return dominatedGroups(partition, persons.orElseGet(() -> Persons.ofRows(table.rowCount())), weights);
    }

    /**
     * {@return the same of any groups, or of those of a part of a table}
     *
     * @param groups the groups of the rows
     * @param whom the person of each row
     * @param weights how many persons of the population each row stands for
     */
    public static int dominatedGroups(Partition groups, Persons whom, SurveyWeights weights) {
        int dominated = 0;
        for (int[] members : groups.members()) {
            double heaviest =
                    Arrays.stream(members).mapToDouble(weights::of).max().orElseThrow();
            Map<Integer, Double> shares = new HashMap<>();
            for (int row : members) {
                // By the heaviest, as a sum of weights may be more than a number can be.
                shares.merge(whom.of(row), weights.of(row) / heaviest, Double::sum);
            }
            double total = shares.values().stream().mapToDouble(share -> share).sum();
            dominated += 2 * Collections.max(shares.values()) > total ? 1 : 0;
        }
        return dominated;
    }

    Release withSuppressed(Suppressed suppressed) {
        return with(new Steps(
                steps.droppedRows,
                steps.merging,
                steps.phases,
                steps.persons,
                steps.rowsOfSmallStrata,
                Optional.of(suppressed)));
    }

    Release with(Persons others) {
        return new Release(table, partition, groups, informationLoss, steps, Optional.of(others));
    }

    Release withTable(Table other) {
        return new Release(other, partition, groups, informationLoss, steps, persons);
    }

    Release with(Steps others) {
        return new Release(table, partition, groups, informationLoss, others, persons);
    }

    /**
     * {@return the same release with its rows in another order, and its groups in that of their first rows}
     *
     * @param rows the row indices, each once
     * @throws IllegalArgumentException if it is no order of all rows
     */
    public Release inOrder(int[] rows) {
        if (!Arrays.equals(
                Arrays.stream(rows).sorted().toArray(),
                IntStream.range(0, table.rowCount()).toArray())) {
            throw new IllegalArgumentException("an order has each row once");
        }
        return inOrder(
                rows, Arrays.stream(rows).map(partition::groupOf).distinct().toArray());
    }

    private Release inOrder(int[] rows, int[] order) {
        int[] groupOf = Arrays.stream(rows).map(partition::groupOf).toArray();
        int[] numbers = new int[order.length];
        for (int number = 0; number < order.length; number++) {
            numbers[order[number]] = number;
        }
        return new Release(
                table.select(rows),
                new Partition(
                        Arrays.stream(groupOf).map(group -> numbers[group]).toArray()),
                groups.select(order),
                informationLoss,
                steps,
                persons.map(whom -> whom.select(rows)));
    }

    /**
     * {@return the same release with its rows, and those of its groups, sorted by their cells, column after column: by
     * number, level or text, missing cells last} Their order says nothing that the rows do not say, nor that of groups
     * anything of what columns their rows have besides, and needs no secret: whatever their order was, the same rows
     * are written the same. Takes time in proportion to n log n for n rows.
     */
    public Release sorted() {
        return inOrder(table.sortedRows(), groups.sortedRows());
    }

    /** {@return how many records each group has} */
    public NumberColumn counts() {
        return (NumberColumn) groups.columns(Role.COUNT).get(0);
    }

    private static String countName(List<Column> centres) {
        String name = COUNT;
        for (Column centre : centres) {
            name = centre.spec().name().startsWith(name) ? centre.spec().name() + "_" : name;
        }
        return name;
    }

    private static NumberColumn counts(String name, Partition partition, RecordCounts weights) {
        double[] counts = new double[partition.groupCount()];
        for (int row = 0; row < partition.rowCount(); row++) {
            counts[partition.groupOf(row)] += weights.of(row);
        }
        return new NumberColumn(new ColumnSpec(name, Role.COUNT), counts);
    }
}
