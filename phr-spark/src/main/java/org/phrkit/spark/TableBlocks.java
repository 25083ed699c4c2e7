package org.phrkit.spark;

import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.apache.spark.HashPartitioner;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.storage.StorageLevel;
import org.jspecify.annotations.Nullable;
import org.phrkit.microaggregation.BlockGrouping;
import org.phrkit.microaggregation.BlockTree;
import org.phrkit.microaggregation.DataMatrix;
import org.phrkit.microaggregation.Grouping;
import org.phrkit.microaggregation.Partition;
import org.phrkit.microaggregation.Progress;
import org.phrkit.microaggregation.QuasiScales;
import org.phrkit.neighbours.Points;
import org.phrkit.table.Role;
import org.phrkit.table.Table;
import scala.Tuple2;

/**
 * Groups the rows of a table that is in pieces by the steps of {@link BlockGrouping}, as one machine does in memory: each block
 * by one task. What is in no blocks is one block.
 */
final class TableBlocks {
    private final SparkTable table;
    private final TableScales scales;
    private final long first;
    private final Optional<BlockGrouping> inBlocks;
    private final Broadcast<Task> task;
    private final List<JavaRDD<?>> kept;

    /**
     * What tasks need.
     *
     * @param person the column that says whom a row is about; null where each row is a person
     */
    record Task(
            TableColumns columns,
            TableScales scales,
            BlockGrouping steps,
            @Nullable String person) implements Serializable {
        private static final long serialVersionUID = 1L;

        DataMatrix points(Piece piece) {
            Table rows = piece.table(columns);
            DataMatrix points = DataMatrix.of(rows, scales.scales());
            return person == null ? points : points.with(TablePersons.of(rows, person));
        }

        GroupedPiece group(Piece rows) {
            return GroupedPiece.of(rows, steps.group(points(rows), Progress.UNSEEN));
        }
    }

    /**
     * A table to be grouped.
     *
     * @param first the number of the table's first row; the others follow
     * @param kept what Spark keeps until all is made
     */
    TableBlocks(
            SparkTable table,
            TableScales scales,
            Grouping grouping,
            int k,
            @Nullable String person,
            long first,
            List<JavaRDD<?>> kept) {
        this.table = table;
        this.scales = scales;
        this.first = first;
        this.kept = kept;
        this.inBlocks = grouping.steps(table.rowCount(), k);
        this.task = context(table)
                .broadcast(new Task(table.columns(), scales, inBlocks.orElseGet(() -> grouping.whole(k)), person));
    }

    static JavaSparkContext context(SparkTable table) {
        return JavaSparkContext.fromSparkContext(table.pieces().context());
    }

    /** The groups of all rows, in blocks if there are several. */
    JavaRDD<GroupedPiece> groups(Grouping grouping, int k) throws IOException {
        if (inBlocks.isPresent()) {
            BlockTree tree = treeOfRows(inBlocks.get());
            if (tree.blockCount() > 1) {
                return groups(tree, inBlocks.get());
            }
        }
        Task known = task.value();
        Broadcast<Task> whole =
                context(table).broadcast(new Task(known.columns(), known.scales(), grouping.whole(k), known.person()));
        return blocks(BlockTree.single()).map(rows -> whole.value().group(rows));
    }

    /** The cuts of rows, each of whose blocks can be grouped by itself. */
    private BlockTree treeOfRows(BlockGrouping steps) throws IOException {
        long bound = BlockTree.sampleBound(table.rowCount());
        boolean isAll = table.rowCount() <= BlockTree.SAMPLE;
        long before = first;
        int[] quasi = table.columns().indices(role -> role == Role.QUASI);
        List<Piece> sample = Problem.thrown(() -> table.pieces()
                .map(piece -> piece.columns(quasi)
                        .select(IntStream.range(0, piece.rowCount())
                                .filter(row -> isAll || BlockTree.hash(piece.rowNumber(row) - before) < bound)
                                .toArray()))
                .collect());
        Table cells = Piece.join(sample).table(table.columns().select(quasi));
        BlockTree tree = steps.treeOfRows(DataMatrix.of(cells, scales.scales()), table.rowCount());
        while (tree.blockCount() > 1) {
            Map<Integer, BlockSize> sizes = sizes(tree);
            List<Integer> small = IntStream.range(0, tree.blockCount())
                    .filter(block -> {
                        BlockSize size = sizes.getOrDefault(block, BlockSize.NONE);
                        return !steps.isLarge(size.rows(), size.mostOfOnePerson());
                    })
                    .boxed()
                    .toList();
            if (small.isEmpty()) {
                break;
            }
            tree = tree.without(small::contains);
        }
        return tree;
    }

    /** How large a block is. */
    private record BlockSize(long rows, int mostOfOnePerson) implements Serializable {
        private static final long serialVersionUID = 1L;

        static final BlockSize NONE = new BlockSize(0, 0);

        BlockSize and(BlockSize other) {
            return new BlockSize(rows + other.rows, Math.max(mostOfOnePerson, other.mostOfOnePerson));
        }
    }

    private Map<Integer, BlockSize> sizes(BlockTree tree) throws IOException {
        Broadcast<Task> sent = task;
        String person = task.value().person();
        if (person == null) {
            return Problem.thrown(() -> table.pieces()
                    .flatMapToPair(piece -> {
                        Map<Integer, BlockSize> sizes = new TreeMap<>();
                        for (int block :
                                tree.blocksOf(sent.value().points(piece).points())) {
                            sizes.merge(block, new BlockSize(1, 1), BlockSize::and);
                        }
                        return pairs(sizes);
                    })
                    .reduceByKey(BlockSize::and)
                    .collectAsMap());
        }
        RowKey key = TablePersons.key(table.columns(), person);
        return Problem.thrown(() -> table.pieces()
                .flatMapToPair(piece -> {
                    int[] blockOf = tree.blocksOf(sent.value().points(piece).points());
                    Map<String, Integer> counts = new TreeMap<>();
                    for (int row = 0; row < blockOf.length; row++) {
                        counts.merge(blockOf[row] + " " + key.of(piece, row), 1, Integer::sum);
                    }
                    return pairs(counts);
                })
                .reduceByKey(Integer::sum)
                .mapToPair(count -> new Tuple2<>(
                        Integer.parseInt(count._1().substring(0, count._1().indexOf(' '))),
                        new BlockSize(count._2(), count._2())))
                .reduceByKey(BlockSize::and)
                .collectAsMap());
    }

    private static <K, V> Iterator<Tuple2<K, V>> pairs(Map<K, V> map) {
        return map.entrySet().stream()
                .map(entry -> new Tuple2<>(entry.getKey(), entry.getValue()))
                .iterator();
    }

    private JavaRDD<GroupedPiece> groups(BlockTree tree, BlockGrouping steps) throws IOException {
        Broadcast<Task> sent = task;
        JavaRDD<GroupedPiece> begun = blocks(tree).map(rows -> sent.value().group(rows));
        if (!steps.isRefined()) {
            return begun;
        }
        begun.persist(StorageLevel.MEMORY_AND_DISK());
        BlockTree shifted = treeOfGroups(begun, true);
        JavaRDD<GroupedPiece> second = blocksOfGroups(begun, shifted).map(groups -> {
            DataMatrix points = sent.value().points(groups.rows());
            Partition refined = sent.value().steps().refine(points, groups.groups());
            GroupedPiece moved = GroupedPiece.of(groups.rows(), refined);
            return moved.with(shifted.margins(BlockGrouping.centres(points, moved.groups())));
        });
        keep(second);
        BlockTree last = treeOfGroups(second, false);
        begun.unpersist();
        return blocksOfGroups(second, last)
                .map(groups -> GroupedPiece.of(
                        groups.rows(),
                        sent.value()
                                .steps()
                                .refineAlong(
                                        sent.value().points(groups.rows()),
                                        groups.groups(),
                                        groups.marginsOfGroups())));
    }

    private void keep(JavaRDD<?> made) {
        made.persist(StorageLevel.MEMORY_AND_DISK());
        kept.add(made);
    }

    /** The groups of some rows after merging; null where these do not keep guarantees as one group. */
    record Kept(int block, long rowCount, @Nullable GroupedPiece groups) implements Serializable {
        private static final long serialVersionUID = 1L;
    }

    /**
     * Groups merged within their block until all keep guarantees.
     *
     * @param groups of all rows; kept by Spark
     * @return nothing where all rows do not keep them as one group
     */
    Optional<JavaRDD<GroupedPiece>> keeping(JavaRDD<GroupedPiece> groups, TableSensitive sensitive) throws IOException {
        Broadcast<Task> sent = task;
        Broadcast<TableSensitive> wanted = context(table).broadcast(sensitive);
        BlockTree tree = inBlocks.isPresent() ? treeOfGroups(groups, false) : BlockTree.single();
        while (true) {
            BlockTree cut = tree;
            JavaRDD<Kept> parts = (inBlocks.isPresent() ? blocksOfGroups(groups, cut) : groups).map(piece -> {
                DataMatrix points = sent.value().points(piece.rows());
                return new Kept(
                        cut.blocksOf(BlockGrouping.centres(points, piece.groups()))[0],
                        piece.rows().rowCount(),
                        wanted.value().keeping(piece, sent.value(), points).orElse(null));
            });
            keep(parts);
            TreeSet<Integer> failed = new TreeSet<>(Problem.thrown(() ->
                    parts.filter(part -> part.groups == null).map(Kept::block).collect()));
            if (failed.isEmpty()) {
                return Optional.of(parts.map(Kept::groups));
            }
            parts.unpersist();
            if (tree.blockCount() == 1) {
                return Optional.empty();
            }
            tree = tree.without(failed::contains);
        }
    }

    /** The rows of each block, by one task. */
    private JavaRDD<Piece> blocks(BlockTree tree) {
        Broadcast<Task> sent = task;
        JavaPairRDD<Integer, Piece> cut = table.pieces().flatMapToPair(piece -> {
            int[] blockOf = tree.blocksOf(sent.value().points(piece).points());
            List<Tuple2<Integer, Piece>> parts = new ArrayList<>();
            Shuffle.members(blockOf).forEach((block, rows) -> parts.add(new Tuple2<>(block, piece.select(rows))));
            return parts.iterator();
        });
        return cut.groupByKey(partitioner(tree)).values().map(parts -> Piece.join(Iterators.list(parts)));
    }

    /** Whole groups in the blocks of their centres. */
    private JavaRDD<GroupedPiece> blocksOfGroups(JavaRDD<GroupedPiece> groups, BlockTree tree) {
        Broadcast<Task> sent = task;
        JavaPairRDD<Integer, GroupedPiece> cut = groups.flatMapToPair(piece -> {
            Partition partition = piece.groups();
            Points centres = BlockGrouping.centres(sent.value().points(piece.rows()), partition);
            int[] blockOf = tree.blocksOf(centres);
            int[] blockOfRow = Arrays.stream(partition.groups())
                    .map(group -> blockOf[group])
                    .toArray();
            List<Tuple2<Integer, GroupedPiece>> parts = new ArrayList<>();
            Shuffle.members(blockOfRow).forEach((block, rows) -> parts.add(new Tuple2<>(block, piece.select(rows))));
            return parts.iterator();
        });
        return cut.groupByKey(partitioner(tree)).values().map(parts -> GroupedPiece.join(Iterators.list(parts)));
    }

    private static HashPartitioner partitioner(BlockTree tree) {
        return new HashPartitioner(tree.blockCount());
    }

    private BlockTree treeOfGroups(JavaRDD<GroupedPiece> groups, boolean isShifted) throws IOException {
        Broadcast<Task> sent = task;
        long before = first;
        long count = Problem.thrown(
                () -> groups.map(piece -> (long) piece.numbers().length).reduce(Long::sum));
        // About twice as many as are looked at, which are the least of them.
        double share = 2.0 * BlockTree.SAMPLE / count;
        long bound = share >= 1 ? Long.MAX_VALUE : (long) (Long.MIN_VALUE + share * 0x1p64);
        GroupedPiece.Centres sample = GroupedPiece.Centres.join(Problem.thrown(() -> groups.map(piece -> {
                    GroupedPiece.Centres centres = piece.centres(sent.value().points(piece.rows()));
                    return centres.select(IntStream.range(0, centres.groups().length)
                            .filter(group -> BlockTree.hash(centres.groups()[group] - before) <= bound)
                            .toArray());
                })
                .collect()));
        if (count > BlockTree.SAMPLE) {
            long[] hashes = Arrays.stream(sample.groups())
                    .map(group -> BlockTree.hash(group - before))
                    .toArray();
            long least = Arrays.stream(hashes)
                    .sorted()
                    .skip(BlockTree.SAMPLE)
                    .findFirst()
                    .orElseThrow();
            sample = sample.select(IntStream.range(0, hashes.length)
                    .filter(group -> hashes[group] < least)
                    .toArray());
        }
        double[] mismatches = scales.scales().columns().stream()
                .mapToDouble(QuasiScales.OfColumn::mismatch)
                .toArray();
        return sent.value().steps().treeOfGroups(new Points(sample.columns(), mismatches), count, isShifted);
    }
}
