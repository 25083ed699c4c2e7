package org.phrkit.age;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.phrkit.age.format.Header;
import org.phrkit.age.format.HeaderReader;
import org.phrkit.age.format.Stanza;
import org.phrkit.age.stream.Chunk;
import org.phrkit.age.stream.OpeningStream;
import org.phrkit.age.stream.SealingStream;
import org.phrkit.crypto.Aead;
import org.phrkit.crypto.SecretBytes;

/**
 * Files in the age format, version 1 ({@code age-encryption.org/v1}, C2SP age.md).
 *
 * <p>Guarantee: who has none of the recipients' identities learns of the content its size alone, and cannot change it
 * unnoticed. The format does not say who wrote a file: anyone who knows a recipient can write one to it.
 *
 * <p>All methods may be used by several threads at once, on streams of their own.
 */
public final class Age {
    private static final int BUFFER_SIZE_BYTES = Chunk.SEALED_SIZE_BYTES;

    private Age() {}

    /**
     * Encrypts all of {@code in} to {@code out}. Neither is closed.
     *
     * @throws IllegalArgumentException if there is no recipient
     * @throws IOException from either stream; what stands in {@code out} then is not a whole age file, and every
     *     reader says so
     */
    public static void encrypt(
            Collection<? extends Recipient> recipients, InputStream in, OutputStream out, SecureRandom random)
            throws IOException {
        OutputStream sealing = encryptingStream(recipients, new UnclosedOutputStream(out), random);
        in.transferTo(sealing);
        sealing.close();
    }

    /**
     * A stream that encrypts what is written to it. Closing it ends the file and closes {@code out}; to give up half
     * way, close {@code out} instead, and every reader sees a truncated file.
     *
     * @throws IllegalArgumentException if there is no recipient
     */
    public static OutputStream encryptingStream(
            Collection<? extends Recipient> recipients, OutputStream out, SecureRandom random) throws IOException {
        if (recipients.isEmpty()) {
            throw new IllegalArgumentException("a file needs at least one recipient");
        }
        try (SecretBytes fileKey = SecretBytes.random(WrappedKey.FILE_KEY_SIZE_BYTES, random)) {
            List<Stanza> stanzas = new ArrayList<>();
            for (Recipient recipient : recipients) {
                stanzas.addAll(recipient.wrap(fileKey, random));
            }
            out.write(Header.authenticated(stanzas, fileKey).encode());
            return new SealingStream(fileKey, random, out);
        }
    }

    /**
     * Decrypts all of {@code in} to {@code out}. Neither is closed.
     *
     * @throws AgeException if the file is malformed, altered or truncated, or opened by none of the identities; for
     *     {@link AgeException.Payload}, what stands in {@code out} is authentic but not all
     */
    public static void decrypt(Collection<? extends Identity> identities, InputStream in, OutputStream out)
            throws IOException {
        decryptingStream(identities, in).transferTo(out);
    }

    /**
     * A stream of the plaintext. Each byte that it gives was authenticated; only when it has signalled the end is the
     * content known to be complete. Closing it closes {@code in}.
     *
     * @throws AgeException as {@link #decrypt}; while reading, {@link AgeException.Payload} alone
     */
    public static InputStream decryptingStream(Collection<? extends Identity> identities, InputStream in)
            throws IOException {
        InputStream buffered = new BufferedInputStream(in, BUFFER_SIZE_BYTES);
        Header header = HeaderReader.read(buffered, AgeException.Header::new);
        try (SecretBytes fileKey = unwrap(header, identities)) {
            byte[] payloadNonce = buffered.readNBytes(Chunk.PAYLOAD_NONCE_SIZE_BYTES);
            if (payloadNonce.length < Chunk.PAYLOAD_NONCE_SIZE_BYTES) {
                throw new AgeException.Header("the file ends before its payload");
            }
            return new OpeningStream(fileKey, payloadNonce, buffered, AgeException.Payload::new);
        }
    }

    /**
     * Reads a whole file without a key; nothing in it is authenticated by this.
     *
     * @throws AgeException if the header is malformed, or the payload has a size that no payload can have
     */
    public static Inspection inspect(InputStream in) throws IOException {
        InputStream buffered = new BufferedInputStream(in, BUFFER_SIZE_BYTES);
        Header header = HeaderReader.read(buffered, AgeException.Header::new);
        long payload = buffered.transferTo(OutputStream.nullOutputStream());
        return new Inspection(
                header.stanzas().stream().map(Stanza::type).toList(),
                header.encode().length,
                payload,
                plaintextSizeBytes(payload));
    }

    private static SecretBytes unwrap(Header header, Collection<? extends Identity> identities) throws AgeException {
        for (Identity identity : identities) {
            Optional<SecretBytes> fileKey = identity.unwrap(header.stanzas());
            if (fileKey.isPresent()) {
                if (!header.isAuthentic(fileKey.get())) {
                    fileKey.get().destroy();
                    throw new AgeException.Mac();
                }
                return fileKey.get();
            }
        }
        throw new AgeException.NoMatch();
    }

    private static long plaintextSizeBytes(long payloadSizeBytes) throws AgeException.Payload {
        long chunks = payloadSizeBytes - Chunk.PAYLOAD_NONCE_SIZE_BYTES;
        long count = (chunks + Chunk.SEALED_SIZE_BYTES - 1) / Chunk.SEALED_SIZE_BYTES;
        long lastChunk = chunks - (count - 1) * Chunk.SEALED_SIZE_BYTES;
        if (chunks <= 0 || lastChunk < Aead.TAG_SIZE_BYTES || (lastChunk == Aead.TAG_SIZE_BYTES && count > 1)) {
            throw new AgeException.Payload("no whole payload has this size: it was truncated");
        }
        return chunks - count * Aead.TAG_SIZE_BYTES;
    }
}
