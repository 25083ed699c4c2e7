package org.phrkit.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.phrkit.microaggregation.Anonymisation;
import org.phrkit.microaggregation.AnonymisationException;
import org.phrkit.microaggregation.CollectorException;
import org.phrkit.microaggregation.Grouping;
import org.phrkit.microaggregation.Guarantees;
import org.phrkit.microaggregation.PersonProtection;
import org.phrkit.microaggregation.PersonProtection.Knowledge;
import org.phrkit.microaggregation.Progress;
import org.phrkit.microaggregation.Release;
import org.phrkit.table.ColumnSpec;
import org.phrkit.table.Csv;
import org.phrkit.table.Dialect;
import org.phrkit.table.Kind;
import org.phrkit.table.Role;
import org.phrkit.table.Schema;
import org.phrkit.table.SchemaException;
import org.phrkit.table.Table;

/** Against {@link Anonymisation}, which has the whole table in memory. */
class SparkMicroaggregationTest {
    @TempDir
    Path folder;

    private static final List<ColumnSpec> COLUMNS = List.of(
            new ColumnSpec("age", Role.QUASI, Kind.INTEGER),
            new ColumnSpec("weight", Role.QUASI, Kind.NUMBER),
            new ColumnSpec("born", Role.QUASI, Kind.DATE),
            new ColumnSpec("sex", Role.QUASI, Kind.CATEGORY),
            new ColumnSpec("pain", Role.QUASI, Kind.ORDINAL, List.of("none", "some", "much")),
            new ColumnSpec("found", Role.SENSITIVE),
            new ColumnSpec("note", Role.PLAIN));

    private static String row(SplittableRandom random, double missing) {
        List<String> cells = new ArrayList<>(List.of(
                "" + random.nextInt(18, 95),
                "" + random.nextInt(4000, 12000) / 100.0,
                "19" + random.nextInt(30, 99) + "-0" + random.nextInt(1, 10) + "-1" + random.nextInt(10),
                List.of("f", "m", "x").get(random.nextInt(3)),
                List.of("none", "some", "much").get(random.nextInt(3))));
        for (int i = 0; i < cells.size(); i++) {
            if (random.nextDouble() < missing) {
                cells.set(i, "");
            }
        }
        cells.add("s" + random.nextInt(4));
        cells.add("00" + random.nextInt(1000));
        return String.join(",", cells);
    }

    private List<String> rows(long seed, int count, double missing) {
        SplittableRandom random = new SplittableRandom(seed);
        return IntStream.range(0, count).mapToObj(row -> row(random, missing)).toList();
    }

    private static String header() {
        return String.join(",", COLUMNS.stream().map(ColumnSpec::name).toList());
    }

    /** The rows in so many files of about the same size. */
    private List<String> files(List<String> rows, int count) throws IOException {
        List<String> names = new ArrayList<>();
        Path of = Files.createTempDirectory(folder, "files");
        for (int file = 0; file < count; file++) {
            Path path = of.resolve("part-" + (char) ('a' + file) + ".csv");
            List<String> part = rows.subList(
                    (int) ((long) rows.size() * file / count), (int) ((long) rows.size() * (file + 1) / count));
            Files.writeString(path, header() + "\n" + String.join("\n", part) + "\n");
            names.add(path.toString());
        }
        return names;
    }

    private static Schema schema() throws SchemaException {
        return new Schema(COLUMNS);
    }

    private static List<String> lines(Table table) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Csv.write(table, out);
        return out.toString(StandardCharsets.UTF_8).lines().sorted().toList();
    }

    private void assertSame(List<String> rows, int fileCount, Anonymisation choices) throws Exception {
        assertSame(rows, fileCount, choices, schema());
    }

    private void assertSame(List<String> rows, int fileCount, Anonymisation choices, Schema schema) throws Exception {
        Table whole;
        try (var in = Files.newInputStream(Path.of(files(rows, 1).get(0)))) {
            whole = Csv.read(in, schema::bind);
        }
        Release expected = choices.of(whole);
        SparkTable.Reading reading = new SparkTable.Reading(Dialect.STANDARD, false, schema::bind);
        try (SparkTable table = SparkTable.readCsv(TestSpark.SESSION, files(rows, fileCount), reading)) {
            SparkRelease release = SparkMicroaggregation.release(table, choices);
            List<Piece> pieces = release.table().pieces().collect();
            Table made = Piece.join(pieces).table(release.table().columns());
            assertThat(lines(made)).isEqualTo(lines(expected.table()));
            assertThat(release.counts().rows()).isEqualTo(expected.table().rowCount());
            assertThat(release.counts().groups()).isEqualTo(expected.partition().groupCount());
            assertThat(release.counts().smallestGroup())
                    .isEqualTo(expected.partition().smallestSize());
            assertThat(release.counts().informationLoss()).isCloseTo(expected.informationLoss(), within(1e-9));
            assertSame(release.steps(), expected.steps());
            assertThat(release.persons())
                    .matches(
                            persons -> persons.isPresent() == expected.persons().isPresent());
        }
    }

    private static void assertSame(Release.Steps made, Release.Steps expected) {
        assertThat(made.droppedRows()).isEqualTo(expected.droppedRows());
        assertThat(made.rowsOfSmallStrata()).isEqualTo(expected.rowsOfSmallStrata());
        assertThat(made.persons()).isEqualTo(expected.persons());
        assertThat(made.suppressed()).isEqualTo(expected.suppressed());
        assertThat(figures(made)).containsExactly(figures(expected), within(1e-9));
    }

    private static double[] figures(Release.Steps steps) {
        return DoubleStream.concat(
                        steps.merging().stream()
                                .flatMapToDouble(
                                        merging -> DoubleStream.of(merging.groups(), merging.informationLoss())),
                        steps.phases().stream()
                                .flatMapToDouble(phases -> DoubleStream.of(
                                        phases.collectors(), phases.first(), phases.second(), phases.single())))
                .toArray();
    }

    private static Anonymisation inBlocks(int k, int rows) {
        return new Anonymisation(k).with(Grouping.descent(Progress.UNSEEN).inBlocks(rows));
    }

    /** From a dataset to a dataset, as a program has it that is none of ours. */
    @Test
    void ofDatasets() throws Exception {
        SparkSession spark = TestSpark.SESSION;
        Dataset<Row> data = spark.range(0, 60, 1, 3)
                .selectExpr("cast(id * 37 % 60 as double) as a", "cast(id % 4 as string) as b", "'s' || id % 7 as s");
        Schema schema = new Schema(List.of(
                new ColumnSpec("a", Role.QUASI),
                new ColumnSpec("b", Role.QUASI, Kind.CATEGORY),
                new ColumnSpec("s", Role.SENSITIVE)));
        SparkTable.Reading reading = new SparkTable.Reading(Dialect.STANDARD, false, schema::bind);
        try (SparkTable table = SparkTable.of(data, reading)) {
            SparkRelease release = SparkMicroaggregation.release(table, new Anonymisation(4));
            Dataset<Row> made = release.table().dataset(spark);
            assertThat(made.schema().simpleString()).isEqualTo("struct<a:double,b:string,s:string>");
            assertThat(made.count()).isEqualTo(60);
            ClassFigures classes = SparkVerification.classes(made, schema, 4, 2);
            assertThat(classes.rows()).isEqualTo(60);
            assertThat(classes.classes()).isEqualTo(release.counts().groups());
            assertThat(classes.smallest()).isEqualTo(release.counts().smallestGroup());
            assertThat(classes.rowsBelow()).isZero();
            assertThat(classes.sensitive()).singleElement().satisfies(column -> assertThat(column.values())
                    .isGreaterThan(1));
        }
        Dataset<Row> bad = data.selectExpr("if(a = 5, 'five', cast(a as string)) as a", "b", "s")
                .coalesce(1);
        assertThatThrownBy(() -> SparkTable.of(bad, reading))
                .hasMessage("dataset, partition 0:7: column \"a\": the cell is not a finite decimal number");
        Dataset<Row> nested = data.selectExpr("array(a) as a", "b", "s");
        assertThatThrownBy(() -> SparkTable.of(nested, reading))
                .hasMessage("dataset: column \"a\": cells of type array are no texts, numbers, days or times");
    }

    @Test
    void releaseIsTheSameInAnyNumberOfFiles() throws Exception {
        List<String> rows = rows(1, 4000, 0);
        for (int fileCount : new int[] {1, 3, 7}) {
            assertSame(rows, fileCount, inBlocks(3, 400));
        }
    }

    @Test
    void incompleteRowsAreDroppedOrImputed() throws Exception {
        List<String> rows = rows(2, 3000, 0.05);
        assertSame(rows, 3, inBlocks(4, 300).with(Anonymisation.Incomplete.DROP));
        assertSame(rows, 3, inBlocks(4, 300).with(Anonymisation.Incomplete.IMPUTE));
    }

    @Test
    void fewRowsAreOneBlock() throws Exception {
        List<String> rows = rows(3, 300, 0);
        assertSame(
                rows,
                2,
                new Anonymisation(5).with(Grouping.descent(Progress.UNSEEN).inBlocksWhereLarge()));
        assertSame(rows, 2, inBlocks(5, 1000));
    }

    /** One stratum has blocks, two are one block each, and one is too small. */
    @Test
    void noGroupCrossesStrata() throws Exception {
        List<String> rows = new ArrayList<>();
        for (String row : rows(5, 1500, 0.01)) {
            int number = rows.size();
            String site = number % 500 == 3 ? "d" : number % 10 == 0 ? "b" : number % 7 == 0 ? "c" : "a";
            rows.add(row.replaceFirst(",00\\d+$", ",site " + site));
        }
        Anonymisation choices = inBlocks(5, 300).with(Anonymisation.Incomplete.DROP);
        assertSame(rows, 3, choices.with(new Anonymisation.Within(List.of("note"), true)));
    }

    /** By a quasi-identifier, whose levels have other codes once small strata are left out. */
    @Test
    void strataOfAQuasiIdentifierThatAreTooSmallAreLeftOut() throws Exception {
        List<String> rows = new ArrayList<>(rows(8, 900, 0));
        rows.set(0, rows.get(0).replaceFirst(",[fmx],", ",u,"));
        rows.set(5, rows.get(5).replaceFirst(",[fmx],", ",d,"));
        assertSame(rows, 2, inBlocks(4, 200).with(new Anonymisation.Within(List.of("sex"), true)));
    }

    @Test
    void groupsAreMergedForLAndT() throws Exception {
        List<String> rows = rows(9, 2500, 0);
        for (Guarantees wanted : List.of(
                new Guarantees(3, 1), new Guarantees(0, 0.25), new Guarantees(2, 0.4), new Guarantees(3, 0.02))) {
            assertSame(rows, 3, inBlocks(3, 300).with(wanted, List.of("s3")));
        }
        // Of two spellings one value is made, and a text of a missing cell is none.
        List<String> spelled = new ArrayList<>();
        for (String row : rows) {
            spelled.add(spelled.size() % 3 == 0 ? row.replace(",s1,", ", S1,").replace(",s2,", ",n/a,") : row);
        }
        assertSame(spelled, 3, inBlocks(3, 300).with(new Guarantees(3, 0.3).folded(), List.of()));
        Anonymisation.Within sexes = new Anonymisation.Within(List.of("sex"), false);
        assertSame(
                rows,
                2,
                inBlocks(3, 900).with(new Guarantees(3, 0.3), List.of()).with(sexes));
        assertSame(
                rows,
                2,
                inBlocks(3, 500).with(new Guarantees(3, 0.3), List.of()).with(sexes));
    }

    @Test
    void guaranteesThatCannotBeKeptAreRefused() throws Exception {
        List<String> rows = rows(10, 300, 0);
        SparkTable.Reading reading = new SparkTable.Reading(Dialect.STANDARD, false, schema()::bind);
        try (SparkTable table = SparkTable.readCsv(TestSpark.SESSION, files(rows, 2), reading)) {
            Anonymisation tooMany = inBlocks(3, 100).with(new Guarantees(5, 1), List.of());
            assertThatThrownBy(() -> SparkMicroaggregation.release(table, tooMany))
                    .isInstanceOf(AnonymisationException.NotDiverse.class)
                    .hasMessageContaining("found");
            List<String> one = new ArrayList<>(rows);
            one.replaceAll(row -> row.contains(",f,") ? row.replaceFirst(",s\\d,", ",s0,") : row);
            try (SparkTable poor = SparkTable.readCsv(TestSpark.SESSION, files(one, 2), reading)) {
                for (int block : new int[] {50, 1000}) {
                    Anonymisation within = inBlocks(3, block)
                            .with(new Guarantees(2, 1), List.of())
                            .with(new Anonymisation.Within(List.of("sex"), false));
                    assertThatThrownBy(() -> SparkMicroaggregation.release(poor, within))
                            .isInstanceOf(AnonymisationException.StratumNotDiverse.class);
                }
            }
        }
    }

    /** With a last column of this role. */
    private static Schema schema(Role role) throws SchemaException {
        List<ColumnSpec> columns = new ArrayList<>(COLUMNS.subList(0, COLUMNS.size() - 1));
        columns.add(new ColumnSpec("note", role));
        return new Schema(columns);
    }

    private void assertSameOfPersons(List<String> rows, int fileCount, Anonymisation choices) throws Exception {
        assertSame(rows, fileCount, choices.with(new PersonProtection("note", Knowledge.ONE_ROW)), schema(Role.PERSON));
    }

    /** Of about three rows each. */
    @Test
    void personsAreCounted() throws Exception {
        List<String> rows = new ArrayList<>(rows(11, 2400, 0));
        rows.replaceAll(row -> row.replaceFirst(",00(\\d+)$", ",p$1"));
        assertSameOfPersons(rows, 3, inBlocks(3, 300));
        assertSameOfPersons(rows, 2, inBlocks(3, 300).with(new Guarantees(3, 0.3), List.of()));
        List<String> sexes = new ArrayList<>(rows);
        sexes.set(7, sexes.get(7).replaceFirst(",[fmx],", ",d,"));
        Anonymisation within = inBlocks(3, 900).with(new Anonymisation.Within(List.of("sex"), true));
        assertSameOfPersons(sexes, 2, within);
        assertSameOfPersons(
                sexes,
                2,
                within.with(Grouping.mdav(Progress.UNSEEN).inBlocks(300)).with(new Guarantees(2, 0.4), List.of()));
        // One has very many, so no block can be hers: with a limit she has five.
        List<String> many = new ArrayList<>(rows);
        for (int row = 0; row < 400; row++) {
            many.set(row, many.get(row).replaceFirst(",p\\d+$", ",p1"));
        }
        assertSameOfPersons(many, 3, inBlocks(3, 300));
        PersonProtection five = new PersonProtection("note", Knowledge.ONE_ROW, OptionalInt.of(5), Optional.empty());
        assertSame(many, 3, inBlocks(3, 300).with(five), schema(Role.PERSON));
    }

    @Test
    void personsWithTooManyRowsAndRowsAboutNobodyAreRefused() throws Exception {
        List<String> rows = new ArrayList<>(rows(12, 60, 0));
        rows.replaceAll(row -> row.replaceFirst(",00(\\d+)$", ",p$1"));
        for (int row = 0; row < 40; row++) {
            rows.set(row, rows.get(row).replaceFirst(",p\\d+$", ",p1"));
        }
        Schema schema = schema(Role.PERSON);
        SparkTable.Reading reading = new SparkTable.Reading(Dialect.STANDARD, false, schema::bind);
        Anonymisation choices = new Anonymisation(3).with(new PersonProtection("note", Knowledge.ONE_ROW));
        try (SparkTable table = SparkTable.readCsv(TestSpark.SESSION, files(rows, 2), reading)) {
            assertThatThrownBy(() -> SparkMicroaggregation.release(table, choices))
                    .hasMessage("1 person has more than 20 rows, which is 1/k of all");
            assertThatThrownBy(() -> SparkMicroaggregation.release(
                            table, choices.with(new PersonProtection("note", Knowledge.ALL_ROWS))))
                    .isInstanceOf(AnonymisationException.UnequalRows.class);
        }
        rows.set(45, rows.get(45).replaceFirst(",p\\d+$", ","));
        List<String> files = files(rows, 2);
        try (SparkTable table = SparkTable.readCsv(TestSpark.SESSION, files, reading)) {
            assertThatThrownBy(() -> SparkMicroaggregation.release(table, choices))
                    .hasMessage(files.get(1) + ":17: column \"note\": the cell does not say whom the row is about");
        }
    }

    /** What blocks do not do, one task does. */
    @Test
    void wholeTablesAreThoseOfOneMachine() throws Exception {
        List<String> rows = new ArrayList<>(rows(15, 900, 0.02));
        rows.replaceAll(row -> row.replaceFirst(",00(\\d+)$", ",p$1"));
        Anonymisation choices = inBlocks(3, 100).with(Anonymisation.Incomplete.IMPUTE);
        PersonProtection linked = new PersonProtection("note", Knowledge.ALL_ROWS, OptionalInt.of(4), Optional.empty());
        assertSame(rows, 3, choices.with(linked), schema(Role.PERSON));
        assertSame(
                rows,
                2,
                choices.with(linked).with(new Guarantees(3, 0.4), List.of()).with(new Anonymisation.Suppression(4)),
                schema(Role.PERSON));
        PersonProtection.PartNames names = (pseudonym, part) -> pseudonym + " " + part;
        PersonProtection inParts = new PersonProtection(
                "note", Knowledge.ALL_ROWS, OptionalInt.empty(), Optional.of(new PersonProtection.Parts(2, names)));
        assertSame(rows, 3, choices.with(inParts), schema(Role.PSEUDONYM));
        assertSame(rows, 3, choices.with(Anonymisation.Incomplete.DROP).with(new Anonymisation.Suppression(3)));
        rows.replaceAll(row -> row.replaceFirst(",p\\d+$", row.hashCode() % 2 == 0 ? ",east" : ",west"));
        assertSame(
                rows, 3, choices.with(new Anonymisation.Collectors("note", 3)).with(new Guarantees(3, 0.3), List.of()));
    }

    /** A row that is the matter is told by its file and line. */
    @Test
    void joinedPersonsAreRefused() throws Exception {
        List<String> rows = new ArrayList<>(rows(16, 60, 0));
        rows.replaceAll(row -> row.replaceFirst(",s\\d,00(\\d+)$", ",who $1,p$1"));
        rows.set(45, rows.get(45).replaceFirst(",p\\d+$", rows.get(3).replaceFirst(".*,", ",")));
        List<ColumnSpec> columns = new ArrayList<>(COLUMNS.subList(0, COLUMNS.size() - 2));
        columns.add(new ColumnSpec("found", Role.PERSON));
        columns.add(new ColumnSpec("note", Role.PSEUDONYM));
        SparkTable.Reading reading = new SparkTable.Reading(Dialect.STANDARD, false, new Schema(columns)::bind);
        Anonymisation choices = new Anonymisation(3).with(new PersonProtection("found", Knowledge.ALL_ROWS));
        List<String> files = files(rows, 2);
        try (SparkTable table = SparkTable.readCsv(TestSpark.SESSION, files, reading)) {
            assertThatThrownBy(() -> SparkMicroaggregation.release(table, choices))
                    .hasMessageStartingWith(files.get(1) + ":17: column \"note\": ");
        }
    }

    @Test
    void weightsOfASurveyAreHeldByCentres() throws Exception {
        SplittableRandom random = new SplittableRandom(13);
        List<String> rows = new ArrayList<>(rows(13, 1200, 0.01));
        rows.replaceAll(row -> row.replaceFirst(",00\\d+$", "," + (1 + random.nextInt(90)) / 4.0));
        Schema schema = schema(Role.WEIGHT);
        assertSame(rows, 3, inBlocks(4, 300).with(Anonymisation.Incomplete.DROP), schema);
        assertSame(rows, 3, inBlocks(4, 300).with(Anonymisation.Incomplete.IMPUTE), schema);
        rows.set(900, rows.get(900).replaceFirst(",[0-9.]+$", ",0"));
        List<String> files = files(rows, 2);
        SparkTable.Reading reading = new SparkTable.Reading(Dialect.STANDARD, false, schema::bind);
        try (SparkTable table = SparkTable.readCsv(TestSpark.SESSION, files, reading)) {
            assertThatThrownBy(() -> SparkMicroaggregation.release(table, inBlocks(4, 300)))
                    .hasMessage(files.get(1) + ":302: column \"note\": the cell is not a weight, "
                            + "which must be a number above 0");
        }
    }

    /** One collector has blocks, the others are one task each; the second phase has blocks too. */
    @Test
    void twoPhasesAreThoseOfOneMachine() throws Exception {
        List<String> rows = new ArrayList<>();
        for (String row : rows(14, 1800, 0.02)) {
            int number = rows.size();
            rows.add(row.replaceFirst(
                    ",00\\d+$", number % 3 == 0 ? ",site b" : number % 11 == 0 ? ",site c" : ",site a"));
        }
        Anonymisation choices =
                inBlocks(7, 200).with(Anonymisation.Incomplete.IMPUTE).with(new Anonymisation.Collectors("note", 3));
        assertSame(rows, 3, choices);
        assertSame(rows, 1, choices.with(Grouping.mdav(Progress.UNSEEN).inBlocksWhereLarge()));
        List<String> few = new ArrayList<>(rows);
        few.set(1000, few.get(1000).replaceFirst(",site .$", ",site d"));
        SparkTable.Reading reading = new SparkTable.Reading(Dialect.STANDARD, false, schema()::bind);
        try (SparkTable table = SparkTable.readCsv(TestSpark.SESSION, files(few, 2), reading)) {
            assertThatThrownBy(() -> SparkMicroaggregation.release(table, choices))
                    .isInstanceOf(CollectorException.TooFewRecords.class)
                    .satisfies(e ->
                            assertThat(((CollectorException) e).collector()).isEqualTo(3));
        }
    }

    @Test
    void rowsOfNoStratumAndSmallStrataAreRefused() throws Exception {
        List<String> rows = new ArrayList<>(rows(6, 40, 0));
        rows.replaceAll(row -> row.replaceFirst(",00\\d+$", ",x"));
        rows.set(20, rows.get(20).replaceFirst(",x$", ",NA"));
        Anonymisation choices = inBlocks(5, 300).with(new Anonymisation.Within(List.of("note"), false));
        List<String> files = files(rows, 2);
        SparkTable.Reading reading = new SparkTable.Reading(Dialect.STANDARD, false, schema()::bind);
        try (SparkTable table = SparkTable.readCsv(TestSpark.SESSION, files, reading)) {
            assertThatThrownBy(() -> SparkMicroaggregation.release(table, choices))
                    .hasMessage(files.get(1)
                            + ":2: column \"note\": the cell is missing, so the row belongs to no stratum");
        }
        rows.set(20, rows.get(20).replaceFirst(",NA$", ",y"));
        try (SparkTable table = SparkTable.readCsv(TestSpark.SESSION, files(rows, 2), reading)) {
            assertThatThrownBy(() -> SparkMicroaggregation.release(table, choices))
                    .hasMessageContaining("1 of 2 strata has fewer persons than k = 5");
        }
    }

    @Test
    void rowsThatAreNotPersonsAreRefused() throws Exception {
        Path file = folder.resolve("named.csv");
        Files.writeString(file, "name,age\nAnna,1\nBertha,2\nAnna,3\nClara,4\n");
        Schema named = new Schema(
                List.of(new ColumnSpec("name", Role.IDENTIFIER), new ColumnSpec("age", Role.QUASI, Kind.INTEGER)));
        SparkTable.Reading reading = new SparkTable.Reading(Dialect.STANDARD, false, named::bind);
        try (SparkTable table = SparkTable.readCsv(TestSpark.SESSION, List.of(file.toString()), reading)) {
            assertThatThrownBy(() -> SparkMicroaggregation.release(table, new Anonymisation(2)))
                    .hasMessageContaining(":4: \"name\" is as in a row above: one person seems to have several rows");
            assertThat(SparkMicroaggregation.release(table, new Anonymisation(2).ofRowsThatArePersons())
                            .counts()
                            .rows())
                    .isEqualTo(4);
        }
    }

    /** The sums of more rows than one chunk has, and more rows and groups than are looked at for cuts. */
    @Test
    void samplesAndChunksAreTheSame() throws Exception {
        List<String> rows = rows(4, 140_000, 0);
        assertSame(
                rows,
                3,
                new Anonymisation(2).with(Grouping.descent(Progress.UNSEEN).inBlocks(2000)));
    }
}
