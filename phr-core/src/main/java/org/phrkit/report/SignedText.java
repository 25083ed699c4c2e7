package org.phrkit.report;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.phrkit.sign.ContentHash;
import org.phrkit.sign.SignException;
import org.phrkit.sign.Signature;
import org.phrkit.sign.VerificationKey;

/** A text as it was signed, and its signature file; neither is known to be genuine until {@link #verify} returned. */
record SignedText(String text, String signature) {
    /**
     * Checks the signature.
     *
     * @param what the text is, for messages
     */
    void verify(String what, VerificationKey signer) throws IOException, ReportException {
        try {
            Signature parsed = Signature.parse(signature);
            if (!parsed.isPrehashed()) {
                throw new ReportException.Malformed("the signature of " + what + " is of the older form");
            }
            parsed.verify(signer, new ByteArrayInputStream(bytes(text)));
        } catch (SignException.Malformed e) {
            throw new ReportException.Malformed("the signature of " + what + " is malformed: " + e.getMessage());
        } catch (SignException e) {
            throw new ReportException.Altered(what + ": " + e.getMessage());
        }
    }

    String sha256() {
        return ContentHash.of(bytes(text)).sha256();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
