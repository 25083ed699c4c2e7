package org.phrkit.testing;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** The folder of public vectors and tables, which is not part of the project. */
public final class Shared {
    private Shared() {}

    /** A file or folder in it; where it is absent, the test is skipped with a message. */
    public static Path path(String name) {
        Path path = resolve(name);
        if (!Files.exists(path)) {
            String reason = "skipped: there is no " + path + " (-Dphr.shared=DIR names another place)";
            System.err.println(reason);
            Assumptions.abort(reason);
        }
        return path;
    }

    public static boolean exists(String name) {
        return Files.exists(resolve(name));
    }

    /** A path that is not absolute is meant from the root of the project. */
    private static Path resolve(String name) {
        return Path.of(System.getProperty("phr.root", ".."))
                .resolve(System.getProperty("phr.shared", "../shared"))
                .resolve(name);
    }
}
