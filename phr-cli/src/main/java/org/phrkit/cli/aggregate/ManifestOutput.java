package org.phrkit.cli.aggregate;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.phrkit.cli.files.Output;
import org.phrkit.cli.files.OutputOptions;
import org.phrkit.cli.files.Outputs;
import org.phrkit.cli.keys.SigningOptions;
import org.phrkit.cli.shell.ExitCode;
import org.phrkit.cli.shell.Failure;
import org.phrkit.sign.SigningKey;
import org.phrkit.verify.ReleaseManifest;

/** The manifest of a release and, if wanted, its signature. */
public final class ManifestOutput implements AutoCloseable {
    private final Optional<SigningKey> signer;
    private final Output manifest;
    private final @Nullable Output signature;

    private ManifestOutput(Optional<SigningKey> signer, Output manifest, @Nullable Output signature) {
        this.signer = signer;
        this.manifest = manifest;
        this.signature = signature;
    }

    /**
     * Opens both, so that an existing file is found before any work is done.
     *
     * @param outputs take charge of the files
     * @param signer what the manifest is signed with; closed with this, also where it cannot be opened
     */
    static ManifestOutput open(OutputOptions options, Outputs outputs, String file, Optional<SigningKey> signer)
            throws IOException {
        try {
            Output signature = null;
            if (signer.isPresent()) {
                signature = outputs.add(options.open(file + ".minisig", Output.Privacy.SHARED));
            } else if (Files.exists(Path.of(file + ".minisig"), LinkOption.NOFOLLOW_LINKS)) {
                throw new Failure(
                        ExitCode.COULD_NOT,
                        file + ".minisig: already exists, and would not fit the new manifest",
                        "use -s to make a new one");
            }
            return new ManifestOutput(signer, outputs.add(options.open(file, Output.Privacy.SHARED)), signature);
        } catch (IOException | RuntimeException e) {
            signer.ifPresent(SigningKey::close);
            throw e;
        }
    }

    /** Writes what a release is, and signs it; the files get their names with the other outputs. */
    public void write(ReleaseManifest described) throws IOException {
        byte[] bytes = text(described).getBytes(StandardCharsets.UTF_8);
        manifest.stream().write(bytes);
        if (signature != null) {
            String comment = "release of " + described.counts().rows() + " rows, k = " + described.k() + ", "
                    + LocalDate.now(ZoneId.systemDefault());
            signature.stream().write(SigningOptions.sign(signer.orElseThrow(), bytes, comment));
        }
    }

    private static String text(ReleaseManifest described) throws Failure {
        try {
            return described.json();
        } catch (IllegalArgumentException e) {
            throw new Failure(ExitCode.COULD_NOT, e.getMessage() + "");
        }
    }

    @Override
    public void close() {
        signer.ifPresent(SigningKey::close);
    }
}
