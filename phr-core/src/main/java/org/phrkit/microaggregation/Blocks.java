package org.phrkit.microaggregation;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ForkJoinTask;
import java.util.stream.IntStream;
import org.phrkit.neighbours.Points;
import org.phrkit.table.Persons;

/**
 * Groups rows in blocks of near ones, each for itself and all threads at once. Where the loss is lowered, what the cuts
 * cost is won back in good part: whole groups are put into larger blocks that are cut elsewhere, in which rows move between
 * all groups, then into blocks cut as at first, in which they move along the cuts between. The same rows give the same
 * groups on any number of threads.
 */
final class Blocks {
    /** How many times larger the blocks of groups are. */
    private static final int TIMES = 4;

    private final DataMatrix rows;
    private final int k;
    private final int most;
    private final int[][] blocks;

    Blocks(DataMatrix rows, int k, int most) {
        this.rows = rows;
        this.k = k;
        this.most = most;
        this.blocks = blocks();
    }

    /** Whether there is more than one. */
    boolean areSeveral() {
        return blocks.length > 1;
    }

    /** What is done in a block: {@code inBlock} are its rows in the whole. */
    private interface OfBlock {
        Partition groups(int[] inBlock);
    }

    /** @param isRefined whether the loss is lowered after it */
    Partition partition(Grouping.Method method, boolean isRefined, Progress progress) {
        Shared shared = new Shared(progress, rows.rowCount());
        Partition first = joined(blocks, of -> method.partition(rows.select(of), k, shared.ofBlock(of.length)));
        if (!isRefined) {
            return first;
        }
        Points centres = centres(first);
        BlockTree shifted = treeOfGroups(centres, true);
        Partition second =
                joined(rowsOf(first, shifted, centres), of -> Refinement.inBlock(rows.select(of), part(first, of), k));
        Points moved = centres(second);
        int[] blockOf = blockOf(shifted, moved);
        return joined(rowsOf(second, treeOfGroups(moved, false), moved), of -> {
            Partition part = part(second, of);
            int[] blockOfGroup = new int[part.groupCount()];
            for (int i = 0; i < of.length; i++) {
                blockOfGroup[part.groupOf(i)] = blockOf[second.groupOf(of[i])];
            }
            return Refinement.betweenBlocks(rows.select(of), part, blockOfGroup, k);
        });
    }

    /** The rows of each block; only one where a block could not be grouped by itself. */
    private int[][] blocks() {
        int[] sample = BlockTree.sample(rows.rowCount());
        BlockTree tree = new BlockTree(rows.select(sample).points(), rows.rowCount(), most, false);
        int[][] cut = members(blockOf(tree, rows.points()), tree.blockCount());
        boolean areLarge = Arrays.stream(cut).allMatch(of -> of.length >= 2L * k && hasFewRowsOfEach(of));
        return areLarge ? cut : new int[][] {{}};
    }

    /** Whether nobody has more rows than there can be groups, each of which takes one of them. */
    private boolean hasFewRowsOfEach(int[] of) {
        Persons persons = rows.persons();
        if (persons == null) {
            return true;
        }
        Persons there = persons.select(of);
        return IntStream.range(0, there.count()).allMatch(person -> there.rowCount(person) <= of.length / k);
    }

    private static int[] blockOf(BlockTree tree, Points points) {
        return IntStream.range(0, points.size())
                .parallel()
                .map(i -> tree.blockOf(points, i))
                .toArray();
    }

    /** By block its members, ascending, without blocks that have none. */
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
        return Arrays.stream(members).filter(of -> of.length > 0).toArray(int[][]::new);
    }

    private BlockTree treeOfGroups(Points centres, boolean isShifted) {
        int[] sample = BlockTree.sample(centres.size());
        return new BlockTree(centres.select(sample), centres.size(), Math.max(2, TIMES * (most / k)), isShifted);
    }

    /** By block the rows of its groups, ascending. */
    private static int[][] rowsOf(Partition partition, BlockTree tree, Points centres) {
        int[] blockOf = blockOf(tree, centres);
        int[] blockOfRow = IntStream.range(0, partition.rowCount())
                .map(row -> blockOf[partition.groupOf(row)])
                .toArray();
        return members(blockOfRow, tree.blockCount());
    }

    private Points centres(Partition partition) {
        int[][] members = partition.members();
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

    /** The groups of some rows, all of each of them. */
    private static Partition part(Partition partition, int[] of) {
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

    /** The groups of all blocks, in the order of their first rows. */
    private Partition joined(int[][] blocks, OfBlock work) {
        Partition[] parts = new Partition[blocks.length];
        List<ForkJoinTask<?>> tasks = IntStream.range(0, blocks.length)
                .<ForkJoinTask<?>>mapToObj(block -> ForkJoinTask.adapt(() -> {
                    parts[block] = work.groups(blocks[block]);
                }))
                .toList();
        ForkJoinTask.invokeAll(tasks);
        int[] groupOf = new int[rows.rowCount()];
        int count = 0;
        for (int block = 0; block < blocks.length; block++) {
            for (int i = 0; i < blocks[block].length; i++) {
                groupOf[blocks[block][i]] = count + parts[block].groupOf(i);
            }
            count += parts[block].groupCount();
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
