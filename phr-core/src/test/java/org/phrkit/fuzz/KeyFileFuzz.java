package org.phrkit.fuzz;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import org.phrkit.age.AgeException;
import org.phrkit.age.KeyFile;
import org.phrkit.age.KeyIdentity;
import org.phrkit.age.MalformedKeyException;
import org.phrkit.age.Recipient;
import org.phrkit.input.NotUtf8Exception;

/** Keys that are accepted are read again from their text. */
public final class KeyFileFuzz {
    private KeyFileFuzz() {}

    public static void fuzzerTestOneInput(byte[] data) {
        try {
            for (Recipient recipient : KeyFile.readPublicKeys(new ByteArrayInputStream(data))) {
                if (!Recipient.parse(recipient.toString()).equals(recipient)) {
                    throw new AssertionError("a recipient changed");
                }
            }
            for (KeyIdentity identity :
                    KeyFile.readIdentities(new ByteArrayInputStream(data), () -> new char[] {'x'})) {
                KeyIdentity again = KeyIdentity.parse(identity.exposeText());
                if (!again.recipient().equals(identity.recipient())) {
                    throw new AssertionError("an identity changed");
                }
            }
        } catch (MalformedKeyException | NotUtf8Exception | AgeException e) {
            return;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
