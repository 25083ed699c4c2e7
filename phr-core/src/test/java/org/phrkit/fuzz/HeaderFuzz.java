package org.phrkit.fuzz;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import org.phrkit.age.format.Header;
import org.phrkit.age.format.HeaderReader;

/** A header that is accepted has one form only. */
public final class HeaderFuzz {
    private HeaderFuzz() {}

    public static void fuzzerTestOneInput(byte[] data) {
        ByteArrayInputStream in = new ByteArrayInputStream(data);
        try {
            Header header = HeaderReader.read(in, IOException::new);
            byte[] read = Arrays.copyOf(data, data.length - in.available());
            if (!Arrays.equals(header.encode(), read)) {
                throw new AssertionError("the header is written otherwise than it was read");
            }
        } catch (IOException e) {
            return;
        }
    }
}
