package org.phrkit.spark;

import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.apache.spark.HashPartitioner;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.jspecify.annotations.Nullable;
import org.phrkit.microaggregation.QuasiScales;
import org.phrkit.neighbours.PartitionBound;
import org.phrkit.privacy.ColumnChange;
import org.phrkit.privacy.CorrelationChange;
import org.phrkit.privacy.CorrelationMatrix;
import org.phrkit.privacy.InformationLoss;
import org.phrkit.privacy.LinkageBounds;
import org.phrkit.privacy.OriginalScale;
import org.phrkit.privacy.RowOrder;
import org.phrkit.spark.ReleaseColumns.MissingTexts;
import org.phrkit.table.Column;
import org.phrkit.table.ColumnSpec;
import org.phrkit.table.Kind;
import org.phrkit.table.Role;
import org.phrkit.table.Table;
import scala.Tuple2;

/**
 * What a release in pieces on a cluster lost of its original, and what it still tells of its persons: the figures of {@link
 * org.phrkit.verify.ReleaseComparison} of the whole. All cells of a column come together in one task, before and after, so
 * these must fit into its memory. Rows pair by their numbers, and come together in chunks.
 *
 * @param order what is known of the order of the rows: where they are not paired, there is no information loss and no linkage
 * @param leastLoss of small tables, as on one machine
 * @param linkage within blocks
 */
record SparkComparison(
        RowOrder order,
        OptionalDouble informationLoss,
        OptionalDouble leastLoss,
        Optional<LinkageBounds> linkage,
        List<ColumnChange> columns,
        CorrelationChange correlations) {
    /** The rows of an original that a release has. */
    static Optional<SparkTable> paired(SparkTable original, long rowCount) throws IOException {
        if (original.rowCount() == rowCount) {
            return Optional.of(original);
        }
        int[] quasi = original.columns().indices(role -> role == Role.QUASI);
        SparkTable complete = TableRows.select(original, piece -> piece.completeRows(quasi), 0);
        return complete.rowCount() == rowCount ? Optional.of(TableRows.coded(complete)) : Optional.empty();
    }

    /**
     * Compares.
     *
     * @param original read by {@link ReleaseColumns#original}, the rows that the release has
     * @param released read by {@link ReleaseColumns#values}
     * @param linking how many rows a block has in which rows are linked, or empty to link none
     * @param known makes of what the tables tell of the order of rows what is known of it
     */
    static SparkComparison of(
            SparkTable original,
            SparkTable released,
            MissingTexts missing,
            Optional<Linking> linking,
            UnaryOperator<RowOrder> known)
            throws IOException {
        List<Compared> compared = columns(original, released, missing);
        RowOrder order = known.apply(RowOrder.of(compared.stream()
                .flatMap(column -> Optional.ofNullable(column.order()).stream())
                .toList()));
        OptionalDouble loss = OptionalDouble.empty();
        Optional<LinkageBounds> linkage = Optional.empty();
        if (order.arePaired()) {
            PairedRows rows = PairedRows.of(original, released, scales(original));
            loss = OptionalDouble.of(rows.informationLoss());
            if (linking.isPresent()) {
                linkage = Optional.of(SparkLinkage.of(rows, released, linking.get()));
            }
        }
        return new SparkComparison(
                order,
                loss,
                leastLoss(original, released),
                linkage,
                compared.stream().map(Compared::change).toList(),
                correlations(original, released));
    }

    /**
     * How rows are linked.
     *
     * @param mostRows about as many a block has at most
     * @param smallest no class of the release has fewer rows
     */
    record Linking(int mostRows, long smallest) {}

    /**
     * A column before and after.
     *
     * @param order null where it tells nothing of it
     */
    private record Compared(int index, ColumnChange change, RowOrder.@Nullable OfColumn order) implements Serializable {
        private static final long serialVersionUID = 1L;
    }

    private static List<Compared> columns(SparkTable original, SparkTable released, MissingTexts missing)
            throws IOException {
        JavaSparkContext context =
                JavaSparkContext.fromSparkContext(original.pieces().context());
        List<String> names =
                original.columns().specs().stream().map(ColumnSpec::name).toList();
        Broadcast<TableColumns> before = context.broadcast(original.columns());
        Broadcast<TableColumns> after = context.broadcast(released.columns());
        Broadcast<MissingTexts> texts = context.broadcast(missing);
        HashPartitioner byColumn = new HashPartitioner(names.size());
        JavaPairRDD<Integer, Piece> cellsBefore = cells(original, names);
        JavaPairRDD<Integer, Piece> cellsAfter = cells(released, names);
        return Problem.thrown(() -> cellsBefore
                .cogroup(cellsAfter, byColumn)
                .map(found -> {
                    String name = names.get(found._1());
                    Table one = texts.value().in(table(found._2()._1(), before.value(), name));
                    Table other = texts.value().in(table(found._2()._2(), after.value(), name));
                    return new Compared(
                            found._1(),
                            ColumnChange.of(one, other).get(0),
                            RowOrder.OfColumn.of(
                                            one.columns().get(0),
                                            other.columns().get(0))
                                    .orElse(null));
                })
                .collect()
                .stream()
                .sorted(Comparator.comparing(Compared::index))
                .toList());
    }

    private static JavaPairRDD<Integer, Piece> cells(SparkTable table, List<String> names) {
        int[] indices = table.columns().indices(names);
        return table.pieces().flatMapToPair(piece -> IntStream.range(0, indices.length)
                .mapToObj(i -> new Tuple2<>(i, piece.columns(new int[] {indices[i]})))
                .iterator());
    }

    private static Table table(Iterable<Piece> pieces, TableColumns columns, String name) {
        return Piece.join(Iterators.list(pieces)).table(columns.select(columns.indices(List.of(name))));
    }

    /** The scales of the quasi-identifiers, those of categories last. */
    private static List<OriginalScale> scales(SparkTable original) throws IOException {
        TableScales known = Problem.thrown(() -> TableScales.of(original, TableScales.facts(original)));
        List<Column> centres = QuasiScales.inOrder(known.centre().columns());
        List<OriginalScale> scales = new ArrayList<>();
        for (int i = 0; i < centres.size(); i++) {
            Column centre = centres.get(i);
            QuasiScales.OfColumn of = known.scales().columns().get(i);
            OriginalScale scale = new OriginalScale(centre.spec().name(), of.scale(), of.mismatch(), of.levels(), 0);
            scales.add(centre.spec().kind() == Kind.NUMBER ? scale : scale.withCentre(centre));
        }
        return scales;
    }

    private static OptionalDouble leastLoss(SparkTable original, SparkTable released) throws IOException {
        return original.rowCount() > PartitionBound.POINTS_OF_A_SECOND
                ? OptionalDouble.empty()
                : InformationLoss.least(collected(original), collected(released));
    }

    private static Table collected(SparkTable table) throws IOException {
        return Piece.join(Problem.thrown(() -> table.pieces().collect())).table(table.columns());
    }

    /** The correlations of columns that are numbers, before and after. */
    private static CorrelationChange correlations(SparkTable original, SparkTable released) throws IOException {
        List<String> names = original.columns().specs().stream()
                .filter(spec -> spec.role() != Role.PLAIN && spec.kind().isNumeric())
                .map(ColumnSpec::name)
                .toList();
        return new CorrelationChange(matrix(original, names), matrix(released, names));
    }

    private static CorrelationMatrix matrix(SparkTable table, List<String> names) throws IOException {
        int[] indices = table.columns().indices(names);
        // In the order of rows, so that the sums are the same each time.
        List<Tuple2<Long, CoMoments>> parts = new ArrayList<>(Problem.thrown(() -> table.pieces()
                .map(piece -> new Tuple2<>(piece.rowNumber(0), CoMoments.of(piece, indices)))
                .collect()));
        parts.sort(Comparator.comparing(Tuple2::_1));
        return parts.stream()
                .map(Tuple2::_2)
                .reduce(CoMoments::and)
                .orElseThrow()
                .matrix(names);
    }
}
