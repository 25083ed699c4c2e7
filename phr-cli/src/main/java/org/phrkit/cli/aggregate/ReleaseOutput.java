package org.phrkit.cli.aggregate;

import java.io.IOException;
import java.io.OutputStream;
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
import org.phrkit.sign.ContentHash;
import org.phrkit.sign.HashingStream;
import org.phrkit.sign.SigningKey;
import org.phrkit.table.Table;
import org.phrkit.verify.Pairing;
import org.phrkit.verify.ReleaseManifest;

/**
 * A release and, where wanted, its manifest, the signature of that, and its pairing with the original. The release gets its name last: where it stands,
 * its manifest does.
 */
final class ReleaseOutput implements AutoCloseable {
    /** Describes a release once its bytes are known. */
    interface Description {
        ReleaseManifest of(ContentHash release);
    }

    private final Optional<SigningKey> signer;
    private final Outputs outputs;
    private final @Nullable Output manifest;
    private final @Nullable Output signature;
    private final @Nullable Output pairing;
    private final HashingStream stream;

    private ReleaseOutput(
            Optional<SigningKey> signer,
            Outputs outputs,
            Output release,
            @Nullable Output manifest,
            @Nullable Output signature,
            @Nullable Output pairing) {
        this.signer = signer;
        this.outputs = outputs;
        this.manifest = manifest;
        this.signature = signature;
        this.pairing = pairing;
        this.stream = new HashingStream(release.stream());
    }

    /**
     * Opens all of them, so that one that exists is found in time.
     *
     * @param manifestFile null where none is wanted
     * @param signer what the manifest is signed with; closed with the output
     * @param pairingFile null where none is wanted
     */
    static ReleaseOutput open(
            OutputOptions options,
            @Nullable String manifestFile,
            Optional<SigningKey> signer,
            @Nullable String pairingFile)
            throws IOException {
        Outputs outputs = new Outputs();
        try {
            Output signature = null;
            Output manifest = null;
            if (manifestFile != null) {
                if (signer.isPresent()) {
                    signature = outputs.add(options.open(manifestFile + ".minisig", Output.Privacy.SHARED));
                } else if (Files.exists(Path.of(manifestFile + ".minisig"), LinkOption.NOFOLLOW_LINKS)) {
                    throw new Failure(
                            ExitCode.COULD_NOT,
                            manifestFile + ".minisig: exists already, and would not fit the new manifest",
                            "-s makes a new one");
                }
                manifest = outputs.add(options.open(manifestFile, Output.Privacy.SHARED));
            }
            Output pairing =
                    pairingFile == null ? null : outputs.add(options.open(pairingFile, Output.Privacy.PRIVATE));
            Output release = outputs.add(options.open(Output.Privacy.SHARED));
            return new ReleaseOutput(signer, outputs, release, manifest, signature, pairing);
        } catch (IOException | RuntimeException e) {
            outputs.close();
            signer.ifPresent(SigningKey::close);
            throw e;
        }
    }

    /** Where the release is written. */
    OutputStream stream() {
        return stream;
    }

    /** The size of the release so far. */
    long sizeBytes() {
        return stream.sizeBytes();
    }

    /**
     * Writes the manifest of what was written, signs it, and gives all files their names.
     *
     * @param released the rows that were written, for their lines in the original
     */
    void commit(Table released, Description description) throws IOException {
        stream.flush();
        if (pairing != null) {
            Pairing.of(released).write(pairing.stream());
        }
        if (manifest != null) {
            ReleaseManifest described = description.of(stream.hash());
            byte[] bytes = text(described).getBytes(StandardCharsets.UTF_8);
            manifest.stream().write(bytes);
            if (signature != null) {
                String comment = "release of " + described.counts().rows() + " rows, k = " + described.k() + ", "
                        + LocalDate.now(ZoneId.systemDefault());
                signature.stream().write(SigningOptions.sign(signer.orElseThrow(), bytes, comment));
            }
        }
        outputs.commit();
    }

    private static String text(ReleaseManifest described) throws Failure {
        try {
            return described.json();
        } catch (IllegalArgumentException e) {
            throw new Failure(ExitCode.COULD_NOT, e.getMessage() + "");
        }
    }

    @Override
    public void close() throws IOException {
        signer.ifPresent(SigningKey::close);
        outputs.close();
    }
}
