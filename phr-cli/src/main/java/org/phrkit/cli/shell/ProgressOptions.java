package org.phrkit.cli.shell;

import picocli.CommandLine.Option;

/** The option for showing the progress of long work on the terminal. */
public final class ProgressOptions {
    @Option(
            names = {"-q", "--quiet"},
            description = "Do not show progress.")
    private boolean quiet;

    /** Starts the progress line of work that begins now. */
    public ProgressLine start() {
        return new ProgressLine(quiet);
    }
}
