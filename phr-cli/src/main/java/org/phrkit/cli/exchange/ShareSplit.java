package org.phrkit.cli.exchange;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.phrkit.cli.files.Input;
import org.phrkit.cli.keys.Passphrases;
import org.phrkit.cli.keys.SecretKey;
import org.phrkit.cli.keys.SigningOptions;
import org.phrkit.cli.shell.ExitCode;
import org.phrkit.cli.shell.Failure;
import org.phrkit.sign.SigningKey;
import org.phrkit.split.Policy;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Splits a key among custodians. */
@Command(
        name = "split",
        headerHeading = "Write three shares, any two of which restore the key:%n"
                + "  phr share split -t 2 -n 3 -d shares me.key%n%n",
        description = {
            "Split a secret key so that T of N shares restore it and fewer reveal nothing (SLIP-39).",
            "Each share is a text file (mode 0600) to print or hand over. The file shares.json, which is not "
                    + "secret, tells genuine shares from altered ones.",
            "With --group, T of the N shares of a group stand for the group, and G groups restore the key: "
                    + "--group 1:1 --group 2:3 --groups-needed 2 takes the patient and two of three doctors."
        })
public final class ShareSplit implements Callable<Integer> {
    @Mixin
    private ShareOptions shareOptions = new ShareOptions();

    @Option(
            names = "--key-passphrase-file",
            paramLabel = "FILE",
            description = "Read the passphrase of KEYFILE from the first line of FILE instead of asking.")
    private @Nullable String keyPassphraseFile;

    @Mixin
    private SigningOptions signingOptions = new SigningOptions();

    @Parameters(paramLabel = "KEYFILE", description = "A file with one secret key; - for standard input.")
    private @Nullable String keyFile;

    @Override
    public Integer call() throws IOException {
        Policy policy = shareOptions.policy();
        Optional<SigningKey> signer = signingOptions.read();
        Input input = new Input(keyFile);
        List<SecretKey> keys = SecretKey.read(input, new Passphrases(keyPassphraseFile));
        try {
            if (keys.size() > 1) {
                throw new Failure(
                        ExitCode.USAGE, input.name() + ": holds several keys; only one can be split at a time");
            }
            split(keys.get(0), policy, signer);
        } finally {
            keys.forEach(SecretKey::close);
            signer.ifPresent(SigningKey::close);
        }
        return ExitCode.DONE;
    }

    private void split(SecretKey key, Policy policy, Optional<SigningKey> signer) throws IOException {
        byte[] secret = key.exposeSecret();
        try {
            shareOptions.split(secret, key.shortName(), "phr share combine", policy, signer);
        } finally {
            Arrays.fill(secret, (byte) 0);
        }
    }
}
