package org.phrkit.cli;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Assumptions;

/** Programs of others that tests compare with. */
public final class Peer {
    private Peer() {}

    /** Skips the test, with a message, where a program is not on the PATH. */
    public static void need(String program) {
        boolean installed = Arrays.stream(System.getenv("PATH").split(File.pathSeparator, -1))
                .anyMatch(place -> Files.isExecutable(Path.of(place, program)));
        assume(installed, "skipped: there is no " + program + " on the PATH");
    }

    /** Skips the test, with a message that is seen in the build, unless something is there. */
    static void assume(boolean there, String reason) {
        if (!there) {
            System.err.println(reason);
            Assumptions.abort(reason);
        }
    }
}
