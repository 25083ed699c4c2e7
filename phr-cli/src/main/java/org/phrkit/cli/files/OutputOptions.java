package org.phrkit.cli.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.phrkit.cli.shell.ExitCode;
import org.phrkit.cli.shell.Failure;
import org.phrkit.cli.shell.Terminal;
import picocli.CommandLine.Option;

/** The options for the output. */
public final class OutputOptions {
    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description =
                    "Write to this file, which appears only when it is complete; to standard output for - or if omitted.")
    private @Nullable String file;

    @Option(
            names = {"-f", "--force"},
            description = "Replace the output file if it exists.")
    private boolean force;

    /** One under the same conditions, to another file. */
    public OutputOptions at(Path other) {
        OutputOptions options = new OutputOptions();
        options.file = other.toString();
        options.force = force;
        return options;
    }

    /** The name that was given; none for standard output. */
    public Optional<String> name() {
        return isStandardOutput() ? Optional.empty() : Optional.ofNullable(file);
    }

    /** Whether an output that exists is replaced. */
    public boolean isForced() {
        return force;
    }

    public boolean isStandardOutput() {
        return file == null || file.equals("-");
    }

    /** Refuses to write binary output to a terminal. */
    public void refuseTerminal() throws Failure {
        if (isStandardOutput() && Terminal.isStandardOutput()) {
            throw new Failure(ExitCode.USAGE, "binary output is not written to a terminal", "name a file with -o FILE");
        }
    }

    /**
     * The output as a folder that does not exist yet, in one that does.
     *
     * @param why it has to be a folder
     */
    public Path newFolder(String why) throws Failure {
        if (file == null || isStandardOutput()) {
            throw new Failure(ExitCode.USAGE, why + ", which go into a folder", "name one with -o DIR");
        }
        Path folder = Input.pathOf(file);
        if (Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            throw new Failure(
                    ExitCode.COULD_NOT, file + ": already exists", why + ", which go into a new folder of this name");
        }
        Path parent = folder.toAbsolutePath().getParent();
        if (parent == null || !Files.isDirectory(parent)) {
            throw new Failure(ExitCode.COULD_NOT, file + ": its folder does not exist");
        }
        return folder;
    }

    public Output open(Output.Privacy privacy) throws IOException {
        return open(file, privacy);
    }

    /**
     * Refuses an output that could not be written, before something is done that counts: to neither a file nor a new
     * folder of this name. Nothing is left of it.
     */
    public void check() throws IOException {
        if (file == null || isStandardOutput()) {
            return;
        }
        if (file.endsWith("/")) {
            newFolder("the output may be several files");
            return;
        }
        Path target = Input.pathOf(file);
        boolean isDevice = Files.exists(target) && !Files.isRegularFile(target) && !Files.isDirectory(target);
        if (!isDevice) {
            open(Output.Privacy.PRIVATE).close();
        }
    }

    /** Opens the output under these conditions. */
    public Output open(@Nullable String other, Output.Privacy privacy) throws IOException {
        Output.Replacing replacing = force ? Output.Replacing.FORCED : Output.Replacing.NOT_UNLESS_FORCED;
        return Output.open(other, privacy, replacing);
    }
}
