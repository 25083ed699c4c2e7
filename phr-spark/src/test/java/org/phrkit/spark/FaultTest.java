package org.phrkit.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.util.Progressable;
import org.apache.spark.TaskContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tasks that fail and are tried again, or fail each time. */
class FaultTest {
    @TempDir
    private Path folder;

    /** Local files, of which some fail: each the first time that a task opens or creates it, or each time. */
    public static final class Flaky extends RawLocalFileSystem {
        private static final Set<String> FAILED = ConcurrentHashMap.newKeySet();
        private static volatile boolean isReading;
        private static volatile boolean isWriting;
        private static volatile boolean isLasting;
        private static volatile boolean isCancelling;

        static void fails(boolean whenRead, boolean whenWritten, boolean eachTime) {
            FAILED.clear();
            isReading = whenRead;
            isWriting = whenWritten;
            isLasting = eachTime;
        }

        /** Whether a task that opens a file has Spark cancel all jobs, as whoever looks after a cluster may. */
        static void cancels(boolean whenRead) {
            isCancelling = whenRead;
        }

        /** How many files have failed. */
        static int count() {
            return FAILED.size();
        }

        @Override
        public String getScheme() {
            return "flaky";
        }

        @Override
        public URI getUri() {
            return URI.create("flaky:///");
        }

        private static void perhapsFail(boolean isNow, String name, String problem) throws IOException {
            boolean isTask = TaskContext.get() != null;
            if (isNow && isTask && (FAILED.add(name) || isLasting)) {
                throw new IOException(problem);
            }
        }

        @Override
        public FSDataInputStream open(org.apache.hadoop.fs.Path file, int size) throws IOException {
            if (isCancelling && TaskContext.get() != null) {
                TestSpark.SESSION.sparkContext().cancelAllJobs();
            }
            perhapsFail(isReading, file.getName(), file.getName() + ": Input/output error");
            return super.open(file, size);
        }

        @Override
        public FSDataOutputStream create(
                org.apache.hadoop.fs.Path file,
                boolean overwrite,
                int bufferSize,
                short replication,
                long blockSize,
                Progressable progress)
                throws IOException {
            perhapsFail(isWriting, file.getName().replaceFirst("-[0-9]+$", ""), "No space left on device");
            return super.create(file, overwrite, bufferSize, replication, blockSize, progress);
        }
    }

    @BeforeEach
    void table() throws IOException {
        Configuration configuration = TestSpark.SESSION.sparkContext().hadoopConfiguration();
        configuration.set("fs.flaky.impl", Flaky.class.getName());
        configuration.setBoolean("fs.flaky.impl.disable.cache", true);
        Path in = Files.createDirectory(folder.resolve("in"));
        Random random = new Random(1);
        for (int part = 0; part < 3; part++) {
            List<String> lines = new ArrayList<>(List.of("a,b"));
            for (int row = 0; row < 30; row++) {
                lines.add(random.nextInt(90) + "," + random.nextInt(90));
            }
            Files.write(in.resolve("p" + part + ".csv"), lines);
        }
    }

    private AggregateCommandTest.Said run(String out) {
        return AggregateCommandTest.run(List.of(
                "aggregate",
                "-k",
                "3",
                "--quasi",
                "a,b",
                "flaky://" + folder + "/in",
                "-o",
                "flaky://" + folder + "/" + out));
    }

    @Test
    void sameReleaseWhereTasksAreTriedAgain() throws IOException {
        Flaky.fails(false, false, false);
        assertThat(run("sound").err()).isEmpty();
        Flaky.fails(true, true, false);
        assertThat(run("flaky").err()).isEmpty();
        assertThat(Flaky.count()).isGreaterThan(3);
        assertThat(lines("flaky")).isEqualTo(lines("sound")).hasSize(90);
        assertThat(files("flaky")).contains("_SUCCESS").noneMatch(name -> name.startsWith("."));
    }

    @Test
    void diskIsFull() throws IOException {
        Flaky.fails(false, true, true);
        AggregateCommandTest.Said said = run("full");
        assertThat(said.err()).matches("phr: error: part-0000[0-9]\\.csv: No space left on device\n");
        assertThat(said.status()).isEqualTo(1);
        assertThat(files(".")).containsExactly("in");
        Flaky.fails(false, false, false);
        assertThat(run("full").status()).isZero();
        assertThat(lines("full")).hasSize(90);
    }

    @Test
    void fileCannotBeRead() throws IOException {
        Flaky.fails(true, false, true);
        AggregateCommandTest.Said said = run("unread");
        assertThat(said.err()).startsWith("phr: error: p").endsWith(".csv: Input/output error\n");
        assertThat(said.status()).isEqualTo(1);
        assertThat(files(".")).containsExactly("in");
    }

    @Test
    void jobsAreCancelled() throws IOException {
        Flaky.fails(false, false, false);
        Flaky.cancels(true);
        AggregateCommandTest.Said said = run("cancelled");
        AggregateCommandTest.Said verified =
                AggregateCommandTest.run(List.of("verify", "-k", "2", "flaky://" + folder + "/in"));
        Flaky.cancels(false);
        for (AggregateCommandTest.Said of : List.of(said, verified)) {
            assertThat(of.err())
                    .startsWith("phr: error: Spark failed: ")
                    .contains("cancelled")
                    .endsWith("\nphr: hint: its logs tell more; --debug shows where it happened\n");
            assertThat(of.status()).isEqualTo(1);
        }
        assertThat(files(".")).containsExactly("in");
    }

    private List<String> lines(String out) throws IOException {
        List<String> lines = new ArrayList<>();
        for (String name : files(out)) {
            List<String> ofPart = Files.readAllLines(folder.resolve(out).resolve(name));
            lines.addAll(ofPart.subList(Math.min(1, ofPart.size()), ofPart.size()));
        }
        return lines.stream().sorted().toList();
    }

    private List<String> files(String out) throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve(out))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
