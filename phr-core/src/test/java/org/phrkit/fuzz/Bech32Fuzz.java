package org.phrkit.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.phrkit.age.format.Bech32;

/** A text that is accepted has one form only, but for its case. */
public final class Bech32Fuzz {
    private Bech32Fuzz() {}

    public static void fuzzerTestOneInput(byte[] data) {
        String text = new String(data, StandardCharsets.ISO_8859_1);
        try {
            Bech32 decoded = Bech32.decode(text);
            if (!Bech32.encode(decoded.prefix(), decoded.data()).equals(text.toLowerCase(Locale.ROOT))) {
                throw new AssertionError("the text is written otherwise than it was read");
            }
        } catch (Bech32.Malformed e) {
            return;
        }
    }
}
