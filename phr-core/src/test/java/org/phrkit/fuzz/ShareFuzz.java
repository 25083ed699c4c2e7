package org.phrkit.fuzz;

import java.nio.charset.StandardCharsets;
import org.phrkit.split.Share;
import org.phrkit.split.ShareException;
import org.phrkit.split.ShareFile;

/** A share that is accepted is written again with the same words. */
public final class ShareFuzz {
    private ShareFuzz() {}

    public static void fuzzerTestOneInput(byte[] data) {
        String text = new String(data, StandardCharsets.UTF_8);
        try {
            String mnemonic = ShareFile.parse(text).share().exposeMnemonic();
            if (!Share.parse(mnemonic).exposeMnemonic().equals(mnemonic)) {
                throw new AssertionError("the share is written otherwise than it was read");
            }
        } catch (ShareException e) {
            return;
        }
    }
}
