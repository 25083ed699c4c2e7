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
     * @param files the files, in the order of the report
     * @param sender signs the report
     * @param recipients whom the report is for
     * @param created is cut to the second
     * @param out is not closed; what stands in it after an exception is not a whole age file
     * @param random where random bytes come from
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
        ReportDraft draft = draft(
                1,
                files,
                new Envelope(sender, readers(recipients), created, Optional.empty(), false),
                recipients,
                random);
        draft.seal(out, random);
        return draft.manifest();
    }

    /**
     * As {@link #seal(List, SigningKey, List, Instant, OutputStream, SecureRandom)}, to a file.
     *
     * @param files the files, in the order of the report
     * @param sender signs the report
     * @param recipients whom the report is for
     * @param created when it was made; cut to the second
     * @param out must not exist; it appears when it is complete
     * @param random where random bytes come from
     * @return what was signed
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
        ReportDraft draft = draft(
                1,
                files,
                new Envelope(sender, readers(recipients), created, Optional.empty(), false),
                recipients,
                random);
        draft.seal(out, random);
        return draft.manifest();
    }

    /**
     * Signs the manifest of a report of schema 2, which names each reader as a pair of keys and may be granted to others
     * later ({@link GrantStatement}). Each file is read once now, and once when the draft is sealed.
     *
     * @param files the files, in the order of the report
     * @param envelope sender, readers and time
     * @param random where random bytes come from
     * @return a report to be sealed
     * @throws IllegalArgumentException as {@link #seal(List, SigningKey, List, Instant, OutputStream, SecureRandom)}, or if
     *     two readers have the same recipient
     * @throws IOException if reading or writing fails
     */
    public static ReportDraft draft(List<Source> files, Envelope envelope, SecureRandom random) throws IOException {
        List<KeyRecipient> recipients =
                envelope.readers().stream().map(Reader::recipient).toList();
        return draft(2, files, envelope, recipients, random);
    }

    private static ReportDraft draft(
            int schema, List<Source> files, Envelope envelope, List<KeyRecipient> recipients, SecureRandom random)
            throws IOException {
        List<ReportManifest.Entry> entries = new ArrayList<>();
        for (Source file : files) {
            entries.add(describe(file));
        }
        ReportManifest manifest = manifest(schema, entries, envelope, Optional.empty(), random);
        return new ReportDraft(
                List.copyOf(files), recipients, manifest, signed(manifest, envelope.sender()), envelope.padded());
    }

    private static List<Reader> readers(List<KeyRecipient> recipients) {
        return recipients.stream().distinct().map(Reader::new).toList();
    }

    /**
     * Passes a report on. It is checked while it is read, and sealed again for others by another sender; the new
     * manifest carries the old one with its signature, so that a recipient can check both. One pass, constant memory.
     *
     * @param report was just opened
     * @param granter signs the grant
     * @param recipients whom the report is for
     * @param created when it was made; cut to the second
     * @param out where to write; not closed
     * @param random where random bytes come from
     * @return what was signed
     * @throws ReportException as {@link ReportReader#readFiles(ReportReader.Sink)}; what stands in {@code out}
     *     then is not a whole age file
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
     * @param report was just opened, and none of its files read
     * @param granter signs the grant
     * @param recipients whom the report is for
     * @param created when it was made; cut to the second
     * @param out must not exist; it appears when it is complete
     * @param random where random bytes come from
     * @return what was signed
     * @throws java.nio.file.FileAlreadyExistsException if {@code out} exists
     * @throws ReportException if the report is malformed, altered, addressed to others, or not the one expected
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
                1,
                report.manifest().files(),
                new Envelope(granter, readers(recipients), created, Optional.empty(), false),
                Optional.of(report.grantedFrom()),
                random);
        ReportManifest.GrantedFrom signed = signed(manifest, granter);
        try {
            encryption.apply(sealing -> write(manifest, signed, false, sealing, archive -> {
                try {
                    report.readFiles(file -> archive.next(file.name(), file.sizeBytes()));
                } catch (ReportException e) {
                    throw new Refused(e);
                }
            }));
        } catch (Refused e) {
            throw e.reason;
        }
        return manifest;
    }

    private static ReportManifest manifest(
            int schema,
            List<ReportManifest.Entry> files,
            Envelope envelope,
            Optional<ReportManifest.GrantedFrom> grantedFrom,
            SecureRandom random) {
        byte[] id = new byte[ID_SIZE_BYTES];
        random.nextBytes(id);
        return new ReportManifest(
                schema,
                HexFormat.of().formatHex(id),
                envelope.created().truncatedTo(ChronoUnit.SECONDS),
                envelope.sender().verificationKey(),
                envelope.readers(),
                files,
                grantedFrom,
                envelope.checkpoint());
    }

    /** Writes the files behind the manifest. */
    interface Body {
        void writeTo(ArchiveWriter archive) throws IOException;
    }

    /** Encrypts what is written, to where it goes. */
    private interface Encryption {
        void apply(Age.Content content) throws IOException;
    }

    private static ReportManifest.GrantedFrom signed(ReportManifest manifest, SigningKey sender) throws IOException {
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
        return new ReportManifest.GrantedFrom(json, signature.fileText());
    }

    static void write(
            ReportManifest manifest,
            ReportManifest.GrantedFrom signed,
            boolean padded,
            OutputStream sealing,
            Body files)
            throws IOException {
        ArchiveWriter archive = new ArchiveWriter(sealing, manifest.created());
        archive.put(ReportManifest.NAME, signed.manifest());
        archive.put(ReportManifest.SIGNATURE_NAME, signed.signature());
        files.writeTo(archive);
        archive.finish(padded);
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

    static void put(ArchiveWriter archive, Source file, ReportManifest.Entry described) throws IOException {
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
