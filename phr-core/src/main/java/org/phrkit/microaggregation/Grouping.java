package org.phrkit.microaggregation;

import java.io.Serializable;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.phrkit.table.Persons;
import org.phrkit.table.Table;

/**
 * A way to put rows into groups of at least k. Immutable; several threads may use one, if its progress allows it. One that is
 * sent to another process tells its progress to nobody.
 */
public final class Grouping implements Serializable {
    private static final long serialVersionUID = 1;

    /** How many rows a block has at most, unless another number is asked for. */
    public static final int ROWS_OF_BLOCK = 32_768;

    /** From so many rows on blocks save most of the time; smaller tables take seconds, and lose least as a whole. */
    public static final int ROWS_FOR_BLOCKS = 250_000;

    private static final int NEVER = Integer.MAX_VALUE;

    private final Method method;

    /** Null where the loss is not lowered. */
    private final @Nullable Improvement improvement;

    /** What is done in a block; null where it cannot be. */
    private final @Nullable Method inBlock;

    private final transient @Nullable Progress progress;

    /** How many rows a block has at most, and from how many rows on there are blocks. */
    private final int rowsOfBlock;

    private final int rowsForBlocks;

    /** Groups rows so that each group stands for k records or more. */
    interface Method extends Serializable {
        Partition partition(DataMatrix rows, int k, Progress progress);
    }

    /** Lowers the loss of groups. */
    private interface Improvement extends Serializable {
        Partition improve(DataMatrix rows, Partition partition, int k, Progress progress);
    }

    /** A way that is told nothing and lowers no loss. */
    interface Simple extends Serializable {
        Partition partition(DataMatrix rows, int k);
    }

    Grouping(Simple method) {
        this((rows, k, unseen) -> method.partition(rows, k), null, null, Progress.UNSEEN, NEVER, NEVER);
    }

    private Grouping(
            Method method,
            @Nullable Improvement improvement,
            @Nullable Method inBlock,
            Progress progress,
            int rowsOfBlock,
            int rowsForBlocks) {
        this.method = method;
        this.improvement = improvement;
        this.inBlock = inBlock;
        this.progress = progress;
        this.rowsOfBlock = rowsOfBlock;
        this.rowsForBlocks = rowsForBlocks;
    }

    /**
     * {@return a grouping by {@link Mdav}, and from there by {@link Refinement#descent}}
     *
     * @param progress receives the progress
     */
    public static Grouping descent(Progress progress) {
        return new Grouping(
                (rows, k, told) -> Refinement.descent(rows, Mdav.partition(rows, k, told), k, told),
                Refinement::descent,
                Mdav::partition,
                progress,
                NEVER,
                NEVER);
    }

    /**
     * {@return a grouping by {@link Mdav}, and from there by {@link Refinement#search}}
     *
     * @param iterations how many changes are tried
     * @param seed the seed of the search; the same seed gives the same groups
     * @param progress receives the progress
     */
    public static Grouping search(int iterations, long seed, Progress progress) {
        return new Grouping(
                (rows, k, told) -> Refinement.search(rows, Mdav.partition(rows, k, told), k, iterations, seed, told),
                Refinement::descent,
                null,
                progress,
                NEVER,
                NEVER);
    }

    /**
     * {@return a grouping by {@link Mdav} alone}
     *
     * @param progress receives the progress
     */
    public static Grouping mdav(Progress progress) {
        return new Grouping(Mdav::partition, null, Mdav::partition, progress, NEVER, NEVER);
    }

    /**
     * {@return the same in blocks, where there are more rows than one has} Rows are cut into blocks of near ones by a
     * k-d tree of their standardised quasi-identifiers, and each block is grouped by itself, on all threads at once.
     * Where the loss is lowered, groups are then put into larger blocks that are cut elsewhere, and rows move between
     * these. The same rows give the same groups on any number of threads. Rows that are alike in every column are one
     * block, however many; where a block would have fewer than 2k rows, or somebody too many rows in one, there are no
     * blocks.
     *
     * @param rows that a block has at most, as far as a sample of 65,536 rows tells; 10k where that is more
     * @throws IllegalArgumentException if it is below 1
     * @throws IllegalStateException of a search
     */
    public Grouping inBlocks(int rows) {
        if (rows < 1) {
            throw new IllegalArgumentException("a block has at least one row");
        }
        if (inBlock == null) {
            throw new IllegalStateException("a search is not made in blocks");
        }
        return new Grouping(method, improvement, inBlock, progress(), rows, 0);
    }

    /**
     * {@return the same {@link #inBlocks} of {@value #ROWS_OF_BLOCK} rows, or 10k where that is more, where there are
     * {@value #ROWS_FOR_BLOCKS} rows or more; a search as it is}
     */
    public Grouping inBlocksWhereLarge() {
        return new Grouping(method, improvement, inBlock, progress(), ROWS_OF_BLOCK, ROWS_FOR_BLOCKS);
    }

    /**
     * Groups the rows of a table.
     *
     * @param table the table
     * @param k the smallest size of a group, at least 2
     * @return the groups
     * @throws IllegalArgumentException if k is below 2, the table has fewer than k rows, or no quasi-identifier
     */
    public Partition partition(Table table, int k) {
        return partition(DataMatrix.of(table), k);
    }

    /**
     * {@return how many rows a block of so many has at most; nothing where there are no blocks}
     *
     * @param rowCount the number of rows
     * @param k the smallest size of a group, at least 2
     */
    public OptionalInt rowsOfBlock(int rowCount, int k) {
        return steps(rowCount, k).stream().mapToInt(BlockGrouping::rowsOfBlock).findFirst();
    }

    /**
     * {@return the steps in which so many rows are grouped in blocks; nothing where they are grouped as a whole}
     *
     * @param rowCount the number of rows
     * @param k the smallest size of a group, at least 2
     */
    public Optional<BlockGrouping> steps(long rowCount, int k) {
        long most = Math.max(rowsOfBlock, 10L * k);
        return inBlock == null || rowCount < rowsForBlocks || rowCount <= most
                ? Optional.empty()
                : Optional.of(new BlockGrouping(inBlock, improvement != null, k, (int) most));
    }

    /**
     * {@return the steps in which all rows are one block}
     *
     * @param k the smallest size of a group, at least 2
     */
    public BlockGrouping whole(int k) {
        return new BlockGrouping(method, false, k, NEVER);
    }

    Partition partition(DataMatrix rows, int k) {
        Optional<Blocks> blocks = steps(rows.rowCount(), k).map(steps -> new Blocks(rows, steps));
        if (blocks.isPresent() && blocks.get().areSeveral()) {
            return passed(blocks.get().partition(progress()), rows, k);
        }
        return passed(method.partition(rows, k, progress()), rows, k);
    }

    private Progress progress() {
        return progress == null ? Progress.UNSEEN : progress;
    }

    /** Other groups of rows that were moved a little since they were grouped; of no greater loss. */
    Partition improve(DataMatrix rows, Partition partition, int k) {
        return improvement == null
                ? passed(partition, rows, k)
                : passed(improvement.improve(rows, partition, k, progress()), rows, k);
    }

    private static Partition passed(Partition partition, DataMatrix rows, int k) {
        Persons persons = rows.persons();
        return persons == null
                ? Gate.pass(partition, rows.weights(), k)
                : Gate.passPersons(Gate.pass(partition, rows.weights(), k), persons, k);
    }

    @Override
    public String toString() {
        return "Grouping";
    }
}
