package org.phrkit.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import org.phrkit.input.NotUtf8Exception;
import org.phrkit.input.Utf8;

/** What is accepted is what the replacing decoder of the JDK gives back byte by byte, and nothing else is. */
public final class Utf8Fuzz {
    private Utf8Fuzz() {}

    public static void fuzzerTestOneInput(byte[] data) {
        String replaced = new String(data, UTF_8);
        boolean isUtf8 = Arrays.equals(replaced.getBytes(UTF_8), data);
        boolean isMarked = replaced.startsWith("\ufeff");
        try {
            String text = Utf8.text(data);
            String content = isMarked ? text.substring(1) : text;
            if (!isUtf8
                    || !text.equals(replaced)
                    || !Utf8.content(data).equals(content)
                    || !Arrays.equals(Utf8.secret(data), content.toCharArray())) {
                throw new AssertionError("it is read otherwise than it was written");
            }
        } catch (NotUtf8Exception e) {
            if (isUtf8) {
                throw new AssertionError("proper text is refused", e);
            }
        }
    }
}
