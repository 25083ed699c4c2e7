package org.phrkit.cli.exchange;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.phrkit.age.Age;
import org.phrkit.age.Recipient;
import org.phrkit.cli.files.FileKind;
import org.phrkit.cli.files.Input;
import org.phrkit.cli.files.Output;
import org.phrkit.cli.files.OutputOptions;
import org.phrkit.cli.keys.PassphraseOptions;
import org.phrkit.cli.keys.RecipientOptions;
import org.phrkit.cli.shell.ExitCode;
import org.phrkit.cli.shell.Failure;
import org.phrkit.cli.shell.Terminal;
import org.phrkit.rc4.Derivation;
import org.phrkit.rc4.Rc4Exception;
import org.phrkit.rc4.Rc4File;
import org.phrkit.rc4.Rc4Key;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Re-encrypts files that were encrypted with RC4. */
@Command(
        name = "rc4",
        headerHeading = "Encrypt anew what was encrypted with RC4:%n"
                + "  phr import rc4 --key-file rc4.key -R me.pub -o old.age old.rc4%n%n",
        description = {
            "Decrypt a file that was encrypted with RC4, and encrypt its content to recipients (age format, "
                    + "version 1).",
            "The plaintext is never written to a file. The input is either plain RC4, which takes --key-file, or "
                    + "what openssl enc -rc4 writes with a passphrase, which is asked for; such a file begins with "
                    + "Salted__.",
            "RC4 protects nothing (RFC 7465) and gives no integrity: nobody can tell whether the content was "
                    + "changed, nor whether the key was right. Decrypt the new file and look at it before you delete the "
                    + "old one."
        })
public final class ImportRc4 implements Callable<Integer> {
    @Option(
            names = "--key-file",
            paramLabel = "KEY",
            description =
                    "The file with the key, of 5 to 256 bytes. A file of printable characters is read as hexadecimal "
                            + "text: two digits for each byte, with or without blanks between. Any other file is the key itself.")
    private @Nullable String keyFile;

    @Mixin
    private PassphraseOptions passphraseOptions = new PassphraseOptions();

    @Mixin
    private DerivationOptions derivationOptions = new DerivationOptions();

    @Mixin
    private RecipientOptions recipientOptions = new RecipientOptions();

    @Mixin
    private OutputOptions outputOptions = new OutputOptions();

    @Parameters(arity = "0..1", paramLabel = "INPUT", description = "The file; standard input for - or if omitted.")
    private @Nullable String file;

    @Override
    public Integer call() throws IOException {
        outputOptions.refuseTerminal();
        Derivation derivation = derivationOptions.derivation();
        Failure.requireUsage(
                keyFile == null || (!passphraseOptions.passphrases().areFromFile() && !derivationOptions.areGiven()),
                "a key file cannot be combined with a passphrase, nor with options for making a key from one");
        List<Recipient> recipients = recipientOptions.read();
        Input input = new Input(file);
        try (BufferedInputStream in = new BufferedInputStream(input.open())) {
            FileKind kind = FileKind.of(in);
            if (kind.isAge()) {
                throw new Failure(
                        ExitCode.MALFORMED,
                        input.name() + ": is an age file, not one of RC4",
                        "share grant passes it on");
            }
            try (InputStream plaintext = plaintext(in, kind, input.name(), derivation);
                    Output out = outputOptions.open(Output.Privacy.PRIVATE)) {
                Age.encrypt(recipients, plaintext, out.stream(), new SecureRandom());
                out.commit();
            }
        } catch (Rc4Exception e) {
            throw Failure.of(e, input.name());
        } catch (IllegalArgumentException e) {
            // A recipient that is a point of small order.
            throw new Failure(ExitCode.USAGE, e.getMessage() + "");
        }
        Terminal.warning("RC4 has no integrity (RFC 7465 forbids it): nobody can tell whether the content was changed, "
                + "or whether this was its key");
        return ExitCode.DONE;
    }

    private InputStream plaintext(InputStream in, FileKind kind, String name, Derivation derivation)
            throws IOException, Rc4Exception {
        if (keyFile == null) {
            return openSalted(in, kind, name, derivation);
        }
        Input keyInput = new Input(keyFile);
        try (InputStream keyIn = keyInput.open();
                Rc4Key key = readKey(keyIn, keyInput.name())) {
            InputStream plaintext = Rc4File.open(in, key);
            Terminal.say("the key file was read as " + key.form() + ", " + key.sizeBytes() + " bytes");
            return plaintext;
        }
    }

    private static Rc4Key readKey(InputStream in, String name) throws IOException {
        try {
            return Rc4Key.read(in);
        } catch (Rc4Exception e) {
            throw Failure.of(e, name);
        }
    }

    private InputStream openSalted(InputStream in, FileKind kind, String name, Derivation derivation)
            throws IOException, Rc4Exception {
        if (!passphraseOptions.passphrases().areFromFile() && kind != FileKind.SALTED) {
            throw new Failure(
                    ExitCode.USAGE,
                    name + ": begins with no salt, so it takes a key and not a passphrase",
                    "name the key with --key-file KEY");
        }
        char[] passphrase = passphraseOptions.passphrases().ask("passphrase of " + name + ": ");
        try {
            InputStream plaintext = Rc4File.openSalted(in, passphrase, derivation);
            if (!derivationOptions.areGiven()) {
                Terminal.warning("the file does not say which digest made its key: sha256 was "
                        + "used; if the result makes no sense, try --digest md5");
            }
            return plaintext;
        } finally {
            Arrays.fill(passphrase, '\0');
        }
    }
}
