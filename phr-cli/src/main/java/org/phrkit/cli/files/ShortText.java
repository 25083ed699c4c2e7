package org.phrkit.cli.files;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.phrkit.cli.shell.ExitCode;
import org.phrkit.cli.shell.Failure;
import org.phrkit.input.NotUtf8Exception;
import org.phrkit.input.Utf8;

/** Files of a few lines, such as keys and signatures. */
public final class ShortText {
    /** More than any file has that is meant. */
    private static final int LIMIT_BYTES = 1 << 16;

    private ShortText() {}

    /** All of a file, which must have at most 64 KiB and be in UTF-8. A byte order mark is left out. */
    public static String read(Input input) throws IOException {
        try (InputStream in = input.open()) {
            return read(in, input.name());
        }
    }

    /**
     * What is left of a stream, at most 64 KiB.
     *
     * @param name what messages call it
     */
    public static String read(InputStream in, String name) throws IOException {
        byte[] bytes = in.readNBytes(LIMIT_BYTES + 1);
        try {
            if (bytes.length > LIMIT_BYTES) {
                throw new Failure(
                        ExitCode.MALFORMED, name + ": is larger than a file with a key or a signature can be");
            }
            return Utf8.content(bytes);
        } catch (NotUtf8Exception e) {
            throw Failure.of(e, name);
        } finally {
            // It may be a secret key.
            Arrays.fill(bytes, (byte) 0);
        }
    }
}
