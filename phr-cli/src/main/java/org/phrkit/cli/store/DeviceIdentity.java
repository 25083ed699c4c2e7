package org.phrkit.cli.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.phrkit.age.ScryptRecipient;
import org.phrkit.cli.files.Output;
import org.phrkit.cli.keys.PassphraseOptions;
import org.phrkit.cli.shell.ExitCode;
import org.phrkit.store.PluginIdentity;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Writes what this device opens reports with, for age. */
@Command(
        name = "identity",
        headerHeading = "Write a key file with which age opens reports together with the store:%n"
                + "  phr store device identity -p -o doctor.txt%n"
                + "  age -d -i doctor.txt report.pdf.age%n%n",
        description = {
            "Write an identity with which age opens reports together with the store, as this device does.",
            "With age-plugin-phr on the PATH, age -d -i FILE opens them. Without -p, whoever has the file can "
                    + "act at the store in your name."
        })
final class DeviceIdentity implements Callable<Integer> {
    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "Write the identity to this file (mode 0600); to standard output for - or if omitted.")
    private @Nullable String file;

    @Option(
            names = {"-p", "--passphrase"},
            description = "Encrypt the identity with a passphrase, which is asked for now, and by age later.")
    private boolean isPassphrase;

    @Mixin
    private PassphraseOptions passphraseOptions = new PassphraseOptions();

    @Override
    public Integer call() throws IOException {
        try (PluginIdentity doctor = StoreFolder.ofUser().doctor();
                Output out = Output.open(file, Output.Privacy.KEY, Output.Replacing.NEVER)) {
            out.stream().write((line(doctor) + "\n").getBytes(StandardCharsets.US_ASCII));
            out.commit();
        }
        return ExitCode.DONE;
    }

    private String line(PluginIdentity doctor) throws IOException {
        if (!isPassphrase && !passphraseOptions.passphrases().areFromFile()) {
            return doctor.exposeText();
        }
        char[] passphrase = passphraseOptions.passphrases().askNew("new passphrase of the identity: ");
        try {
            return doctor.encrypt(passphrase, ScryptRecipient.DEFAULT_WORK_FACTOR, new SecureRandom());
        } finally {
            Arrays.fill(passphrase, '\0');
        }
    }
}
