package org.phrkit.spark;

import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.spark.HashPartitioner;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;
import org.jspecify.annotations.Nullable;
import org.phrkit.cli.shell.Failure;
import org.phrkit.neighbours.Standardisation;
import org.phrkit.table.Column;
import org.phrkit.table.ColumnSpec;
import org.phrkit.table.Csv;
import org.phrkit.table.Dialect;
import org.phrkit.table.Kind;
import org.phrkit.table.NumberColumn;
import org.phrkit.table.Role;
import org.phrkit.table.Table;
import org.phrkit.verify.Pairing;
import org.phrkit.verify.PairingException;
import scala.Tuple2;

/**
 * A {@link Pairing} on a cluster: for each row of a release the line that its row of the original would have if the files of the
 * original were one, with the header once, and each row took one line.
 */
final class RowPairing {
    /** The column that rows carry to their release: no column that is read has this name. */
    private static final ColumnSpec NUMBER = new ColumnSpec("\0number", Role.PLAIN, Kind.INTEGER);

    private static final ColumnSpec LINE = new ColumnSpec(Pairing.COLUMN, Role.PLAIN, Kind.INTEGER);

    private RowPairing() {}

    /** The same rows, which carry their numbers. */
    static SparkTable carrying(SparkTable table) {
        return table.withNumbers(NUMBER);
    }

    /** The columns of a release that are not this. */
    static int[] others(TableColumns columns) {
        return IntStream.range(0, columns.size())
                .filter(i -> !columns.specs().get(i).name().equals(NUMBER.name()))
                .toArray();
    }

    /** The lines of the rows of a release that carry their numbers. */
    static Table lines(Table released) {
        double[] lines = released.column(NUMBER.name()).orElseThrow().numbers();
        Arrays.setAll(lines, row -> lines[row] + 2);
        return new Table(List.of(new NumberColumn(LINE, lines)));
    }

    /**
     * Reads a pairing.
     *
     * @throws Failure if it is none
     */
    static SparkTable read(SparkSession spark, Sources sources) throws IOException {
        Csv.Binding binding = header -> header.stream()
                .map(name -> name.equals(LINE.name()) ? LINE : new ColumnSpec(name, Role.PLAIN, Kind.CATEGORY))
                .toList();
        SparkTable lines = SparkTable.read(spark, sources, new SparkTable.Reading(Dialect.STANDARD, false, binding));
        if (!lines.columns().specs().equals(List.of(LINE))) {
            lines.close();
            throw Failure.of(PairingException.ofHeader(), sources.files().get(0).name());
        }
        return lines;
    }

    /** Rows of the original with the numbers of the release, or the first row of the pairing that has none, or one that another has. */
    private record Found(@Nullable Piece rows, long badRow, boolean isRepeated) implements Serializable {
        private static final long serialVersionUID = 1L;
    }

    /**
     * The rows of the original, one for each row of the release, in its order.
     *
     * @param name of the pairing
     * @throws Failure if it is the pairing of another release
     */
    static SparkTable select(SparkTable original, SparkTable lines, SparkTable released, String name)
            throws IOException {
        if (lines.rowCount() != released.rowCount()) {
            throw Failure.of(PairingException.ofOtherRows(lines.rowCount(), released.rowCount()), name);
        }
        TableColumns columns = original.columns();
        HashPartitioner byChunk = PairedRows.byChunk(original);
        JavaPairRDD<Long, long[][]> wanted = lines.pieces().flatMapToPair(piece -> {
            long[] numbers = new long[piece.rowCount()];
            Arrays.setAll(numbers, row -> (long) piece.cells(0).number(row) - 2);
            List<Tuple2<Long, long[][]>> parts = new ArrayList<>();
            long[] chunks = Arrays.stream(numbers)
                    .map(number -> Math.floorDiv(number, (long) Standardisation.CHUNK))
                    .toArray();
            for (long chunk : Arrays.stream(chunks).distinct().toArray()) {
                int[] of = IntStream.range(0, numbers.length)
                        .filter(row -> chunks[row] == chunk)
                        .toArray();
                parts.add(new Tuple2<>(chunk, new long[][] {
                    Arrays.stream(of).mapToLong(row -> numbers[row]).toArray(),
                    Arrays.stream(of).mapToLong(piece::rowNumber).toArray()
                }));
            }
            return parts.iterator();
        });
        JavaRDD<Found> found = PairedRows.cut(
                        original, IntStream.range(0, columns.size()).toArray())
                .cogroup(wanted, byChunk)
                .values()
                .map(chunk -> found(Iterators.list(chunk._1()), Iterators.list(chunk._2()), columns));
        found.persist(StorageLevel.MEMORY_AND_DISK());
        Found worst = Problem.thrown(() -> found.map(each -> new Found(null, each.badRow, each.isRepeated))
                .reduce((one, other) -> one.badRow <= other.badRow ? one : other));
        if (worst.badRow != Long.MAX_VALUE) {
            throw Failure.of(
                    worst.isRepeated ? PairingException.ofRepeatedLine(0) : PairingException.ofNoRow(0),
                    lines.place(worst.badRow));
        }
        SparkTable selected = TableRows.coded(SparkTable.of(
                found.flatMap(each -> each.rows == null
                        ? List.<Piece>of().iterator()
                        : List.of(each.rows).iterator()),
                columns,
                released.rowCount()));
        requireSame(selected, released, lines);
        return selected;
    }

    private static Found found(List<Piece> originals, List<long[][]> wanted, TableColumns columns) {
        long[] numbers =
                wanted.stream().flatMapToLong(part -> Arrays.stream(part[0])).toArray();
        long[] rows =
                wanted.stream().flatMapToLong(part -> Arrays.stream(part[1])).toArray();
        if (numbers.length == 0) {
            return new Found(null, Long.MAX_VALUE, false);
        }
        Piece original = originals.isEmpty() ? null : Piece.join(originals);
        long[] known = original == null
                ? new long[0]
                : LongStream.range(0, original.rowCount())
                        .map(row -> original.rowNumber((int) row))
                        .toArray();
        int[] order = IntStream.range(0, rows.length)
                .boxed()
                .sorted((one, other) -> Long.compare(rows[one], rows[other]))
                .mapToInt(i -> i)
                .toArray();
        int[] places = new int[rows.length];
        boolean[] isTaken = new boolean[known.length];
        for (int i = 0; i < order.length; i++) {
            places[i] = Arrays.binarySearch(known, numbers[order[i]]);
            if (places[i] < 0) {
                return new Found(null, rows[order[i]], false);
            }
            if (isTaken[places[i]]) {
                return new Found(null, rows[order[i]], true);
            }
            isTaken[places[i]] = true;
        }
        if (original == null) {
            throw new AssertionError("each row that is wanted was found in it");
        }
        return new Found(
                Piece.of(
                        original.table(columns).select(places),
                        columns,
                        Arrays.stream(order).mapToLong(i -> rows[i]).toArray()),
                Long.MAX_VALUE,
                false);
    }

    /** Columns that a release has as they were hold the same cells. */
    private static void requireSame(SparkTable original, SparkTable released, SparkTable lines) throws IOException {
        int[] before = original.columns().indices(role -> role != Role.QUASI && role != Role.PERSON);
        List<String> names = Arrays.stream(before)
                .mapToObj(i -> original.columns().specs().get(i).name())
                .toList();
        int[] after = released.columns().indices(names);
        TableColumns columnsBefore = original.columns().select(before);
        TableColumns columnsAfter = released.columns().select(after);
        long different = Problem.thrown(() -> PairedRows.cut(original, before)
                .cogroup(PairedRows.cut(released, after))
                .values()
                .map(chunk -> different(
                        Piece.join(Iterators.list(chunk._1())),
                        columnsBefore,
                        Piece.join(Iterators.list(chunk._2())),
                        columnsAfter))
                .reduce(Math::min));
        if (different != Long.MAX_VALUE) {
            throw Failure.of(PairingException.ofOtherCell(0), lines.place(different));
        }
    }

    private static long different(Piece before, TableColumns columnsBefore, Piece after, TableColumns columnsAfter) {
        List<Column> ones = before.table(columnsBefore).columns();
        List<Column> others = after.table(columnsAfter).columns();
        for (int row = 0; row < before.rowCount(); row++) {
            for (int i = 0; i < ones.size(); i++) {
                boolean isSame = ones.get(i).isMissing(row)
                        ? others.get(i).isMissing(row)
                        : !others.get(i).isMissing(row)
                                && ones.get(i).text(row).equals(others.get(i).text(row));
                if (!isSame) {
                    return before.rowNumber(row);
                }
            }
        }
        return Long.MAX_VALUE;
    }

    /** Whether the rows of a release are in the order of the original. */
    static boolean isAscending(SparkTable lines) throws IOException {
        List<Tuple2<Long, double[]>> ends = new ArrayList<>(Problem.thrown(() -> lines.pieces()
                .map(piece -> {
                    double[] own = new double[piece.rowCount()];
                    Arrays.setAll(own, row -> piece.cells(0).number(row));
                    boolean ascends = IntStream.range(1, own.length).allMatch(row -> own[row - 1] < own[row]);
                    return new Tuple2<>(
                            piece.rowNumber(0), new double[] {own[0], own[own.length - 1], ascends ? 1 : 0});
                })
                .collect()));
        ends.sort((one, other) -> Long.compare(one._1(), other._1()));
        return IntStream.range(0, ends.size())
                .allMatch(i -> ends.get(i)._2()[2] == 1
                        && (i == 0 || ends.get(i - 1)._2()[1] < ends.get(i)._2()[0]));
    }
}
