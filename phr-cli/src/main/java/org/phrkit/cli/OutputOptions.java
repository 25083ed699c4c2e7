package org.phrkit.cli;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where to write. */
final class OutputOptions {
    @Option(
            names = {"-o", "--output"},
            paramLabel = "OUT",
            description = "Write to this file, which appears when it is complete; - or nothing is standard output.")
    private @Nullable String file;

    @Option(
            names = {"-f", "--force"},
            description = "Replace the output if it exists.")
    private boolean force;

    boolean isStandardOutput() {
        return file == null || file.equals("-");
    }

    /** Binary output would do harm to a terminal. */
    void refuseTerminal() throws Failure {
        if (isStandardOutput() && Terminal.isStandardOutput()) {
            throw new Failure(ExitCode.USAGE, "binary output is not written to a terminal", "name a file with -o OUT");
        }
    }

    Output open(Output.Privacy privacy) throws IOException {
        Output.Replacing replacing = force ? Output.Replacing.FORCED : Output.Replacing.NOT_UNLESS_FORCED;
        return Output.open(file, privacy, replacing);
    }
}
