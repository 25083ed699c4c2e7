package org.phrkit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every transcript happens again, to the letter. */
@Execution(ExecutionMode.CONCURRENT)
class TranscriptIT {
    private static final Path TRANSCRIPTS = Path.of("src/test/transcripts");

    /** At rest. As many come to be as transcripts happen at once. */
    private static final Deque<TranscriptWorker> WORKERS = new ConcurrentLinkedDeque<>();

    /** Those of the launcher, of pipes and signals, and one of each group of commands: each command has its own JVM. */
    private static final Set<String> BY_THE_LAUNCHER_ALONE = Set.of(
            "aggregate/pipes.txt",
            "aggregate/release.txt",
            "encrypt/interrupted.txt",
            "encrypt/pipes.txt",
            "encrypt/round-trip.txt",
            "encrypt/standard-streams.txt",
            "encrypt/terminal.txt",
            "import/rc4.txt",
            "inspect/template.txt",
            "keys/keygen.txt",
            "rules/locale.txt",
            "rules/names.txt",
            "rules/reader-gone.txt",
            "rules/same-file.txt",
            "share/grant.txt",
            "usage/classes.txt",
            "usage/help.txt",
            "usage/launcher.txt",
            "verify/colours.txt",
            "verify/report.txt",
            "verify/shares.txt");

    static List<String> transcripts() throws IOException {
        try (Stream<Path> files = Files.walk(TRANSCRIPTS)) {
            return files.filter(file -> file.toString().endsWith(".txt"))
                    .map(file -> TRANSCRIPTS.relativize(file).toString())
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("transcripts")
    void happensAgain(String name, @TempDir Path folder) throws IOException, InterruptedException {
        String transcript = Files.readString(TRANSCRIPTS.resolve(name));
        String happened = BY_THE_LAUNCHER_ALONE.contains(name)
                ? Transcript.replay(transcript, folder)
                : replayByAWorker(transcript);
        if (Boolean.getBoolean("phr.transcripts.rewrite")) {
            Files.writeString(TRANSCRIPTS.resolve(name), happened);
        }
        assertThat(happened).isEqualTo(transcript);
    }

    /** A JVM has one folder, which is emptied for the next transcript; after a failure it is not used again. */
    private static String replayByAWorker(String transcript) throws IOException, InterruptedException {
        TranscriptWorker rested = WORKERS.poll();
        TranscriptWorker worker =
                rested == null ? new TranscriptWorker(Files.createTempDirectory("phr-transcripts")) : rested;
        String happened = Transcript.replay(transcript, worker);
        worker.emptyFolder();
        WORKERS.add(worker);
        return happened;
    }

    @AfterAll
    static void endWorkers() throws IOException {
        for (TranscriptWorker worker : WORKERS) {
            worker.close();
            Files.delete(worker.folder());
        }
    }
}
