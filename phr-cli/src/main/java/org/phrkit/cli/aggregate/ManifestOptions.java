package org.phrkit.cli.aggregate;

import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.phrkit.cli.files.OutputOptions;
import org.phrkit.cli.files.Outputs;
import org.phrkit.cli.keys.SigningOptions;
import org.phrkit.cli.shell.ExitCode;
import org.phrkit.cli.shell.Failure;
import org.phrkit.sign.SigningKey;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options for what goes with a release: a manifest, its signature, and the line of the original for each row. */
public final class ManifestOptions {
    @Option(
            names = "--manifest",
            paramLabel = "FILE",
            description =
                    "Also write a manifest to hand out with the release, as JSON: the SHA-256 of the release and of the "
                            + "columns file, the parameters, and the numbers of rows and groups. It contains nothing of the "
                            + "original. With -s, its signature goes to FILE.minisig.")
    private @Nullable String file;

    @Option(
            names = "--pairing",
            paramLabel = "FILE",
            description =
                    "Also write, for each row of the release, the number of the line of the original that it comes from, "
                            + "for verify release --original IN.csv --pairing FILE. Keep it as secret as the original.")
    private @Nullable String pairing;

    @Mixin
    private SigningOptions signingOptions = new SigningOptions();

    /** Whether a manifest is to be written. */
    public boolean isGiven() {
        return file != null;
    }

    /** Whether the lines of the original are to be written. */
    public boolean arePaired() {
        return pairing != null;
    }

    /** Opens the release and what goes with it. */
    ReleaseOutput open(OutputOptions outputOptions) throws IOException {
        check();
        Optional<SigningKey> signer = signingOptions.read();
        return ReleaseOutput.open(outputOptions, file, signer, pairing);
    }

    /**
     * Opens only the manifest, if one is to be written, for a release that is not a single file.
     *
     * @param outputs take charge of it
     */
    public Optional<ManifestOutput> openManifest(OutputOptions outputOptions, Outputs outputs) throws IOException {
        check();
        return file == null
                ? Optional.empty()
                : Optional.of(ManifestOutput.open(outputOptions, outputs, file, signingOptions.read()));
    }

    /** The name of the pairing. */
    public Optional<String> pairing() {
        return Optional.ofNullable(pairing);
    }

    private void check() throws Failure {
        if (file == null && signingOptions.isGiven()) {
            throw new Failure(ExitCode.USAGE, "-s signs the manifest of a release", "name one with --manifest FILE");
        }
        if (file != null && file.equals("-")) {
            throw new Failure(ExitCode.USAGE, "a manifest cannot be written to standard output");
        }
        if (pairing != null && pairing.equals("-")) {
            throw new Failure(ExitCode.USAGE, "a pairing cannot be written to standard output");
        }
    }
}
