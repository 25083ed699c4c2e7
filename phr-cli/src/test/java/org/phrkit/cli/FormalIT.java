package org.phrkit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The protocol models have the verdicts that are written in them. */
class FormalIT {
    @Test
    void theModelsHaveTheirVerdicts() throws IOException, InterruptedException {
        Peer.need("proverif");
        Process check = new ProcessBuilder(
                        Path.of("../formal/check.sh").toAbsolutePath().toString())
                .redirectErrorStream(true)
                .start();
        String output = new String(check.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(check.waitFor()).as(output).isZero();
        assertThat(output.lines()).hasSizeGreaterThan(10).allMatch(line -> line.startsWith("as expected: "));
    }
}
