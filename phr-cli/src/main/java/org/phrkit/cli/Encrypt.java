package org.phrkit.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import org.phrkit.age.Age;
import org.phrkit.age.Recipient;
import org.phrkit.age.ScryptRecipient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Encrypts a file. */
@Command(
        name = "encrypt",
        description = {
            "Encrypt a file so that none but its recipients can read it (age format, version 1).",
            "Encryption does not say who sent the file."
        })
final class Encrypt implements Callable<Integer> {
    private static final String SEVERAL = "put them into one with tar, and encrypt that";

    @Mixin
    private RecipientOptions recipientOptions = new RecipientOptions();

    @Option(
            names = {"-p", "--passphrase"},
            description = "Encrypt with a passphrase, which is asked for, instead of to recipients.")
    private boolean isPassphrase;

    @Mixin
    private PassphraseOptions passphraseOptions = new PassphraseOptions();

    @Option(
            names = {"-a", "--armor"},
            description = "Write text (ASCII armor) instead of binary.")
    private boolean armor;

    @Mixin
    private OutputOptions outputOptions = new OutputOptions();

    @Parameters(paramLabel = "INPUT", description = "The file; - or nothing is standard input.")
    private List<String> files = new ArrayList<>();

    @Override
    public Integer call() throws IOException {
        Input input = input();
        if (!armor) {
            outputOptions.refuseTerminal();
        }
        List<Recipient> recipients = recipients();
        try (InputStream in = input.open();
                Output out = outputOptions.open(Output.Privacy.SHARED)) {
            if (armor) {
                try (OutputStream text = Age.armoringStream(out.stream())) {
                    Age.encrypt(recipients, in, text, new SecureRandom());
                }
            } else {
                Age.encrypt(recipients, in, out.stream(), new SecureRandom());
            }
            out.commit();
        } catch (IllegalArgumentException e) {
            // A recipient that is a point of small order.
            throw new Failure(ExitCode.USAGE, e.getMessage() + "");
        }
        return ExitCode.DONE;
    }

    private Input input() throws Failure {
        if (files.size() > 1) {
            throw new Failure(ExitCode.USAGE, "several files do not go into one", SEVERAL);
        }
        Input input = new Input(files.isEmpty() ? "-" : files.get(0));
        if (input.isFolder()) {
            throw new Failure(ExitCode.USAGE, input.name() + ": is a folder", SEVERAL);
        }
        return input;
    }

    private List<Recipient> recipients() throws IOException {
        boolean withPassphrase = isPassphrase || passphraseOptions.isFromFile();
        if (!withPassphrase) {
            return recipientOptions.read();
        }
        if (!recipientOptions.isEmpty()) {
            throw new Failure(ExitCode.USAGE, "a passphrase and recipients do not go into one file");
        }
        char[] passphrase = passphraseOptions.askNew("new passphrase: ");
        try {
            return List.of(new ScryptRecipient(passphrase, ScryptRecipient.DEFAULT_WORK_FACTOR));
        } finally {
            Arrays.fill(passphrase, '\0');
        }
    }
}
