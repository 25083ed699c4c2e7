package org.phrkit.cli.aggregate;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.phrkit.cli.files.Output;
import org.phrkit.cli.files.OutputOptions;
import org.phrkit.cli.files.Outputs;
import org.phrkit.sign.ContentHash;
import org.phrkit.sign.HashingStream;
import org.phrkit.sign.SigningKey;
import org.phrkit.table.Table;
import org.phrkit.verify.Pairing;
import org.phrkit.verify.ReleaseManifest;

/**
 * A release and, if wanted, its manifest, the manifest's signature, and the pairing with the original. The release gets its
 * name last: where it stands, its manifest does.
 */
final class ReleaseOutput implements AutoCloseable {
    /** Describes a release once its bytes are known. */
    interface Description {
        ReleaseManifest of(ContentHash release);
    }

    private final Outputs outputs;
    private final @Nullable ManifestOutput manifest;
    private final @Nullable Output pairing;
    private final HashingStream stream;

    private ReleaseOutput(
            Outputs outputs, Output release, @Nullable ManifestOutput manifest, @Nullable Output pairing) {
        this.outputs = outputs;
        this.manifest = manifest;
        this.pairing = pairing;
        this.stream = new HashingStream(release.stream());
    }

    /**
     * Opens all files, so that an existing one is found before any work is done.
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
        ManifestOutput manifest = null;
        try {
            manifest = manifestFile == null ? null : ManifestOutput.open(options, outputs, manifestFile, signer);
            Output pairing =
                    pairingFile == null ? null : outputs.add(options.open(pairingFile, Output.Privacy.PRIVATE));
            Output release = outputs.add(options.open(Output.Privacy.SHARED));
            return new ReleaseOutput(outputs, release, manifest, pairing);
        } catch (IOException | RuntimeException e) {
            outputs.close();
            if (manifest != null) {
                manifest.close();
            }
            throw e;
        }
    }

    /** The stream to which the release is written. */
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
            manifest.write(description.of(stream.hash()));
        }
        outputs.commit();
    }

    @Override
    public void close() throws IOException {
        if (manifest != null) {
            manifest.close();
        }
        outputs.close();
    }
}
