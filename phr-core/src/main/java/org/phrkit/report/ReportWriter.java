package org.phrkit.report;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.phrkit.age.Age;
import org.phrkit.age.KeyRecipient;
import org.phrkit.sign.ContentHash;
import org.phrkit.sign.HashingStream;
import org.phrkit.sign.Signature;
import org.phrkit.sign.SigningKey;

/**
 * Seals signed reports: an age file whose plaintext is a tar archive of {@code manifest.json},
 * {@code manifest.json.minisig} and the files.
 *
 * <p>Guarantee: a recipient who opens the package with {@link ReportReader} knows that the holder of the sender's key
 * sent exactly these files, under this id and at this time, to exactly these recipients.
 *
 * <p>All methods may be used by several threads at once, on streams of their own.
 */
public final class ReportWriter {
    private static final int BUFFER_BYTES = 1 << 16;

    private static final int ID_SIZE_BYTES = 16;

    private ReportWriter() {}

    /**
     * Seals files. Each is read twice, in constant memory.
     *
     * @param created is cut to the second
     * @param out is not closed; what stands in it after an exception is not a whole age file
     * @return what was signed
     * @throws IllegalArgumentException if a name cannot be in a report, two are the same, there are none or too many,
     *     or the recipients cannot share a file; see {@link Age#encrypt}
     * @throws ChangedFileException if a file changed between the two readings
     */
    public static ReportManifest seal(
            List<Source> files,
            SigningKey sender,
            List<KeyRecipient> recipients,
            Instant created,
            OutputStream out,
            SecureRandom random)
            throws IOException {
        return seal(
                files, sender, recipients, created, random, content -> Age.encrypt(recipients, content, out, random));
    }

    /**
     * As {@link #seal(List, SigningKey, List, Instant, OutputStream, SecureRandom)}, to a file.
     *
     * @param out must not exist; it appears when it is complete
     * @throws java.nio.file.FileAlreadyExistsException if {@code out} exists
     */
    public static ReportManifest seal(
            List<Source> files,
            SigningKey sender,
            List<KeyRecipient> recipients,
            Instant created,
            Path out,
            SecureRandom random)
            throws IOException {
        return seal(
                files, sender, recipients, created, random, content -> Age.encrypt(recipients, content, out, random));
    }

    private static ReportManifest seal(
            List<Source> files,
            SigningKey sender,
            List<KeyRecipient> recipients,
            Instant created,
            SecureRandom random,
            Encryption encryption)
            throws IOException {
        List<ReportManifest.Entry> entries = new ArrayList<>();
        for (Source file : files) {
            entries.add(describe(file));
        }
        ReportManifest manifest = manifest(entries, sender, recipients, created, Optional.empty(), random);
        write(manifest, sender, encryption, archive -> {
            for (int i = 0; i < files.size(); i++) {
                put(archive, files.get(i), entries.get(i));
            }
        });
        return manifest;
    }

    /**
     * Passes a report on. It is checked while it is read, and sealed again for others by another sender; the new
     * manifest carries the old one with its signature, so that a recipient can check both. One pass, constant memory.
     *
     * @param report was just opened
     * @throws ReportException as {@link ReportReader#readFiles(ReportReader.Sink)}; what stands in {@code out} then is not a whole age file
     */
    public static ReportManifest grant(
            ReportReader report,
            SigningKey granter,
            List<KeyRecipient> recipients,
            Instant created,
            OutputStream out,
            SecureRandom random)
            throws IOException, ReportException {
        return grant(
                report, granter, recipients, created, random, content -> Age.encrypt(recipients, content, out, random));
    }

    /**
     * As {@link #grant(ReportReader, SigningKey, List, Instant, OutputStream, SecureRandom)}, to a file.
     *
     * @param out must not exist; it appears when it is complete
     * @throws java.nio.file.FileAlreadyExistsException if {@code out} exists
     */
    public static ReportManifest grant(
            ReportReader report,
            SigningKey granter,
            List<KeyRecipient> recipients,
            Instant created,
            Path out,
            SecureRandom random)
            throws IOException, ReportException {
        return grant(
                report, granter, recipients, created, random, content -> Age.encrypt(recipients, content, out, random));
    }

    private static ReportManifest grant(
            ReportReader report,
            SigningKey granter,
            List<KeyRecipient> recipients,
            Instant created,
            SecureRandom random,
            Encryption encryption)
            throws IOException, ReportException {
        if (report.earlier().size() + 1 > ReportReader.LIMIT_GRANTS) {
            throw new IllegalArgumentException(
                    "the report was passed on " + ReportReader.LIMIT_GRANTS + " times, and is not passed on again");
        }
        ReportManifest manifest = manifest(
                report.manifest().files(), granter, recipients, created, Optional.of(report.grantedFrom()), random);
        try {
            write(manifest, granter, encryption, archive -> {
                try {
                    report.readFiles(file -> archive.next(file.name(), file.sizeBytes()));
                } catch (ReportException e) {
                    throw new Refused(e);
                }
            });
        } catch (Refused e) {
            throw e.reason;
        }
        return manifest;
    }

    private static ReportManifest manifest(
            List<ReportManifest.Entry> files,
            SigningKey sender,
            List<KeyRecipient> recipients,
            Instant created,
            Optional<ReportManifest.GrantedFrom> grantedFrom,
            SecureRandom random) {
        byte[] id = new byte[ID_SIZE_BYTES];
        random.nextBytes(id);
        return new ReportManifest(
                1,
                HexFormat.of().formatHex(id),
                created.truncatedTo(ChronoUnit.SECONDS),
                sender.verificationKey(),
                recipients.stream().distinct().map(Reader::new).toList(),
                files,
                grantedFrom,
                Optional.empty());
    }

    /** Writes the files behind the manifest. */
    private interface Body {
        void writeTo(ArchiveWriter archive) throws IOException;
    }

    /** Encrypts what is written, to where it goes. */
    private interface Encryption {
        void apply(Age.Content content) throws IOException;
    }

    private static void write(ReportManifest manifest, SigningKey sender, Encryption encryption, Body files)
            throws IOException {
        String json = manifest.json();
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > ReportManifest.LIMIT_BYTES) {
            throw new IllegalArgumentException(
                    "the manifest would be larger than " + ReportManifest.LIMIT_BYTES + " bytes");
        }
        int count = manifest.readers().size();
        String comment = "phr report " + manifest.id() + ", " + manifest.created() + ", " + count
                + (count == 1 ? " recipient" : " recipients");
        Signature signature = sender.sign(new ByteArrayInputStream(bytes), comment);
        encryption.apply(sealing -> {
            ArchiveWriter archive = new ArchiveWriter(sealing, manifest.created());
            archive.put(ReportManifest.NAME, json);
            archive.put(ReportManifest.SIGNATURE_NAME, signature.fileText());
            files.writeTo(archive);
            archive.finish();
        });
    }

    private static ReportManifest.Entry describe(Source file) throws IOException {
        HashingStream content = new HashingStream(OutputStream.nullOutputStream());
        try (InputStream in = file.open()) {
            in.transferTo(content);
        }
        String mediaType = URLConnection.guessContentTypeFromName(file.name());
        ContentHash hash = content.hash();
        return new ReportManifest.Entry(
                file.name(),
                hash.sizeBytes(),
                hash.sha256(),
                mediaType == null ? "application/octet-stream" : mediaType);
    }

    private static void put(ArchiveWriter archive, Source file, ReportManifest.Entry described) throws IOException {
        // Closed when it is whole, and not before.
        HashingStream content = new HashingStream(archive.next(described.name(), described.sizeBytes()));
        try (InputStream in = file.open()) {
            byte[] buffer = new byte[BUFFER_BYTES];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                if (content.sizeBytes() + read > described.sizeBytes()) {
                    throw new ChangedFileException(described.name());
                }
                content.write(buffer, 0, read);
            }
        }
        if (!content.hash().equals(described.hash())) {
            throw new ChangedFileException(described.name());
        }
        content.close();
    }

    /** Brings a refusal through an interface that knows of input and output alone. */
    private static final class Refused extends IOException {
        private static final long serialVersionUID = 1L;

        private final ReportException reason;

        Refused(ReportException reason) {
            super(reason);
            this.reason = reason;
        }
    }
}
