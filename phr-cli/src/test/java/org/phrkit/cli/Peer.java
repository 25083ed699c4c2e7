package org.phrkit.cli;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Assumptions;

/** Programs of others that tests compare with. */
final class Peer {
    private Peer() {}

    /** Skips the test, with a message, where a program is not on the PATH. */
    static void need(String program) {
        boolean installed = Arrays.stream(System.getenv("PATH").split(File.pathSeparator, -1))
                .anyMatch(place -> Files.isExecutable(Path.of(place, program)));
        Assumptions.assumeTrue(installed, () -> "skipped: there is no " + program + " on the PATH");
    }
}
