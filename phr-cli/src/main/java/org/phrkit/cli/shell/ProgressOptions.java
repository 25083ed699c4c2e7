package org.phrkit.cli.shell;

import picocli.CommandLine.Option;

/** Whether work that takes long shows on the terminal how far it is. */
public final class ProgressOptions {
    @Option(
            names = {"-q", "--quiet"},
            description = "Do not show progress.")
    private boolean quiet;

    /** Of work that begins now. */
    public ProgressLine start() {
        return new ProgressLine(quiet);
    }
}
