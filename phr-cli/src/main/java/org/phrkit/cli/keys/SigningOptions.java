package org.phrkit.cli.keys;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.phrkit.cli.files.Input;
import org.phrkit.cli.shell.ExitCode;
import org.phrkit.cli.shell.Failure;
import org.phrkit.sign.SigningKey;
import picocli.CommandLine.Option;

/** The options for the key to sign with. */
public final class SigningOptions {
    @Option(
            names = {"-s", "--sign"},
            paramLabel = "SIGNING_KEY",
            description = "Sign with the secret key in this file; make one with phr keygen --signing.")
    private @Nullable String keyFile;

    @Option(
            names = "--sign-passphrase-file",
            paramLabel = "FILE",
            description = "Read the passphrase of SIGNING_KEY from the first line of FILE instead of asking.")
    private @Nullable String passphraseFile;

    public boolean isGiven() {
        return keyFile != null;
    }

    /** The key, if one was named; the caller destroys it. */
    public Optional<SigningKey> read() throws IOException {
        if (keyFile == null) {
            return Optional.empty();
        }
        Input input = new Input(keyFile);
        List<SecretKey> keys = SecretKey.read(input, new Passphrases(passphraseFile));
        if (keys.get(0) instanceof SecretKey.Signing signing) {
            return Optional.of(signing.key());
        }
        keys.forEach(SecretKey::close);
        throw new Failure(
                ExitCode.USAGE,
                input.name() + ": is a key to decrypt with, not to sign with",
                "make one with phr keygen --signing");
    }

    /** The text of the signature file of some bytes. */
    public static byte[] sign(SigningKey key, byte[] signed, String trustedComment) throws IOException {
        return key.sign(new ByteArrayInputStream(signed), trustedComment)
                .fileText()
                .getBytes(StandardCharsets.UTF_8);
    }
}
