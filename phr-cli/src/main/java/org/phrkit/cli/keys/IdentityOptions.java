package org.phrkit.cli.keys;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.phrkit.age.Identity;
import org.phrkit.age.KeyFile;
import org.phrkit.age.KeyIdentity;
import org.phrkit.age.ScryptIdentity;
import org.phrkit.age.ScryptRecipient;
import org.phrkit.cli.files.Input;
import org.phrkit.cli.shell.ExitCode;
import org.phrkit.cli.shell.Failure;
import org.phrkit.input.BadInputException;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What to open files with. */
public final class IdentityOptions {
    @Option(
            names = {"-i", "--identity"},
            paramLabel = "KEYFILE",
            description = "Use the secret keys in this file. May be repeated.")
    private List<String> keyFiles = new ArrayList<>();

    @Option(
            names = "--share",
            paramLabel = "SHAREFILE",
            description = "Use the key that these shares restore; it is not written anywhere. Repeated for each share.")
    private List<String> shareFiles = new ArrayList<>();

    @Option(
            names = {"-p", "--passphrase"},
            description = "Use a passphrase, which is asked for; with --share, it is that of the shares.")
    private boolean isPassphrase;

    @Mixin
    private PassphraseOptions passphraseOptions = new PassphraseOptions();

    /** All of them; the caller destroys them. */
    public List<Identity> read() throws IOException {
        List<Identity> identities = new ArrayList<>();
        for (String keyFile : keyFiles) {
            identities.addAll(readKeyFile(new Input(keyFile), passphraseOptions.passphrases()));
        }
        if (!shareFiles.isEmpty()) {
            identities.add(restore());
        } else if (isPassphrase
                || (keyFiles.isEmpty() && passphraseOptions.passphrases().areFromFile())) {
            char[] passphrase = passphraseOptions.passphrases().ask("passphrase: ");
            identities.add(new ScryptIdentity(passphrase, ScryptRecipient.HIGHEST_WORK_FACTOR));
            Arrays.fill(passphrase, '\0');
        }
        if (identities.isEmpty()) {
            throw new Failure(
                    ExitCode.USAGE,
                    "there is no key to open it with",
                    "name one with -i KEYFILE, or use -p or --share");
        }
        return identities;
    }

    private KeyIdentity restore() throws IOException {
        try (ShareInputs shares = ShareInputs.read(shareFiles)) {
            char[] passphrase = isPassphrase || passphraseOptions.passphrases().areFromFile()
                    ? passphraseOptions.passphrases().ask("passphrase of the shares: ")
                    : new char[0];
            try {
                SecretKey key = shares.restore(null, false, passphrase);
                if (key instanceof SecretKey.Decrypting decrypting) {
                    return decrypting.identity();
                }
                key.close();
                throw new Failure(ExitCode.NO_KEY, "these are shares of a key to sign with, which opens nothing");
            } finally {
                Arrays.fill(passphrase, '\0');
            }
        }
    }

    /** The keys of one file, whose passphrase is asked for if it has one. */
    static List<KeyIdentity> readKeyFile(Input input, Passphrases passphrases) throws IOException {
        try (InputStream in = input.open()) {
            return KeyFile.readIdentities(in, passphrases.of(input));
        } catch (BadInputException e) {
            throw Failure.of(e, input.name());
        }
    }
}
