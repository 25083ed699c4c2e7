package org.phrkit.spark;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.jspecify.annotations.Nullable;
import org.phrkit.cli.shell.Failure;
import org.phrkit.microaggregation.AnonymisationException;
import org.phrkit.microaggregation.PersonProtection;
import org.phrkit.table.ColumnCells;
import org.phrkit.table.Persons;
import org.phrkit.table.Table;
import org.phrkit.table.TableException;
import scala.Tuple2;

/**
 * Whom the rows of a table in pieces are about.
 *
 * @param rows those that persons keep
 * @param rowsCut how many others there were
 */
record TablePersons(SparkTable rows, long rowsCut) {
    private static final long NONE = Long.MAX_VALUE;

    /** The persons of some rows, by this column. */
    static Persons of(Table rows, String person) {
        return Persons.of(rows.column(person).orElseThrow().codes());
    }

    /** By row the share in its person, all of whose rows are there; 1 where each row is a person. */
    static double[] shares(Piece piece, TableColumns columns, @Nullable String person) {
        if (person != null) {
            return of(piece.table(columns), person).shares(new int[piece.rowCount()]);
        }
        double[] ones = new double[piece.rowCount()];
        Arrays.fill(ones, 1);
        return ones;
    }

    /** By which the rows of a person come together. */
    static RowKey key(TableColumns columns, String person) {
        return new RowKey(new int[] {columns.index(person).orElseThrow()});
    }

    /**
     * The persons of a table, without the rows that are cut.
     *
     * @throws Failure if a row is about nobody; it names its place
     */
    static TablePersons of(SparkTable table, PersonProtection protection, int k, TableStrata.Places places)
            throws IOException, AnonymisationException {
        requireNamed(table, protection.column(), places);
        RowKey key = key(table.columns(), protection.column());
        JavaPairRDD<String, Integer> counts = counts(table.pieces(), key);
        long count = Problem.thrown(counts::count);
        if (count < k) {
            throw new AnonymisationException.TooFewPersons(count, k);
        }
        if (protection.maxRows().isEmpty()) {
            return new TablePersons(table, 0);
        }
        int most = protection.maxRows().getAsInt();
        // By the first row of a piece, which rows of it are cut.
        JavaPairRDD<Long, Iterable<Long>> cut = table.pieces()
                .flatMapToPair(piece -> IntStream.range(0, piece.rowCount())
                        .mapToObj(row -> new Tuple2<>(
                                key.of(piece, row), new Tuple2<>(piece.rowNumber(0), piece.rowNumber(row))))
                        .iterator())
                .groupByKey()
                .flatMapToPair(found -> beyond(found._2(), most))
                .groupByKey();
        JavaRDD<Piece> kept = table.pieces()
                .mapToPair(piece -> new Tuple2<>(piece.rowNumber(0), piece))
                .leftOuterJoin(cut)
                .values()
                .map(found ->
                        found._2().isPresent() ? without(found._1(), found._2().get()) : found._1());
        SparkTable left = TableRows.coded(TableRows.numbered(kept, table.columns(), 0));
        return new TablePersons(left, table.rowCount() - left.rowCount());
    }

    private static Iterator<Tuple2<Long, Long>> beyond(Iterable<Tuple2<Long, Long>> rows, int most) {
        List<Tuple2<Long, Long>> inOrder = new ArrayList<>(Iterators.list(rows));
        inOrder.sort((one, other) -> Long.compare(one._2(), other._2()));
        return inOrder.subList(Math.min(most, inOrder.size()), inOrder.size()).iterator();
    }

    private static Piece without(Piece piece, Iterable<Long> rowNumbers) {
        long[] cut = Iterators.list(rowNumbers).stream()
                .mapToLong(row -> row)
                .sorted()
                .toArray();
        return piece.select(IntStream.range(0, piece.rowCount())
                .filter(row -> Arrays.binarySearch(cut, piece.rowNumber(row)) < 0)
                .toArray());
    }

    private static JavaPairRDD<String, Integer> counts(JavaRDD<Piece> pieces, RowKey key) {
        return pieces.flatMapToPair(piece -> IntStream.range(0, piece.rowCount())
                        .mapToObj(row -> new Tuple2<>(key.of(piece, row), 1))
                        .iterator())
                .reduceByKey(Integer::sum);
    }

    /**
     * Requires that each row says whom it is about.
     *
     * @throws Failure if one does not; it names its place
     */
    static void requireNamed(SparkTable table, String person, TableStrata.Places places) throws IOException {
        int index = table.columns().index(person).orElseThrow();
        long first = Problem.thrown(() -> table.pieces()
                .map(piece -> {
                    ColumnCells cells = piece.cells(index);
                    return IntStream.range(0, piece.rowCount())
                            .filter(cells::isMissing)
                            .mapToObj(piece::rowNumber)
                            .findFirst()
                            .orElse(NONE);
                })
                .fold(NONE, Math::min));
        if (first != NONE) {
            throw Failure.of(
                    new AnonymisationException.NoPerson(new TableException.Cell(
                            0, person, "the cell does not say whom the row is about", Optional.empty())),
                    places.place(first));
        }
    }

    /** By person the number of her rows in a piece. */
    static int[] rowCounts(Piece piece, TableColumns columns, String person) {
        Persons persons = of(piece.table(columns), person);
        return IntStream.range(0, persons.count()).map(persons::rowCount).toArray();
    }

    /** How many persons there are. */
    static long count(SparkTable table, String person) throws IOException {
        RowKey key = key(table.columns(), person);
        return Problem.thrown(() -> counts(table.pieces(), key).count());
    }

    /**
     * Requires that nobody has more than 1/k of the rows.
     *
     * @throws AnonymisationException.TooManyRows if somebody has
     */
    static void requireFewRows(SparkTable table, String person, int k)
            throws IOException, AnonymisationException.TooManyRows {
        JavaPairRDD<String, Integer> counts = counts(table.pieces(), key(table.columns(), person));
        int largest = Problem.thrown(() -> counts.values().reduce(Math::max));
        if (largest > table.rowCount() / k) {
            throw new AnonymisationException.TooManyRows(
                    Problem.thrown(() -> counts.values().collect()).stream()
                            .mapToInt(count -> count)
                            .toArray(),
                    k);
        }
    }
}
