package org.phrkit.examples;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import org.phrkit.sign.SignException;
import org.phrkit.sign.Signature;
import org.phrkit.sign.SigningKey;
import org.phrkit.sign.VerificationKey;

/** Verifies a signature beside a file, as {@code minisign -V} would. */
public final class VerifySignature {
    private VerifySignature() {}

    /** Takes the file, and where to put its signature and the public key of its signer. */
    public static void main(String[] args) throws Exception {
        Path file = Path.of(args[0]);
        Path signature = Path.of(args[1]);
        Path publicKey = Path.of(args[2]);
        try (SigningKey signer = SigningKey.generate(new SecureRandom());
                InputStream in = Files.newInputStream(file)) {
            Files.writeString(
                    signature, signer.sign(in, "laboratory report of March").fileText());
            Files.writeString(publicKey, signer.verificationKey().fileText());
        }

        // From here on, the three files are all there is.
        Signature read = Signature.parse(Files.readString(signature));
        VerificationKey key = VerificationKey.parse(Files.readString(publicKey));
        try (InputStream in = Files.newInputStream(file)) {
            read.verify(key, in);
            System.out.println("genuine: " + read.trustedComment());
        }
        try (InputStream other = Files.newInputStream(publicKey)) {
            read.verify(key, other);
            throw new IllegalStateException("a signature holds for two files");
        } catch (SignException.BadSignature e) {
            System.out.println("another file: " + e.getMessage());
        }
    }
}
