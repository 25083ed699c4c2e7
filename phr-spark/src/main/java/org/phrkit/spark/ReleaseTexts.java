package org.phrkit.spark;

import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.jspecify.annotations.Nullable;
import org.phrkit.cli.verify.ReleaseWarnings;
import org.phrkit.privacy.EquivalenceClasses;
import org.phrkit.privacy.NearlyEqualClasses;
import org.phrkit.spark.ReleaseColumns.MissingTexts;
import org.phrkit.table.Column;
import org.phrkit.table.ColumnSpec;
import org.phrkit.table.Dialect;
import org.phrkit.table.Kind;
import org.phrkit.table.OverlookedIdentifier;
import org.phrkit.table.Role;
import org.phrkit.table.Spellings;
import org.phrkit.table.Table;
import org.phrkit.table.TextColumn;
import scala.Tuple2;

/** All cells of a release on a cluster as texts, of which a reader of the verdict has to be warned. */
final class ReleaseTexts {
    private final SparkTable texts;
    private final ReleaseColumns columns;
    private final Broadcast<Task> task;

    /**
     * What tasks need.
     *
     * @param specs of the columns, as the schema has them
     */
    private record Task(TableColumns known, List<ColumnSpec> specs, MissingTexts missing) implements Serializable {
        private static final long serialVersionUID = 1L;

        /** With their roles, and without the texts of missing cells. */
        Table table(Piece piece) {
            Table read = piece.table(known);
            List<Column> named = new ArrayList<>();
            for (int i = 0; i < specs.size(); i++) {
                TextColumn column = (TextColumn) read.columns().get(i);
                ColumnSpec spec =
                        new ColumnSpec(specs.get(i).name(), specs.get(i).role(), Kind.CATEGORY);
                named.add(new TextColumn(spec, column.levels(), column.codes(), column.missingText()));
            }
            return missing.in(new Table(named)).withMissing(Role.QUASI, missing::of);
        }
    }

    /** @param texts read by {@link ReleaseColumns#texts} */
    ReleaseTexts(SparkTable texts, ReleaseColumns columns) {
        this.texts = texts;
        this.columns = columns;
        this.task = JavaSparkContext.fromSparkContext(texts.pieces().context())
                .broadcast(new Task(texts.columns(), columns.specs(texts.columns()), columns.missingTexts()));
    }

    /**
     * What is to be said of the columns.
     *
     * @param isFolded whether sensitive texts that are alike are one value
     */
    List<String> warnings(boolean isFolded) throws IOException {
        return ReleaseWarnings.of(new ReleaseWarnings.Columns(
                columns.names(),
                columns.hasSchema(),
                columns.unnamed(),
                columns.hasSchema() ? overlooked() : List.of(),
                isFolded ? List.of() : spellings(Role.SENSITIVE),
                spellings(Role.QUASI)));
    }

    private List<OverlookedIdentifier> overlooked() throws IOException {
        Broadcast<Task> sent = task;
        return OverlookedColumns.in(texts, piece -> sent.value().table(piece));
    }

    /** Of categories; the driver has their distinct texts. */
    private List<Spellings> spellings(Role role) throws IOException {
        List<String> names = task.value().specs().stream()
                .filter(spec -> spec.role() == role && spec.kind() == Kind.CATEGORY)
                .map(ColumnSpec::name)
                .toList();
        Broadcast<Task> sent = task;
        Map<String, List<String>> distinct = new TreeMap<>();
        Problem.thrown(() -> texts.pieces()
                        .flatMap(piece -> {
                            Table table = sent.value().table(piece);
                            return names.stream()
                                    .flatMap(name -> present(table.column(name).orElseThrow()))
                                    .iterator();
                        })
                        .distinct()
                        .collect())
                .forEach(text -> distinct.computeIfAbsent(text._1(), name -> new ArrayList<>())
                        .add(text._2()));
        List<Spellings> found = new ArrayList<>();
        for (String name : names) {
            List<String> levels = distinct.getOrDefault(name, List.of());
            TextColumn column = new TextColumn(new ColumnSpec(name, role, Kind.CATEGORY), levels);
            Spellings.of(column, task.value().missing().of(name)).ifPresent(found::add);
        }
        return found;
    }

    private static Stream<Tuple2<String, String>> present(Column column) {
        TextColumn texts = (TextColumn) column;
        return IntStream.range(0, texts.rowCount())
                .map(texts::code)
                .filter(code -> code >= 0 && code < texts.levels().size())
                .distinct()
                .mapToObj(code ->
                        new Tuple2<>(column.spec().name(), texts.levels().get(code)));
    }

    /**
     * The columns that are released as they are, by which rows can be joined.
     *
     * @param person a column of the release that says whom a row is about, besides
     */
    SparkTable byRow(Optional<String> person) {
        String whose = person.orElse("");
        List<ColumnSpec> wanted = task.value().specs().stream()
                .filter(spec -> spec.role().isReleasedByRow() || spec.name().equals(whose))
                .map(spec -> new ColumnSpec(
                        spec.name(), spec.name().equals(whose) ? Role.PERSON : spec.role(), Kind.CATEGORY))
                .toList();
        TableColumns made = TableColumns.of(wanted);
        Broadcast<Task> sent = task;
        return SparkTable.of(
                texts.pieces().map(piece -> {
                    Table table = sent.value().table(piece);
                    return piece.with(
                            new Table(wanted.stream()
                                    .map(spec -> table.column(spec.name()).orElseThrow())
                                    .toList()),
                            made);
                }),
                made,
                texts.rowCount());
    }

    /**
     * Classes that differ from another by next to nothing.
     *
     * @param firstRow the number of the first row of any of them
     */
    record NearlyEqual(long count, long firstRow) implements Serializable {
        private static final long serialVersionUID = 1L;
    }

    /**
     * Looks for classes that the printing of numbers may have split: one task has a row of each class.
     *
     * @param within the columns of the strata
     */
    NearlyEqual nearlyEqual(List<String> within, Dialect dialect) throws IOException {
        int[] known = texts.columns()
                .indices(IntStream.range(0, task.value().specs().size())
                        .mapToObj(i -> task.value().specs().get(i))
                        .filter(spec -> spec.role() == Role.QUASI || within.contains(spec.name()))
                        .map(ColumnSpec::name)
                        .toList());
        TableColumns ofClasses = texts.columns().select(known);
        SparkTable quasi = texts.select(known);
        RowKey all = new RowKey(IntStream.range(0, known.length).toArray());
        DialectForm form = DialectForm.of(dialect);
        List<NearlyEqual> found = Problem.thrown(() -> Shuffle.byKey(quasi, all)
                .map(piece -> firstOfEach(piece, all))
                .mapToPair(piece -> new Tuple2<>(0, piece))
                .groupByKey(1)
                .values()
                .map(pieces -> {
                    Piece rows = Piece.join(Iterators.list(pieces));
                    List<Column> cells = rows.table(ofClasses).columns();
                    NearlyEqualClasses near =
                            NearlyEqualClasses.of(EquivalenceClasses.of(cells), cells, form.dialect());
                    return new NearlyEqual(near.count(), near.count() == 0 ? 0 : rows.rowNumber(near.firstRow()));
                })
                .collect());
        return found.get(0);
    }

    private static Piece firstOfEach(Piece piece, RowKey key) {
        Map<String, @Nullable Integer> known = new HashMap<>();
        return piece.select(IntStream.range(0, piece.rowCount())
                .filter(row -> known.putIfAbsent(key.of(piece, row), row) == null)
                .toArray());
    }
}
