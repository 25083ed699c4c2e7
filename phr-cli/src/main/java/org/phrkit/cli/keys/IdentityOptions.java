package org.phrkit.cli.keys;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.phrkit.age.Age;
import org.phrkit.age.AgeException;
import org.phrkit.age.Identity;
import org.phrkit.age.KeyFile;
import org.phrkit.age.KeyIdentity;
import org.phrkit.age.ScryptIdentity;
import org.phrkit.age.ScryptRecipient;
import org.phrkit.cli.files.Input;
import org.phrkit.cli.shell.ExitCode;
import org.phrkit.cli.shell.Failure;
import org.phrkit.cli.shell.Terminal;
import org.phrkit.input.BadInputException;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options for the keys that open files. */
public final class IdentityOptions {
    @Option(
            names = {"-i", "--identity"},
            paramLabel = "KEYFILE",
            description = "Use the secret keys in this file. Can be repeated.")
    private List<String> keyFiles = new ArrayList<>();

    @Option(
            names = "--share",
            paramLabel = "SHAREFILE",
            description = "Use the key that these shares restore; it is written nowhere. Repeat it for each share.")
    private List<String> shareFiles = new ArrayList<>();

    @Option(
            names = {"-p", "--passphrase"},
            description =
                    "Open the file with a passphrase, which is asked for; with --share, it is the passphrase of the "
                            + "shares.")
    private boolean isPassphrase;

    @Mixin
    private PassphraseOptions passphraseOptions = new PassphraseOptions();

    /** Whether files are opened with a passphrase alone, because no key was named. */
    public boolean areWithoutKeys() {
        return keyFiles.isEmpty() && shareFiles.isEmpty();
    }

    /** All of them; the caller destroys them. */
    public List<Identity> read() throws IOException {
        List<Identity> identities = new ArrayList<>();
        List<LockedKeys> locked = new ArrayList<>();
        for (String keyFile : keyFiles) {
            readKeyFile(new Input(keyFile), identities, locked);
        }
        if (!shareFiles.isEmpty()) {
            identities.add(restore());
        }
        for (int i = 0; i < locked.size(); i++) {
            LockedKeys keys = locked.get(i);
            boolean isLast = i == locked.size() - 1;
            identities.add(Identity.onDemand(ofPassphrase -> ofPassphrase ? List.of() : keys.unlock(isLast)));
        }
        if (shareFiles.isEmpty()
                && (isPassphrase
                        || (keyFiles.isEmpty()
                                && passphraseOptions.passphrases().areFromFile()))) {
            identities.add(passphrase());
        }
        if (identities.isEmpty()) {
            identities.add(Identity.onDemand(this::orElse));
        }
        return identities;
    }

    /** Where nothing was named: a file that is encrypted with a passphrase says so itself. */
    private List<Identity> orElse(boolean isPassphrase) throws IOException {
        if (!isPassphrase) {
            throw new Failure(
                    ExitCode.USAGE,
                    "no key is given to open the file with",
                    "name one with -i KEYFILE, or restore one with --share");
        }
        return List.of(passphrase());
    }

    private ScryptIdentity passphrase() throws IOException {
        char[] passphrase = passphraseOptions.passphrases().ask("passphrase: ");
        try {
            return new ScryptIdentity(passphrase, ScryptRecipient.HIGHEST_WORK_FACTOR);
        } finally {
            Arrays.fill(passphrase, '\0');
        }
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
                throw new Failure(ExitCode.NO_KEY, "these are shares of a signing key, which opens nothing");
            } finally {
                Arrays.fill(passphrase, '\0');
            }
        }
    }

    /** The keys of one file; those that are locked stay so until a file asks for them. */
    private void readKeyFile(Input input, List<Identity> identities, List<LockedKeys> locked) throws IOException {
        try (BufferedInputStream in = new BufferedInputStream(input.open())) {
            if (Age.isAge(in)) {
                byte[] file = in.readNBytes(KeyFile.LIMIT_ENCRYPTED_BYTES + 1);
                locked.add(new LockedKeys(input, new ByteArrayInputStream(file), passphraseOptions.passphrases()));
            } else {
                identities.addAll(KeyFile.readIdentities(in));
            }
        } catch (BadInputException e) {
            throw Failure.of(e, input.name());
        }
    }

    /** A key file that is encrypted with a passphrase. */
    private record LockedKeys(Input input, ByteArrayInputStream file, Passphrases passphrases) {
        /** Asks for the passphrase. A wrong one is no reason to give up while there are other files. */
        List<KeyIdentity> unlock(boolean isLast) throws IOException {
            file.reset();
            try {
                return KeyFile.readIdentities(file, passphrases.of(input));
            } catch (AgeException.NoMatch e) {
                if (isLast) {
                    throw Failure.of(e, input.name());
                }
                Terminal.warning(e.at(input.name()));
                return List.of();
            } catch (BadInputException e) {
                throw Failure.of(e, input.name());
            }
        }
    }
}
