package org.phrkit.report;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.phrkit.age.Age;
import org.phrkit.age.AgeException;
import org.phrkit.age.Identity;
import org.phrkit.age.KeyRecipient;
import org.phrkit.age.Plaintext;
import org.phrkit.sign.HashingStream;
import org.phrkit.sign.VerificationKey;

/**
 * Opens and checks signed reports in constant memory; {@link ReportWriter} seals them. The manifest is checked before
 * anything else is read: its signature, that the key which opened the package is one of its recipients, and what the
 * reader expects of it. The files count only when {@link #readFiles(Sink)} has returned. For one thread at a time.
 *
 * <p>The sender is the holder of the key that the manifest names; whose key that is, the reader must know
 * ({@link Expectation#sender}, or by looking at {@link ReportManifest#sender}).
 */
public final class ReportReader implements AutoCloseable {
    private static final int LIMIT_SIGNATURE_BYTES = 1 << 16;
    static final int LIMIT_GRANTS = 16;

    private final ArchiveReader archive;
    private final ReportManifest manifest;
    private final ReportManifest.GrantedFrom self;
    private final List<ReportManifest> earlier;
    private final Reader reader;
    private final GrantChain grants;

    /**
     * The conditions that a report has to meet.
     *
     * @param sender the key that must have signed it
     * @param id the id that it must have: against a store that hands out another report of the same sender
     * @param notBefore the time before which it must not have been made: against a store that hands out an old one
     * @param signer the signing key of whoever opens it: no other may be named beside the key that opens it
     */
    public record Expectation(
            Optional<VerificationKey> sender,
            Optional<String> id,
            Optional<Instant> notBefore,
            Optional<VerificationKey> signer) {
        /** Any report that is addressed to the reader. */
        public static final Expectation NONE = new Expectation(Optional.empty(), Optional.empty(), Optional.empty());

        /**
         * Whatever the signing key of whoever opens it.
         *
         * @param sender the key that must have signed it
         * @param id the id that it must have
         * @param notBefore the time before which it must not have been made
         */
        public Expectation(Optional<VerificationKey> sender, Optional<String> id, Optional<Instant> notBefore) {
            this(sender, id, notBefore, Optional.empty());
        }

        void check(ReportManifest manifest, Reader reader) throws ReportException.NotExpected {
            if (sender.isPresent() && !sender.get().equals(manifest.sender())) {
                throw new ReportException.NotExpected("the report is signed by another key");
            }
            if (id.isPresent() && !id.get().equals(manifest.id())) {
                throw new ReportException.NotExpected("the report has another id");
            }
            if (notBefore.isPresent() && manifest.created().isBefore(notBefore.get())) {
                throw new ReportException.NotExpected("the report is older: it was made at " + manifest.created());
            }
            if (signer.isPresent()
                    && reader.signer().filter(key -> !key.equals(signer.get())).isPresent()) {
                throw new ReportException.NotExpected(
                        "the report names another signing key for the key that opened it");
            }
        }
    }

    /** Receives the files of a report. */
    @FunctionalInterface
    public interface Sink {
        /**
         * Where to write a file; it is closed when the file was found genuine.
         *
         * @param file the file that comes next
         * @return a reader whose manifest was checked, and whose files were not read yet
         * @throws IOException if reading or writing fails
         */
        OutputStream open(ReportManifest.Entry file) throws IOException;
    }

    private ReportReader(
            ArchiveReader archive,
            ReportManifest manifest,
            ReportManifest.GrantedFrom self,
            List<ReportManifest> earlier,
            Reader reader,
            GrantChain grants) {
        this.archive = archive;
        this.manifest = manifest;
        this.self = self;
        this.earlier = earlier;
        this.reader = reader;
        this.grants = grants;
    }

    /**
     * {@return whether a plaintext begins as a signed report does; the stream stays where it is}
     *
     * @param plaintext its buffer grows to the size of the manifest
     * @throws IOException if reading or writing fails
     */
    public static boolean isReport(BufferedInputStream plaintext) throws IOException {
        return ArchiveReader.isReport(plaintext);
    }

    /**
     * Opens a package, and reads and checks its manifest.
     *
     * @param identities one of them opens the package
     * @param in is closed with the reader
     * @param expectation the conditions that the report has to meet
     * @return a reader whose manifest was checked, and whose files were not read yet
     * @throws AgeException if none of the identities opens it, or it is malformed or altered
     * @throws ReportException as {@link #open(InputStream, Identity, Expectation)}
     */
    public static ReportReader open(Collection<? extends Identity> identities, InputStream in, Expectation expectation)
            throws IOException, ReportException {
        return open(Age.open(identities, in), expectation, GrantChain.NONE, Instant.EPOCH);
    }

    /**
     * As {@link #open(Collection, InputStream, Expectation)}, of a file.
     *
     * @param identities keys or passphrases, one of which opens the file
     * @param file the file to read
     * @param expectation the conditions that the report has to meet
     * @return a reader whose manifest was checked, and whose files were not read yet
     * @throws IOException if reading or writing fails
     * @throws ReportException if the report is malformed, altered, addressed to others, or not the one expected
     */
    public static ReportReader open(Collection<? extends Identity> identities, Path file, Expectation expectation)
            throws IOException, ReportException {
        return open(Age.open(identities, file), expectation, GrantChain.NONE, Instant.EPOCH);
    }

    /**
     * As {@link #open(Collection, InputStream, Expectation)}, of a report that may have been granted after it was sealed.
     *
     * @param identities keys or passphrases, one of which opens the file
     * @param in the package; closed with the reader
     * @param expectation the conditions that the report has to meet
     * @param grants as {@link #open(InputStream, Identity, Expectation, GrantChain, Instant)}
     * @param now the time at which the grants have to hold
     * @return a reader whose manifest was checked, and whose files were not read yet
     * @throws IOException if reading or writing fails
     * @throws ReportException if the report is malformed, altered, addressed to others, or not the one expected
     */
    public static ReportReader open(
            Collection<? extends Identity> identities,
            InputStream in,
            Expectation expectation,
            GrantChain grants,
            Instant now)
            throws IOException, ReportException {
        return open(Age.open(identities, in), expectation, grants, now);
    }

    /**
     * As {@link #open(Collection, InputStream, Expectation, GrantChain, Instant)}, of a file.
     *
     * @param identities keys or passphrases, one of which opens the file
     * @param file the file to read
     * @param expectation the conditions that the report has to meet
     * @param grants how the report came to its reader
     * @param now the time at which the grants have to hold
     * @return a reader whose manifest was checked, and whose files were not read yet
     * @throws IOException if reading or writing fails
     * @throws ReportException if the report is malformed, altered, addressed to others, or not the one expected
     */
    public static ReportReader open(
            Collection<? extends Identity> identities,
            Path file,
            Expectation expectation,
            GrantChain grants,
            Instant now)
            throws IOException, ReportException {
        return open(Age.open(identities, file), expectation, grants, now);
    }

    private static ReportReader open(Plaintext plaintext, Expectation expectation, GrantChain grants, Instant now)
            throws IOException, ReportException {
        try {
            return open(plaintext.asStream(), plaintext.identity(), expectation, grants, now);
        } catch (IOException | RuntimeException e) {
            plaintext.close();
            throw e;
        }
    }

    /**
     * Reads and checks the manifest of a package that was opened.
     *
     * @param plaintext of the package; closed with the reader
     * @param opener the identity that opened the package
     * @param expectation the conditions that the report has to meet
     * @return a reader whose manifest was checked, and whose files were not read yet
     * @throws ReportException if the package is malformed, the signature does not match, the report is addressed to
     *     others, or it is not what was expected
     */
    public static ReportReader open(InputStream plaintext, Identity opener, Expectation expectation)
            throws IOException, ReportException {
        return open(plaintext, opener, expectation, GrantChain.NONE, Instant.EPOCH);
    }

    /**
     * As {@link #open(InputStream, Identity, Expectation)}, of a report that may have been granted after it was sealed.
     * A file key alone, handed on without a statement, makes nobody a reader.
     *
     * @param plaintext the plaintext of the package; closed with the reader
     * @param opener the identity that opened the package
     * @param expectation the conditions that the report has to meet
     * @param grants how the report came to a reader whom its manifest does not name; not looked at for one whom it
     *     names
     * @param now the time, within which the grants must be
     * @return a reader whose manifest was checked, and whose files were not read yet
     * @throws ReportException.NotAddressed if the manifest does not name the opener, and there are no grants
     * @throws ReportException.NotGranted as {@link GrantChain#check}
     */
    public static ReportReader open(
            InputStream plaintext, Identity opener, Expectation expectation, GrantChain grants, Instant now)
            throws IOException, ReportException {
        BufferedInputStream buffered =
                plaintext instanceof BufferedInputStream already ? already : new BufferedInputStream(plaintext);
        if (!isReport(buffered)) {
            throw ArchiveReader.notAReport();
        }
        ArchiveReader archive = new ArchiveReader(buffered);
        String json = archive.text(ReportManifest.NAME, ReportManifest.LIMIT_BYTES);
        String signature = archive.text(ReportManifest.SIGNATURE_NAME, LIMIT_SIGNATURE_BYTES);
        ReportManifest.GrantedFrom self = new ReportManifest.GrantedFrom(json, signature);
        ReportManifest manifest = verified(self);
        KeyRecipient recipient = opener.publicKey().orElseThrow(ReportException.NotAddressed::new);
        Optional<Reader> named = manifest.reader(recipient);
        if (named.isEmpty() && grants.grants().isEmpty()) {
            throw new ReportException.NotAddressed();
        }
        Reader reader = named.isPresent()
                ? named.get()
                : grants.check(manifest, self.asText().sha256(), recipient, now);
        expectation.check(manifest, reader);
        return new ReportReader(
                archive, manifest, self, earlier(manifest), reader, named.isPresent() ? GrantChain.NONE : grants);
    }

    private static ReportManifest verified(ReportManifest.GrantedFrom signed) throws IOException, ReportException {
        ReportManifest manifest = ReportManifest.parse(signed.manifest());
        signed.asText().verify("the manifest", manifest.sender());
        return manifest;
    }

    /** The manifests that this one was granted from, each signed by its sender over the same files. */
    private static List<ReportManifest> earlier(ReportManifest manifest) throws IOException, ReportException {
        List<ReportManifest> earlier = new ArrayList<>();
        for (Optional<ReportManifest.GrantedFrom> from = manifest.grantedFrom(); from.isPresent(); ) {
            if (earlier.size() == LIMIT_GRANTS) {
                throw new ReportException.Malformed("the report was passed on more than " + LIMIT_GRANTS + " times");
            }
            ReportManifest before = verified(from.get());
            if (!before.files().equals(manifest.files())) {
                throw new ReportException.Altered("the files are not those of the report that was passed on");
            }
            earlier.add(before);
            from = before.grantedFrom();
        }
        return List.copyOf(earlier);
    }

    /** {@return what the sender signed} */
    public ReportManifest manifest() {
        return manifest;
    }

    /** {@return the reports that this one was passed on from, the newest first; empty if its sender wrote it} */
    public List<ReportManifest> earlier() {
        return earlier;
    }

    /** {@return SHA-256 of the manifest as it was signed, in hexadecimal, by which {@link GrantStatement} names it} */
    public String manifestSha256() {
        return self.asText().sha256();
    }

    /** {@return the one who opened it, as the manifest or the last grant names him} */
    public Reader reader() {
        return reader;
    }

    /** {@return the grants by which it came to the reader; none for one whom the manifest names} */
    public GrantChain grants() {
        return grants;
    }

    ReportManifest.GrantedFrom grantedFrom() {
        return self;
    }

    /**
     * Reads the files and the rest of the package. What was written to the sink counts only if this returns.
     *
     * @param sink receives the files
     * @throws ReportException if a file is not the one that was signed, or there is one too many or too few
     * @throws AgeException if the package was altered or truncated
     */
    public void readFiles(Sink sink) throws IOException, ReportException {
        for (ReportManifest.Entry file : manifest.files()) {
            archive.requireNext(file);
            // Closed when it is whole and genuine, and not before.
            HashingStream content = new HashingStream(sink.open(file));
            archive.copyTo(content);
            if (!content.hash().equals(file.hash())) {
                throw new ReportException.Altered("a file is not the one that was signed: its content differs");
            }
            content.close();
        }
        archive.requireEnd();
    }

    /**
     * As {@link #readFiles(Sink)}, into a folder.
     *
     * @param folder must not exist; it appears when all files were found genuine, and is for its owner alone where the
     *     file system knows that
     * @throws java.nio.file.FileAlreadyExistsException if {@code folder} exists
     * @throws ReportException if the report is malformed, altered, addressed to others, or not the one expected
     */
    public void readFiles(Path folder) throws IOException, ReportException {
        try (NewFolder target = new NewFolder(folder)) {
            readFiles(target::add);
            target.complete();
        }
    }

    @Override
    public void close() throws IOException {
        archive.close();
    }

    /** Names the report by its id. */
    @Override
    public String toString() {
        return "ReportReader[" + manifest.id() + "]";
    }
}
