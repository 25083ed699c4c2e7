package org.phrkit.cli.exchange;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.phrkit.cli.files.OutputOptions;
import org.phrkit.cli.shell.ExitCode;
import org.phrkit.cli.shell.Failure;
import picocli.CommandLine.Option;

/** The options for processing each file separately, into a folder, instead of all into one output. */
final class EachOptions {
    @Option(
            names = "--each",
            description =
                    "Process each file separately, into the folder of -d: encrypt NAME to NAME.age, or decrypt NAME.age "
                            + "to NAME. A failure does not stop the other files; failures are listed at the end.")
    private boolean each;

    @Option(
            names = {"-d", "--directory"},
            paramLabel = "DIR",
            description = "With --each: the folder to write to, which is created if it is missing.")
    private @Nullable Path folder;

    @Option(
            names = "--recursive",
            description =
                    "With --each: process all files below a folder, and keep its tree of folders. Links are not followed.")
    private boolean recursive;

    @Option(
            names = "--skip-existing",
            description = "With --each: skip files whose output already exists, whatever it contains.")
    private boolean skipExisting;

    boolean isGiven() {
        return each;
    }

    /** Refuses options that need {@code --each} if it is not given. */
    void requireAbsent() throws Failure {
        Failure.requireUsage(
                folder == null && !recursive && !skipExisting,
                "-d, --recursive and --skip-existing work only with --each");
    }

    /** Decides the name of each output before any is written. */
    Batch batch(List<String> files, Batch.Naming naming, OutputOptions output) throws IOException {
        if (folder == null) {
            throw new Failure(ExitCode.USAGE, "--each needs a folder to write to", "name one with -d DIR");
        }
        Failure.requireUsage(
                output.isStandardOutput(), "--each writes to the folder of -d and cannot be combined with -o");
        Failure.requireUsage(!(skipExisting && output.isForced()), "--skip-existing and -f cannot be combined");
        if (files.isEmpty()) {
            throw new Failure(ExitCode.USAGE, "--each needs files", "name them, or a folder with --recursive");
        }
        return Batch.of(files, recursive, naming, folder, output, skipExisting);
    }
}
