package org.phrkit.spark;

import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.spark.HashPartitioner;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.storage.StorageLevel;
import org.phrkit.microaggregation.Anonymisation;
import org.phrkit.microaggregation.AnonymisationException;
import org.phrkit.microaggregation.BlockGrouping;
import org.phrkit.microaggregation.BlockTree;
import org.phrkit.microaggregation.DataMatrix;
import org.phrkit.microaggregation.Guarantees;
import org.phrkit.microaggregation.Partition;
import org.phrkit.microaggregation.Progress;
import org.phrkit.microaggregation.QuasiScales;
import org.phrkit.microaggregation.Release;
import org.phrkit.neighbours.Points;
import org.phrkit.neighbours.Standardisation;
import org.phrkit.table.Column;
import org.phrkit.table.Kind;
import org.phrkit.table.RecordCounts;
import org.phrkit.table.Role;
import org.phrkit.table.Table;
import org.phrkit.verify.ReleaseManifest;
import scala.Tuple2;

/**
 * Makes the release of a table that is in pieces on a cluster: the very rows that {@link Anonymisation#of} makes of the whole
 * with the same choices, by the steps of {@link BlockGrouping}, for any number of partitions and executors. Each block is
 * grouped by one task, in the memory of its executor; no more than the driver ever has are 65,536 rows and twice as many
 * centres of groups.
 */
public final class SparkMicroaggregation {
    private final SparkTable table;
    private final TableScales scales;
    private final Broadcast<Task> task;

    /** The number of the first row. */
    private final long first;

    /** What tasks need. */
    private record Task(TableColumns columns, TableScales scales, BlockGrouping steps) implements Serializable {
        private static final long serialVersionUID = 1L;

        DataMatrix points(Piece piece) {
            return DataMatrix.of(piece.table(columns), scales.scales());
        }
    }

    /** @param first the number of the table's first row; the others follow */
    private SparkMicroaggregation(SparkTable table, TableScales scales, BlockGrouping steps, long first) {
        this.table = table;
        this.scales = scales;
        this.first = first;
        this.task = context(table).broadcast(new Task(table.columns(), scales, steps));
    }

    private static JavaSparkContext context(SparkTable table) {
        return JavaSparkContext.fromSparkContext(table.pieces().context());
    }

    /**
     * Makes the release. The pieces of the result are kept by Spark until it is closed.
     *
     * @throws AnonymisationException as {@link Anonymisation#of}
     * @throws IOException if Spark cannot do it, a row is of no stratum, or its identifiers are those of a row above
     * @throws IllegalArgumentException for persons, pseudonyms, guarantees beyond k, suppression, weights and two
     *     phases
     */
    public static SparkRelease release(SparkTable table, Anonymisation choices)
            throws AnonymisationException, IOException {
        if (!choices.guarantees().equals(Guarantees.NONE)
                || choices.persons().isPresent()
                || choices.collectors().isPresent()
                || !choices.suppression().equals(Anonymisation.Suppression.NONE)
                || table.columns().indices(role -> role == Role.WEIGHT || role == Role.PSEUDONYM).length > 0) {
            throw new IllegalArgumentException(
                    "persons, pseudonyms, guarantees beyond k, suppression, weights and two phases are for one machine");
        }
        if (!choices.areRowsPersons()) {
            RepeatedRows.require(table);
        }
        SparkTable complete = complete(table, choices);
        List<JavaRDD<?>> kept = new ArrayList<>();
        if (choices.within().columns().isEmpty()) {
            SparkMicroaggregation method = new SparkMicroaggregation(
                    complete,
                    TableScales.of(complete, TableScales.facts(complete)),
                    choices.grouping().whole(choices.k()),
                    0);
            return method.released(method.groups(choices, kept), kept, table.rowCount() - complete.rowCount(), 0);
        }
        TableStrata strata =
                TableStrata.of(complete, choices, row -> complete == table ? table.place(row) : "the table");
        List<String> large = large(strata, choices);
        SparkTable left =
                large.size() == strata.counts().size() ? complete : coded(select(complete, strata.rowsOf(large), 0));
        TableScales scales = TableScales.of(left, TableScales.facts(left));
        SparkMicroaggregation method =
                new SparkMicroaggregation(left, scales, choices.grouping().whole(choices.k()), 0);
        return method.released(
                method.groupsOfStrata(strata, large, choices, kept),
                kept,
                table.rowCount() - complete.rowCount(),
                complete.rowCount() - left.rowCount());
    }

    /** The strata that are large enough. */
    private static List<String> large(TableStrata strata, Anonymisation choices)
            throws AnonymisationException.SmallStrata {
        List<String> large = strata.counts().entrySet().stream()
                .filter(stratum -> stratum.getValue() >= choices.k())
                .map(Map.Entry::getKey)
                .toList();
        int small = strata.counts().size() - large.size();
        if (small > 0 && (!choices.within().dropsSmall() || large.isEmpty())) {
            throw new AnonymisationException.SmallStrata(small, strata.counts().size(), choices.k());
        }
        return large;
    }

    /**
     * The groups of each stratum: of those that have blocks one after the other, of all others at once, each by one task. The
     * rows of one that has blocks are numbered from 0, as those of a table, and then on, so that all numbers differ.
     */
    private JavaRDD<GroupedPiece> groupsOfStrata(
            TableStrata strata, List<String> large, Anonymisation choices, List<JavaRDD<?>> kept) {
        List<String> inBlocks = large.stream()
                .filter(stratum -> choices.grouping()
                        .steps(strata.rowCount(stratum), choices.k())
                        .isPresent())
                .toList();
        List<String> others =
                large.stream().filter(stratum -> !inBlocks.contains(stratum)).toList();
        long next = table.rowCount();
        Broadcast<Task> sent = task;
        JavaRDD<GroupedPiece> groups = strata.whole(table, others)
                .map(rows -> GroupedPiece.of(
                        rows, sent.value().steps().group(sent.value().points(rows), Progress.UNSEEN)));
        for (String stratum : inBlocks) {
            SparkTable rows = select(table, strata.rowsOf(List.of(stratum)), next);
            SparkMicroaggregation method =
                    new SparkMicroaggregation(rows, scales, task.value().steps(), next);
            groups = groups.union(method.groups(choices, kept));
            next += rows.rowCount();
        }
        return groups;
    }

    /** The groups of all rows, in blocks if there are several. */
    private JavaRDD<GroupedPiece> groups(Anonymisation choices, List<JavaRDD<?>> kept) {
        Optional<BlockGrouping> steps = choices.grouping().steps(table.rowCount(), choices.k());
        if (steps.isPresent()) {
            SparkMicroaggregation method = new SparkMicroaggregation(table, scales, steps.get(), first);
            BlockTree tree = method.treeOfRows();
            if (tree.blockCount() > 1) {
                return method.groups(tree, kept);
            }
        }
        return groups(BlockTree.single(), kept);
    }

    /** The rows that go on, numbered anew where some do not. */
    private static SparkTable complete(SparkTable table, Anonymisation choices)
            throws AnonymisationException, IOException {
        TableColumns columns = table.columns();
        int[] quasi = columns.indices(role -> role == Role.QUASI);
        Map<String, Long> missing = new LinkedHashMap<>();
        if (table.rowCount() > 0) {
            List<ColumnFacts> facts = TableScales.facts(table);
            for (int i = 0; i < quasi.length; i++) {
                long count = table.rowCount() - facts.get(i).present();
                if (count > 0) {
                    missing.put(columns.specs().get(quasi[i]).name(), count);
                }
            }
        }
        choices.requireComplete(table.rowCount(), missing);
        boolean isDropping = choices.incomplete() == Anonymisation.Incomplete.DROP && !missing.isEmpty();
        SparkTable complete = isDropping
                ? coded(select(
                        table,
                        piece -> IntStream.range(0, piece.rowCount())
                                .filter(row -> Arrays.stream(quasi)
                                        .noneMatch(column -> piece.cells(column).isMissing(row)))
                                .toArray(),
                        0))
                : table;
        choices.requireRows(complete.rowCount(), isDropping);
        return complete;
    }

    /** The same with the codes of levels in the order in which they first appear, without those that do not. */
    private static SparkTable coded(SparkTable table) throws IOException {
        TableColumns before = table.columns();
        int[] quasi = before.indices(role -> role == Role.QUASI);
        Map<Integer, Map<Integer, Long>> firstRows = Problem.thrown(() -> table.pieces()
                .map(piece -> firstRows(piece, quasi, before))
                .fold(new TreeMap<>(), SparkMicroaggregation::least));
        TableColumns after =
                before.withLevels((column, levels) -> firstRows.getOrDefault(column, Map.of()).entrySet().stream()
                        .sorted(Map.Entry.comparingByValue())
                        .map(first -> levels.get(first.getKey()))
                        .toList());
        return SparkTable.of(table.pieces().map(piece -> piece.coded(before, after)), after, table.rowCount());
    }

    /** By column of categories, by code, the first row that has it. */
    private static Map<Integer, Map<Integer, Long>> firstRows(Piece piece, int[] quasi, TableColumns columns) {
        Map<Integer, Map<Integer, Long>> firstRows = new TreeMap<>();
        for (int column : quasi) {
            if (columns.specs().get(column).kind() == Kind.CATEGORY) {
                Map<Integer, Long> ofColumn = new TreeMap<>();
                for (int row = 0; row < piece.rowCount(); row++) {
                    if (!piece.cells(column).isMissing(row)) {
                        ofColumn.putIfAbsent(piece.cells(column).code(row), piece.rowNumber(row));
                    }
                }
                firstRows.put(column, ofColumn);
            }
        }
        return firstRows;
    }

    private static Map<Integer, Map<Integer, Long>> least(
            Map<Integer, Map<Integer, Long>> one, Map<Integer, Map<Integer, Long>> other) {
        Map<Integer, Map<Integer, Long>> both = new TreeMap<>(one);
        other.forEach((column, rows) -> both.merge(column, rows, (these, those) -> {
            Map<Integer, Long> least = new TreeMap<>(these);
            those.forEach((code, row) -> least.merge(code, row, Math::min));
            return least;
        }));
        return both;
    }

    /** Which rows of a piece are wanted. */
    interface Rows extends Serializable {
        int[] of(Piece piece);
    }

    /** Some rows of a table, numbered anew from a number on. */
    private static SparkTable select(SparkTable table, Rows rows, long first) {
        JavaRDD<Piece> kept =
                table.pieces().map(piece -> piece.select(rows.of(piece))).filter(piece -> piece.rowCount() > 0);
        Map<Long, Integer> counts =
                new TreeMap<>(kept.mapToPair(piece -> new Tuple2<>(piece.rowNumber(0), piece.rowCount()))
                        .collectAsMap());
        Map<Long, Long> numbers = new TreeMap<>();
        long rowCount = 0;
        for (Map.Entry<Long, Integer> piece : counts.entrySet()) {
            numbers.put(piece.getKey(), first + rowCount);
            rowCount += piece.getValue();
        }
        Broadcast<Map<Long, Long>> sent = context(table).broadcast(numbers);
        return SparkTable.of(
                kept.map(piece ->
                        piece.numbered(Objects.requireNonNull(sent.value().get(piece.rowNumber(0))))),
                table.columns(),
                rowCount);
    }

    /** The cuts of rows, each of whose blocks can be grouped by itself. */
    private BlockTree treeOfRows() {
        long bound = BlockTree.sampleBound(table.rowCount());
        boolean isAll = table.rowCount() <= BlockTree.SAMPLE;
        long before = first;
        List<Piece> sample = table.pieces()
                .map(piece -> piece.select(IntStream.range(0, piece.rowCount())
                        .filter(row -> isAll || BlockTree.hash(piece.rowNumber(row) - before) < bound)
                        .toArray()))
                .collect();
        BlockGrouping steps = task.value().steps();
        BlockTree tree = steps.treeOfRows(task.value().points(Piece.join(sample)), table.rowCount());
        while (tree.blockCount() > 1) {
            long[] sizes = sizes(tree);
            int[] small = IntStream.range(0, sizes.length)
                    .filter(block -> !steps.isLarge(sizes[block], 1))
                    .toArray();
            if (small.length == 0) {
                break;
            }
            tree = tree.without(block -> Arrays.stream(small).anyMatch(each -> each == block));
        }
        return tree;
    }

    private long[] sizes(BlockTree tree) {
        Broadcast<Task> sent = task;
        return table.pieces()
                .map(piece -> {
                    long[] sizes = new long[tree.blockCount()];
                    for (int block : tree.blocksOf(sent.value().points(piece).points())) {
                        sizes[block]++;
                    }
                    return sizes;
                })
                .reduce((one, other) -> {
                    long[] both = one.clone();
                    Arrays.setAll(both, block -> one[block] + other[block]);
                    return both;
                });
    }

    /** @param kept what Spark keeps until the groups are made */
    private JavaRDD<GroupedPiece> groups(BlockTree tree, List<JavaRDD<?>> kept) {
        Broadcast<Task> sent = task;
        JavaRDD<GroupedPiece> first = blocks(tree)
                .map(rows -> GroupedPiece.of(
                        rows, sent.value().steps().group(sent.value().points(rows), Progress.UNSEEN)));
        if (!sent.value().steps().isRefined()) {
            return first;
        }
        first.persist(StorageLevel.MEMORY_AND_DISK());
        BlockTree shifted = treeOfGroups(first, true);
        JavaRDD<GroupedPiece> second = blocksOfGroups(first, shifted).map(groups -> {
            DataMatrix points = sent.value().points(groups.rows());
            Partition refined = sent.value().steps().refine(points, groups.groups());
            GroupedPiece moved = GroupedPiece.of(groups.rows(), refined);
            return moved.with(shifted.margins(BlockGrouping.centres(points, moved.groups())));
        });
        second.persist(StorageLevel.MEMORY_AND_DISK());
        kept.add(second);
        BlockTree last = treeOfGroups(second, false);
        first.unpersist();
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

    /** The rows of each block, by one task. */
    private JavaRDD<Piece> blocks(BlockTree tree) {
        Broadcast<Task> sent = task;
        JavaPairRDD<Integer, Piece> cut = table.pieces().flatMapToPair(piece -> {
            int[] blockOf = tree.blocksOf(sent.value().points(piece).points());
            List<Tuple2<Integer, Piece>> parts = new ArrayList<>();
            members(blockOf).forEach((block, rows) -> parts.add(new Tuple2<>(block, piece.select(rows))));
            return parts.iterator();
        });
        return cut.groupByKey(partitioner(tree)).values().map(parts -> Piece.join(list(parts)));
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
            members(blockOfRow).forEach((block, rows) -> parts.add(new Tuple2<>(block, piece.select(rows))));
            return parts.iterator();
        });
        return cut.groupByKey(partitioner(tree)).values().map(parts -> GroupedPiece.join(list(parts)));
    }

    private static HashPartitioner partitioner(BlockTree tree) {
        return new HashPartitioner(tree.blockCount());
    }

    /** By block the places of what is in it. */
    private static Map<Integer, int[]> members(int[] blockOf) {
        Map<Integer, IntStream.Builder> building = new TreeMap<>();
        for (int place = 0; place < blockOf.length; place++) {
            building.computeIfAbsent(blockOf[place], block -> IntStream.builder())
                    .add(place);
        }
        Map<Integer, int[]> members = new TreeMap<>();
        building.forEach((block, places) -> members.put(block, places.build().toArray()));
        return members;
    }

    private static <T> List<T> list(Iterable<T> parts) {
        List<T> list = new ArrayList<>();
        parts.forEach(list::add);
        return list;
    }

    private BlockTree treeOfGroups(JavaRDD<GroupedPiece> groups, boolean isShifted) {
        Broadcast<Task> sent = task;
        long before = first;
        long count = groups.map(piece -> (long) piece.numbers().length).reduce(Long::sum);
        // About twice as many as are looked at, which are the least of them.
        double share = 2.0 * BlockTree.SAMPLE / count;
        long bound = share >= 1 ? Long.MAX_VALUE : (long) (Long.MIN_VALUE + share * 0x1p64);
        GroupedPiece.Centres sample = GroupedPiece.Centres.join(groups.map(piece -> {
                    GroupedPiece.Centres centres = piece.centres(sent.value().points(piece.rows()));
                    return centres.select(IntStream.range(0, centres.groups().length)
                            .filter(group -> BlockTree.hash(centres.groups()[group] - before) <= bound)
                            .toArray());
                })
                .collect());
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

    /** The released rows of a block, and what is known of them. */
    private record Released(Piece rows, Facts facts) implements Serializable {
        private static final long serialVersionUID = 1L;
    }

    /** @param lost the sum of squared errors */
    private record Facts(long firstRow, long groups, long smallest, long largest, double lost) implements Serializable {
        private static final long serialVersionUID = 1L;
    }

    private SparkRelease released(
            JavaRDD<GroupedPiece> groups, List<JavaRDD<?>> kept, long dropped, long ofSmallStrata) {
        Broadcast<Task> sent = task;
        TableColumns columns = table.columns().select(table.columns().indices(Role::isReleased));
        JavaRDD<Released> released = groups.map(piece -> {
            Task known = sent.value();
            Partition partition = piece.groups();
            Table original = piece.rows().table(known.columns());
            Table made =
                    known.steps().released(original, partition, known.scales().centre());
            long[] numbers = IntStream.range(0, made.rowCount())
                    .mapToLong(piece.rows()::rowNumber)
                    .toArray();
            int[] sizes = new int[partition.groupCount()];
            Arrays.stream(partition.groups()).forEach(group -> sizes[group]++);
            return new Released(
                    Piece.of(made, columns, numbers),
                    new Facts(
                            numbers[0],
                            sizes.length,
                            Arrays.stream(sizes).min().orElseThrow(),
                            Arrays.stream(sizes).max().orElseThrow(),
                            loss(original, made, known.scales().scales())));
        });
        released.persist(StorageLevel.MEMORY_AND_DISK());
        List<Facts> facts = new ArrayList<>(released.map(Released::facts).collect());
        kept.forEach(JavaRDD::unpersist);
        facts.sort(Comparator.comparingLong(Facts::firstRow));
        double lost = 0;
        for (Facts block : facts) {
            lost += block.lost();
        }
        ReleaseManifest.Counts counts = new ReleaseManifest.Counts(
                table.rowCount(),
                facts.stream().mapToLong(Facts::groups).sum(),
                facts.stream().mapToLong(Facts::smallest).min().orElseThrow(),
                facts.stream().mapToLong(Facts::largest).max().orElseThrow(),
                Standardisation.percent(lost, total()));
        return new SparkRelease(
                SparkTable.of(released.map(Released::rows), columns, table.rowCount()),
                counts,
                new Release.Steps(
                        Math.toIntExact(dropped),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Math.toIntExact(ofSmallStrata),
                        Optional.empty()));
    }

    /** The sum of squared differences from the centre of all. */
    private double total() {
        Broadcast<Task> sent = task;
        Map<Long, Double> parts = new TreeMap<>(table.pieces()
                .mapToPair(piece -> {
                    Task known = sent.value();
                    Table original = piece.table(known.columns());
                    Table centres = known.scales().centre().select(new int[piece.rowCount()]);
                    return new Tuple2<>(
                            piece.rowNumber(0),
                            loss(original, centres, known.scales().scales()));
                })
                .collectAsMap());
        double total = 0;
        for (double part : parts.values()) {
            total += part;
        }
        return total;
    }

    private static double loss(Table original, Table others, QuasiScales scales) {
        List<Column> quasi = QuasiScales.inOrder(original.columns(Role.QUASI));
        double sum = 0;
        for (int i = 0; i < quasi.size(); i++) {
            Column column = quasi.get(i);
            sum += scales.columns()
                    .get(i)
                    .loss(
                            column,
                            others.column(column.spec().name()).orElseThrow(),
                            RecordCounts.ones(original.rowCount()));
        }
        return sum;
    }
}
