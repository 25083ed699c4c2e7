package org.phrkit.spark;

import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.storage.StorageLevel;
import org.jspecify.annotations.Nullable;
import org.phrkit.cli.shell.Failure;
import org.phrkit.microaggregation.Anonymisation;
import org.phrkit.microaggregation.AnonymisationException;
import org.phrkit.microaggregation.CollectorException;
import org.phrkit.microaggregation.Partition;
import org.phrkit.microaggregation.PersonProtection;
import org.phrkit.microaggregation.QuasiScales;
import org.phrkit.microaggregation.Release;
import org.phrkit.neighbours.Standardisation;
import org.phrkit.table.Column;
import org.phrkit.table.Dialect;
import org.phrkit.table.Persons;
import org.phrkit.table.RecordCounts;
import org.phrkit.table.Role;
import org.phrkit.table.SurveyWeights;
import org.phrkit.table.Table;
import org.phrkit.table.TableException;
import org.phrkit.verify.ReleaseManifest;
import scala.Tuple2;

/**
 * Makes the release of a table that is in pieces on a cluster: the very rows that {@link Anonymisation#of} makes of the whole
 * with the same choices, by the steps of {@link org.phrkit.microaggregation.BlockGrouping}, for any number of partitions and
 * executors. Each block is grouped by one task, in the memory of its executor; no more than the driver ever has are 65,536
 * rows and twice as many centres of groups, and the distinct values of sensitive columns where -l or -t asks for them.
 *
 * <p>What blocks of near rows cannot decide is made by one task, from the quasi-identifiers of the whole table: groups of persons
 * whose rows can be joined, suppression, guarantees with two phases, and weighted centres of imputed cells.
 */
public final class SparkMicroaggregation {
    private final Anonymisation choices;
    private final @Nullable String person;

    /** The rows of the release, and their scales. */
    private final SparkTable left;

    private final TableScales scales;

    /** The same rows with the codes that they have among all, and the scales of all. */
    private final SparkTable grouped;

    private final TableScales scalesOfAll;

    /** What Spark keeps until the release is made. */
    private final List<JavaRDD<?>> kept;

    /** Null where nothing beyond k is asked for. */
    private final @Nullable TableSensitive sensitive;

    /** The groups before they were merged. */
    private @Nullable JavaRDD<GroupedPiece> unmerged;

    private SparkMicroaggregation(
            Anonymisation choices,
            SparkTable left,
            TableScales scales,
            SparkTable grouped,
            TableScales scalesOfAll,
            List<JavaRDD<?>> kept)
            throws IOException, AnonymisationException {
        this.choices = choices;
        this.person = choices.persons().map(PersonProtection::column).orElse(null);
        this.left = left;
        this.scales = scales;
        this.grouped = grouped;
        this.scalesOfAll = scalesOfAll;
        this.kept = kept;
        this.sensitive = choices.guarantees().areNone()
                ? null
                : TableSensitive.of(left, choices.guarantees(), List.copyOf(choices.missingValues()), person);
    }

    /**
     * Makes the release. The pieces of the result are kept by Spark until it is closed.
     *
     * @param table the table
     * @param choices how the release is made
     * @return the release, to be closed
     * @throws AnonymisationException as {@link Anonymisation#of}
     * @throws CollectorException if a collector has fewer than k1 rows
     * @throws IOException if Spark cannot do it, or a row is of no stratum, about nobody, or its identifiers are those of a row
     *     above
     * @throws IllegalArgumentException for weights with two phases
     */
    public static SparkRelease release(SparkTable table, Anonymisation choices)
            throws AnonymisationException, CollectorException, IOException {
        boolean isWeighted = table.columns().indices(role -> role == Role.WEIGHT).length > 0;
        if (isWeighted && choices.collectors().isPresent()) {
            throw new IllegalArgumentException("weights do not go with two phases");
        }
        if (choices.persons().isEmpty() && !choices.areRowsPersons()) {
            RepeatedRows.require(table);
        }
        requireWeights(table);
        Map<String, Long> missing = missing(table);
        if (isWhole(choices) || (isWeighted && isImputing(choices, missing))) {
            return WholeTable.release(table, choices);
        }
        SparkTable complete = complete(table, choices, missing);
        TableStrata.Places places = row -> complete == table ? table.place(row) : "the table";
        List<JavaRDD<?>> kept = new ArrayList<>();
        SparkRelease release = choices.collectors().isPresent()
                ? TablePhases.release(complete, choices, choices.collectors().get(), kept)
                : inOnePhase(complete, choices, places, kept);
        kept.forEach(JavaRDD::unpersist);
        Release.Steps steps = release.steps();
        return new SparkRelease(
                release.table(),
                release.counts(),
                new Release.Steps(
                        Math.toIntExact(table.rowCount() - complete.rowCount()),
                        steps.merging(),
                        steps.phases(),
                        steps.persons(),
                        steps.rowsOfSmallStrata(),
                        steps.suppressed()),
                release.persons(),
                release.dominatedGroups());
    }

    /** Whether rows are not grouped by their own quasi-identifiers alone, so that blocks of near ones do not do. */
    private static boolean isWhole(Anonymisation choices) {
        return choices.persons().stream().anyMatch(persons -> persons.against() == PersonProtection.Knowledge.ALL_ROWS)
                || !choices.suppression().equals(Anonymisation.Suppression.NONE)
                || (choices.collectors().isPresent() && !choices.guarantees().areNone());
    }

    private static boolean isImputing(Anonymisation choices, Map<String, Long> missing) {
        return choices.incomplete() == Anonymisation.Incomplete.IMPUTE && !missing.isEmpty();
    }

    private static void requireWeights(SparkTable table) throws IOException, AnonymisationException.NoWeight {
        if (table.columns().indices(role -> role == Role.WEIGHT).length == 0) {
            return;
        }
        TableColumns columns = table.columns();
        long first = Problem.thrown(() -> table.pieces()
                .map(piece -> isWeighted(piece, columns)
                        ? Long.MAX_VALUE
                        : IntStream.range(0, piece.rowCount())
                                .filter(row -> !isWeighted(piece.select(new int[] {row}), columns))
                                .mapToObj(piece::rowNumber)
                                .findFirst()
                                .orElseThrow())
                .fold(Long.MAX_VALUE, Math::min));
        if (first != Long.MAX_VALUE) {
            String name = columns.specs()
                    .get(columns.indices(role -> role == Role.WEIGHT)[0])
                    .name();
            throw Failure.of(
                    new AnonymisationException.NoWeight(new TableException.Cell(
                            0, name, "the cell is not a weight, which must be a number above 0", Optional.empty())),
                    table.place(first));
        }
    }

    private static boolean isWeighted(Piece piece, TableColumns columns) {
        try {
            return SurveyWeights.of(piece.table(columns), Dialect.STANDARD).isPresent();
        } catch (TableException e) {
            return false;
        }
    }

    private static SparkRelease inOnePhase(
            SparkTable complete, Anonymisation choices, TableStrata.Places places, List<JavaRDD<?>> kept)
            throws IOException, AnonymisationException {
        TablePersons whose = choices.persons().isPresent()
                ? TablePersons.of(complete, choices.persons().get(), choices.k(), places)
                : new TablePersons(complete, 0);
        SparkTable all = whose.rows();
        Optional<TableStrata> strata = choices.within().columns().isEmpty()
                ? Optional.empty()
                : Optional.of(TableStrata.of(all, choices, places));
        List<String> large = strata.isPresent() ? large(all, strata.get(), choices) : List.of();
        boolean areAll =
                strata.isEmpty() || large.size() == strata.get().counts().size();
        SparkTable selected = areAll ? all : TableRows.select(all, strata.get().rowsOf(large), 0);
        SparkTable left = areAll ? all : TableRows.coded(selected);
        TableScales scales = TableScales.of(left, TableScales.facts(left));
        // Persons' rows are grouped on the scales of all; others on those of the rows that are left.
        boolean isOnScalesOfAll = choices.persons().isPresent() && !areAll;
        SparkMicroaggregation method = new SparkMicroaggregation(
                choices,
                left,
                scales,
                isOnScalesOfAll ? selected : left,
                isOnScalesOfAll ? TableScales.of(all, TableScales.facts(all)) : scales,
                kept);
        JavaRDD<GroupedPiece> groups =
                strata.isPresent() ? method.groupsOfStrata(strata.get(), large) : method.groups();
        return method.released(groups, whose, all.rowCount() - left.rowCount());
    }

    /** The strata that are large enough. */
    private static List<String> large(SparkTable table, TableStrata strata, Anonymisation choices)
            throws IOException, AnonymisationException.SmallStrata {
        Map<String, Long> persons = choices.persons().isPresent()
                ? strata.persons(table, choices.persons().get().column())
                : strata.counts();
        List<String> large = persons.entrySet().stream()
                .filter(stratum -> stratum.getValue() >= choices.k())
                .map(Map.Entry::getKey)
                .toList();
        int small = persons.size() - large.size();
        if (small > 0 && (!choices.within().dropsSmall() || large.isEmpty())) {
            throw new AnonymisationException.SmallStrata(small, persons.size(), choices.k());
        }
        return large;
    }

    private JavaRDD<GroupedPiece> groups() throws IOException, AnonymisationException {
        return groups(grouped, 0);
    }

    /** The groups of some rows, as they are in the release. */
    private JavaRDD<GroupedPiece> groups(SparkTable rows, long first) throws IOException, AnonymisationException {
        if (person != null) {
            TablePersons.requireFewRows(rows, person, choices.k());
        }
        JavaRDD<GroupedPiece> groups =
                coded(new TableBlocks(rows, scalesOfAll, choices.grouping(), choices.k(), person, first, kept)
                        .groups(choices.grouping(), choices.k()));
        if (sensitive == null) {
            return groups;
        }
        keepUnmerged(groups);
        TableColumns before = grouped.columns();
        TableColumns after = left.columns();
        SparkTable coded = before == after
                ? rows
                : SparkTable.of(rows.pieces().map(piece -> piece.coded(before, after)), after, rows.rowCount());
        return new TableBlocks(coded, scales, choices.grouping(), choices.k(), person, first, kept)
                .keeping(groups, sensitive)
                .orElseThrow(() -> new AnonymisationException.StratumNotDiverse(rows.rowCount()));
    }

    /** With the codes of the release. */
    private JavaRDD<GroupedPiece> coded(JavaRDD<GroupedPiece> groups) {
        TableColumns before = grouped.columns();
        TableColumns after = left.columns();
        return before == after ? groups : groups.map(piece -> piece.coded(before, after));
    }

    private void keepUnmerged(JavaRDD<GroupedPiece> groups) {
        groups.persist(StorageLevel.MEMORY_AND_DISK());
        kept.add(groups);
        unmerged = unmerged == null ? groups : unmerged.union(groups);
    }

    /**
     * The groups of each stratum: of those that have blocks one after the other, of all others at once, each by one task. The
     * rows of one that has blocks are numbered from 0, as those of a table, and then on, so that all numbers differ.
     */
    private JavaRDD<GroupedPiece> groupsOfStrata(TableStrata all, List<String> large)
            throws IOException, AnonymisationException {
        TableStrata strata = all.of(grouped.columns());
        List<String> inBlocks = large.stream()
                .filter(stratum -> choices.grouping()
                        .steps(strata.rowCount(stratum), choices.k())
                        .isPresent())
                .toList();
        List<String> others =
                large.stream().filter(stratum -> !inBlocks.contains(stratum)).toList();
        JavaRDD<GroupedPiece> groups = groupsOfOthers(strata.whole(grouped, others));
        long next = grouped.rowCount();
        for (String stratum : inBlocks) {
            SparkTable rows = TableRows.select(grouped, strata.rowsOf(List.of(stratum)), next);
            groups = groups.union(groups(rows, next));
            next += rows.rowCount();
        }
        return groups;
    }

    /** The groups of strata that are one piece each. */
    private JavaRDD<GroupedPiece> groupsOfOthers(JavaRDD<Piece> strata) throws IOException, AnonymisationException {
        int k = choices.k();
        String whose = person;
        if (whose != null) {
            TableColumns columns = grouped.columns();
            List<int[]> tooMany =
                    Problem.thrown(() -> strata.map(piece -> TablePersons.rowCounts(piece, columns, whose))
                            .filter(counts -> Arrays.stream(counts).max().orElse(0)
                                    > Arrays.stream(counts).sum() / k)
                            .take(1));
            if (!tooMany.isEmpty()) {
                throw new AnonymisationException.TooManyRows(tooMany.get(0), k);
            }
        }
        Broadcast<TableBlocks.Task> task = TableBlocks.context(grouped)
                .broadcast(new TableBlocks.Task(
                        grouped.columns(), scalesOfAll, choices.grouping().whole(k), whose));
        JavaRDD<GroupedPiece> groups = coded(strata.map(rows -> task.value().group(rows)));
        TableSensitive wanted = sensitive;
        if (wanted == null) {
            return groups;
        }
        keepUnmerged(groups);
        Broadcast<TableSensitive> sent = TableBlocks.context(grouped).broadcast(wanted);
        Broadcast<TableBlocks.Task> merging = TableBlocks.context(grouped)
                .broadcast(new TableBlocks.Task(
                        left.columns(), scales, choices.grouping().whole(k), whose));
        JavaRDD<TableBlocks.Kept> merged = groups.map(piece -> new TableBlocks.Kept(
                0,
                piece.rows().rowCount(),
                sent.value()
                        .keeping(piece, merging.value(), merging.value().points(piece.rows()))
                        .orElse(null)));
        merged.persist(StorageLevel.MEMORY_AND_DISK());
        kept.add(merged);
        List<Long> failed = Problem.thrown(() -> merged.filter(stratum -> stratum.groups() == null)
                .map(TableBlocks.Kept::rowCount)
                .take(1));
        if (!failed.isEmpty()) {
            throw new AnonymisationException.StratumNotDiverse(failed.get(0));
        }
        return merged.map(TableBlocks.Kept::groups);
    }

    /** By quasi-identifier how many cells are missing, if any are. */
    private static Map<String, Long> missing(SparkTable table) {
        int[] quasi = table.columns().indices(role -> role == Role.QUASI);
        Map<String, Long> missing = new LinkedHashMap<>();
        if (table.rowCount() > 0) {
            List<ColumnFacts> facts = TableScales.facts(table);
            for (int i = 0; i < quasi.length; i++) {
                long count = table.rowCount() - facts.get(i).present();
                if (count > 0) {
                    missing.put(table.columns().specs().get(quasi[i]).name(), count);
                }
            }
        }
        return missing;
    }

    /** The rows that go on, numbered anew where some do not. */
    private static SparkTable complete(SparkTable table, Anonymisation choices, Map<String, Long> missing)
            throws AnonymisationException, IOException {
        int[] quasi = table.columns().indices(role -> role == Role.QUASI);
        choices.requireComplete(table.rowCount(), missing);
        boolean isDropping = choices.incomplete() == Anonymisation.Incomplete.DROP && !missing.isEmpty();
        SparkTable complete =
                isDropping ? TableRows.coded(TableRows.select(table, piece -> piece.completeRows(quasi), 0)) : table;
        choices.requireRows(complete.rowCount(), isDropping);
        return complete;
    }

    /** The released rows of a block, and what is known of them. */
    private record Released(Piece rows, Facts facts) implements Serializable {
        private static final long serialVersionUID = 1L;
    }

    /**
     * What is known of groups.
     *
     * @param lost the sum of squared errors
     */
    record Facts(long firstRow, long groups, long smallest, long largest, long dominated, double lost)
            implements Serializable {
        private static final long serialVersionUID = 1L;

        /** Of all, in the order of their first rows, so that sums are the same each time. */
        static Facts of(List<Facts> parts) {
            List<Facts> inOrder = new ArrayList<>(parts);
            inOrder.sort((one, other) -> Long.compare(one.firstRow, other.firstRow));
            return inOrder.stream()
                    .reduce((one, other) -> new Facts(
                            one.firstRow,
                            one.groups + other.groups,
                            Math.min(one.smallest, other.smallest),
                            Math.max(one.largest, other.largest),
                            one.dominated + other.dominated,
                            one.lost + other.lost))
                    .orElseThrow();
        }
    }

    private SparkRelease released(JavaRDD<GroupedPiece> groups, TablePersons whose, long ofSmallStrata)
            throws IOException {
        Broadcast<TableBlocks.Task> sent = task();
        TableColumns columns = left.columns();
        TableColumns made = columns.select(columns.indices(role -> role.isReleased() || role == Role.PERSON));
        JavaRDD<Released> released = groups.map(piece -> released(piece, sent.value(), made));
        released.persist(StorageLevel.MEMORY_AND_DISK());
        Facts facts =
                Facts.of(Problem.thrown(() -> released.map(Released::facts).collect()));
        double total = total();
        double loss = Standardisation.percent(facts.lost, total);
        Optional<Release.MergedGroups> merging = Optional.empty();
        JavaRDD<GroupedPiece> before = unmerged;
        if (before != null) {
            Facts unmergedFacts = Facts.of(Problem.thrown(() -> before.map(
                            piece -> released(piece, sent.value(), made).facts())
                    .collect()));
            merging = Optional.of(new Release.MergedGroups(
                    Math.toIntExact(unmergedFacts.groups - facts.groups),
                    loss - Standardisation.percent(unmergedFacts.lost, total)));
        }
        SparkTable rows = SparkTable.of(released.map(Released::rows), made, left.rowCount());
        Optional<Release.PersonSteps> steps = Optional.empty();
        if (person != null) {
            int count = Math.toIntExact(TablePersons.count(left, person));
            steps = Optional.of(new Release.PersonSteps(count, Math.toIntExact(whose.rowsCut()), count));
        }
        return new SparkRelease(
                rows.select(made.indices(Role::isReleased)),
                new ReleaseManifest.Counts(left.rowCount(), facts.groups, facts.smallest, facts.largest, loss),
                new Release.Steps(
                        0, merging, Optional.empty(), steps, Math.toIntExact(ofSmallStrata), Optional.empty()),
                person == null ? Optional.empty() : Optional.of(new SparkRelease.OfPersons(rows, person)),
                facts.dominated);
    }

    private Broadcast<TableBlocks.Task> task() {
        return TableBlocks.context(left)
                .broadcast(new TableBlocks.Task(
                        left.columns(), scales, choices.grouping().whole(choices.k()), person));
    }

    /** @param columns with that of persons */
    private static Released released(GroupedPiece piece, TableBlocks.Task known, TableColumns columns) {
        Partition partition = piece.groups();
        Table original = piece.rows().table(known.columns());
        String person = known.person();
        Persons persons = person == null ? Persons.ofRows(original.rowCount()) : TablePersons.of(original, person);
        Table made = known.steps()
                .released(original, partition, persons, known.scales().centre());
        Table whose = person == null
                ? made
                : original.withColumns(original.columns().stream()
                        .filter(column -> column.spec().role() == Role.PERSON
                                || made.column(column.spec().name()).isPresent())
                        .map(column -> made.column(column.spec().name()).orElse(column))
                        .toList());
        int[] sizes = new int[partition.groupCount()];
        Arrays.stream(partition.groups()).forEach(group -> sizes[group]++);
        long[] numbers = IntStream.range(0, made.rowCount())
                .mapToLong(piece.rows()::rowNumber)
                .toArray();
        return new Released(
                Piece.of(whose, columns, numbers),
                new Facts(
                        numbers[0],
                        sizes.length,
                        Arrays.stream(sizes).min().orElseThrow(),
                        Arrays.stream(sizes).max().orElseThrow(),
                        dominated(original, partition, persons),
                        loss(original, made, known.scales().scales())));
    }

    private static long dominated(Table original, Partition groups, Persons persons) {
        try {
            Optional<SurveyWeights> weights = SurveyWeights.of(original, Dialect.STANDARD);
            return weights.isPresent() ? Release.dominatedGroups(groups, persons, weights.get()) : 0;
        } catch (TableException e) {
            throw new IllegalArgumentException("a weight must be a number above 0", e);
        }
    }

    /** What one phase loses, in percent. */
    static double lossOfOnePhase(SparkTable table, TableScales scales, Anonymisation choices, List<JavaRDD<?>> kept)
            throws IOException, AnonymisationException {
        SparkMicroaggregation method = new SparkMicroaggregation(choices, table, scales, table, scales, kept);
        Broadcast<TableBlocks.Task> sent = method.task();
        TableColumns columns = table.columns();
        TableColumns made = columns.select(columns.indices(Role::isReleased));
        JavaRDD<GroupedPiece> groups = method.groups();
        Facts facts = Facts.of(Problem.thrown(() ->
                groups.map(piece -> released(piece, sent.value(), made).facts()).collect()));
        return Standardisation.percent(facts.lost, method.total());
    }

    private double total() throws IOException {
        return total(left, task());
    }

    /** The sum of squared differences from the centre of all. */
    static double total(SparkTable table, Broadcast<TableBlocks.Task> task) throws IOException {
        Map<Long, Double> parts = new TreeMap<>(Problem.thrown(() -> table.pieces()
                .mapToPair(piece -> {
                    TableBlocks.Task known = task.value();
                    Table original = piece.table(known.columns());
                    Table centres = known.scales().centre().select(new int[piece.rowCount()]);
                    return new Tuple2<>(
                            piece.rowNumber(0),
                            loss(original, centres, known.scales().scales()));
                })
                .collectAsMap()));
        double total = 0;
        for (double part : parts.values()) {
            total += part;
        }
        return total;
    }

    /** The sum of squared errors of rows with others in their place. */
    static double loss(Table original, Table others, QuasiScales scales) {
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
