package org.phrkit.cli.files;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.phrkit.cli.shell.ExitCode;
import org.phrkit.cli.shell.Failure;

/** Files of a few lines, such as keys and signatures. */
public final class ShortText {
    /** What is read at most: more than any file has that is meant. */
    private static final int LIMIT_BYTES = 1 << 16;

    private ShortText() {}

    /** All of a file, or its first 64 KiB; it must be in UTF-8. */
    public static String read(Input input) throws IOException {
        try (InputStream in = input.open()) {
            return read(in, input.name());
        }
    }

    /**
     * What is left of a stream, up to 64 KiB.
     *
     * @param name what messages call it
     */
    public static String read(InputStream in, String name) throws IOException {
        try {
            ByteBuffer bytes = ByteBuffer.wrap(in.readNBytes(LIMIT_BYTES));
            return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
        } catch (CharacterCodingException e) {
            throw new Failure(ExitCode.MALFORMED, name + ": is not text in UTF-8");
        }
    }
}
