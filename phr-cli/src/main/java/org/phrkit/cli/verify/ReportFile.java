package org.phrkit.cli.verify;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.phrkit.cli.files.Output;
import org.phrkit.cli.files.Outputs;
import org.phrkit.cli.shell.ExitCode;
import org.phrkit.cli.shell.Failure;

/** The page that {@code verify --report} writes beside its verdict, which nobody else may read. */
public final class ReportFile {
    private final Optional<Output> output;

    private ReportFile(Optional<Output> output) {
        this.output = output;
    }

    /** Makes the text of the page. */
    public interface Page {
        String text() throws IOException;
    }

    /**
     * Refuses what can be no page.
     *
     * @param name null where none was asked for
     */
    public static void require(@Nullable String name, boolean force) throws Failure {
        if (force && name == null) {
            throw new Failure(ExitCode.USAGE, "-f works only with --report", "add --report OUT.html");
        }
        if (name != null && name.equals("-")) {
            throw new Failure(ExitCode.USAGE, "--report needs a file: standard output is for the verdict");
        }
    }

    /** Opens the page before the work begins, so that one that cannot be written is said at once. */
    public static ReportFile open(Outputs outputs, @Nullable String name, boolean force) throws IOException {
        return new ReportFile(
                name == null
                        ? Optional.empty()
                        : Optional.of(outputs.add(Output.open(
                                name,
                                Output.Privacy.PRIVATE,
                                force ? Output.Replacing.FORCED : Output.Replacing.NOT_UNLESS_FORCED))));
    }

    /** Writes the page if one was asked for. */
    public void write(Page page) throws IOException {
        if (output.isPresent()) {
            output.get().stream().write(page.text().getBytes(StandardCharsets.UTF_8));
        }
    }
}
