package org.phrkit.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/** Several files, all open: what is read must be opened before what is written. */
final class Inputs implements AutoCloseable {
    private final List<Input> inputs = new ArrayList<>();
    private final List<InputStream> streams = new ArrayList<>();

    static Inputs open(List<String> files) throws IOException {
        Inputs inputs = new Inputs();
        try {
            for (String file : files) {
                Input input = new Input(file);
                inputs.streams.add(input.open());
                inputs.inputs.add(input);
            }
        } catch (IOException e) {
            inputs.close();
            throw e;
        }
        return inputs;
    }

    int size() {
        return inputs.size();
    }

    String name(int index) {
        return inputs.get(index).name();
    }

    InputStream stream(int index) {
        return streams.get(index);
    }

    @Override
    public void close() throws IOException {
        for (InputStream stream : streams) {
            stream.close();
        }
    }
}
