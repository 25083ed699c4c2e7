package org.phrkit.pseudonym;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.HexFormat;
import org.phrkit.crypto.SecretBytes;
import org.phrkit.input.Utf8;

/**
 * A key as one line of hexadecimal digits, which {@code openssl rand -hex 32} writes. A byte order mark of UTF-8 may stand
 * before it.
 */
final class KeyLine {
    /** The fewest digits of a key: 256 bits. */
    private static final int LEAST_DIGITS = 64;

    private static final int LIMIT_BYTES = 4096;

    private KeyLine() {}

    /** @param in is read to its end and not closed */
    static SecretBytes read(InputStream in) throws IOException, PseudonymKeyException {
        byte[] line = in.readNBytes(LIMIT_BYTES);
        byte[] bytes = new byte[LIMIT_BYTES / 2];
        try {
            Utf8.refuseUtf16(line);
            int mark = Utf8.markSizeBytes(line);
            int length = withoutLineEnd(line) - mark;
            for (int i = 0; i < length; i++) {
                byte digit = line[mark + i];
                if (!HexFormat.isHexDigit(digit)) {
                    throw new PseudonymKeyException("a key is one line of hexadecimal digits, and nothing else");
                }
                bytes[i / 2] = (byte) (bytes[i / 2] << 4 | HexFormat.fromHexDigit(digit));
            }
            if (length < LEAST_DIGITS || length % 2 != 0 || mark + length == LIMIT_BYTES) {
                throw new PseudonymKeyException("a key has " + LEAST_DIGITS
                        + " hexadecimal digits or more, an even number, and this one has " + length);
            }
            return SecretBytes.owning(Arrays.copyOf(bytes, length / 2));
        } finally {
            Arrays.fill(line, (byte) 0);
            Arrays.fill(bytes, (byte) 0);
        }
    }

    private static int withoutLineEnd(byte[] line) {
        int length = line.length;
        if (length > 0 && line[length - 1] == '\n') {
            length--;
            length -= length > 0 && line[length - 1] == '\r' ? 1 : 0;
        }
        return length;
    }
}
