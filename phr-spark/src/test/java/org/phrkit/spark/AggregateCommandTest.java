package org.phrkit.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.IntSupplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.phrkit.cli.aggregate.Aggregate;
import org.phrkit.cli.shell.Failure;
import org.phrkit.cli.shell.Terminal;
import org.phrkit.pseudonym.Pseudonyms;
import org.phrkit.sign.ContentHash;
import org.phrkit.verify.ReleaseManifest;
import picocli.CommandLine;
import tools.jackson.databind.json.JsonMapper;

class AggregateCommandTest {
    private static final List<String> OPTIONS = List.of(
            "aggregate",
            "-k",
            "3",
            "--quasi",
            "age,weight,sex:category",
            "--sensitive",
            "code",
            "--identifier",
            "name");

    private static final String HEADER = "name,age,weight,sex,code";

    @TempDir
    private Path folder;

    private Path in;

    /** What a command said. */
    record Said(int status, String out, String err) {}

    @BeforeEach
    void table() throws IOException {
        assertThat(TestSpark.SESSION.sparkContext().isLocal()).isTrue();
        in = Files.createDirectory(folder.resolve("in"));
        Random random = new Random(1);
        for (int part = 0; part < 3; part++) {
            List<String> lines = new ArrayList<>(List.of(HEADER));
            for (int row = 0; row < 40; row++) {
                lines.add("\"P " + part + ", " + row + "\"," + random.nextInt(90) + "," + random.nextInt(40, 120) + "."
                        + random.nextInt(10) + "," + (random.nextBoolean() ? "f" : "m") + ",0" + random.nextInt(20));
            }
            Files.write(in.resolve("part-" + part + ".csv"), lines);
        }
    }

    @Test
    void sameAsOnOneMachine() throws Exception {
        Path manifest = folder.resolve("m.json");
        Said said = run(in, "-o", folder.resolve("out"), "--manifest", manifest);
        assertThat(said.err()).isEmpty();
        assertThat(said.status()).isZero();
        Path whole = folder.resolve("whole.csv");
        Files.writeString(whole, joined(in));
        Path one = folder.resolve("one.csv");
        List<String> options = new ArrayList<>(OPTIONS.subList(1, OPTIONS.size()));
        options.addAll(List.of(whole.toString(), "-o", one.toString()));
        assertThat(new CommandLine(new Aggregate()).execute(options.toArray(String[]::new)))
                .isZero();
        String joined = joined(folder.resolve("out"));
        assertThat(joined.lines().skip(1).sorted())
                .isEqualTo(Files.readAllLines(one).stream().skip(1).sorted().toList());
        assertThat(joined.lines().findFirst()).contains("age,weight,sex,code");
        assertThat(ReleaseManifest.parse(Files.readAllBytes(manifest)).release())
                .isEqualTo(ContentHash.of(joined.getBytes(StandardCharsets.UTF_8)));
        assertThat(folder.resolve("out").resolve("_SUCCESS")).isEmptyFile();
        for (Path part : parts(folder.resolve("out"))) {
            List<String> rows = Files.readAllLines(part);
            assertThat(ages(rows)).isSorted();
        }
    }

    /** The rows, what is said, and the manifest, with persons of several rows, weights, guarantees and two phases. */
    @Test
    void optionsDoWhatTheyDoOnOneMachine() throws Exception {
        Random random = new Random(2);
        for (int part = 0; part < 3; part++) {
            List<String> lines = new ArrayList<>(List.of("who,age,weight,sex,code,stands,site"));
            for (int row = 0; row < 80; row++) {
                lines.add("P" + random.nextInt(90) + "," + random.nextInt(90) + "," + random.nextInt(40, 120) + ","
                        + (random.nextBoolean() ? "f" : "m") + ",c" + random.nextInt(5) + ","
                        + (1 + random.nextInt(40)) / 4.0 + "," + (random.nextInt(4) == 0 ? "north" : "south"));
            }
            Files.write(in.resolve("part-" + part + ".csv"), lines);
        }
        assertAlike(0, "person", "plain", "");
        assertAlike(0, "person", "plain", "--max-rows-per-person 2 -l 3 --within site");
        assertAlike(0, "drop", "plain", "-l 3 -t 0.3 --fold");
        assertAlike(0, "drop", "weight", "-t 0.4");
        assertAlike(0, "drop", "plain", "--by site --k1 2");
        assertAlike(2, "person", "plain", "--by site --k1 2");
        assertAlike(1, "person", "plain", "-k 100");
        assertAlike(1, "drop", "plain", "-l 6");
        assertAlike(1, "drop", "plain", "--by site --k1 200");
        assertAlike(2, "drop", "plain", "--by nowhere --k1 3");
        // The first file alone would not tell that most of these are addresses.
        edit("part-0.csv", 2, line -> line.replaceAll(",[^,]*$", ",s"));
        for (String part : List.of("part-1.csv", "part-2.csv")) {
            for (int line = 2; line <= 81; line++) {
                String address = "s" + line % 7 + "@example.org";
                edit(part, line, cells -> cells.replaceAll(",[^,]*$", "," + address));
            }
        }
        assertAlike(0, "drop", "plain", "");
    }

    /** What is not grouped in blocks is made by one task. */
    @Test
    void optionsWithoutBlocksDoWhatTheyDoOnOneMachine() throws Exception {
        Path key = Files.writeString(folder.resolve("key"), "0123456789abcdef".repeat(4) + "\n");
        String keyed = " --pseudonym-key " + key;
        Random random = new Random(3);
        for (int part = 0; part < 3; part++) {
            List<String> lines = new ArrayList<>(List.of("who,age,weight,sex,code,stands,site"));
            for (int row = 0; row < 80; row++) {
                int person = random.nextInt(3) == 0 ? random.nextInt(20) : 20 + (part * 80 + row) / 3;
                lines.add("P" + person + "," + (random.nextInt(9) == 0 ? "" : random.nextInt(90)) + ","
                        + random.nextInt(40, 120) + "," + (random.nextBoolean() ? "f" : "m") + ",c"
                        + random.nextInt(5) + "," + (1 + random.nextInt(40)) / 4.0 + ","
                        + (person % 3 == 0 ? "north" : "south"));
            }
            Files.write(in.resolve("part-" + part + ".csv"), lines);
        }
        String impute = " --missing impute";
        assertAlike(0, "person", "plain", "--linked --max-rows-per-person 3" + impute);
        assertAlike(0, "person", "plain", "--linked --max-rows-per-person 3 -l 3 --within site" + impute);
        assertAlike(0, "person", "plain", "--linked --max-rows-per-person 3 --suppress 5" + impute);
        assertAlike(1, "person", "plain", "--linked" + impute);
        assertAlike(0, "person", "plain", "--suppress 10 --missing drop");
        assertAlike(0, "drop", "plain", "--suppress 5 -t 0.4 --within sex --missing drop");
        assertAlike(0, "drop", "plain", "--by site --k1 2 -l 3 -t 0.3" + impute);
        assertAlike(0, "drop", "weight", "-l 2" + impute);
        assertAlike(1, "drop", "weight", "");
        assertAlike(0, "pseudonym", "plain", "--person who --max-rows-per-person 3" + impute + keyed);
        assertAlike(0, "pseudonym", "plain", "--person who --rows-per-pseudonym 2" + impute + keyed);
        assertAlike(0, "pseudonym", "plain", "--rows-are-persons" + impute + keyed);
        assertAlike(2, "pseudonym", "plain", impute.strip());
        assertAlike(0, "drop", "plain", "--refine search --iterations 200" + impute);
        assertAlike(0, "drop", "plain", "--blocks off" + impute);
    }

    @Test
    void keyOfPseudonymsIsSentEncryptedOrNotAtAll() throws Exception {
        Pseudonyms pseudonyms = Pseudonyms.read(
                new ByteArrayInputStream("0123456789abcdef".repeat(4).getBytes(StandardCharsets.US_ASCII)));
        SparkConf conf = new SparkConf(false).set("spark.network.crypto.enabled", "true");
        assertThatThrownBy(() -> AggregateCommand.key(pseudonyms, conf, false))
                .hasMessage(
                        "a pseudonym key goes to a cluster only if Spark encrypts what it sends and what it writes");
        assertThat(AggregateCommand.key(pseudonyms, conf, true)).isNotNull();
        conf.set("spark.io.encryption.enabled", "true");
        PseudonymKey sent = AggregateCommand.key(pseudonyms, conf, false);
        assertThat(sent).hasToString("PseudonymKey");
        assertThat(Objects.requireNonNull(sent).of("Anna", 1)).isEqualTo(pseudonyms.of("Anna/1"));
    }

    /** The days of a person are moved by the number of days that follows from the key and her name. */
    @Test
    void daysAreShiftedAsOnOneMachine() throws Exception {
        Path key = Files.writeString(folder.resolve("key"), "0123456789abcdef".repeat(4) + "\n");
        for (int part = 0; part < 3; part++) {
            List<String> lines = new ArrayList<>(List.of("who,age,weight,sex,code,stands,site"));
            for (int row = 0; row < 20; row++) {
                lines.add("P" + (part * 20 + row) / 2 + "," + row + "," + row % 7 + ",f,c" + row % 5 + ",2024-02-"
                        + (10 + row % 19) + ",north");
            }
            Files.write(in.resolve("part-" + part + ".csv"), lines);
        }
        assertAlike(0, "person", "shift", "--pseudonym-key " + key);
        assertAlike(0, "pseudonym", "shift", "--person who --pseudonym-key " + key);
        assertAlike(2, "drop", "shift", "--pseudonym-key " + key);
        Files.writeString(in.resolve("part-1.csv"), "who,age,weight,sex,code,stands,site\n,1,2,f,c,2024-02-01,north\n");
        Said said = run(List.of(
                "aggregate",
                "-k",
                "3",
                "-c",
                folder.resolve("columns.csv").toString(),
                "--person",
                "who",
                "--pseudonym-key",
                key.toString(),
                in.toString(),
                "-o",
                folder.resolve("out").toString()));
        assertThat(said.err())
                .isEqualTo("phr: error: " + in.resolve("part-1.csv")
                        + ":2: column \"who\": the cell does not say whom the row is about\n");
    }

    private void assertAlike(int status, String who, String stands, String options) throws Exception {
        Path columns = folder.resolve("columns.csv");
        Files.writeString(
                columns,
                "column,role,kind\nwho," + who
                        + ",\nage,quasi,\nweight,quasi,\nsex,quasi,category\ncode,sensitive,\nstands," + stands
                        + ",\nsite,plain,\n");
        Path whole = Files.createDirectories(folder.resolve("alike")).resolve("in.csv");
        Files.writeString(whole, joined(in));
        List<String> both = new ArrayList<>(List.of("-c", columns.toString()));
        both.addAll(options.contains("-k ") ? List.of() : List.of("-k", "3"));
        both.addAll(options.isEmpty() ? List.of() : List.of(options.split(" ")));
        both.addAll(
                options.contains("--refine") || options.contains("--blocks") ? List.of() : List.of("--blocks", "60"));
        both.addAll(List.of("--json", "--manifest"));
        List<String> ofOne = new ArrayList<>(both);
        Path one = whole.resolveSibling("one.csv");
        ofOne.addAll(List.of(one + ".json", "--force", whole.toString(), "-o", one.toString()));
        Said expected = said(() -> new CommandLine(new Aggregate())
                .setExecutionExceptionHandler((e, command, parsed) -> {
                    Terminal.error(Failure.of(e));
                    return Failure.of(e).exitCode();
                })
                .execute(ofOne.toArray(String[]::new)));
        List<String> ofCluster = new ArrayList<>(List.of("aggregate"));
        ofCluster.addAll(both);
        Path parts = whole.resolveSibling("parts");
        ofCluster.addAll(List.of(parts + ".json", "--force", in.toString(), "-o", parts.toString()));
        Said made = run(ofCluster);
        assertThat(expected.status()).as(options + expected.err()).isEqualTo(status);
        assertThat(made.status()).as(made.err() + expected.err()).isEqualTo(status);
        assertThat(made.err().replace(in.toString(), "IN").replaceAll("IN/part-0.csv", "IN"))
                .as(options)
                .isEqualTo(expected.err().replace(whole.toString(), "IN"));
        if (status != 0) {
            return;
        }
        assertThat(joined(parts).lines().sorted())
                .as(options)
                .isEqualTo(Files.readAllLines(one).stream().sorted().toList());
        assertThat(figures(made.out())).as(options).isEqualTo(figures(expected.out()));
        Map<?, ?> manifest = new JsonMapper().readValue(Files.readAllBytes(Path.of(parts + ".json")), Map.class);
        Map<?, ?> manifestOfOne = new JsonMapper().readValue(Files.readAllBytes(Path.of(one + ".json")), Map.class);
        assertThat(manifest.get("parameters")).as(options).isEqualTo(manifestOfOne.get("parameters"));
        assertThat(manifest.get("columns")).isEqualTo(manifestOfOne.get("columns"));
    }

    /** What does not hang on how the files are written. */
    private static Map<String, Object> figures(String json) {
        Map<String, Object> figures = new TreeMap<>();
        new JsonMapper()
                .readTree(json)
                .properties()
                .forEach(member -> figures.put(
                        member.getKey(),
                        member.getValue().isFloatingPointNumber()
                                ? String.format("%.9f", member.getValue().doubleValue())
                                : member.getValue().toString()));
        figures.keySet().removeAll(List.of("bytesIn", "bytesOut", "ratio", "seconds"));
        return figures;
    }

    private static List<Double> ages(List<String> lines) {
        return lines.stream()
                .skip(1)
                .map(line -> Double.valueOf(line.substring(0, line.indexOf(','))))
                .toList();
    }

    @Test
    void parquet() throws Exception {
        assertThat(run(in, "-o", folder.resolve("csv")).status()).isZero();
        Path out = folder.resolve("parquet");
        assertThat(run(in, "-o", out, "--format", "parquet").status()).isZero();
        Dataset<Row> read = TestSpark.SESSION.read().parquet(out.toString());
        assertThat(read.schema().simpleString()).isEqualTo("struct<age:double,weight:double,sex:string,code:string>");
        assertThat(read.count()).isEqualTo(120);
        assertThat(read.collectAsList().stream()
                        .map(row -> row.getString(2) + row.getString(3))
                        .sorted())
                .isEqualTo(joined(folder.resolve("csv"))
                        .lines()
                        .skip(1)
                        .map(line -> line.split(","))
                        .map(cells -> cells[2] + cells[3])
                        .sorted()
                        .toList());
        // And it is read as what it is, typed.
        assertThat(run(List.of(
                                "aggregate",
                                "-k",
                                "3",
                                "--quasi",
                                "age,weight,sex:category",
                                "--sensitive",
                                "code",
                                out.toString(),
                                "-o",
                                folder.resolve("again").toString()))
                        .status())
                .isZero();
    }

    @Test
    void cellOfTheSecondFile() throws IOException {
        edit("part-1.csv", 5, line -> line.replaceFirst(",[0-9]+,", ",old,"));
        edit("part-2.csv", 3, line -> line.replaceFirst(",[0-9]+,", ",older,"));
        assertRefused(
                5,
                "error: " + in + "/part-1.csv:5: column \"age\": the cell is not a finite decimal number\n",
                "-o",
                folder.resolve("out"));
    }

    @Test
    void rowIsShort() throws IOException {
        edit("part-2.csv", 7, line -> line.substring(0, line.lastIndexOf(',')));
        assertRefused(
                5,
                "error: " + in + "/part-2.csv:7: the row has 4 cells, the header has 5\n",
                "-o",
                folder.resolve("out"));
    }

    @Test
    void headerIsAnother() throws IOException {
        edit("part-1.csv", 1, line -> line.replace("weight", "height"));
        assertRefused(
                5,
                "error: " + in + "/part-1.csv:1: the header is another than that of " + in + "/part-0.csv\n",
                "-o",
                folder.resolve("out"));
    }

    @Test
    void columnIsMissing() throws IOException {
        edit("part-0.csv", 1, line -> line.replace("weight", "height"));
        assertRefused(
                2, "error: " + in + "/part-0.csv:1: there is no column \"weight\"\n", "-o", folder.resolve("out"));
    }

    @Test
    void personHasTwoRows() throws IOException {
        String name = Files.readAllLines(in.resolve("part-0.csv")).get(4).substring(0, 8);
        edit("part-2.csv", 9, line -> name + line.substring(8));
        assertRefused(
                1,
                "error: " + in
                        + "/part-2.csv:9: \"name\" is as in a row above: one person seems to have several rows\n",
                "-o",
                folder.resolve("out"));
    }

    @Test
    void outputExists() throws IOException {
        Path out = Files.createDirectory(folder.resolve("out"));
        assertRefused(1, "error: " + out + ": already exists\nphr: hint: use -f to replace it\n", "-o", out);
        Files.writeString(out.resolve("letter.txt"), "mine");
        assertRefused(
                1, "error: " + out + ": is a folder that has other files than those of a release\n", "-o", out, "-f");
        Files.delete(out.resolve("letter.txt"));
        Files.writeString(out.resolve("part-00009.csv"), "old");
        assertThat(run(in, "-o", out, "-f").status()).isZero();
        assertThat(parts(out)).isNotEmpty().doesNotContain(out.resolve("part-00009.csv"));
        assertThat(hidden()).isEmpty();
    }

    @Test
    void usage() {
        assertThat(run(in).err()).isEqualTo("""
                        phr: error: a cluster writes a release as several files, which go into a folder
                        phr: hint: name one with -o DIR
                        """);
        assertThat(run(in, "-o", "x", "--shuffle").err())
                .isEqualTo("phr: error: --shuffle is for one machine\nphr: hint: phr aggregate has it\n");
        assertThat(run(in, "-o", "x", "--pairing", "p", "--format", "parquet").err())
                .isEqualTo("phr: error: --pairing is for a release of CSV\n");
        assertThat(run(in, "-o", "x", "--nonsense").err())
                .isEqualTo("phr: error: unknown option --nonsense\nphr: hint: see phr-spark aggregate --help\n");
        assertThat(run(in.resolve("none"), "-o", "x").err()).isEqualTo("phr: error: " + in + "/none: no such file\n");
        assertThat(run(in, "-o", folder.resolve("no/out")).err())
                .isEqualTo("phr: error: " + folder + "/no/out: its folder does not exist\n");
        assertThat(run(in, in.resolve("part-1.csv"), "-o", "x").err())
                .isEqualTo("phr: error: " + in + "/part-1.csv: the same file is named twice\n");
    }

    private void assertRefused(int status, String error, Object... more) throws IOException {
        List<Object> arguments = new ArrayList<>(List.of(in));
        arguments.addAll(List.of(more));
        Said said = run(arguments.toArray());
        assertThat(said.err()).startsWith("phr: " + error);
        assertThat(said.status()).isEqualTo(status);
        assertThat(said.out()).isEmpty();
        assertThat(hidden()).isEmpty();
        assertThat(folder.resolve("out").resolve("_SUCCESS")).doesNotExist();
    }

    private List<Path> hidden() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().startsWith(".phr"))
                    .toList();
        }
    }

    private void edit(String file, int line, UnaryOperator<String> change) throws IOException {
        List<String> lines = new ArrayList<>(Files.readAllLines(in.resolve(file)));
        lines.set(line - 1, change.apply(lines.get(line - 1)));
        Files.write(in.resolve(file), lines);
    }

    static List<Path> parts(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".csv"))
                    .sorted()
                    .toList();
        }
    }

    /** The parts one after the other, with one header line. */
    static String joined(Path folder) throws IOException {
        List<String> lines = new ArrayList<>();
        for (Path part : parts(folder)) {
            List<String> ofPart = Files.readAllLines(part);
            lines.addAll(lines.isEmpty() ? ofPart : ofPart.subList(1, ofPart.size()));
        }
        return lines.stream().map(line -> line + "\n").collect(Collectors.joining());
    }

    private static Said run(Object... more) {
        List<String> arguments = new ArrayList<>(OPTIONS);
        Stream.of(more).map(Object::toString).forEach(arguments::add);
        return run(arguments);
    }

    static Said run(List<String> arguments) {
        return said(() -> PhrSpark.run(arguments.toArray(String[]::new)));
    }

    /** What a command says and answers. */
    static Said said(IntSupplier command) {
        PrintStream out = System.out;
        PrintStream err = System.err;
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        ByteArrayOutputStream complained = new ByteArrayOutputStream();
        System.setOut(new PrintStream(said, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(complained, true, StandardCharsets.UTF_8));
        try {
            int status = command.getAsInt();
            return new Said(status, said.toString(StandardCharsets.UTF_8), complained.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
    }
}
