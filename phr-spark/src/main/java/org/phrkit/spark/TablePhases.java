package org.phrkit.spark;

import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.spark.HashPartitioner;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.storage.StorageLevel;
import org.phrkit.input.BadInputException;
import org.phrkit.microaggregation.Anonymisation;
import org.phrkit.microaggregation.AnonymisationException;
import org.phrkit.microaggregation.BlockTree;
import org.phrkit.microaggregation.CollectorException;
import org.phrkit.microaggregation.DoublePhase;
import org.phrkit.microaggregation.Grouping;
import org.phrkit.microaggregation.Partition;
import org.phrkit.microaggregation.Release;
import org.phrkit.neighbours.Standardisation;
import org.phrkit.table.Column;
import org.phrkit.table.ColumnSpec;
import org.phrkit.table.NumberColumn;
import org.phrkit.table.Persons;
import org.phrkit.table.Role;
import org.phrkit.table.Table;
import org.phrkit.verify.ReleaseManifest;
import scala.Tuple2;

/**
 * Both phases of {@link DoublePhase} on a cluster: each collector groups its rows by itself, by one task or in blocks; their
 * centres, and no row, come together in one task, which groups them as the server does.
 */
final class TablePhases {
    private final SparkTable table;
    private final Anonymisation choices;
    private final Anonymisation.Collectors by;
    private final List<JavaRDD<?>> kept;

    /** In the order of their first rows. */
    private final List<String> collectors;

    private final TableStrata strata;

    /** The columns of what is handed over: quasi-identifiers, and counts. */
    private final TableColumns handedOver;

    private TablePhases(SparkTable table, Anonymisation choices, Anonymisation.Collectors by, List<JavaRDD<?>> kept)
            throws IOException {
        this.table = table;
        this.choices = choices;
        this.by = by;
        this.kept = kept;
        TableStrata.Key key = new TableStrata.Key(table.columns(), List.of(by.column()));
        this.strata = new TableStrata(key, TableStrata.counts(table, key));
        this.collectors = TableStrata.inOrder(table, key);
        this.handedOver = handedOver(table.columns());
    }

    private static TableColumns handedOver(TableColumns all) {
        TableColumns quasi = all.select(all.indices(role -> role == Role.QUASI));
        String name = Release.COUNT;
        for (ColumnSpec spec : quasi.specs()) {
            name = spec.name().startsWith(name) ? spec.name() + "_" : name;
        }
        return quasi.with(new ColumnSpec(name, Role.COUNT));
    }

    static SparkRelease release(
            SparkTable table, Anonymisation choices, Anonymisation.Collectors by, List<JavaRDD<?>> kept)
            throws IOException, CollectorException, AnonymisationException {
        if (table.columns().index(by.column()).isEmpty()) {
            throw new IllegalArgumentException("there is no column of the collectors");
        }
        return new TablePhases(table, choices, by, kept).released();
    }

    /**
     * What a collector, or a block of it, hands over.
     *
     * @param rows each with the number of its group
     * @param centres by the numbers of groups
     */
    private record Part(int collector, GroupedPiece rows, Piece centres) implements Serializable {
        private static final long serialVersionUID = 1L;

        /** @param original the rows, with quasi-identifiers as they were */
        Table centresOf(Table original, TableColumns handedOver) {
            return inPlace(original, centres.table(handedOver), rows.groupOf(), numbers(centres));
        }
    }

    private static long[] numbers(Piece piece) {
        return IntStream.range(0, piece.rowCount()).mapToLong(piece::rowNumber).toArray();
    }

    /** Rows with the quasi-identifiers of others, each those of the number that is told of it. */
    private static Table inPlace(Table rows, Table others, long[] wanted, long[] numbers) {
        int[] places = Arrays.stream(wanted)
                .mapToInt(number -> Arrays.binarySearch(numbers, number))
                .toArray();
        return rows.withColumns(rows.columns().stream()
                .filter(column -> column.spec().role().isReleased())
                .map(column -> column.spec().role() == Role.QUASI
                        ? others.column(column.spec().name()).orElseThrow().select(places)
                        : column)
                .toList());
    }

    /** By the number of a group of the first phase the final centre. */
    private record Final(Piece centres, SparkMicroaggregation.Facts facts) implements Serializable {
        private static final long serialVersionUID = 1L;
    }

    private SparkRelease released() throws IOException, CollectorException, AnonymisationException {
        for (int collector = 0; collector < collectors.size(); collector++) {
            long rows = strata.rowCount(collectors.get(collector));
            if (rows < by.k1()) {
                throw new CollectorException.TooFewRecords(collector, rows, "k1 = " + by.k1());
            }
        }
        JavaRDD<Part> first = firstPhase();
        first.persist(StorageLevel.MEMORY_AND_DISK());
        kept.add(first);
        JavaRDD<Final> second = secondPhase(first);
        second.persist(StorageLevel.MEMORY_AND_DISK());
        kept.add(second);
        SparkMicroaggregation.Facts ofGroups =
                Problem.thrown(() -> second.map(Final::facts).first());
        TableScales scales = TableScales.of(table, TableScales.facts(table));
        Broadcast<TableBlocks.Task> task = TableBlocks.context(table)
                .broadcast(new TableBlocks.Task(
                        table.columns(), scales, choices.grouping().whole(choices.k()), null));
        TableColumns columns = table.columns().select(table.columns().indices(Role::isReleased));
        JavaRDD<Tuple2<Piece, double[]>> rows = rows(first, second, task, columns);
        rows.persist(StorageLevel.MEMORY_AND_DISK());
        double total = SparkMicroaggregation.total(table, task);
        double[] lost =
                Problem.thrown(() -> rows.map(part -> new Tuple2<>(part._1().rowNumber(0), part._2()))
                                .collect())
                        .stream()
                        .sorted((one, other) -> Long.compare(one._1(), other._1()))
                        .map(Tuple2::_2)
                        .reduce((one, other) -> new double[] {one[0] + other[0], one[1] + other[1]})
                        .orElseThrow();
        double ofFirst = Standardisation.percent(lost[0], total);
        double ofBoth = Standardisation.percent(lost[1], total);
        return new SparkRelease(
                SparkTable.of(rows.map(Tuple2::_1), columns, table.rowCount()),
                new ReleaseManifest.Counts(
                        table.rowCount(), ofGroups.groups(), ofGroups.smallest(), ofGroups.largest(), ofBoth),
                new Release.Steps(
                        0,
                        Optional.empty(),
                        Optional.of(new Release.Phases(
                                collectors.size(),
                                ofFirst,
                                ofBoth - ofFirst,
                                SparkMicroaggregation.lossOfOnePhase(table, scales, choices, kept))),
                        Optional.empty(),
                        0,
                        Optional.empty()),
                Optional.empty(),
                0);
    }

    private JavaRDD<Part> firstPhase() throws IOException {
        Grouping grouping = choices.grouping();
        int k1 = by.k1();
        List<String> inBlocks = collectors.stream()
                .filter(collector ->
                        grouping.steps(strata.rowCount(collector), k1).isPresent())
                .toList();
        List<String> others = collectors.stream()
                .filter(collector -> !inBlocks.contains(collector))
                .toList();
        Map<String, Integer> places = new HashMap<>();
        collectors.forEach(collector -> places.put(collector, places.size()));
        TableColumns columns = table.columns();
        TableColumns made = handedOver;
        TableStrata.Key key = strata.key();
        Broadcast<Whole> whole = TableBlocks.context(table).broadcast(new Whole(grouping, k1));
        JavaRDD<Part> parts = strata.whole(table, others).map(rows -> {
            Table own = own(rows, columns);
            GroupedPiece grouped =
                    GroupedPiece.of(rows, whole.value().grouping().partition(own, k1));
            Table centres = Release.of(own, grouped.groups()).groups();
            return new Part(
                    places.getOrDefault(key.of(rows.select(new int[1])).get(0), 0),
                    grouped,
                    Piece.of(named(centres, made), made, grouped.numbers()));
        });
        long next = table.rowCount();
        for (String collector : inBlocks) {
            SparkTable rows = TableRows.coded(TableRows.select(table, strata.rowsOf(List.of(collector)), next));
            parts = parts.union(ofBlocks(rows, places.getOrDefault(collector, 0), next));
            next += rows.rowCount();
        }
        return parts;
    }

    /** What a task of phase 1 or 2 does with all of its rows. */
    private record Whole(Grouping grouping, int k) implements Serializable {
        private static final long serialVersionUID = 1L;
    }

    /** The rows as a table, whose levels are those that appear, in the order in which they do. */
    private static Table own(Piece rows, TableColumns columns) {
        return rows.table(columns).select(IntStream.range(0, rows.rowCount()).toArray());
    }

    /** With the names and in the order of what is handed over. */
    private static Table named(Table groups, TableColumns handedOver) {
        List<Column> columns = new ArrayList<>(groups.columns(Role.QUASI));
        columns.add(new NumberColumn(
                handedOver.specs().get(columns.size()),
                groups.columns(Role.COUNT).get(0).numbers()));
        return new Table(columns);
    }

    private JavaRDD<Part> ofBlocks(SparkTable rows, int collector, long first) throws IOException {
        TableScales scales = TableScales.of(rows, TableScales.facts(rows));
        TableColumns own = rows.columns();
        TableColumns all = table.columns();
        TableColumns made = handedOver;
        Broadcast<TableBlocks.Task> task = TableBlocks.context(table)
                .broadcast(new TableBlocks.Task(own, scales, choices.grouping().whole(by.k1()), null));
        return new TableBlocks(rows, scales, choices.grouping(), by.k1(), null, first, kept)
                .groups(choices.grouping(), by.k1())
                .map(piece -> {
                    Partition groups = piece.groups();
                    Table block = piece.rows().table(own);
                    Table released = task.value()
                            .steps()
                            .released(
                                    block,
                                    groups,
                                    Persons.ofRows(block.rowCount()),
                                    task.value().scales().centre());
                    int[][] members = groups.members();
                    List<Column> columns = new ArrayList<>();
                    for (Column column : released.columns(Role.QUASI)) {
                        columns.add(column.select(Arrays.stream(members)
                                .mapToInt(rowsOf -> rowsOf[0])
                                .toArray()));
                    }
                    columns.add(new NumberColumn(
                            made.specs().get(columns.size()),
                            Arrays.stream(members)
                                    .mapToDouble(rowsOf -> rowsOf.length)
                                    .toArray()));
                    return new Part(
                            collector, piece.coded(own, all), Piece.of(new Table(columns), made, piece.numbers()));
                });
    }

    private JavaRDD<Final> secondPhase(JavaRDD<Part> first) {
        TableColumns columns = handedOver;
        Broadcast<Whole> whole = TableBlocks.context(table).broadcast(new Whole(choices.grouping(), choices.k()));
        return first.mapToPair(part -> new Tuple2<>(0, new Tuple2<>(part.collector(), part.centres())))
                .groupByKey(1)
                .values()
                .map(parts -> second(Iterators.list(parts), columns, whole.value()));
    }

    private static Final second(List<Tuple2<Integer, Piece>> parts, TableColumns columns, Whole whole)
            throws BadInputException {
        List<Piece> ofCollectors = new ArrayList<>();
        parts.stream()
                .map(Tuple2::_1)
                .distinct()
                .sorted()
                .forEach(collector -> ofCollectors.add(Piece.join(parts.stream()
                        .filter(part -> part._1().equals(collector))
                        .map(Tuple2::_2)
                        .toList())));
        Release release = DoublePhase.ofGroups(
                ofCollectors.stream().map(piece -> own(piece, columns)).toList(), whole.k(), whole.grouping());
        long[] numbers = ofCollectors.stream()
                .flatMapToLong(piece -> Arrays.stream(numbers(piece)))
                .toArray();
        int[] order = IntStream.range(0, numbers.length)
                .boxed()
                .sorted((one, other) -> Long.compare(numbers[one], numbers[other]))
                .mapToInt(place -> place)
                .toArray();
        Table groups = release.groups();
        double[] counts = release.counts().values();
        Table centres = named(groups, columns)
                .select(Arrays.stream(order).map(release.partition()::groupOf).toArray());
        return new Final(
                Piece.of(
                        centres,
                        columns,
                        Arrays.stream(order).mapToLong(place -> numbers[place]).toArray()),
                new SparkMicroaggregation.Facts(
                        0,
                        counts.length,
                        (long) Arrays.stream(counts).min().orElseThrow(),
                        (long) Arrays.stream(counts).max().orElseThrow(),
                        0,
                        0));
    }

    /** The rows with their final centres, and what the first phase and both lost of them. */
    private JavaRDD<Tuple2<Piece, double[]>> rows(
            JavaRDD<Part> first, JavaRDD<Final> second, Broadcast<TableBlocks.Task> task, TableColumns columns) {
        int parts = Shuffle.partCount(table);
        TableColumns made = handedOver;
        JavaPairRDD<Integer, Piece> centres = second.flatMapToPair(all -> {
            List<Tuple2<Integer, Piece>> dealt = new ArrayList<>();
            Piece found = all.centres();
            Shuffle.members(partsOf(numbers(found), parts))
                    .forEach((part, rows) -> dealt.add(new Tuple2<>(part, found.select(rows))));
            return dealt.iterator();
        });
        JavaPairRDD<Integer, Part> rows = first.flatMapToPair(all -> {
            List<Tuple2<Integer, Part>> dealt = new ArrayList<>();
            GroupedPiece grouped = all.rows();
            Map<Integer, int[]> groups = Shuffle.members(partsOf(numbers(all.centres()), parts));
            Shuffle.members(partsOf(grouped.groupOf(), parts))
                    .forEach((part, of) -> dealt.add(new Tuple2<>(
                            part,
                            new Part(
                                    all.collector(),
                                    grouped.select(of),
                                    all.centres().select(groups.getOrDefault(part, new int[0]))))));
            return dealt.iterator();
        });
        return rows.join(centres, new HashPartitioner(parts)).values().map(found -> {
            Part part = found._1();
            TableBlocks.Task known = task.value();
            Table original = part.rows().rows().table(known.columns());
            Table released =
                    inPlace(original, found._2().table(made), part.rows().groupOf(), numbers(found._2()));
            return new Tuple2<>(Piece.of(released, columns, numbers(part.rows().rows())), new double[] {
                SparkMicroaggregation.loss(
                        original, part.centresOf(original, made), known.scales().scales()),
                SparkMicroaggregation.loss(original, released, known.scales().scales())
            });
        });
    }

    private static int[] partsOf(long[] groups, int parts) {
        return Arrays.stream(groups)
                .mapToInt(group -> (int) Math.floorMod(BlockTree.hash(group), (long) parts))
                .toArray();
    }
}
