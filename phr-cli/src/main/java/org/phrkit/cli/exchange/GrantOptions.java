package org.phrkit.cli.exchange;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.phrkit.cli.files.Input;
import org.phrkit.cli.shell.Failure;
import org.phrkit.input.BadInputException;
import org.phrkit.input.Utf8;
import org.phrkit.report.GrantChain;
import picocli.CommandLine.Option;

/** The grants by which a report came to someone whom its manifest does not name. */
final class GrantOptions {
    /** The ending of the name of a file of grants, beside a report. */
    static final String ENDING = ".grant";

    /** As many bytes as a character can have. */
    private static final int LIMIT_BYTES = 4 * GrantChain.LIMIT_LENGTH;

    @Option(
            names = "--grant",
            paramLabel = "FILE",
            description = "The file of grants by which a signed report came to this key after it was sealed. Default: "
                    + "INPUT" + ENDING + ", if it exists.")
    private @Nullable String file;

    boolean isGiven() {
        return file != null;
    }

    /** The grants of an input; none if there is no file of grants. */
    GrantChain of(Input input) throws IOException {
        if (file != null) {
            return read(new Input(file));
        }
        return input.isStandardInput() ? GrantChain.NONE : beside(input.path());
    }

    /** The grants in the file beside another file. */
    static GrantChain beside(Path file) throws IOException {
        Path grants = Path.of(file + ENDING);
        return Files.isRegularFile(grants) ? read(new Input(grants.toString())) : GrantChain.NONE;
    }

    private static GrantChain read(Input input) throws IOException {
        try (InputStream in = input.open()) {
            return GrantChain.parse(Utf8.content(in.readNBytes(LIMIT_BYTES)));
        } catch (BadInputException e) {
            throw Failure.of(e, input.name());
        }
    }
}
