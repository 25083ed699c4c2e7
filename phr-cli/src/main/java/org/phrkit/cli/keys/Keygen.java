package org.phrkit.cli.keys;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.phrkit.age.Age;
import org.phrkit.age.HybridIdentity;
import org.phrkit.age.KeyFile;
import org.phrkit.age.KeyIdentity;
import org.phrkit.age.ScryptRecipient;
import org.phrkit.age.X25519Identity;
import org.phrkit.cli.files.Input;
import org.phrkit.cli.files.Output;
import org.phrkit.cli.shell.ExitCode;
import org.phrkit.cli.shell.Failure;
import org.phrkit.cli.shell.Terminal;
import org.phrkit.sign.SigningKey;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes a key pair, or prints the public half of one. */
@Command(
        name = "keygen",
        headerHeading = "Make a key pair; its public key, which others encrypt to, is printed:%n"
                + "  phr keygen -o me.key%n%n",
        description = {
            "Make a key pair.",
            "The key file (mode 0600) holds the secret key and stays with its owner. Give the public key, which "
                    + "is printed, to everyone who is to encrypt to you. An existing file is never replaced."
        })
public final class Keygen implements Callable<Integer> {
    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "Write the key file to this file; to standard output for - or if omitted.")
    private @Nullable String file;

    @Option(
            names = "--pq",
            description = "Make a post-quantum key pair (ML-KEM-768 and X25519), which has a longer public key.")
    private boolean pq;

    @Option(
            names = "--signing",
            description =
                    "Make a key pair to sign with, in the format of minisign. The key file has a passphrase, and the "
                            + "public key is written to FILE.pub beside it.")
    private boolean signing;

    @Option(names = "--unencrypted", description = "With --signing: make a key file without a passphrase.")
    private boolean unencrypted;

    @Option(
            names = {"-p", "--passphrase"},
            description = "Encrypt the key file with a passphrase, which is asked for.")
    private boolean isPassphrase;

    @Mixin
    private PassphraseOptions passphraseOptions = new PassphraseOptions();

    @Option(names = "--public", description = "Print the public keys of KEYFILE instead.")
    private boolean isPublic;

    @Parameters(
            arity = "0..1",
            paramLabel = "KEYFILE",
            description = "With --public: the key file; standard input for - or if omitted.")
    private @Nullable String keyFile;

    @Override
    public Integer call() throws IOException {
        if (isPublic) {
            printPublicKeys();
        } else if (keyFile != null) {
            throw new Failure(
                    ExitCode.USAGE, "a key file can be read only with --public", "name a new one with -o FILE");
        } else if (signing) {
            generateSigning();
        } else if (unencrypted) {
            throw new Failure(
                    ExitCode.USAGE,
                    "--unencrypted works only with --signing; other key files are unencrypted unless you give -p");
        } else {
            generate();
        }
        return ExitCode.DONE;
    }

    private void generate() throws IOException {
        SecureRandom random = new SecureRandom();
        try (Output out = Output.open(file, Output.Privacy.KEY, Output.Replacing.NEVER);
                KeyIdentity identity = pq ? HybridIdentity.generate(random) : X25519Identity.generate(random)) {
            String text = KeyFile.exposeText(identity, OffsetDateTime.now(ZoneOffset.UTC));
            byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
            if (isPassphrase || passphraseOptions.passphrases().areFromFile()) {
                char[] passphrase = passphraseOptions.passphrases().askNew("new passphrase of the key file: ");
                try (ScryptRecipient recipient = new ScryptRecipient(passphrase, ScryptRecipient.DEFAULT_WORK_FACTOR);
                        OutputStream armored = Age.armoringStream(out.stream())) {
                    Age.encrypt(List.of(recipient), new ByteArrayInputStream(bytes), armored, random);
                } finally {
                    Arrays.fill(passphrase, '\0');
                }
            } else {
                out.stream().write(bytes);
            }
            Arrays.fill(bytes, (byte) 0);
            out.commit();
            Terminal.say("public key: " + identity.recipient());
        }
    }

    private void generateSigning() throws IOException {
        if (pq
                || (unencrypted
                        && (isPassphrase || passphraseOptions.passphrases().areFromFile()))) {
            throw new Failure(
                    ExitCode.USAGE, "--signing cannot be combined with --pq, nor --unencrypted with a passphrase");
        }
        if (file == null || file.equals("-")) {
            throw new Failure(ExitCode.USAGE, "a signing key pair is two files", "name the first with -o FILE");
        }
        SecureRandom random = new SecureRandom();
        try (Output secret = Output.open(file, Output.Privacy.KEY, Output.Replacing.NEVER);
                Output open = Output.open(file + ".pub", Output.Privacy.SHARED, Output.Replacing.NEVER);
                SigningKey key = SigningKey.generate(random)) {
            String text = unencrypted
                    ? key.exposeFileText()
                    : key.fileText(passphraseOptions.passphrases().askNew("new passphrase of the key file: "), random);
            secret.stream().write(text.getBytes(StandardCharsets.US_ASCII));
            open.stream().write(key.verificationKey().fileText().getBytes(StandardCharsets.US_ASCII));
            // A public key alone does no harm, a secret key whose public one is missing does.
            open.commit();
            secret.commit();
            Terminal.say("public key: " + key.verificationKey());
        }
    }

    private void printPublicKeys() throws IOException {
        Input input = new Input(keyFile);
        StringBuilder text = new StringBuilder();
        for (SecretKey key : SecretKey.read(input, passphraseOptions.passphrases())) {
            text.append(key.publicKey()).append('\n');
            key.close();
        }
        try (Output out = Output.open(file, Output.Privacy.SHARED, Output.Replacing.NEVER)) {
            out.stream().write(text.toString().getBytes(StandardCharsets.US_ASCII));
            out.commit();
        }
    }
}
