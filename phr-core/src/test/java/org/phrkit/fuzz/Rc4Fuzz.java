package org.phrkit.fuzz;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.phrkit.rc4.Derivation;
import org.phrkit.rc4.Rc4Exception;
import org.phrkit.rc4.Rc4File;
import org.phrkit.rc4.Rc4Key;

/** Any bytes are a key of RC4, a file of it or refused; what is read has the size of the ciphertext. */
public final class Rc4Fuzz {
    private static final int SALT_AND_ITS_MARK_BYTES = 16;

    private Rc4Fuzz() {}

    public static void fuzzerTestOneInput(byte[] data) {
        try {
            try (Rc4Key key = Rc4Key.read(new ByteArrayInputStream(data))) {
                requireSize(data.length, Rc4File.open(new ByteArrayInputStream(data), key));
            } catch (Rc4Exception e) {
                return;
            }
            requireSize(
                    data.length - SALT_AND_ITS_MARK_BYTES,
                    Rc4File.openSalted(new ByteArrayInputStream(data), new char[] {'x'}, Derivation.md5()));
        } catch (Rc4Exception e) {
            return;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void requireSize(int expected, InputStream plaintext) throws IOException {
        try (plaintext) {
            if (plaintext.readAllBytes().length != expected) {
                throw new AssertionError("bytes were lost");
            }
        }
    }
}
