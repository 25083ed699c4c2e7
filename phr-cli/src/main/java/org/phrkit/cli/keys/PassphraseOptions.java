package org.phrkit.cli.keys;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options for the source of a passphrase, which is never an argument. */
public final class PassphraseOptions {
    @Option(
            names = "--passphrase-file",
            paramLabel = "FILE",
            description = "Read the passphrase from the first line of FILE instead of asking; /dev/fd/3 works.")
    private @Nullable String file;

    public Passphrases passphrases() {
        return new Passphrases(file);
    }
}
