package org.phrkit.report;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import org.phrkit.age.Age;
import org.phrkit.age.KeyRecipient;

/**
 * A report whose manifest is signed and whose files are not packed yet, so that its size is known before it is
 * written. {@link ReportWriter#draft} makes it. It may be sealed several times, each with a file key of its own.
 */
public final class ReportDraft {
    private final List<Source> files;
    private final List<KeyRecipient> recipients;
    private final ReportManifest manifest;
    private final ReportManifest.GrantedFrom signed;
    private final boolean padded;

    /** @param recipients those of the manifest, each as often as the caller named it */
    ReportDraft(
            List<Source> files,
            List<KeyRecipient> recipients,
            ReportManifest manifest,
            ReportManifest.GrantedFrom signed,
            boolean padded) {
        this.files = files;
        this.recipients = recipients;
        this.manifest = manifest;
        this.signed = signed;
        this.padded = padded;
    }

    /** {@return what was signed} */
    public ReportManifest manifest() {
        return manifest;
    }

    /** {@return SHA-256 of the manifest as it was signed, in hexadecimal, by which {@link GrantStatement} names it} */
    public String manifestSha256() {
        return signed.asText().sha256();
    }

    /**
     * {@return how many bytes are encrypted; {@link Age#payloadSizeBytes} says how many come of it} Reads no file; for
     * 10,000 files some tens of milliseconds.
     */
    public long plaintextSizeBytes() {
        return ArchiveWriter.sizeBytes(manifest, signed, padded);
    }

    /**
     * Packs, encrypts and writes the report. Each file is read once, in constant memory.
     *
     * @param out is not closed; what stands in it after an exception is not a whole age file
     * @param random where random bytes come from
     * @throws ChangedFileException if a file is no longer what was signed
     */
    public void seal(OutputStream out, SecureRandom random) throws IOException {
        Age.encrypt(recipients, this::writeTo, out, random);
    }

    /**
     * As {@link #seal(OutputStream, SecureRandom)}, to a file.
     *
     * @param out must not exist; it appears when it is complete
     * @param random where random bytes come from
     * @throws java.nio.file.FileAlreadyExistsException if {@code out} exists
     */
    public void seal(Path out, SecureRandom random) throws IOException {
        Age.encrypt(recipients, this::writeTo, out, random);
    }

    private void writeTo(OutputStream sealing) throws IOException {
        ReportWriter.write(manifest, signed, padded, sealing, archive -> {
            for (int i = 0; i < files.size(); i++) {
                ReportWriter.put(archive, files.get(i), manifest.files().get(i));
            }
        });
    }

    /** Names the report by its id. */
    @Override
    public String toString() {
        return "ReportDraft[" + manifest.id() + "]";
    }
}
