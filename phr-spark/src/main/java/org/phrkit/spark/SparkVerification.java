package org.phrkit.spark;

import java.io.IOException;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;
import org.phrkit.cli.shell.ExitCode;
import org.phrkit.cli.shell.Failure;
import org.phrkit.input.BadInputException;
import org.phrkit.privacy.Diversity;
import org.phrkit.privacy.EquivalenceClasses;
import org.phrkit.privacy.PersonAnonymity;
import org.phrkit.sign.ContentHash;
import org.phrkit.spark.ReleaseColumns.MissingTexts;
import org.phrkit.table.Column;
import org.phrkit.table.ColumnSpec;
import org.phrkit.table.Dialect;
import org.phrkit.table.Persons;
import org.phrkit.table.Role;
import org.phrkit.table.Schema;
import org.phrkit.table.Table;
import scala.Tuple2;

/**
 * Is a release that is in pieces on a cluster k-anonymous, l-diverse and t-close? The figures are those of {@link
 * org.phrkit.verify.ReleaseCheck} of the whole: all rows of an equivalence class come together in one task, which measures
 * them by the code of one machine. So a class must fit into the memory of a task.
 */
public final class SparkVerification {
    private final SparkTable release;
    private final Broadcast<Task> task;

    /**
     * What tasks need.
     *
     * @param quasi names of quasi-identifiers, read as texts
     * @param within names of the columns of the strata, besides
     * @param isFolded whether sensitive texts that are alike are one value
     * @param person who is who; null where each row is a person
     * @param l of the recursive diversity
     */
    private record Task(
            TableColumns columns,
            List<String> quasi,
            List<String> within,
            List<String> sensitive,
            boolean isFolded,
            MissingTexts missing,
            @Nullable String person,
            int k,
            int l)
            implements Serializable {
        private static final long serialVersionUID = 1L;

        Table table(Piece piece) {
            return missing.in(piece.table(columns));
        }

        /** By which rows are told apart. */
        List<String> known() {
            return Stream.concat(quasi.stream(), within.stream().filter(name -> !quasi.contains(name)))
                    .toList();
        }

        List<Column> sensitive(Table table) {
            return columns(isFolded ? missing.folded(table) : table, sensitive);
        }

        List<Column> columns(Table table, List<String> names) {
            return names.stream().map(name -> table.column(name).orElseThrow()).toList();
        }

        Persons persons(Table table) {
            return person == null
                    ? Persons.ofRows(table.rowCount())
                    : Persons.of(table.column(person).orElseThrow().codes());
        }

        /** The rows all of whose quasi-identifiers are texts of missing cells. */
        int[] withoutQuasi(Table table) {
            List<Set<String>> texts = quasi.stream()
                    .<Set<String>>map(name -> new HashSet<>(missing.of(name)))
                    .toList();
            List<Column> cells = columns(table, quasi);
            return IntStream.range(0, table.rowCount())
                    .filter(row -> IntStream.range(0, texts.size())
                            .allMatch(i -> texts.get(i).contains(cells.get(i).text(row))))
                    .toArray();
        }
    }

    private SparkVerification(SparkTable release, Task known) {
        this.release = release;
        this.task = context(release).broadcast(known);
    }

    private static JavaSparkContext context(SparkTable table) {
        return JavaSparkContext.fromSparkContext(table.pieces().context());
    }

    /**
     * What was found of persons who may have several rows.
     *
     * @param smallestClass the fewest persons in a class
     * @param smallestLinked the least number of persons who have the same classes, each as often
     * @param below how many persons have classes that fewer than k have
     */
    record PersonFigures(long count, long smallestClass, long smallestLinked, long below) {}

    /**
     * How a release is looked at.
     *
     * @param within the columns of the strata in which classes are counted
     * @param isFolded whether sensitive texts that are alike are one value
     */
    record Asked(List<String> within, boolean isOfSensitive, boolean isFolded) {}

    /**
     * Looks at the classes of a release.
     *
     * @param release read by {@link ReleaseColumns#seen}
     * @param person the column that says whom a row is about, if one does
     * @param k of the rows below it
     * @param l of the recursive diversity
     * @param asked of its strata and sensitive texts
     */
    static SparkVerification of(
            SparkTable release, ReleaseColumns columns, Optional<String> person, Asked asked, int k, int l) {
        return new SparkVerification(
                release,
                new Task(
                        release.columns(),
                        columns.names(Role.QUASI),
                        asked.within,
                        asked.isOfSensitive ? columns.names(Role.SENSITIVE) : List.of(),
                        asked.isFolded,
                        columns.missingTexts(),
                        person.orElse(null),
                        k,
                        l));
    }

    /**
     * Looks at a release that was just made.
     *
     * @param release its columns, and whom each row is about
     */
    static SparkVerification ofRelease(SparkTable release, String person, int k) {
        List<String> quasi = release.columns().specs().stream()
                .filter(spec -> spec.role() == Role.QUASI)
                .map(ColumnSpec::name)
                .toList();
        return new SparkVerification(
                release,
                new Task(
                        release.columns(),
                        quasi,
                        List.of(),
                        List.of(),
                        false,
                        new MissingTexts(new HashMap<>()),
                        person,
                        k,
                        1));
    }

    /**
     * {@return the classes of a release that is a dataset, by the texts of its quasi-identifiers: those of
     * {@link org.phrkit.verify.ReleaseCheck}, of the sensitive columns too}
     *
     * @param release the release
     * @param schema the roles and kinds of the columns
     * @param k of the rows below it, at least 2
     * @param l of the recursive diversity, at least 1
     * @throws Failure if a cell is not of its kind, the schema and the dataset do not fit each other, or a row is
     *     about nobody
     */
    public static ClassFigures classes(Dataset<Row> release, Schema schema, int k, int l) throws IOException {
        Dialect dialect = Dialect.STANDARD;
        ReleaseColumns columns = new ReleaseColumns(Optional.of(schema), dialect);
        try (SparkTable table =
                SparkTable.of(release, new SparkTable.Reading(dialect, false, columns.seen(true, List.of())))) {
            return of(table, columns, schema.person(), new Asked(List.of(), true, false), k, l)
                    .classes();
        }
    }

    /**
     * The classes.
     *
     * @throws Failure if a row is about nobody
     */
    ClassFigures classes() throws IOException {
        requirePersons();
        List<WholeValues> wholes = wholeValues();
        Broadcast<List<WholeValues>> sentWholes = context(release).broadcast(wholes);
        Broadcast<Task> sent = task;
        JavaRDD<Piece> ofClasses = Shuffle.byKey(
                release, new RowKey(release.columns().indices(task.value().known())));
        return Problem.thrown(() -> ofClasses
                .map(piece -> figures(piece, sent.value(), sentWholes.value()))
                .reduce(ClassFigures::and));
    }

    private static ClassFigures figures(Piece piece, Task task, List<WholeValues> wholes) {
        Table table = task.table(piece);
        int[] withoutQuasi = task.withoutQuasi(table);
        EquivalenceClasses classes =
                EquivalenceClasses.of(task.columns(table, task.known())).apart(withoutQuasi);
        Persons persons = task.persons(table);
        List<Column> columns = task.sensitive(table);
        List<ClassFigures.Sensitive> sensitive = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            Column column = columns.get(i);
            Diversity diversity = Diversity.of(classes, column, persons);
            WholeValues whole = wholes.get(i);
            sensitive.add(new ClassFigures.Sensitive(
                    column.spec().name(),
                    diversity.smallest(),
                    diversity.smallestEntropy(),
                    diversity.greatestRecursive(task.l()),
                    whole.whole().of(classes, whole.ranks(column), persons).greatest(),
                    whole.isOrdered()));
        }
        PersonAnonymity anonymity = PersonAnonymity.of(classes, persons);
        int first = anonymity.firstRowBelow(task.k());
        double highest = 0;
        double risks = 0;
        for (int row = 0; row < table.rowCount(); row++) {
            highest = Math.max(highest, anonymity.share(row));
            risks += anonymity.share(row);
        }
        return new ClassFigures(
                table.rowCount(),
                classes.classCount(),
                anonymity.smallest(),
                anonymity.rowsBelow(task.k()),
                first < 0 ? ClassFigures.NONE : piece.rowNumber(first),
                withoutQuasi.length,
                highest,
                risks,
                IntStream.range(0, classes.classCount())
                        .map(anonymity::persons)
                        .min()
                        .orElseThrow(),
                sensitive);
    }

    private void requirePersons() throws IOException {
        String person = task.value().person();
        if (person == null) {
            return;
        }
        Broadcast<Task> sent = task;
        Set<String> none = new HashSet<>(task.value().missing().of(person));
        long first = Problem.thrown(() -> release.pieces()
                .map(piece -> {
                    Column names = sent.value().table(piece).column(person).orElseThrow();
                    return IntStream.range(0, names.rowCount())
                            .filter(row -> none.contains(names.text(row)))
                            .mapToObj(piece::rowNumber)
                            .findFirst()
                            .orElse(ClassFigures.NONE);
                })
                .fold(ClassFigures.NONE, Math::min));
        if (first != ClassFigures.NONE) {
            throw new Failure(
                    ExitCode.MALFORMED,
                    release.place(first) + ": column " + BadInputException.quoted(person)
                            + ": the cell does not say whom the row is about");
        }
    }

    /** Of each sensitive column. */
    private List<WholeValues> wholeValues() throws IOException {
        if (task.value().sensitive().isEmpty()) {
            return List.of();
        }
        Broadcast<Task> sent = task;
        List<String> names = task.value().sensitive();
        List<ColumnSpec> specs = names.stream()
                .map(name -> release.columns()
                        .specs()
                        .get(release.columns().index(name).orElseThrow()))
                .toList();
        return WholeValues.of(release, specs, task.value().person(), piece -> sent.value()
                .sensitive(sent.value().table(piece)));
    }

    /** The persons. */
    PersonFigures persons() throws IOException {
        Broadcast<Task> sent = task;
        String person = String.valueOf(task.value().person());
        RowKey whose = new RowKey(release.columns().indices(List.of(person)));
        RowKey which = new RowKey(release.columns().indices(task.value().known()));
        int k = task.value().k();
        // A class stands here for its hash: what all its cells are need not be sent for each row.
        JavaPairRDD<String, Integer> rows = release.pieces().flatMapToPair(piece -> {
            Set<Integer> apart = new HashSet<>();
            Arrays.stream(sent.value().withoutQuasi(sent.value().table(piece))).forEach(apart::add);
            return IntStream.range(0, piece.rowCount())
                    .mapToObj(row -> new Tuple2<>(
                            whose.of(piece, row)
                                    + '\n'
                                    + ContentHash.of((apart.contains(row)
                                                            ? "row " + piece.rowNumber(row)
                                                            : which.of(piece, row))
                                                    .getBytes(StandardCharsets.UTF_8))
                                            .sha256(),
                            1))
                    .iterator();
        });
        // By person the classes, each with how many rows of hers it has.
        JavaPairRDD<String, String> ofPersons = rows.reduceByKey(Integer::sum).mapToPair(found -> {
            int end = found._1().lastIndexOf('\n');
            return new Tuple2<>(found._1().substring(0, end), found._1().substring(end + 1) + ' ' + found._2());
        });
        JavaPairRDD<String, Long> alike = ofPersons
                .groupByKey()
                .mapToPair(found -> {
                    List<String> classes = new ArrayList<>();
                    found._2().forEach(classes::add);
                    classes.sort(Comparator.naturalOrder());
                    return new Tuple2<>(
                            ContentHash.of(String.join("\n", classes).getBytes(StandardCharsets.UTF_8))
                                    .sha256(),
                            1L);
                })
                .reduceByKey(Long::sum);
        long[] figures = Problem.thrown(() -> alike.values()
                .map(count -> new long[] {count, count, count < k ? count : 0})
                .reduce((one, other) -> new long[] {one[0] + other[0], Math.min(one[1], other[1]), one[2] + other[2]}));
        return new PersonFigures(figures[0], 0, figures[1], figures[2]);
    }
}
