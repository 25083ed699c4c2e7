package org.phrkit.microaggregation;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ForkJoinTask;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.phrkit.neighbours.Points;
import org.phrkit.table.Persons;

/**
 * Groups rows in blocks by the steps of {@link BlockGrouping}, all threads at once. The same rows give the same groups on any
 * number of threads.
 */
final class Blocks {
    private final DataMatrix rows;
    private final BlockGrouping steps;
    private final int[][] blocks;

    Blocks(DataMatrix rows, BlockGrouping steps) {
        this.rows = rows;
        this.steps = steps;
        this.blocks = blocks();
    }

    /** Whether there is more than one. */
    boolean areSeveral() {
        return blocks.length > 1;
    }

    /** What is done in a block: {@code inBlock} are its rows in the whole. */
    private interface OfBlock<T> {
        T of(int[] inBlock);
    }

    Partition partition(Progress progress) {
        Shared shared = new Shared(progress, rows.rowCount());
        Partition first = joined(blocks, of -> steps.group(rows.select(of), shared.ofBlock(of.length)));
        if (!steps.isRefined()) {
            return first;
        }
        Points centres = BlockGrouping.centres(rows, first);
        BlockTree shifted = treeOfGroups(steps, first, centres, true);
        Partition second =
                joined(rowsOf(first, shifted, centres), of -> steps.refine(rows.select(of), part(first, of)));
        Points moved = BlockGrouping.centres(rows, second);
        double[] margins = shifted.margins(moved);
        return joined(rowsOf(second, treeOfGroups(steps, second, moved, false), moved), of -> {
            Partition part = part(second, of);
            double[] ofPart = new double[part.groupCount()];
            for (int i = 0; i < of.length; i++) {
                ofPart[part.groupOf(i)] = margins[second.groupOf(of[i])];
            }
            return steps.refineAlong(rows.select(of), part, ofPart);
        });
    }

    /** The rows of each block that has enough of them. */
    private int[][] blocks() {
        int[] sample = BlockTree.sample(rows.rowCount(), row -> row);
        BlockTree tree = steps.treeOfRows(rows.select(sample), rows.rowCount());
        while (true) {
            int[][] cut = members(tree.blocksOf(rows.points()), tree.blockCount());
            boolean[] areSmall = new boolean[cut.length];
            for (int block = 0; block < cut.length; block++) {
                areSmall[block] = !steps.isLarge(cut[block].length, mostOfOnePerson(cut[block]));
            }
            if (cut.length < 2 || IntStream.range(0, cut.length).noneMatch(block -> areSmall[block])) {
                return cut;
            }
            tree = tree.without(block -> areSmall[block]);
        }
    }

    private int mostOfOnePerson(int[] of) {
        Persons persons = rows.persons();
        if (persons == null) {
            return 1;
        }
        Persons there = persons.select(of);
        return IntStream.range(0, there.count()).map(there::rowCount).max().orElse(0);
    }

    /** By block its members, ascending. */
    private static int[][] members(int[] blockOf, int count) {
        int[] sizes = new int[count];
        for (int block : blockOf) {
            sizes[block]++;
        }
        int[][] members = Arrays.stream(sizes).mapToObj(int[]::new).toArray(int[][]::new);
        Arrays.fill(sizes, 0);
        for (int i = 0; i < blockOf.length; i++) {
            members[blockOf[i]][sizes[blockOf[i]]++] = i;
        }
        return members;
    }

    private static BlockTree treeOfGroups(BlockGrouping steps, Partition groups, Points centres, boolean isShifted) {
        int[] firstRows = new int[groups.groupCount()];
        for (int row = groups.rowCount() - 1; row >= 0; row--) {
            firstRows[groups.groupOf(row)] = row;
        }
        int[] sample = BlockTree.sample(firstRows.length, group -> firstRows[group]);
        return steps.treeOfGroups(centres.select(sample), firstRows.length, isShifted);
    }

    /** By block the rows of its groups, ascending. */
    private static int[][] rowsOf(Partition partition, BlockTree tree, Points centres) {
        int[] blockOf = tree.blocksOf(centres);
        int[] blockOfRow = IntStream.range(0, partition.rowCount())
                .map(row -> blockOf[partition.groupOf(row)])
                .toArray();
        return Arrays.stream(members(blockOfRow, tree.blockCount()))
                .filter(of -> of.length > 0)
                .toArray(int[][]::new);
    }

    /** The groups of some rows, all of each of them. */
    static Partition part(Partition partition, int[] of) {
        int[] numbers = new int[partition.groupCount()];
        int[] groupOf = new int[of.length];
        int count = 0;
        for (int i = 0; i < of.length; i++) {
            int group = partition.groupOf(of[i]);
            if (numbers[group] == 0) {
                numbers[group] = ++count;
            }
            groupOf[i] = numbers[group] - 1;
        }
        return new Partition(groupOf);
    }

    /**
     * Merges groups with others of their block until all keep guarantees; a block that does not keep them as one group becomes
     * part of its neighbour.
     *
     * @param persons who is counted; null where each row is
     * @return nothing where all rows do not keep them as one group
     */
    static Optional<Partition> keeping(
            Guarantees wanted,
            DataMatrix rows,
            List<SensitiveValues> values,
            @Nullable Persons persons,
            Partition partition,
            BlockGrouping steps) {
        Partition groups = partition.inOrder();
        Points centres = BlockGrouping.centres(rows, groups);
        BlockTree tree = treeOfGroups(steps, groups, centres, false);
        while (true) {
            int[][] blocks = rowsOf(groups, tree, centres);
            List<Optional<Partition>> parts = all(
                    blocks,
                    of -> steps.keeping(
                            wanted,
                            rows.select(of),
                            part(groups, of),
                            values.stream().map(column -> column.select(of)).toList(),
                            persons == null ? null : persons.select(of)));
            if (parts.stream().allMatch(Optional::isPresent)) {
                return Optional.of(joined(
                        rows.rowCount(),
                        blocks,
                        parts.stream().map(Optional::orElseThrow).toList()));
            }
            if (blocks.length == 1) {
                return Optional.empty();
            }
            tree = tree.without(block -> parts.get(block).isEmpty());
        }
    }

    private Partition joined(int[][] blocks, OfBlock<Partition> work) {
        return joined(rows.rowCount(), blocks, all(blocks, work));
    }

    /** Does it in all blocks at once. */
    private static <T> List<T> all(int[][] blocks, OfBlock<T> work) {
        List<ForkJoinTask<T>> tasks = Arrays.stream(blocks)
                .map(of -> ForkJoinTask.adapt(() -> work.of(of)))
                .toList();
        return ForkJoinTask.invokeAll(tasks).stream().map(ForkJoinTask::join).toList();
    }

    /** The groups of all blocks, in the order of their first rows. */
    private static Partition joined(int rowCount, int[][] blocks, List<Partition> parts) {
        int[] groupOf = new int[rowCount];
        int count = 0;
        for (int block = 0; block < blocks.length; block++) {
            for (int i = 0; i < blocks[block].length; i++) {
                groupOf[blocks[block][i]] = count + parts.get(block).groupOf(i);
            }
            count += parts.get(block).groupCount();
        }
        return new Partition(groupOf).inOrder();
    }

    /** The progress of blocks that are grouped at once: rows and losses add up. */
    private static final class Shared {
        private final Progress progress;
        private final int total;
        private long done;
        private double loss;
        private boolean goesOn = true;

        Shared(Progress progress, int total) {
            this.progress = progress;
            this.total = total;
        }

        Progress ofBlock(int rowCount) {
            return new Progress() {
                private double before;

                @Override
                public boolean report(long doneOfBlock, long totalOfBlock, double lossOfBlock) {
                    synchronized (Shared.this) {
                        loss += lossOfBlock - before;
                        before = lossOfBlock;
                        if (doneOfBlock == totalOfBlock) {
                            done += rowCount;
                            goesOn &= progress.report(done, total, loss);
                        }
                        return goesOn;
                    }
                }
            };
        }
    }
}
