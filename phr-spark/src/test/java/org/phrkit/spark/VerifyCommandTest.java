package org.phrkit.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.phrkit.cli.aggregate.Aggregate;
import org.phrkit.cli.verify.VerifyRelease;
import org.phrkit.privacy.LinkageBounds;
import org.phrkit.privacy.RecordLinkage;
import org.phrkit.table.Csv;
import org.phrkit.table.Dialect;
import org.phrkit.table.Schema;
import org.phrkit.table.Table;
import org.phrkit.verify.ReleasedTable;
import picocli.CommandLine;
import tools.jackson.databind.json.JsonMapper;

/** All figures are those of phr verify release, to the ninth decimal. */
class VerifyCommandTest {
    /** What is looked at on one machine alone, and what a line is called. */
    private static final List<String> LEFT_OUT = List.of(
            "firstLineBelowK",
            "joining",
            "journalistHighest",
            "marketer",
            "attributeDisclosure",
            "intervalsByDeviation",
            "intervalsByRank",
            "intervals",
            "pmse",
            "pmseSecondOrder",
            "pmseSecondOrderRatio");

    @TempDir
    private Path folder;

    @Test
    void releaseAndOriginal() throws Exception {
        Path original = shared("visits.csv");
        Path release = folder.resolve("release.csv");
        assertThat(new CommandLine(new Aggregate())
                        .execute(
                                "-k",
                                "4",
                                "--quasi",
                                "age:integer,sex:category,bmi,visited:date",
                                "--sensitive",
                                "diagnosis,hba1c:number,income:integer",
                                "--identifier",
                                "patient",
                                "--rows-are-persons",
                                "--missing",
                                "drop",
                                "--order",
                                "sorted",
                                original.toString(),
                                "-o",
                                release.toString()))
                .isZero();
        List<String> options = List.of(
                "-k",
                "4",
                "--quasi",
                "age:integer,sex:category,bmi,visited:date",
                "--sensitive",
                "diagnosis,hba1c:number,income:integer",
                "-l",
                "2",
                "--diversity",
                "recursive:3",
                "-t",
                "0.7");
        assertSame(release, options, List.of("--original", original.toString()));
    }

    /** Whole numbers, days, ranks and categories, of which cells are missing, in wards, with an empty row. */
    private Path patients(int seed) throws IOException {
        Random random = new Random(seed);
        List<String> lines = new ArrayList<>(List.of("name,age,bmi,seen,stage,sex,ward,code,hba1c"));
        for (int row = 0; row < 400; row++) {
            lines.add(String.join(
                    ",",
                    "P" + row,
                    random.nextInt(20) == 0 ? "" : "" + random.nextInt(20, 90),
                    "" + random.nextInt(180, 400) / 10.0,
                    "20" + random.nextInt(10, 25) + "-0" + random.nextInt(1, 10) + "-1" + random.nextInt(10),
                    List.of("low", "medium", "high").get(random.nextInt(3)),
                    random.nextInt(30) == 0 ? "NA" : List.of("f", "m", "x").get(random.nextInt(3)),
                    "" + "ab".charAt(random.nextInt(2)),
                    "C" + random.nextInt(9),
                    random.nextInt(10) == 0 ? "" : "" + random.nextInt(40, 140) / 10.0));
        }
        lines.add(200, ",,,,,,,,");
        return Files.write(folder.resolve("patients.csv"), lines);
    }

    private Path columns() throws IOException {
        return Files.write(
                folder.resolve("columns.csv"),
                List.of(
                        "column,role,kind,levels",
                        "name,identifier,,",
                        "age,quasi,integer,",
                        "bmi,quasi,number,",
                        "seen,quasi,date,",
                        "stage,quasi,ordinal,low|medium|high",
                        "sex,quasi,category,",
                        "ward,plain,,",
                        "code,sensitive,,",
                        "hba1c,sensitive,number,"));
    }

    private Path released(Path original, Path columns, String... more) {
        Path release = folder.resolve("release.csv");
        List<String> options = new ArrayList<>(
                List.of("-k", "3", "-c", columns.toString(), "--rows-are-persons", "--blank-rows", "drop"));
        options.addAll(List.of(more));
        options.addAll(List.of(original.toString(), "-f", "-o", release.toString()));
        assertThat(AggregateCommandTest.said(
                                () -> new CommandLine(new Aggregate()).execute(options.toArray(String[]::new)))
                        .status())
                .isZero();
        return release;
    }

    @Test
    void rowsInTheOrderOfTheOriginal() throws Exception {
        Path original = patients(1);
        Path columns = columns();
        List<String> options =
                List.of("-k", "3", "-c", columns.toString(), "--rows-are-persons", "-l", "2", "-t", "0.9");
        List<String> compared = List.of("--original", original.toString());
        Map<?, ?> dropped = assertSame(released(original, columns, "--missing", "drop"), options, compared);
        assertThat(((Map<?, ?>) Objects.requireNonNull(dropped.get("risk"))).get("linkage"))
                .isNotNull();
        assertThat(dropped.get("warnings"))
                .asString()
                .contains("compared are the ", "rows without any cell are left out: 1");
        assertSame(released(original, columns, "--missing", "impute", "--within", "ward"), options, compared);
    }

    /** The page says what the terminal and the JSON say. */
    @Test
    void report() throws Exception {
        Path original = patients(4);
        Path columns = columns();
        Path release = released(original, columns, "--missing", "drop");
        Path page = folder.resolve("page.html");
        List<String> options = new ArrayList<>(List.of(
                "verify",
                "-k",
                "3",
                "-l",
                "9",
                "-t",
                "0.9",
                "-c",
                columns.toString(),
                "--rows-are-persons",
                "--report"));
        options.addAll(List.of(page.toString(), "--original", original.toString(), release.toString()));
        AggregateCommandTest.Said said = AggregateCommandTest.run(options);
        assertThat(said.status()).isEqualTo(3);
        String loss = Pattern.compile("information loss +(.*)")
                .matcher(said.out())
                .results()
                .map(found -> found.group(1))
                .findFirst()
                .orElseThrow();
        assertThat(page)
                .content()
                .contains(
                        "data-holds=\"false\"",
                        "The table is not distinct 9-diverse.",
                        "<th scope=\"row\">3-anonymous</th><td class=\"answer\">Yes</td>",
                        "<th scope=\"row\">distinct 9-diverse: code</th><td class=\"answer\">No</td>",
                        "<th scope=\"row\">0.9-close: hba1c</th><td class=\"answer\">Yes</td>",
                        "<th scope=\"row\">Information loss</th><td class=\"figure\">" + loss + "</td>",
                        "<th scope=\"row\">sex</th><td>quasi</td>",
                        "rows without any cell are left out: 1");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(page)))
                .isEqualTo("rw-------");
        assertThat(AggregateCommandTest.run(options).err()).contains(page + ": already exists");
        options.add(1, "--force");
        assertThat(AggregateCommandTest.run(options).status()).isEqualTo(3);
        assertThat(AggregateCommandTest.run(List.of("verify", "-k", "3", "-f", release.toString()))
                        .err())
                .contains("-f works only with --report");
    }

    @Test
    void rowsOfTheOriginalThatNobodyKnows() throws Exception {
        Path original = patients(2);
        Path columns = columns();
        Path release = released(original, columns, "--missing", "impute");
        List<String> lines = Files.readAllLines(release);
        Files.write(release, lines.subList(0, lines.size() - 1));
        AggregateCommandTest.Said said = AggregateCommandTest.run(List.of(
                "verify", "-k", "2", "-c", columns.toString(), "--original", original.toString(), release.toString()));
        assertThat(said.err()).endsWith("""
                        phr: error: %s: has 400 rows, the release has 399
                        phr: hint: name the rows with --pairing FILE, which aggregate --pairing FILE writes
                        """.formatted(original));
        assertThat(said.status()).isEqualTo(1);
    }

    @Test
    void shuffledRows() throws Exception {
        Path original = patients(3);
        Path columns = columns();
        Path release = released(original, columns, "--missing", "impute", "--order", "sorted");
        List<String> options = List.of("-k", "3", "-c", columns.toString(), "--rows-are-persons");
        Map<?, ?> found = assertSame(release, options, List.of("--original", original.toString()));
        assertThat(found.get("informationLoss")).isNull();
        assertThat(found.get("warnings"))
                .asString()
                .contains("nothing shows which row of the original belongs to which row of the release");
    }

    /** The linkage of one machine is between the bounds of any blocks, of which some cut along columns that miss cells. */
    @Test
    void linkageWithinBlocks() throws Exception {
        Schema schema;
        try (InputStream in = Files.newInputStream(columns())) {
            schema = Schema.read(in);
        }
        for (int seed = 1; seed <= 2; seed++) {
            Path original = patients(seed);
            Path release = released(original, columns(), "--missing", seed == 1 ? "impute" : "drop");
            ReleasedTable one = ReleasedTable.read(Files.newInputStream(release), schema);
            Table before = one.paired(one.original(Files.newInputStream(original), row -> {}))
                    .orElseThrow();
            RecordLinkage exact = RecordLinkage.of(before, one.values());
            ReleaseColumns columns = new ReleaseColumns(Optional.of(schema), Dialect.STANDARD);
            try (SparkTable seen = read(release, false, columns.seen(false, List.of()));
                    SparkTable after = read(release, false, columns.values());
                    SparkTable all = read(original, true, columns.original())) {
                SparkTable paired = SparkComparison.paired(all, seen.rowCount()).orElseThrow();
                for (int most : new int[] {20, 100}) {
                    LinkageBounds bounds = SparkComparison.of(
                                    paired,
                                    after,
                                    columns.missingTexts(),
                                    Optional.of(new SparkComparison.Linking(most, 3)),
                                    UnaryOperator.identity())
                            .linkage()
                            .orElseThrow();
                    String of = "seed " + seed + ", blocks of " + most;
                    assertThat(bounds.rows()).as(of).isEqualTo(before.rowCount());
                    assertThat(bounds.sure()).as(of).isBetween(1L, bounds.rows() - 1);
                    assertThat(exact.found())
                            .as(of)
                            .isBetween(bounds.least().found(), bounds.most().found());
                    assertThat(exact.ownClass())
                            .as(of)
                            .isBetween(bounds.least().ownClass(), bounds.most().ownClass());
                }
            }
        }
    }

    /** Of rows that a cluster sorted and left out; the lines are those of the files as one. */
    @Test
    void rowsThatAPairingNames() throws Exception {
        Path original = patients(4);
        List<String> rows = new ArrayList<>(Files.readAllLines(original));
        rows.remove(",,,,,,,,");
        Files.write(original, rows);
        Path columns = columns();
        Path parts = split(original, 3);
        Path release = folder.resolve("paired");
        Path pairing = folder.resolve("pairing");
        List<String> options = List.of("-k", "3", "-c", columns.toString(), "--rows-are-persons");
        List<String> aggregate = new ArrayList<>(List.of("aggregate"));
        aggregate.addAll(options);
        aggregate.addAll(List.of("--missing", "drop", "--blocks", "60", "--within", "ward", "--json"));
        aggregate.addAll(List.of("--pairing", pairing.toString(), parts.toString(), "-o", release.toString()));
        AggregateCommandTest.Said made = AggregateCommandTest.run(aggregate);
        assertThat(made.status()).as(made.err()).isZero();
        assertThat(Files.getPosixFilePermissions(pairing)).hasSize(3);
        List<String> verify = new ArrayList<>(List.of("verify"));
        verify.addAll(options);
        verify.addAll(List.of("--json", "--original", parts.toString(), "--pairing", pairing.toString()));
        verify.add(release.toString());
        AggregateCommandTest.Said ofCluster = AggregateCommandTest.run(verify);
        Path oneRelease = Files.writeString(folder.resolve("one.csv"), AggregateCommandTest.joined(release));
        Path onePairing = Files.writeString(folder.resolve("lines.csv"), AggregateCommandTest.joined(pairing));
        List<String> one = new ArrayList<>(options);
        one.addAll(List.of("--json", "--original", original.toString(), "--pairing", onePairing.toString()));
        one.add(oneRelease.toString());
        AggregateCommandTest.Said ofOne = AggregateCommandTest.said(
                () -> new CommandLine(new VerifyRelease()).execute(one.toArray(String[]::new)));
        Map<?, ?> found = new JsonMapper().readValue(ofCluster.out(), Map.class);
        Map<?, ?> expected = new JsonMapper().readValue(ofOne.out(), Map.class);
        assertThat((Double) found.get("informationLoss"))
                .isCloseTo((Double) expected.get("informationLoss"), Offset.offset(1e-9))
                .isCloseTo(
                        (Double) new JsonMapper()
                                .readValue(made.out(), Map.class)
                                .get("informationLoss"),
                        Offset.offset(1e-3));
        // These name other files.
        found.remove("warnings");
        expected.remove("warnings");
        assertSame(found, expected, "");
        Path part = AggregateCommandTest.parts(pairing).get(0);
        List<String> lines = new ArrayList<>(Files.readAllLines(part));
        Collections.swap(lines, 1, 2);
        Files.write(part, lines);
        assertThat(AggregateCommandTest.run(verify).err())
                .endsWith("the row of the original has another cell in a column that is released as it is\n");
        lines.set(2, lines.get(1));
        Files.write(part, lines);
        assertThat(AggregateCommandTest.run(verify).err()).endsWith(":3: the number of a line appears twice\n");
        lines.set(2, "900");
        Files.write(part, lines);
        assertThat(AggregateCommandTest.run(verify).err())
                .isEqualTo("phr: error: " + part + ":3: no row of the original starts on the line\n");
        lines.remove(2);
        Files.write(part, lines);
        assertThat(AggregateCommandTest.run(verify).err()).contains(pairing + ": it pairs ");
    }

    private static SparkTable read(Path file, boolean dropsBlankRows, Csv.Binding binding) throws IOException {
        return SparkTable.readCsv(
                TestSpark.SESSION,
                List.of(file.toString()),
                new SparkTable.Reading(Dialect.STANDARD, dropsBlankRows, binding));
    }

    @Test
    void persons() throws Exception {
        List<String> options = new ArrayList<>(List.of(
                "-k",
                "2",
                "--quasi",
                "age,sex:category",
                "--sensitive",
                "diagnosis,hba1c:number",
                "--pseudonym",
                "patient",
                "--person",
                "patient",
                "-l",
                "2",
                "-t",
                "0.9"));
        assertSame(shared("visits.csv"), options, List.of());
    }

    /** Whom the rows of a release are about stands in its original, and a pairing says which row is which. */
    @Test
    void personsOfTheOriginal() throws Exception {
        Path original = shared("visits.csv");
        Path parts = split(original, 3);
        Path release = folder.resolve("paired");
        Path pairing = folder.resolve("pairing");
        Path columns = Files.writeString(
                folder.resolve("c.csv"),
                "column,role,kind\npatient,person,\nage,quasi,\nsex,quasi,category\ndiagnosis,sensitive,\n"
                        + Stream.of(Files.readAllLines(original).get(0).split(","))
                                .filter(name -> !List.of("patient", "age", "sex", "diagnosis")
                                        .contains(name))
                                .map(name -> name + ",drop,\n")
                                .collect(Collectors.joining()));
        List<String> made = new ArrayList<>(List.of("aggregate", "-k", "2", "-c", columns.toString()));
        made.addAll(List.of("--pairing", pairing.toString(), parts.toString(), "-o", release.toString()));
        AggregateCommandTest.Said said = AggregateCommandTest.run(made);
        assertThat(said.status()).as(said.err()).isZero();
        List<String> verify = new ArrayList<>(List.of("verify", "-k", "2", "-c", columns.toString(), "--json"));
        verify.addAll(List.of(release.toString(), "--original", parts.toString(), "--pairing", pairing.toString()));
        AggregateCommandTest.Said ofCluster = AggregateCommandTest.run(verify);
        assertThat(ofCluster.status()).as(ofCluster.err()).isZero();
        Path oneRelease = Files.writeString(folder.resolve("one.csv"), AggregateCommandTest.joined(release));
        Path onePairing = Files.writeString(folder.resolve("lines.csv"), AggregateCommandTest.joined(pairing));
        AggregateCommandTest.Said ofOne = AggregateCommandTest.said(() -> new CommandLine(new VerifyRelease())
                .execute(
                        "-k",
                        "2",
                        "-c",
                        columns.toString(),
                        "--json",
                        oneRelease.toString(),
                        "--original",
                        original.toString(),
                        "--pairing",
                        onePairing.toString()));
        Map<?, ?> found = new JsonMapper().readValue(ofCluster.out(), Map.class);
        Map<?, ?> expected = new JsonMapper().readValue(ofOne.out(), Map.class);
        for (String figure : List.of("verdict", "unit", "smallestClass", "rowsBelowK", "informationLoss")) {
            assertSame(found.get(figure), expected.get(figure), figure);
        }
        assertSame(found.get("persons"), expected.get("persons"), "persons");
        verify.subList(verify.size() - 2, verify.size()).clear();
        assertThat(AggregateCommandTest.run(verify).err())
                .endsWith(
                        "phr: error: " + parts
                                + ": nothing shows which of its rows is which of the release, so it does not"
                                + " say whom these are about\nphr: hint: add --pairing DIR, which aggregate --pairing DIR writes\n");
        verify.subList(verify.size() - 2, verify.size()).clear();
        assertThat(AggregateCommandTest.run(verify).err()).isEqualTo("""
                        phr: error: column "patient", which says whom a row is about, is not in the release
                        phr: hint: --original IN with --pairing DIR shows it
                        """);
    }

    @Test
    void missingCells() throws Exception {
        List<String> options = List.of(
                "-k",
                "2",
                "--quasi",
                "age:integer,creatinine",
                "--sensitive",
                "chapter,kappa:number",
                "-l",
                "2",
                "--diversity",
                "entropy",
                "-t",
                "1");
        assertSame(
                shared("flchain.csv"),
                options,
                List.of("--original", shared("flchain.csv").toString()));
    }

    @Test
    void withoutRoles() throws Exception {
        assertSame(shared("census.csv"), List.of("-k", "2"), List.of());
    }

    @Test
    void rowsWithoutQuasi() throws Exception {
        Path file = folder.resolve("few.csv");
        Files.write(file, List.of("a,b,c", ",NA,1", "1,2,3", "NA,,1", "1,2,4", "1,2,5", "NA,NA,7"));
        assertSame(file, List.of("-k", "2", "--quasi", "a,b", "--sensitive", "c", "-l", "2"), List.of());
    }

    @Test
    void personsWithoutQuasi() throws Exception {
        Path file = folder.resolve("few.csv");
        Files.write(file, List.of("p,a,b", "x,,NA", "y,,NA", "x,1,2", "y,1,2", "z,1,3", "v,1,3", "z,1,2"));
        assertSame(file, List.of("-k", "2", "--quasi", "a,b", "--pseudonym", "p", "--person", "p"), List.of());
    }

    /** By columns of any role, and by values that have several spellings. */
    @Test
    void strataAndSpellings() throws Exception {
        Path file = folder.resolve("spelled.csv");
        List<String> rows = new ArrayList<>(List.of("p,age,code,site,grade"));
        for (int row = 0; row < 60; row++) {
            rows.add("p" + row % 25 + "," + row % 3 + ","
                    + List.of("A", "a", " a", "B", "n/a", "C").get(row * 7 % 6) + ",s" + row % 2 + "," + row % 4);
        }
        Files.write(file, rows);
        List<String> options = new ArrayList<>(
                List.of("-k", "2", "--quasi", "age", "--sensitive", "code,grade:integer", "-l", "2", "-t", "0.5"));
        assertSame(file, options, List.of("--within", "site"));
        assertSame(file, options, List.of("--within", "site,code", "--fold"));
        Map<?, ?> folded = assertSame(file, options, List.of("--fold"));
        assertThat(folded.get("folded")).isEqualTo(true);
        assertThat(String.valueOf(folded.get("diversity"))).startsWith("{code=1");
        options.addAll(List.of("--pseudonym", "p", "--person", "p"));
        assertSame(file, options, List.of("--within", "site", "--fold"));
        List<String> verify = new ArrayList<>(List.of("verify", "-k", "2", "--quasi", "age", file.toString()));
        verify.addAll(List.of("--within", "ward"));
        assertThat(AggregateCommandTest.run(verify).err())
                .isEqualTo("phr: error: " + file + ":1: there is no column of each name in --within\n");
        verify.set(verify.size() - 2, "--population");
        assertThat(AggregateCommandTest.run(verify).err())
                .isEqualTo("phr: error: --population is for one machine\nphr: hint: phr verify release has it\n");
    }

    /** Columns that look like identifiers, have several spellings, or join rows, and classes that digits split. */
    @Test
    void warnings() throws Exception {
        Path file = folder.resolve("doubtful.csv");
        List<String> rows = new ArrayList<>(List.of("p,age,sex,code,mail,extra,born"));
        for (int row = 0; row < 60; row++) {
            rows.add("p" + row % 20 + "," + (row % 3 == 0 && row > 30 ? "1.0000001" : row % 3 + ".0") + ","
                    + List.of("f", "m", "F", "unknown").get(row % 4) + ","
                    + List.of("A", "a", "B").get(row % 3) + ","
                    + (row % 5 == 0 ? "NA" : "m" + row + "@example.org") + ",e" + row % 20 + ",19"
                    + (10 + row) + "-03-07");
        }
        Files.write(file, rows);
        Path columns = Files.writeString(folder.resolve("doubtful-columns.csv"), """
                column,role,kind
                p,pseudonym,
                age,quasi,number
                sex,quasi,category
                code,sensitive,category
                mail,plain,
                born,sensitive,date
                """);
        List<String> options = List.of("-k", "2", "-c", columns.toString());
        Map<?, ?> found = assertSame(file, options, List.of());
        assertThat((List<?>) found.get("warnings")).hasSizeGreaterThan(5);
        assertThat(found.get("nearlyEqualClasses")).isNotEqualTo(0);
        assertSame(file, options, List.of("--person", "p", "--fold"));
        assertSame(file, options, List.of("--rows-are-persons", "--strict"));
        assertSame(file, List.of("-k", "2"), List.of());
        Path plain = folder.resolve("plain.csv");
        Files.write(plain, List.of("a,b", "1,x", "1,y", "1,x", "1,y"));
        List<String> ofPlain = List.of("-k", "2", "--quasi", "a", "--rows-are-persons");
        assertThat(assertSame(plain, ofPlain, List.of("--strict")).get("verdict"))
                .isEqualTo(false);
        assertThat(assertSame(plain, ofPlain, List.of()).get("verdict")).isEqualTo(true);
    }

    @Test
    void notWhole() throws Exception {
        Path parts = split(shared("census.csv"), 2);
        AggregateCommandTest.Said said = AggregateCommandTest.run(List.of("verify", "-k", "2", parts.toString()));
        assertThat(said.err())
                .isEqualTo("phr: error: " + parts
                        + ": has parts of a release and no file _SUCCESS, without which it is not whole\n");
        assertThat(said.status()).isEqualTo(5);
    }

    @Test
    void rowsBelowK() throws Exception {
        Path parts = whole(split(shared("census.csv"), 2));
        AggregateCommandTest.Said said = AggregateCommandTest.run(List.of("verify", "-k", "2", parts.toString()));
        assertThat(said.out()).isEqualTo("""
                        no: the table is not 2-anonymous in rows
                        rows              1080
                        classes           1080
                        smallest class    1
                        rows below k      1080, the first is %s/part-0.csv:2
                        """.formatted(parts));
        assertThat(said.status()).isEqualTo(3);
    }

    private static Path shared(String name) {
        Path file = TestSpark.shared(name);
        Assumptions.assumeTrue(Files.exists(file), "skipped: there is no " + file);
        return file;
    }

    /** What one machine says of a file is what a cluster says of its rows in three files. */
    private Map<?, ?> assertSame(Path file, List<String> options, List<String> more) throws Exception {
        List<String> one = new ArrayList<>(options);
        one.addAll(more);
        one.addAll(List.of("--json", file.toString()));
        AggregateCommandTest.Said ofOne = AggregateCommandTest.said(
                () -> new CommandLine(new VerifyRelease()).execute(one.toArray(String[]::new)));
        List<String> cluster = new ArrayList<>(List.of("verify"));
        cluster.addAll(options);
        cluster.addAll(more);
        cluster.addAll(List.of("--json", whole(split(file, 3)).toString()));
        AggregateCommandTest.Said ofCluster = AggregateCommandTest.run(cluster);
        assertThat(ofCluster.err()).doesNotContain("error");
        Map<?, ?> expected = new JsonMapper().readValue(ofOne.out(), Map.class);
        Map<?, ?> found = new JsonMapper().readValue(ofCluster.out(), Map.class);
        assertSame(found, expected, "");
        assertThat(ofCluster.status()).isEqualTo(ofOne.status());
        return found;
    }

    /** Without the names of files and the lines in them. */
    private static List<String> sentences(@Nullable Object warnings) {
        return ((List<?>) Objects.requireNonNull(warnings))
                .stream()
                        .map(warning -> warning.toString().replaceFirst("^/[^ ]*: ", ""))
                        .toList();
    }

    private static void assertSame(@Nullable Object found, @Nullable Object expected, String place) {
        if (expected instanceof Map<?, ?> members) {
            assertThat(found).as(place).isInstanceOf(Map.class);
            Map<?, ?> others = (Map<?, ?>) Objects.requireNonNull(found);
            members.forEach((name, member) -> {
                if (name.equals("warnings")) {
                    assertThat(sentences(others.get(name))).isEqualTo(sentences(member));
                } else if (!LEFT_OUT.contains(name)) {
                    assertThat(others.containsKey(name)).as(place + "/" + name).isTrue();
                    assertSame(others.get(name), member, place + "/" + name);
                }
            });
        } else if (expected instanceof List<?> list) {
            assertThat(found).as(place).isInstanceOf(List.class);
            List<?> others = (List<?>) Objects.requireNonNull(found);
            assertThat(others).as(place).hasSameSizeAs(list);
            for (int i = 0; i < list.size(); i++) {
                assertSame(others.get(i), list.get(i), place + "/" + i);
            }
        } else if (expected instanceof Double number) {
            assertThat(found).as(place).isInstanceOf(Number.class);
            assertThat(((Number) Objects.requireNonNull(found)).doubleValue())
                    .as(place)
                    .isCloseTo(number, Offset.offset(1e-9 * Math.max(1, Math.abs(number))));
        } else {
            assertThat(found).as(place).isEqualTo(expected);
        }
    }

    private Path whole(Path parts) throws IOException {
        Files.createFile(parts.resolve("_SUCCESS"));
        return parts;
    }

    private Path split(Path file, int parts) throws IOException {
        List<String> lines = Files.readAllLines(file);
        Path split = Files.createTempDirectory(folder, "parts");
        int rows = lines.size() - 1;
        for (int part = 0; part < parts; part++) {
            Files.write(
                    split.resolve("part-" + part + ".csv"),
                    Stream.concat(
                                    lines.stream().limit(1),
                                    lines.subList(1 + rows * part / parts, 1 + rows * (part + 1) / parts).stream())
                            .toList());
        }
        return split;
    }
}
