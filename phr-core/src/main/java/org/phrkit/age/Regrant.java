package org.phrkit.age;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import org.phrkit.age.format.Header;
import org.phrkit.age.format.HeaderReader;
import org.phrkit.age.stream.Chunk;
import org.phrkit.age.stream.OpeningStream;
import org.phrkit.crypto.SecretBytes;

/**
 * Passes an encrypted file on to others. The recipients of the old file are not carried over, because their stanzas do
 * not name them; and who has the old file and a key for it can read it as before. Safe for use by several threads, on
 * files of their own; its text names keys, and shows no secret.
 *
 * @param identities one of them opens the old file
 * @param recipients whom the new file is for
 * @param withGranter whether the new file is also for the key that opens the old one
 */
public record Regrant(List<Identity> identities, List<Recipient> recipients, boolean withGranter) {
    /**
     * Copies the lists.
     *
     * @param identities one of them opens the old file
     * @param recipients whom the new file is for
     * @param withGranter whether the new file is also for the key that opens the old one
     */
    public Regrant {
        identities = List.copyOf(identities);
        recipients = List.copyOf(recipients);
    }

    /**
     * Decrypts a file and encrypts it again, with a fresh file key. Neither stream is closed.
     *
     * @param in the old file; not closed
     * @param out where the new file goes; not closed
     * @param random where random bytes come from
     * @throws UnsuitableGranterException as {@link #recipientsBesides}
     * @throws IllegalArgumentException as {@link Age#encrypt}
     * @throws AgeException as {@link Age#decrypt}; what stands in {@code out} then is not a whole age file
     */
    public void encryptAgain(InputStream in, OutputStream out, SecureRandom random) throws IOException {
        InputStream buffered = Age.unarmored(in);
        Header header = HeaderReader.read(buffered, AgeException.Header::new);
        Opened opened = Opened.by(identities, header);
        try (SecretBytes fileKey = opened.fileKey()) {
            byte[] payloadNonce = Age.payloadNonce(buffered);
            OpeningStream opening = new OpeningStream(fileKey, payloadNonce, buffered, AgeException.Payload::new);
            try {
                Age.encrypt(recipientsBesides(opened.identity()), opening, out, random);
            } finally {
                opening.abort();
            }
        }
    }

    /**
     * As {@link #encryptAgain(InputStream, OutputStream, SecureRandom)}, between files.
     *
     * @param in the old file; not closed
     * @param out must not exist; it appears when it is complete
     * @param random where random bytes come from
     * @throws java.nio.file.FileAlreadyExistsException if {@code out} exists
     */
    public void encryptAgain(Path in, Path out, SecureRandom random) throws IOException {
        try (InputStream from = Files.newInputStream(in)) {
            NewFile.write(out, to -> encryptAgain(from, to, random));
        }
    }

    /**
     * Writes a new header around the same file key and copies the payload as it is, so that the cost does not depend
     * on what is inside. The payload is not authenticated by this.
     *
     * <p>C2SP age.md forbids two files with one file key: the new file must take the place of the old one.
     *
     * @param in a binary file
     * @param out written from where it stands; where it is a file too, the kernel copies
     * @param random where random bytes come from
     * @throws IllegalArgumentException as {@link #encryptAgain}, or if a recipient is a passphrase
     * @throws AgeException if the header does not open, is opened by a passphrase, or the payload has a size that no
     *     payload can have
     */
    public void writeNewHeader(FileChannel in, WritableByteChannel out, SecureRandom random) throws IOException {
        in.position(0);
        BufferedInputStream buffered = new BufferedInputStream(Channels.newInputStream(in));
        Age.refuseConverted(buffered);
        Header header = HeaderReader.read(buffered, AgeException.Header::new);
        long start = header.encode().length;
        long end = in.size();
        Chunk.plaintextSizeBytes(end - start - Chunk.PAYLOAD_NONCE_SIZE_BYTES)
                .orElseThrow(() -> new AgeException.Payload("no whole payload has this size: it was truncated"));
        Opened opened = Opened.by(identities, header);
        try (SecretBytes fileKey = opened.fileKey()) {
            if (opened.identity() instanceof ScryptIdentity
                    || recipients.stream().anyMatch(ScryptRecipient.class::isInstance)) {
                throw new IllegalArgumentException(
                        "in a file with a passphrase, the header cannot be replaced without the content");
            }
            ByteBuffer newHeader = ByteBuffer.wrap(Age.header(fileKey, recipientsBesides(opened.identity()), random)
                    .encode());
            while (newHeader.hasRemaining()) {
                out.write(newHeader);
            }
        }
        for (long at = start; at < end; ) {
            at += in.transferTo(at, end - at, out);
        }
    }

    /**
     * As {@link #writeNewHeader(FileChannel, WritableByteChannel, SecureRandom)}, between files.
     *
     * @param in the old file, a binary one
     * @param out must not exist; it appears when it is complete
     * @param random where random bytes come from
     * @throws java.nio.file.FileAlreadyExistsException if {@code out} exists
     */
    public void writeNewHeader(Path in, Path out, SecureRandom random) throws IOException {
        try (FileChannel from = FileChannel.open(in)) {
            NewFile.writeTo(out, to -> writeNewHeader(from, to, random));
        }
    }

    /**
     * {@return the recipients of the new file, and the granter if she is to be included}
     *
     * @param granter the identity that opened the old file
     * @throws UnsuitableGranterException if the recipients could have the file, but not together with the granter
     * @throws IllegalArgumentException as {@link Age#encrypt}
     */
    public List<Recipient> recipientsBesides(Identity granter) {
        if (!withGranter || !recipients.isEmpty()) {
            Age.requireCompatible(recipients);
        }
        if (!withGranter) {
            return recipients;
        }
        KeyRecipient me = granter.publicKey()
                .orElseThrow(() ->
                        new UnsuitableGranterException("a passphrase cannot be carried over to a file for others"));
        if (recipients.contains(me)) {
            return recipients;
        }
        List<Recipient> all = new ArrayList<>(recipients);
        all.add(me);
        try {
            Age.requireCompatible(all);
            return List.copyOf(all);
        } catch (IllegalArgumentException e) {
            throw new UnsuitableGranterException(e.getMessage());
        }
    }
}
