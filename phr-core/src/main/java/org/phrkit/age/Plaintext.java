package org.phrkit.age;

import java.io.IOException;
import java.io.InputStream;
import org.phrkit.age.stream.OpeningStream;

/** The content of an opened age file, and the identity that opened it. For one thread at a time. */
public final class Plaintext implements AutoCloseable {
    private final OpeningStream stream;
    private final Identity identity;

    Plaintext(OpeningStream stream, Identity identity) {
        this.stream = stream;
        this.identity = identity;
    }

    /** {@return the content, to be read once} Closing it closes the file below, too. */
    public InputStream asStream() {
        return stream;
    }

    OpeningStream stream() {
        return stream;
    }

    /** {@return the identity that opened the file: one of those given, the same object} */
    public Identity identity() {
        return identity;
    }

    /** Names the identity, and nothing of the content. */
    @Override
    public String toString() {
        return "Plaintext[" + identity + "]";
    }

    /** Closes the stream, and the file below. */
    @Override
    public void close() throws IOException {
        stream.close();
    }
}
