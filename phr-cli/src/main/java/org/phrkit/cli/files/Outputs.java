package org.phrkit.cli.files;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.phrkit.cli.shell.ExitCode;
import org.phrkit.cli.shell.Failure;

/** Several outputs that belong together: all get their names, or none does. */
public final class Outputs implements AutoCloseable {
    private final List<Output> outputs = new ArrayList<>();
    private boolean whole;

    /** Takes charge of an output, which gets its name after those that were added before it. */
    public Output add(Output output) throws IOException {
        for (Output other : outputs) {
            if (other.isSameFile(output)) {
                output.close();
                throw new Failure(ExitCode.USAGE, output.name() + ": is named as two outputs");
            }
        }
        outputs.add(output);
        return output;
    }

    /** Commits all outputs. */
    public void commit() throws IOException {
        for (Output output : outputs) {
            output.commit();
        }
        whole = true;
    }

    @Override
    public void close() throws IOException {
        for (Output output : outputs) {
            output.close();
            if (!whole) {
                output.retract();
            }
        }
    }
}
