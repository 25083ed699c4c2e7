package org.phrkit.fuzz;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.phrkit.age.format.ArmorReader;
import org.phrkit.age.format.ArmorWriter;

/** An armor that is accepted has one form only, but for line ends and white space around it. */
public final class ArmorFuzz {
    private ArmorFuzz() {}

    public static void fuzzerTestOneInput(byte[] data) {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        try {
            byte[] read = new ArmorReader(new ByteArrayInputStream(data), IOException::new).readAllBytes();
            try (OutputStream out = new ArmorWriter(text)) {
                out.write(read);
            }
        } catch (IOException e) {
            return;
        }
        if (!normal(text.toByteArray()).equals(normal(data))) {
            throw new AssertionError("the armor is written otherwise than it was read");
        }
    }

    private static String normal(byte[] text) {
        return new String(text, StandardCharsets.ISO_8859_1)
                .replace("\r\n", "\n")
                .strip();
    }
}
