package org.phrkit.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A file to read, or standard input.
 *
 * @param argument as the user gave it; {@code -} or null is standard input
 */
record Input(@Nullable String argument) {
    boolean isStandardInput() {
        return argument == null || argument.equals("-");
    }

    /** What messages call it. */
    String name() {
        return argument == null || isStandardInput() ? "standard input" : argument;
    }

    InputStream open() throws IOException, Failure {
        if (argument == null || isStandardInput()) {
            return System.in;
        }
        Path path = Path.of(argument);
        if (Files.isDirectory(path)) {
            throw new Failure(ExitCode.COULD_NOT, argument + ": is a directory");
        }
        return Files.newInputStream(path);
    }
}
