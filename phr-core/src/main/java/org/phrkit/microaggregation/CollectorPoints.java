package org.phrkit.microaggregation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.phrkit.table.Column;
import org.phrkit.table.Kind;
import org.phrkit.table.NumberColumn;
import org.phrkit.table.RecordCounts;
import org.phrkit.table.Role;
import org.phrkit.table.SchemaException;
import org.phrkit.table.Table;
import org.phrkit.table.TextColumn;

/**
 * What all collectors handed over, as points: rows of one collector whose quasi-identifiers are the same are one, which
 * stands for all their records. Points are in the order of collectors, and of one collector in that of their cells, so
 * that neither the order of rows in a file nor its form has a part in what becomes of them.
 */
final class CollectorPoints {
    private final Table rows;

    /** What each row stands for. */
    private final RecordCounts counts;

    private final int[] pointOf;
    private final Table points;
    private final RecordCounts weights;

    private CollectorPoints(Table rows, RecordCounts counts, int[] pointOf, Table points, RecordCounts weights) {
        this.rows = rows;
        this.counts = counts;
        this.pointOf = pointOf;
        this.points = points;
        this.weights = weights;
    }

    /**
     * The points of these tables.
     *
     * @param counts what each row of each table stands for
     * @throws CollectorException if a point stands for a single record, or for too many
     */
    static CollectorPoints of(List<Table> collectors, RecordCounts counts) throws SchemaException, CollectorException {
        Table rows = Table.concat(collectors);
        List<Column> quasi = rows.columns(Role.QUASI);
        if (quasi.isEmpty()) {
            throw new IllegalArgumentException("the tables have no quasi-identifier");
        }
        int[] collectorOf = IntStream.range(0, collectors.size())
                .flatMap(collector ->
                        IntStream.range(0, collectors.get(collector).rowCount()).map(row -> collector))
                .toArray();
        Comparator<Integer> order = order(quasi, collectorOf);
        int[] sorted = IntStream.range(0, collectorOf.length)
                .boxed()
                .sorted(order)
                .mapToInt(row -> row)
                .toArray();
        int[] pointOf = new int[sorted.length];
        int[] firstRows = new int[sorted.length];
        long[] records = new long[sorted.length];
        int size = 0;
        for (int row : sorted) {
            if (size == 0 || order.compare(firstRows[size - 1], row) != 0) {
                firstRows[size++] = row;
            }
            pointOf[row] = size - 1;
            records[size - 1] += counts.of(row);
        }
        for (int point = 0; point < size; point++) {
            requireGroup(records[point], collectorOf[firstRows[point]], rows.lineNumber(firstRows[point]));
        }
        int[] weights =
                Arrays.stream(records, 0, size).mapToInt(Math::toIntExact).toArray();
        Table points = rows.withColumns(quasi).select(Arrays.copyOf(firstRows, size));
        return new CollectorPoints(rows, counts, pointOf, points, RecordCounts.of(weights));
    }

    private static void requireGroup(long records, int collector, int lineNumber) throws CollectorException {
        if (records > Integer.MAX_VALUE) {
            throw new CollectorException.BadCount(collector, lineNumber);
        }
        if (records == 1) {
            throw new CollectorException.OriginalRecord(collector, lineNumber);
        }
    }

    private static Comparator<Integer> order(List<Column> columns, int[] collectorOf) {
        double[][] keys = columns.stream().map(CollectorPoints::keys).toArray(double[][]::new);
        return (first, second) -> {
            int difference = Integer.compare(collectorOf[first], collectorOf[second]);
            for (int i = 0; i < keys.length && difference == 0; i++) {
                difference = Double.compare(keys[i][first], keys[i][second]);
            }
            return difference;
        };
    }

    /** Numbers, ranks of ordinals, places of categories among their sorted texts; NaN, which is last, where missing. */
    private static double[] keys(Column column) {
        if (column instanceof NumberColumn numbers) {
            return numbers.values();
        }
        TextColumn texts = (TextColumn) column;
        int[] places = new int[texts.levels().size()];
        Arrays.setAll(places, code -> code);
        if (texts.spec().kind() == Kind.CATEGORY) {
            int[] sorted = Arrays.stream(places)
                    .boxed()
                    .sorted(Comparator.comparing(texts.levels()::get))
                    .mapToInt(code -> code)
                    .toArray();
            for (int place = 0; place < sorted.length; place++) {
                places[sorted[place]] = place;
            }
        }
        return IntStream.range(0, texts.rowCount())
                .mapToDouble(row -> texts.isMissing(row) ? Double.NaN : places[texts.code(row)])
                .toArray();
    }

    /** What was handed over, row by row. */
    Table rows() {
        return rows;
    }

    /** The release of phase 2, in which each row's group is that of its point. */
    Release release(Grouping grouping, int k) throws CollectorException {
        if (weights.total() < k) {
            throw new CollectorException.TooFewRecords(-1, weights.total(), "k = " + k);
        }
        return release(grouping.partition(DataMatrix.of(points, weights), k), k);
    }

    /**
     * The same, whose groups are merged until they keep the guarantees in the sensitive columns of all collectors.
     *
     * @param missingValues the texts that are no value of a sensitive category
     */
    Release release(Grouping grouping, int k, Guarantees guarantees, List<String> missingValues)
            throws CollectorException, AnonymisationException {
        Release release = release(grouping, k);
        if (guarantees.areNone()) {
            return release;
        }
        Partition merged = guarantees.enforce(
                guarantees.counted(rows, missingValues),
                release.partition(),
                null,
                Strata.single(rows.rowCount()),
                rowCount -> grouping.steps(rowCount, k));
        int[] ofPoints = new int[points.rowCount()];
        for (int row = 0; row < pointOf.length; row++) {
            ofPoints[pointOf[row]] = merged.groupOf(row);
        }
        Release ofMerged = release(new Partition(ofPoints), k);
        return ofMerged.with(ofMerged.steps()
                .with(new Release.MergedGroups(
                        release.partition().groupCount() - merged.groupCount(),
                        ofMerged.informationLoss() - release.informationLoss())));
    }

    private Release release(Partition ofPoints, int k) {
        Release release = Release.of(points, ofPoints, weights);
        int[] groupOf = Arrays.stream(pointOf).map(ofPoints::groupOf).toArray();
        List<Column> columns = new ArrayList<>();
        for (Column column : rows.columns()) {
            if (column.spec().role() == Role.QUASI) {
                Column centres = release.groups().column(column.spec().name()).orElseThrow();
                columns.add(centres.select(groupOf));
            } else if (column.spec().role().isReleased()) {
                columns.add(column);
            }
        }
        Partition ofRows = Gate.pass(new Partition(groupOf), counts, k);
        return new Release(rows.withColumns(columns), ofRows, release.groups(), release.informationLoss());
    }
}
