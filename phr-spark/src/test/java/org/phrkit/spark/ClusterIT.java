package org.phrkit.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.phrkit.cli.aggregate.Aggregate;
import picocli.CommandLine;

/** A standalone cluster of a master and two workers, all processes of this machine that only it can reach. */
class ClusterIT {
    private static final int FILES = 4;
    private static final int ROWS_OF_FILE = 20_000;

    /** All rows together are five times what the driver accepts from tasks. */
    private static final int BYTES_OF_ROW = 2_000;

    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private static final Path TARGET = Path.of(System.getProperty("phr.root", ".."))
            .resolve("phr-spark/target")
            .toAbsolutePath()
            .normalize();

    private static final List<String> OPTIONS = List.of(
            "-k",
            "5",
            "--quasi",
            "a,b",
            "--sensitive",
            "note",
            "--rows-are-persons",
            "--blocks",
            "16384",
            "--refine",
            "none");

    @TempDir
    private Path folder;

    private final List<Process> started = new ArrayList<>();

    /** Has the processes of the cluster say what they do, which the jar of the command keeps silent. */
    private String talkative;

    /** Where Spark looks for what its workers start executors with. */
    private Path home;

    @BeforeEach
    void links() throws IOException {
        Path log = Files.writeString(folder.resolve("log.properties"), """
                rootLogger.level = info
                rootLogger.appenderRef.stderr.ref = console
                appender.console.type = Console
                appender.console.name = console
                appender.console.target = SYSTEM_ERR
                appender.console.layout.type = PatternLayout
                appender.console.layout.pattern = %m%n
                """);
        talkative = "-Dlog4j2.configurationFile=" + log;
        home = folder.resolve("home");
        Path jars = Files.createDirectories(home.resolve("jars"));
        Files.createSymbolicLink(jars.resolve("phr-spark.jar"), TARGET.resolve("phr-spark.jar"));
        try (Stream<Path> libraries = Files.list(TARGET.resolve("lib"))) {
            for (Path library : libraries.toList()) {
                Files.createSymbolicLink(jars.resolve(library.getFileName()), library);
            }
        }
    }

    @AfterEach
    void end() throws InterruptedException {
        for (Process process : started) {
            destroy(process);
        }
    }

    /** Ends it, and what it started, at once. */
    private static void destroy(Process process) throws InterruptedException {
        List<ProcessHandle> children = process.descendants().toList();
        process.destroyForcibly().waitFor();
        children.forEach(ProcessHandle::destroyForcibly);
    }

    /** The table is too large for the driver, and a worker is lost when its first task is done. */
    @Test
    void largeTableAndLostWorker() throws Exception {
        Path in = table();
        String master = master();
        Process lost = worker(master, "lost");
        worker(master, "kept");
        Path out = folder.resolve("out");
        List<String> arguments = new ArrayList<>(List.of("aggregate", "--master", master));
        arguments.addAll(OPTIONS);
        arguments.addAll(List.of(in.toString(), "-o", out.toString()));
        Process driver = start(
                "driver",
                List.of(
                        "-Xmx512m",
                        "-Dspark.driver.host=127.0.0.1",
                        "-Dspark.driver.maxResultSize=32m",
                        "-Dspark.executor.memory=1g",
                        "-Dspark.executor.extraJavaOptions=" + talkative,
                        "-Dspark.local.dir=" + folder.resolve("local")),
                "org.phrkit.spark.PhrSpark",
                arguments);
        await("a task of the worker ends", () -> !driver.isAlive() || said(folder.resolve("lost"), "Finished task"));
        assertThat(driver.isAlive()).as(text(folder.resolve("driver.log"))).isTrue();
        destroy(lost);
        assertThat(driver.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        String log = Files.readString(folder.resolve("driver.log"));
        assertThat(driver.exitValue()).as(log).isZero();

        Path one = folder.resolve("one.csv");
        Path whole = folder.resolve("whole.csv");
        try (BufferedWriter writer = Files.newBufferedWriter(whole)) {
            writer.write("a,b,note\n");
            for (Path file : files(in)) {
                for (String line : rows(file)) {
                    writer.write(line + '\n');
                }
            }
        }
        List<String> ofOne = new ArrayList<>(OPTIONS);
        ofOne.addAll(List.of(whole.toString(), "-o", one.toString()));
        assertThat(new CommandLine(new Aggregate()).execute(ofOne.toArray(String[]::new)))
                .isZero();
        List<String> released = new ArrayList<>();
        for (Path file : files(out)) {
            released.addAll(rows(file));
        }
        released.sort(Comparator.naturalOrder());
        // Whole rows of two kilobytes are not worth showing where these differ.
        assertThat(released.equals(rows(one).stream().sorted().toList())).isTrue();
        assertThat(released).hasSize(FILES * ROWS_OF_FILE);
    }

    private Path table() throws IOException {
        Path in = Files.createDirectory(folder.resolve("in"));
        Random random = new Random(3);
        byte[] note = new byte[BYTES_OF_ROW];
        for (int part = 0; part < FILES; part++) {
            try (BufferedWriter writer = Files.newBufferedWriter(in.resolve("part-" + part + ".csv"))) {
                writer.write("a,b,note\n");
                for (int row = 0; row < ROWS_OF_FILE; row++) {
                    for (int i = 0; i < note.length; i++) {
                        note[i] = (byte) ('a' + random.nextInt(26));
                    }
                    writer.write(random.nextInt(100_000) + "," + random.nextInt(100_000) + ","
                            + new String(note, StandardCharsets.US_ASCII) + '\n');
                }
            }
        }
        return in;
    }

    private static List<Path> files(Path in) throws IOException {
        try (Stream<Path> files = Files.list(in)) {
            return files.filter(file -> file.toString().endsWith(".csv"))
                    .sorted()
                    .toList();
        }
    }

    private static List<String> rows(Path file) throws IOException {
        List<String> lines = Files.readAllLines(file);
        return lines.subList(1, lines.size());
    }

    private String master() throws Exception {
        start(
                "master",
                List.of("-Xmx256m", talkative),
                "org.apache.spark.deploy.master.Master",
                List.of("--host", "127.0.0.1", "--port", "0", "--webui-port", "0"));
        Pattern url = Pattern.compile("spark://127\\.0\\.0\\.1:[1-9][0-9]*");
        Path log = folder.resolve("master.log");
        await("the master has a port", () -> url.matcher(text(log)).find());
        Matcher found = url.matcher(text(log));
        assertThat(found.find()).isTrue();
        return found.group();
    }

    private Process worker(String master, String name) throws Exception {
        Process worker = start(
                name,
                List.of("-Xmx256m", talkative),
                "org.apache.spark.deploy.worker.Worker",
                List.of(
                        "--host",
                        "127.0.0.1",
                        "--webui-port",
                        "0",
                        "--cores",
                        "1",
                        "--memory",
                        "1g",
                        "--work-dir",
                        folder.resolve(name).toString(),
                        master));
        await(name + " is registered", () -> text(folder.resolve(name + ".log")).contains("Successfully registered"));
        return worker;
    }

    /** Starts a class of what the launcher starts; what it says is in a file of its name. */
    private Process start(String name, List<String> options, String main, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-XX:+IgnoreUnrecognizedVMOptions",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow"));
        command.addAll(options);
        command.addAll(List.of("-cp", home.resolve("jars") + "/*", main));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(name + ".log").toFile());
        builder.environment().put("SPARK_HOME", home.toString());
        builder.environment().put("SPARK_SCALA_VERSION", "2.13");
        builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
        Process process = builder.start();
        started.add(process);
        return process;
    }

    private static String text(Path log) {
        try {
            return Files.exists(log) ? Files.readString(log) : "";
        } catch (IOException e) {
            return "";
        }
    }

    /** Whether an executor of a worker has said it. */
    private static boolean said(Path work, String words) {
        try (Stream<Path> files = Files.walk(work)) {
            return files.filter(file -> file.endsWith("stderr"))
                    .anyMatch(file -> text(file).contains(words));
        } catch (IOException e) {
            return false;
        }
    }

    private static void await(String what, BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as(what).isLessThan(end);
            Thread.sleep(50);
        }
    }
}
