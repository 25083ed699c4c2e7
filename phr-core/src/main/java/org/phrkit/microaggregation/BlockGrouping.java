package org.phrkit.microaggregation;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.phrkit.neighbours.Points;
import org.phrkit.table.Column;
import org.phrkit.table.Persons;
import org.phrkit.table.RecordCounts;
import org.phrkit.table.Role;
import org.phrkit.table.SurveyWeights;
import org.phrkit.table.Table;

/**
 * The steps of grouping rows in blocks of near ones, each of which looks at one block alone: {@link Blocks} makes them in
 * memory, and others where the rows are elsewhere. First a {@linkplain #treeOfRows tree} cuts the rows into blocks, and each
 * is {@linkplain #group grouped} by itself. Where the loss is lowered, whole groups are put into larger blocks that are cut
 * elsewhere, by a {@linkplain #treeOfGroups tree} of their centres, and rows {@linkplain #refine move} between all groups of a
 * block; then into blocks cut as at first, in which rows move {@linkplain #refineAlong along the cuts} before.
 *
 * <p>Rows of a block, and groups, are given in the order of the table, groups in that of their first rows. Immutable; several
 * threads may use one.
 */
public final class BlockGrouping implements Serializable {
    private static final long serialVersionUID = 1;

    /** How many times larger the blocks of groups are. */
    private static final int TIMES = 4;

    private final Grouping.Method method;
    private final boolean isRefined;
    private final int k;
    private final int most;

    BlockGrouping(Grouping.Method method, boolean isRefined, int k, int most) {
        this.method = method;
        this.isRefined = isRefined;
        this.k = k;
        this.most = most;
    }

    /** {@return how many rows a block has, about} */
    public int rowsOfBlock() {
        return most;
    }

    /** {@return whether the loss is lowered after the first step} */
    public boolean isRefined() {
        return isRefined;
    }

    /**
     * {@return the cuts of rows} Where a block {@linkplain #isLarge is too small}, {@link BlockTree#without} makes it
     * part of another.
     *
     * @param sample those whose {@link BlockTree#hash hashed} row numbers are below {@link BlockTree#sampleBound}
     * @param rowCount of the table
     */
    public BlockTree treeOfRows(DataMatrix sample, long rowCount) {
        return BlockTree.of(sample.points(), rowCount, most, false);
    }

    /**
     * {@return whether a block can be grouped by itself: 2k rows or more, and of nobody more than there can be groups}
     *
     * @param rowCount the number of rows
     * @param mostOfOnePerson the most rows that a person has
     */
    public boolean isLarge(long rowCount, int mostOfOnePerson) {
        return rowCount >= 2L * k && mostOfOnePerson <= rowCount / k;
    }

    /**
     * Groups the rows of a block.
     *
     * @param block the rows of the block
     * @param progress receives the progress
     * @return the groups
     */
    public Partition group(DataMatrix block, Progress progress) {
        return method.partition(block, k, progress);
    }

    /**
     * {@return the cuts of groups}
     *
     * @param sample the centres of groups, those whose hashed numbers of first rows are the least
     * @param groupCount the number of groups
     * @param isShifted whether they are cut for {@link #refine}, elsewhere than rows
     */
    public BlockTree treeOfGroups(Points sample, long groupCount, boolean isShifted) {
        return BlockTree.of(sample, groupCount, Math.max(2, TIMES * (most / k)), isShifted);
    }

    /**
     * Lowers the loss of the groups of a block.
     *
     * @param block the rows of the block
     * @param groups the groups of the rows
     * @return the groups
     */
    public Partition refine(DataMatrix block, Partition groups) {
        return Refinement.inBlock(block, groups, k);
    }

    /**
     * Lowers the loss of groups that are near to a cut between the blocks in which they were refined.
     *
     * @param block the rows of the block
     * @param groups the groups of the rows
     * @param margins by group {@link BlockTree#margins how far} its centre is from the nearest of these
     * @return the groups
     */
    public Partition refineAlong(DataMatrix block, Partition groups, double[] margins) {
        return Refinement.alongCuts(block, groups, margins, k);
    }

    /**
     * Merges groups of a block until all keep guarantees, as {@link Guarantees#enforce(Table, Partition)} does in the whole.
     * Blocks are {@linkplain #treeOfGroups of groups}, not shifted, cut for this; one that cannot keep them becomes part of
     * another by {@link BlockTree#without}.
     *
     * @param wanted what each group has to keep besides k
     * @param block the rows of the block
     * @param groups in the order of their first rows
     * @param values of each sensitive column
     * @param persons who is counted; null where each row is
     * @return nothing where the block as one group does not keep them
     */
    public Optional<Partition> keeping(
            Guarantees wanted,
            DataMatrix block,
            Partition groups,
            List<SensitiveValues> values,
            @Nullable Persons persons) {
        return new Merging(wanted, block, values, persons, groups).run();
    }

    /**
     * {@return the rows of a block as they are released: the columns that a release has, the quasi-identifiers
     * replaced by the centres of groups, as {@link Release#of(Table, Partition)} does in the whole}
     *
     * @param block the rows of the block
     * @param groups all of k rows or more, of which nobody has more than 1/k, which is looked at once more
     * @param persons the person of each row
     * @param centre one row with the quasi-identifiers of the centre of the whole table, for groups that miss all
     *     of one
     * @throws IllegalArgumentException if a weight is no number above 0, or there are weights and a
     *     quasi-identifier is missing
     */
    public Table released(Table block, Partition groups, Persons persons, Table centre) {
        Gate.passPersons(Gate.pass(groups, RecordCounts.ones(block.rowCount()), k), persons, k);
        Optional<SurveyWeights> survey = Release.survey(block);
        if (survey.isPresent() && !block.missingCells().isEmpty()) {
            throw new IllegalArgumentException("in a block the weighted centre of the whole is not known");
        }
        GroupAggregates aggregates = new GroupAggregates(groups, RecordCounts.ones(block.rowCount()), centre);
        UnaryOperator<Column> centres = survey.<UnaryOperator<Column>>map(
                        weights -> new WeightedAggregates(groups, weights)::of)
                .orElse(aggregates::of);
        return block.withColumns(block.columns().stream()
                .filter(column -> column.spec().role().isReleased())
                .map(column -> column.spec().role() == Role.QUASI
                        ? centres.apply(column).select(groups.groups())
                        : column)
                .toList());
    }

    /**
     * {@return the centres of groups}
     *
     * @param rows the rows as points
     * @param groups the groups of the rows
     */
    public static Points centres(DataMatrix rows, Partition groups) {
        int[][] members = groups.members();
        double[][] columns = new double[rows.points().dimensions()][members.length];
        double[] mismatches = new double[columns.length];
        Arrays.setAll(mismatches, dimension -> rows.points().mismatch(dimension));
        IntStream.range(0, members.length).parallel().forEach(group -> {
            double[] centre = new Centroid(rows, members[group]).position();
            for (int dimension = 0; dimension < centre.length; dimension++) {
                columns[dimension][group] = centre[dimension];
            }
        });
        return new Points(columns, mismatches);
    }
}
