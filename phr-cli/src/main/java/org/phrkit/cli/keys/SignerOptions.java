package org.phrkit.cli.keys;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.phrkit.cli.files.Input;
import org.phrkit.cli.files.ShortText;
import org.phrkit.cli.shell.ExitCode;
import org.phrkit.cli.shell.Failure;
import org.phrkit.cli.shell.Terminal;
import org.phrkit.sign.SignException;
import org.phrkit.sign.VerificationKey;
import picocli.CommandLine.Option;

/** The option for the signer whose signature is required. */
public final class SignerOptions {
    @Option(
            names = "--from",
            paramLabel = "SIGNER",
            description =
                    "Require a valid signature by this public key: RW..., a contact, or a file that holds the key.")
    private @Nullable String signer;

    private Optional<String> contactName = Optional.empty();

    /** The key, if one was named. */
    public Optional<VerificationKey> read() throws IOException {
        if (signer == null) {
            return Optional.empty();
        }
        boolean isKey = (signer.startsWith("RW") && signer.length() >= 56)
                || signer.regionMatches(true, 0, "AGE-SECRET-KEY-", 0, 15);
        if (!isKey && !signer.contains("/")) {
            Optional<ContactKey> contact = Contacts.standard().find(signer, ContactKey.Purpose.VERIFY);
            if (contact.isPresent() && contact.get() instanceof ContactKey.ToVerify known) {
                if (Files.exists(Path.of(signer))) {
                    Terminal.warning(
                            "--from: the contact " + signer + " is meant, and not the file; that is ./" + signer);
                }
                contactName = Optional.of(signer);
                return Optional.of(known.key());
            }
            if (!Files.exists(Path.of(signer))) {
                throw new Failure(
                        ExitCode.COULD_NOT,
                        "--from: " + signer + ": no such contact, and no such file",
                        "phr contacts list shows all names; phr contacts add NAME KEY adds one");
            }
        }
        Input input = new Input(signer);
        try {
            return Optional.of(VerificationKey.parse(isKey ? signer : ShortText.read(input)));
        } catch (SignException e) {
            throw isKey ? new Failure(ExitCode.USAGE, "--from: " + e.problem()) : Failure.of(e, input.name());
        }
    }

    /** The name of the contact whose key {@link #read} found; nothing where a key or a file was given. */
    public Optional<String> contactName() {
        return contactName;
    }
}
