package org.phrkit.cli.keys;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.phrkit.cli.files.Input;
import org.phrkit.cli.files.ShortText;
import org.phrkit.cli.shell.ExitCode;
import org.phrkit.cli.shell.Failure;
import org.phrkit.sign.SignException;
import org.phrkit.sign.Signature;
import org.phrkit.sign.VerificationKey;

/** Files with a signature beside them, in a file of the same name with {@code .minisig} behind it. */
public final class SignedFile {
    private SignedFile() {}

    /**
     * Reads a file up to a byte beyond a limit; its signature is checked if a signer is named, and else not looked for.
     *
     * @throws Failure if the signature is missing, malformed, of somebody else or of another content
     */
    public static byte[] read(Input input, int limitBytes, Optional<VerificationKey> signer) throws IOException {
        if (signer.isPresent() && input.isStandardInput()) {
            throw new Failure(ExitCode.USAGE, "standard input has no signature beside it; name a file");
        }
        try (InputStream in = input.open()) {
            byte[] bytes = in.readNBytes(limitBytes + 1);
            if (signer.isPresent()) {
                verify(signer.get(), bytes, new Input(input.name() + ".minisig"));
            }
            return bytes;
        }
    }

    private static void verify(VerificationKey key, byte[] signed, Input signatureFile) throws IOException {
        try {
            Signature signature = Signature.parse(ShortText.read(signatureFile));
            if (!signature.isPrehashed()) {
                throw new Failure(
                        ExitCode.MALFORMED,
                        signatureFile.name() + ": the signature is of minisign's older form",
                        "have it signed again with minisign -S -H");
            }
            signature.verify(key, new ByteArrayInputStream(signed));
        } catch (SignException e) {
            throw Failure.of(e, signatureFile.name());
        }
    }
}
