package org.phrkit.input;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Decodes UTF-8 exactly: malformed bytes are refused, and never replaced. What is not UTF-8 (RFC 3629) is refused: a
 * decoder that puts U+FFFD in its place gives two secrets one text, so that one opens what the other closed, and makes
 * of two signed files one. Safe for use by several threads.
 */
public final class Utf8 {
    private Utf8() {}

    /**
     * {@return all of the bytes, a byte order mark among them}
     *
     * @param bytes the bytes of the text
     * @throws NotUtf8Exception if they are not UTF-8
     */
    public static String text(byte[] bytes) throws NotUtf8Exception {
        return decode(bytes, 0).toString();
    }

    /**
     * {@return the content of a file that a person's editor may have written: a byte order mark is left out}
     *
     * @param file the whole content of the file
     * @throws NotUtf8Exception if it is not UTF-8; says whether it is UTF-16, as Notepad and PowerShell write it
     */
    public static String content(byte[] file) throws NotUtf8Exception {
        return decode(file, markSizeBytes(file)).toString();
    }

    /**
     * As {@link #content}, of a secret. No other copy is left behind; whoever called clears both arrays.
     *
     * @param file the whole content of the file
     * @return the characters; the caller clears them
     * @throws NotUtf8Exception as {@link #content}
     */
    public static char[] secret(byte[] file) throws NotUtf8Exception {
        CharBuffer decoded = decode(file, markSizeBytes(file));
        char[] text = new char[decoded.remaining()];
        decoded.get(text);
        Arrays.fill(decoded.array(), '\0');
        return text;
    }

    /**
     * {@return how long a byte order mark of UTF-8 the bytes begin with: 3, or 0 where there is none}
     *
     * @param bytes the bytes of the text
     */
    public static int markSizeBytes(byte[] bytes) {
        return startsWith(bytes, 0xef, 0xbb, 0xbf) ? 3 : 0;
    }

    /**
     * Refuses UTF-16 that says so, for files whose known lines are ASCII and whose comments may be in any encoding.
     *
     * @param bytes the bytes of the text
     * @throws NotUtf8Exception if the bytes begin as UTF-16 does
     */
    public static void refuseUtf16(byte[] bytes) throws NotUtf8Exception {
        if (startsWith(bytes, 0xff, 0xfe) || startsWith(bytes, 0xfe, 0xff)) {
            throw new NotUtf8Exception("UTF-16");
        }
    }

    private static CharBuffer decode(byte[] bytes, int from) throws NotUtf8Exception {
        refuseUtf16(bytes);
        // Never more characters than bytes, so it fits, and is not copied into a larger one.
        CharBuffer text = CharBuffer.allocate(bytes.length - from);
        CoderResult result = StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(bytes, from, bytes.length - from), text, true);
        if (result.isError()) {
            Arrays.fill(text.array(), '\0');
            throw new NotUtf8Exception("");
        }
        return text.flip();
    }

    private static boolean startsWith(byte[] bytes, int... start) {
        for (int i = 0; i < start.length; i++) {
            if (i == bytes.length || (bytes[i] & 0xff) != start[i]) {
                return false;
            }
        }
        return true;
    }
}
