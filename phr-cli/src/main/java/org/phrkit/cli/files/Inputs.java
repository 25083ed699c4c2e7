package org.phrkit.cli.files;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.phrkit.cli.shell.ExitCode;
import org.phrkit.cli.shell.Failure;

/** Several open files: inputs must be opened before outputs. */
public final class Inputs implements AutoCloseable {
    private final List<Input> inputs = new ArrayList<>();
    private final List<InputStream> streams = new ArrayList<>();

    public static Inputs open(List<String> files) throws IOException {
        Inputs inputs = new Inputs();
        try {
            for (String file : files) {
                Input input = new Input(file);
                inputs.requireOther(input);
                inputs.streams.add(input.open());
                inputs.inputs.add(input);
            }
        } catch (IOException e) {
            inputs.close();
            throw e;
        }
        return inputs;
    }

    private void requireOther(Input input) throws IOException {
        for (Input other : inputs) {
            if (!input.isStandardInput()
                    && !other.isStandardInput()
                    && Files.exists(input.path())
                    && Files.isSameFile(input.path(), other.path())) {
                throw new Failure(ExitCode.USAGE, input.name() + ": the same file is named twice");
            }
        }
    }

    public int size() {
        return inputs.size();
    }

    public String name(int index) {
        return inputs.get(index).name();
    }

    public InputStream stream(int index) {
        return streams.get(index);
    }

    @Override
    public void close() throws IOException {
        for (InputStream stream : streams) {
            stream.close();
        }
    }
}
