package org.phrkit.spark;

import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.spark.HashPartitioner;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.storage.StorageLevel;
import org.jspecify.annotations.Nullable;
import org.phrkit.cli.shell.Failure;
import org.phrkit.input.BadInputException;
import org.phrkit.microaggregation.Anonymisation;
import org.phrkit.microaggregation.AnonymisationException;
import org.phrkit.microaggregation.CollectorException;
import org.phrkit.microaggregation.Release;
import org.phrkit.table.Column;
import org.phrkit.table.ColumnSpec;
import org.phrkit.table.Dialect;
import org.phrkit.table.Kind;
import org.phrkit.table.Role;
import org.phrkit.table.SurveyWeights;
import org.phrkit.table.Table;
import org.phrkit.table.TableException;
import org.phrkit.verify.ReleaseManifest;
import scala.Tuple2;

/**
 * Releases that are not made in blocks: one task has the quasi-identifiers of all rows, and of the other columns those that
 * decide, and makes of them what {@link Anonymisation#of} makes on one machine. All other cells stay where they are, and come
 * together with that again, row by row.
 */
final class WholeTable {
    private static final ColumnSpec NUMBER = new ColumnSpec("\0row", Role.PLAIN, Kind.INTEGER);

    /** Whom a row is about, where the column that says so is released as a pseudonym. */
    private static final String PERSON = "\0person";

    private final SparkTable table;
    private final Anonymisation choices;

    /** The columns of the table that the task has. */
    private final int[] deciding;

    private WholeTable(SparkTable table, Anonymisation choices) {
        this.table = table;
        this.choices = choices;
        List<ColumnSpec> specs = table.columns().specs();
        this.deciding = IntStream.range(0, specs.size())
                .filter(i -> isDeciding(specs.get(i)))
                .toArray();
    }

    private boolean isDeciding(ColumnSpec spec) {
        Role role = spec.role();
        return role == Role.QUASI
                || role == Role.PERSON
                || role == Role.PSEUDONYM
                || role == Role.WEIGHT
                || (role == Role.SENSITIVE && !choices.guarantees().areNone())
                || choices.persons().stream()
                        .anyMatch(persons -> persons.column().equals(spec.name()))
                || choices.within().columns().contains(spec.name())
                || choices.collectors().stream().anyMatch(by -> by.column().equals(spec.name()));
    }

    /**
     * Makes the release. Spark keeps what the task made until it is closed.
     *
     * @throws Failure where a row is the matter; it names its place
     */
    static SparkRelease release(SparkTable table, Anonymisation choices)
            throws IOException, AnonymisationException, CollectorException {
        return new WholeTable(table, choices).released();
    }

    /**
     * What the task made.
     *
     * @param rows with their numbers, and the columns that it changed
     * @param thrown why it made nothing
     */
    private record Made(
            @Nullable Piece rows,
            @Nullable Facts facts,
            @Nullable BadInputException thrown) implements Serializable {
        private static final long serialVersionUID = 1L;

        Piece released() {
            if (rows == null) {
                throw new IllegalStateException("nothing was made");
            }
            return rows;
        }
    }

    /** Of a release all but its rows. */
    private record Facts(
            long groups,
            long smallest,
            long largest,
            double informationLoss,
            int droppedRows,
            int rowsOfSmallStrata,
            Release.@Nullable MergedGroups merging,
            Release.@Nullable Phases phases,
            Release.@Nullable PersonSteps persons,
            Release.@Nullable Suppressed suppressed,
            int dominatedGroups)
            implements Serializable {
        private static final long serialVersionUID = 1L;

        static Facts of(Release release) {
            int[] sizes = new int[release.partition().groupCount()];
            Arrays.stream(release.partition().groups()).forEach(group -> sizes[group]++);
            Release.Steps steps = release.steps();
            return new Facts(
                    sizes.length,
                    Arrays.stream(sizes).min().orElseThrow(),
                    Arrays.stream(sizes).max().orElseThrow(),
                    release.informationLoss(),
                    steps.droppedRows(),
                    steps.rowsOfSmallStrata(),
                    steps.merging().orElse(null),
                    steps.phases().orElse(null),
                    steps.persons().orElse(null),
                    steps.suppressed().orElse(null),
                    dominatedGroups(release));
        }

        private static int dominatedGroups(Release release) {
            try {
                return SurveyWeights.of(release.table(), Dialect.STANDARD)
                        .map(release::dominatedGroups)
                        .orElse(0);
            } catch (TableException e) {
                throw new IllegalArgumentException("a weight must be a number above 0", e);
            }
        }

        ReleaseManifest.Counts counts(long rows) {
            return new ReleaseManifest.Counts(
                    rows,
                    groups,
                    smallest,
                    largest,
                    informationLoss,
                    Optional.ofNullable(suppressed)
                            .map(found -> new ReleaseManifest.Suppressed(
                                    found.persons(), found.rows(), found.lossBefore(), found.lossAfter())));
        }

        Release.Steps steps() {
            return new Release.Steps(
                    droppedRows,
                    Optional.ofNullable(merging),
                    Optional.ofNullable(phases),
                    Optional.ofNullable(persons),
                    rowsOfSmallStrata,
                    Optional.ofNullable(suppressed));
        }
    }

    private SparkRelease released() throws IOException, AnonymisationException, CollectorException {
        TableColumns changed = table.columns().select(table.columns().indices(WholeTable::isChanged));
        JavaRDD<Made> made = made(changed);
        made.persist(StorageLevel.MEMORY_AND_DISK());
        Made outcome = Problem.thrown(
                () -> made.map(all -> new Made(null, all.facts, all.thrown)).first());
        Facts facts = outcome.facts;
        if (facts == null) {
            throw placed(outcome.thrown);
        }
        long rowCount =
                Problem.thrown(() -> made.map(all -> all.released().rowCount()).first());
        SparkTable cells = SparkTable.of(made.map(Made::released), changed, rowCount);
        SparkTable rows = joined(cells);
        return new SparkRelease(
                rows.select(rows.columns().indices(Role::isReleased)),
                facts.counts(rowCount),
                facts.steps(),
                choices.persons().map(persons -> new SparkRelease.OfPersons(rows, PERSON)),
                facts.dominatedGroups);
    }

    private static boolean isChanged(Role role) {
        return role == Role.QUASI || role == Role.PSEUDONYM;
    }

    private JavaRDD<Made> made(TableColumns changed) {
        SparkTable decisive = table.select(deciding).withNumbers(NUMBER);
        Broadcast<TableColumns> sent = TableBlocks.context(table).broadcast(decisive.columns());
        AnonymisationForm form = AnonymisationForm.of(choices);
        return decisive.pieces()
                .mapToPair(piece -> new Tuple2<>(0, piece))
                .groupByKey(1)
                .values()
                .map(pieces -> made(Piece.join(Iterators.list(pieces)).table(sent.value()), form, changed));
    }

    private static Made made(Table rows, AnonymisationForm form, TableColumns changed) {
        try {
            Release release = form.made().of(rows);
            Table released = release.table();
            double[] numbers = released.column(NUMBER.name()).orElseThrow().numbers();
            List<Column> columns = new ArrayList<>();
            for (ColumnSpec spec : changed.specs()) {
                columns.add(released.column(spec.name()).orElseThrow());
            }
            return new Made(
                    Piece.of(
                            new Table(columns),
                            changed,
                            Arrays.stream(numbers)
                                    .mapToLong(number -> (long) number)
                                    .toArray()),
                    Facts.of(release),
                    null);
        } catch (AnonymisationException | CollectorException e) {
            return new Made(null, null, e);
        }
    }

    /** What was thrown, with the place of the row where it is about one. */
    private Failure placed(@Nullable BadInputException thrown)
            throws IOException, AnonymisationException, CollectorException {
        if (thrown == null) {
            throw new IllegalStateException("nothing was made");
        }
        if (thrown.lineNumber() > 0) {
            // The rows that the task had took one line each, below a header.
            return Failure.ofPlace(thrown, table.place(thrown.lineNumber() - 2));
        }
        if (thrown instanceof AnonymisationException refused) {
            throw refused;
        }
        if (thrown instanceof CollectorException refused) {
            throw refused;
        }
        throw thrown;
    }

    /**
     * All columns of a release, and whom rows are about. Rows with the same quasi-identifiers are in one piece, so that nothing
     * is told by where a row is.
     */
    private SparkTable joined(SparkTable cells) {
        TableColumns all = table.columns();
        int[] others = others(all);
        int[] wanted = wanted(all, cells.columns(), others);
        HashPartitioner byChunk = PairedRows.byChunk(table);
        JavaRDD<Piece> rows = PairedRows.cut(
                        cells, IntStream.range(0, cells.columns().size()).toArray())
                .join(PairedRows.cut(table, others).groupByKey(byChunk), byChunk)
                .values()
                .map(found -> {
                    Piece own = Piece.join(Iterators.list(found._2())).rowsOf(found._1());
                    return found._1().beside(own, wanted);
                });
        TableColumns columns = columns(all, cells.columns(), others, wanted);
        SparkTable released = SparkTable.of(rows, columns, cells.rowCount());
        RowKey quasi = new RowKey(columns.indices(role -> role == Role.QUASI));
        return SparkTable.of(Shuffle.byKey(released, quasi), columns, cells.rowCount());
    }

    /** The columns that stay as they are; whom a row is about is the last. */
    private int[] others(TableColumns all) {
        IntStream released = Arrays.stream(all.indices(role -> role.isReleased() && !isChanged(role)));
        IntStream person = choices.persons().stream()
                .mapToInt(persons -> all.index(persons.column()).orElseThrow());
        return IntStream.concat(released, person).toArray();
    }

    /** In table order, of the changed columns and then the others. */
    private int[] wanted(TableColumns all, TableColumns changed, int[] others) {
        int released = others.length - (choices.persons().isPresent() ? 1 : 0);
        IntStream inOrder = Arrays.stream(all.indices(Role::isReleased)).map(i -> {
            String name = all.specs().get(i).name();
            return isChanged(all.specs().get(i).role())
                    ? changed.index(name).orElseThrow()
                    : changed.size()
                            + IntStream.range(0, released)
                                    .filter(other -> others[other] == i)
                                    .findFirst()
                                    .orElseThrow();
        });
        return IntStream.concat(
                        inOrder,
                        choices.persons().isPresent() ? IntStream.of(changed.size() + released) : IntStream.empty())
                .toArray();
    }

    private TableColumns columns(TableColumns all, TableColumns changed, int[] others, int[] wanted) {
        List<TableColumns.Known> both = new ArrayList<>();
        for (int i = 0; i < changed.size(); i++) {
            both.add(changed.column(i));
        }
        for (int other : others) {
            both.add(all.column(other));
        }
        if (choices.persons().isPresent()) {
            both.set(
                    both.size() - 1,
                    new TableColumns.Known(new ColumnSpec(PERSON, Role.PERSON, Kind.CATEGORY), List.of(), ""));
        }
        return new TableColumns(both).select(wanted);
    }
}
