package org.phrkit.spark;

import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.spark.HashPartitioner;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.phrkit.microaggregation.BlockTree;
import org.phrkit.neighbours.Points;
import org.phrkit.privacy.LinkageBlock;
import org.phrkit.privacy.LinkageBounds;
import org.phrkit.privacy.OriginalScale;
import org.phrkit.table.Role;
import org.phrkit.table.Table;
import scala.Tuple2;

/**
 * Record linkage in blocks, each by one task, in whose memory it must fit. A block is cut along numbers, dates and ordinals of
 * which the release misses no cell, so that no record beyond a cut is nearer than the cut; where there are none, all rows are
 * one block.
 */
final class SparkLinkage {
    private final PairedRows rows;
    private final SparkTable released;
    private final Broadcast<Blocks> blocks;

    /**
     * Where rows go.
     *
     * @param cutting the scales of the columns along which blocks are cut
     */
    private record Blocks(BlockTree tree, List<OriginalScale> cutting) implements Serializable {
        private static final long serialVersionUID = 1L;

        static final Blocks ONE = new Blocks(BlockTree.single(), List.of());

        int[] of(Table rows) {
            return cutting.isEmpty() ? new int[rows.rowCount()] : tree.blocksOf(OriginalScale.points(rows, cutting));
        }

        /** By row of the original what no record in another block is nearer than. */
        double[] margins(Table rows) {
            double[] margins = new double[rows.rowCount()];
            Arrays.fill(margins, Double.POSITIVE_INFINITY);
            if (cutting.isEmpty()) {
                return margins;
            }
            Points points = OriginalScale.points(rows, cutting);
            margins = tree.margins(points);
            for (int row = 0; row < margins.length; row++) {
                if (Arrays.stream(points.position(row)).anyMatch(Double::isNaN)) {
                    margins[row] = 0;
                }
            }
            return margins;
        }
    }

    private SparkLinkage(PairedRows rows, SparkTable released, Blocks blocks) {
        this.rows = rows;
        this.released = released;
        this.blocks = context(released).broadcast(blocks);
    }

    private static JavaSparkContext context(SparkTable table) {
        return JavaSparkContext.fromSparkContext(table.pieces().context());
    }

    /** Links all rows, each a person. */
    static LinkageBounds of(PairedRows rows, SparkTable released, SparkComparison.Linking how) throws IOException {
        return new SparkLinkage(rows, released, blocks(rows, released, how.mostRows())).linked(how.smallest());
    }

    private static Blocks blocks(PairedRows rows, SparkTable released, int mostRows) throws IOException {
        int[] quasi = released.columns().indices(role -> role == Role.QUASI);
        List<ColumnFacts> facts = Problem.thrown(() -> TableScales.facts(released));
        List<String> complete = IntStream.range(0, quasi.length)
                .filter(i -> facts.get(i).present() == released.rowCount())
                .mapToObj(i -> released.columns().specs().get(quasi[i]).name())
                .toList();
        List<OriginalScale> cutting = rows.task().value().scales().stream()
                .filter(scale -> !scale.isOfCategories() && complete.contains(scale.column()))
                .toList();
        if (cutting.isEmpty() || released.rowCount() <= mostRows) {
            return Blocks.ONE;
        }
        long bound = BlockTree.sampleBound(released.rowCount());
        boolean isAll = released.rowCount() <= BlockTree.SAMPLE;
        Piece sample = Piece.join(Problem.thrown(() -> released.pieces()
                .map(piece -> piece.select(IntStream.range(0, piece.rowCount())
                        .filter(row -> isAll || BlockTree.hash(piece.rowNumber(row)) < bound)
                        .toArray()))
                .collect()));
        Points points = OriginalScale.points(sample.table(released.columns()), cutting);
        return new Blocks(BlockTree.of(points, released.rowCount(), mostRows, false), cutting);
    }

    private LinkageBounds linked(long smallest) throws IOException {
        Broadcast<Blocks> sent = blocks;
        Broadcast<PairedRows.Task> task = rows.task();
        TableColumns columns = released.columns();
        int[] quasi = columns.indices(
                task.value().after().specs().stream().map(spec -> spec.name()).toList());
        JavaPairRDD<Integer, Piece> records = released.pieces().flatMapToPair(whole -> {
            Piece piece = whole.columns(quasi);
            List<Tuple2<Integer, Piece>> parts = new ArrayList<>();
            Shuffle.members(sent.value().of(piece.table(task.value().after())))
                    .forEach((block, of) -> parts.add(new Tuple2<>(block, piece.select(of))));
            return parts.iterator();
        });
        JavaPairRDD<Integer, PairedRows.Chunk> linked = rows.chunks().flatMapToPair(chunk -> {
            List<Tuple2<Integer, PairedRows.Chunk>> parts = new ArrayList<>();
            Shuffle.members(sent.value().of(chunk.before().table(task.value().before())))
                    .forEach((block, of) -> parts.add(new Tuple2<>(block, chunk.select(of))));
            return parts.iterator();
        });
        HashPartitioner byBlock = new HashPartitioner(sent.value().tree().blockCount());
        List<Tuple2<Integer, LinkageBounds>> found = new ArrayList<>(Problem.thrown(() -> linked.groupByKey(byBlock)
                .join(records.groupByKey(byBlock))
                .mapToPair(block -> new Tuple2<>(
                        block._1(),
                        linked(
                                PairedRows.Chunk.join(Iterators.list(block._2()._1())),
                                Piece.join(Iterators.list(block._2()._2())),
                                task.value(),
                                sent.value(),
                                smallest)))
                .collect()));
        found.sort(Comparator.comparing(Tuple2::_1));
        LinkageBounds bounds = found.stream().map(Tuple2::_2).reduce(LinkageBounds.NONE, LinkageBounds::and);
        if (bounds.rows() != released.rowCount()) {
            throw new IllegalStateException("a row was not linked");
        }
        return bounds;
    }

    /** Links rows to the records of their block. */
    private static LinkageBounds linked(
            PairedRows.Chunk rows, Piece records, PairedRows.Task task, Blocks blocks, long smallest) {
        RowKey key = new RowKey(IntStream.range(0, records.columnCount()).toArray());
        Map<String, Integer> classes = new HashMap<>();
        int[] sizes = new int[records.rowCount()];
        IntStream.Builder firstRows = IntStream.builder();
        for (int row = 0; row < records.rowCount(); row++) {
            int known = classes.size();
            int of = classes.computeIfAbsent(key.of(records, row), cells -> known);
            sizes[of]++;
            if (of == known) {
                firstRows.add(row);
            }
        }
        Points ofClasses =
                OriginalScale.points(records.select(firstRows.build().toArray()).table(task.after()), task.scales());
        int[] classOf = IntStream.range(0, rows.after().rowCount())
                .map(row -> classes.getOrDefault(key.of(rows.after(), row), -1))
                .toArray();
        Table original = rows.before().table(task.before());
        return new LinkageBlock(ofClasses, Arrays.copyOf(sizes, classes.size()))
                .link(
                        OriginalScale.points(original, task.scales()),
                        OriginalScale.points(rows.after().table(task.after()), task.scales()),
                        classOf,
                        blocks.margins(original),
                        smallest);
    }
}
