package org.phrkit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every transcript happens again, to the letter. */
class TranscriptIT {
    private static final Path TRANSCRIPTS = Path.of("src/test/transcripts");

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
        String happened = Transcript.replay(transcript, folder);
        if (Boolean.getBoolean("phr.transcripts.rewrite")) {
            Files.writeString(TRANSCRIPTS.resolve(name), happened);
        }
        assertThat(happened).isEqualTo(transcript);
    }
}
