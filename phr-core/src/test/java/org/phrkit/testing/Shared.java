package org.phrkit.testing;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** The folder of public vectors and tables, which is not part of the project. */
public final class Shared {
    private Shared() {}

    /** A file or folder in it; where it is absent, the test is skipped with a message. */
    public static Path path(String name) {
        String given = System.getProperty("phr.shared", "");
        // Maven leaves the property as it stands in the POM where nobody sets it.
        Path folder = given.isEmpty() || given.startsWith("$") ? Path.of("../../shared") : Path.of(given);
        Path path = folder.resolve(name);
        Assumptions.assumeTrue(
                Files.exists(path), () -> "skipped: there is no " + path + " (-Dphr.shared=DIR names it)");
        return path;
    }
}
