package org.phrkit.cli.verify;

import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.phrkit.cli.keys.SignerOptions;
import org.phrkit.cli.shell.ExitCode;
import org.phrkit.cli.shell.Failure;
import org.phrkit.cli.table.RoleOptions;
import org.phrkit.sign.VerificationKey;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which manifest a release is to be held against, and who has to have signed it. */
public final class ManifestCheckOptions {
    @Option(
            names = "--manifest",
            paramLabel = "FILE",
            description =
                    "First require that this is the release, and the columns file, that this manifest of phr aggregate "
                            + "describes; if not, end with exit status 5. The manifest also gives k unless -k does.")
    private @Nullable String file;

    @Mixin
    private SignerOptions signerOptions = new SignerOptions();

    /** The manifest, if one was named, as {@link ManifestCheck#read} reads it. */
    public Optional<ManifestCheck> read(RoleOptions roles, boolean json, Warnings warnings) throws IOException {
        Optional<VerificationKey> signer = signerOptions.read();
        if (file != null) {
            return Optional.of(ManifestCheck.read(
                    file,
                    signer.map(key -> new ManifestCheck.Signer(key, signerOptions.contactName())),
                    roles,
                    json,
                    warnings));
        }
        if (signer.isPresent()) {
            throw new Failure(
                    ExitCode.USAGE,
                    "--from needs a manifest, whose signature it checks",
                    "name one with --manifest FILE");
        }
        return Optional.empty();
    }
}
