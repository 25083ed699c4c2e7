package org.phrkit.cli.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.util.Objects;

/** Tells that nobody reads a pipe any more from other reasons why nothing can be written. */
final class BrokenPipe {
    private BrokenPipe() {}

    /** Whether the system says of it what it says of a pipe that was just broken: its words are of the user's language. */
    static boolean is(IOException e) {
        try {
            Pipe pipe = Pipe.open();
            try (Pipe.SinkChannel sink = pipe.sink()) {
                pipe.source().close();
                sink.write(ByteBuffer.allocate(1));
            }
        } catch (IOException broken) {
            return Objects.equals(e.getMessage(), broken.getMessage());
        }
        return false;
    }
}
