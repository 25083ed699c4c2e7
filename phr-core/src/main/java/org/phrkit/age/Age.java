package org.phrkit.age;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.phrkit.age.format.ArmorReader;
import org.phrkit.age.format.ArmorWriter;
import org.phrkit.age.format.Header;
import org.phrkit.age.format.HeaderReader;
import org.phrkit.age.format.Stanza;
import org.phrkit.age.stream.Chunk;
import org.phrkit.age.stream.OpeningChannel;
import org.phrkit.age.stream.OpeningStream;
import org.phrkit.age.stream.SealingStream;
import org.phrkit.crypto.SecretBytes;
import org.phrkit.input.Utf8;

/**
 * Encrypts and decrypts files in the age format, version 1 ({@code age-encryption.org/v1}, C2SP age.md).
 *
 * <p>Guarantee: who has none of the recipients' identities learns of the content its size alone, and cannot change it
 * unnoticed. Binary and armored files are both read. The format does not say who wrote a file: anyone who knows a
 * recipient can write one to it.
 *
 * <p>All methods may be used by several threads at once, on streams of their own.
 */
public final class Age {
    private static final int BUFFER_SIZE_BYTES = Chunk.SEALED_SIZE_BYTES;

    /** Twice as long as the longer first line, and a byte order mark. */
    private static final int CONVERTED_LOOK_AHEAD_BYTES = 2 + 2 * ArmorWriter.BEGIN.length();

    static final String MIXED =
            "post-quantum and other recipients must not be mixed: the others would undo the protection";

    private Age() {}

    /**
     * Encrypts all of {@code in} to {@code out}. Neither is closed.
     *
     * @param recipients whom the file is for
     * @param in the plaintext
     * @param out where the age file goes; not closed
     * @param random where the file key and its wrapping come from
     * @throws IllegalArgumentException if there is no recipient, a passphrase and another, post-quantum recipients and
     *     others, or more than go into one file: 10,000, or about 1,340 post-quantum ones. Nothing is written then
     * @throws IOException from either stream; what stands in {@code out} then is not a whole age file, and every
     *     reader says so
     */
    public static void encrypt(
            Collection<? extends Recipient> recipients, InputStream in, OutputStream out, SecureRandom random)
            throws IOException {
        encrypt(recipients, sealing -> ((SealingStream) sealing).transferFrom(in), out, random);
    }

    /** Writes what is to be encrypted. */
    @FunctionalInterface
    public interface Content {
        /**
         * Writes all of it; {@code out} need not be closed.
         *
         * @param out where to write; not closed
         * @throws IOException if reading or writing fails
         */
        void writeTo(OutputStream out) throws IOException;
    }

    /**
     * Encrypts what {@code content} writes. Other than with {@link #encryptingStream}, an exception in between leaves
     * no thread behind and no file that could be taken for a whole one.
     *
     * @param recipients whom the file is for
     * @param content writes the plaintext
     * @param out where the age file goes; not closed
     * @param random where the file key and its wrapping come from
     * @throws IllegalArgumentException as {@link #encrypt(Collection, InputStream, OutputStream, SecureRandom)}
     * @throws IOException if reading or writing fails
     */
    public static void encrypt(
            Collection<? extends Recipient> recipients, Content content, OutputStream out, SecureRandom random)
            throws IOException {
        SealingStream sealing = seal(recipients, new UnclosedOutputStream(out), random);
        try {
            content.writeTo(sealing);
            sealing.close();
        } finally {
            sealing.abort();
        }
    }

    /**
     * As {@link #encrypt(Collection, Content, OutputStream, SecureRandom)}, to a file.
     *
     * @param recipients whom the file is for
     * @param content writes the plaintext
     * @param out must not exist; it appears when it is complete
     * @param random where the file key and its wrapping come from
     * @throws java.nio.file.FileAlreadyExistsException if {@code out} exists
     */
    public static void encrypt(
            Collection<? extends Recipient> recipients, Content content, Path out, SecureRandom random)
            throws IOException {
        NewFile.write(out, to -> encrypt(recipients, content, to, random));
    }

    /**
     * As {@link #encrypt(Collection, InputStream, OutputStream, SecureRandom)}, between channels.
     *
     * @param recipients whom the file is for
     * @param in the plaintext
     * @param out where the age file goes; not closed
     * @param random where the file key and its wrapping come from
     * @throws IOException if reading or writing fails
     */
    public static void encrypt(
            Collection<? extends Recipient> recipients,
            ReadableByteChannel in,
            WritableByteChannel out,
            SecureRandom random)
            throws IOException {
        encrypt(recipients, Channels.newInputStream(in), Channels.newOutputStream(out), random);
    }

    /**
     * As {@link #encrypt(Collection, InputStream, OutputStream, SecureRandom)}, between files.
     *
     * @param recipients whom the file is for
     * @param in the plaintext
     * @param out must not exist; it appears when it is complete
     * @param random where the file key and its wrapping come from
     * @throws java.nio.file.FileAlreadyExistsException if {@code out} exists
     */
    public static void encrypt(Collection<? extends Recipient> recipients, Path in, Path out, SecureRandom random)
            throws IOException {
        try (InputStream from = Files.newInputStream(in)) {
            NewFile.write(out, to -> encrypt(recipients, from, to, random));
        }
    }

    /**
     * {@return a stream that encrypts what is written to it} Closing it ends the file and closes {@code out}; to give
     * up half way, close {@code out} instead, and every reader sees a truncated file.
     *
     * @param recipients whom the file is for
     * @param out where the age file goes; closed with the stream
     * @param random where random bytes come from
     * @throws IllegalArgumentException as {@link #encrypt(Collection, InputStream, OutputStream, SecureRandom)}
     * @throws IOException if reading or writing fails
     */
    public static OutputStream encryptingStream(
            Collection<? extends Recipient> recipients, OutputStream out, SecureRandom random) throws IOException {
        return seal(recipients, out, random);
    }

    private static SealingStream seal(Collection<? extends Recipient> recipients, OutputStream out, SecureRandom random)
            throws IOException {
        requireCompatible(recipients);
        try (SecretBytes fileKey = SecretBytes.random(WrappedKey.FILE_KEY_SIZE_BYTES, random)) {
            out.write(header(fileKey, recipients, random).encode());
            return new SealingStream(fileKey, random, out);
        }
    }

    static Header header(SecretBytes fileKey, Collection<? extends Recipient> recipients, SecureRandom random) {
        List<Stanza> stanzas = new ArrayList<>();
        for (Recipient recipient : recipients) {
            stanzas.addAll(recipient.wrap(fileKey, random));
        }
        return header(fileKey, stanzas);
    }

    static Header header(SecretBytes fileKey, List<Stanza> stanzas) {
        requireCount(stanzas.size());
        Header header = Header.authenticated(stanzas, fileKey);
        int sizeBytes = header.encode().length;
        if (sizeBytes > HeaderReader.LIMIT_BYTES) {
            throw new IllegalArgumentException(
                    stanzas.size() + " recipients do not go into one file: its header would have " + sizeBytes
                            + " bytes, and one of more than " + HeaderReader.LIMIT_BYTES + " is not read");
        }
        return header;
    }

    private static void requireCount(int recipients) {
        if (recipients > HeaderReader.LIMIT_STANZAS) {
            throw new IllegalArgumentException(
                    recipients + " recipients do not go into one file: at most " + HeaderReader.LIMIT_STANZAS + " do");
        }
    }

    /**
     * Decrypts all of {@code in} to {@code out}. Neither is closed.
     *
     * @param identities keys or passphrases, one of which opens the file
     * @param in the age file
     * @param out where the plaintext goes; not closed
     * @throws AgeException if the file is malformed, altered or truncated, or opened by none of the identities; for
     *     {@link AgeException.Payload}, what stands in {@code out} is authentic but not all
     */
    public static void decrypt(Collection<? extends Identity> identities, InputStream in, OutputStream out)
            throws IOException {
        OpeningStream opening = open(identities, in).stream();
        try {
            opening.transferTo(out);
        } finally {
            opening.abort();
        }
    }

    /**
     * As {@link #decrypt(Collection, InputStream, OutputStream)}, between channels.
     *
     * @param identities keys or passphrases, one of which opens the file
     * @param in the age file
     * @param out where the plaintext goes; not closed
     * @throws IOException if reading or writing fails
     */
    public static void decrypt(
            Collection<? extends Identity> identities, ReadableByteChannel in, WritableByteChannel out)
            throws IOException {
        decrypt(identities, Channels.newInputStream(in), Channels.newOutputStream(out));
    }

    /**
     * As {@link #decrypt(Collection, InputStream, OutputStream)}, between files.
     *
     * @param identities keys or passphrases, one of which opens the file
     * @param in the age file
     * @param out must not exist; it appears when all of it was authenticated, readable by its owner alone where the
     *     file system knows that
     * @throws java.nio.file.FileAlreadyExistsException if {@code out} exists
     */
    public static void decrypt(Collection<? extends Identity> identities, Path in, Path out) throws IOException {
        try (InputStream from = Files.newInputStream(in)) {
            NewFile.write(out, to -> decrypt(identities, from, to));
        }
    }

    /**
     * Opens a file, to read what is inside. Each byte that is read was authenticated; only when the end was signalled is
     * the content known to be complete.
     *
     * @param identities keys or passphrases, one of which opens the file
     * @param in the age file; closed with the plaintext
     * @return the content, and the identity that opened it; closing it closes {@code in}
     * @throws AgeException as {@link #decrypt(Collection, InputStream, OutputStream)}; while reading,
     *     {@link AgeException.Payload} alone
     */
    public static Plaintext open(Collection<? extends Identity> identities, InputStream in) throws IOException {
        InputStream buffered = unarmored(in);
        Header header = HeaderReader.read(buffered, AgeException.Header::new);
        Opened opened = Opened.by(identities, header);
        try (SecretBytes fileKey = opened.fileKey()) {
            return new Plaintext(
                    new OpeningStream(fileKey, payloadNonce(buffered), buffered, AgeException.Payload::new),
                    opened.identity());
        }
    }

    /**
     * As {@link #open(Collection, InputStream)}, of a file.
     *
     * @param identities keys or passphrases, one of which opens the file
     * @param file the file to read
     * @return the content, and the identity that opened it
     * @throws IOException if reading or writing fails
     */
    public static Plaintext open(Collection<? extends Identity> identities, Path file) throws IOException {
        InputStream in = Files.newInputStream(file);
        try {
            return open(identities, in);
        } catch (IOException | RuntimeException e) {
            in.close();
            throw e;
        }
    }

    /**
     * The plaintext of a binary file, for reading any part of it without what stands before: a part costs the chunks of
     * 64 KiB that it lies in. The size is authenticated at once, the content as it is read.
     *
     * @param identities keys or passphrases, one of which opens the file
     * @param channel a binary file
     * @return a channel that cannot be written; closing it closes {@code channel}. For one thread at a time
     * @throws AgeException as {@link #decrypt}; while reading, {@link AgeException.Payload} alone
     */
    public static SeekableByteChannel openSeekable(
            Collection<? extends Identity> identities, SeekableByteChannel channel) throws IOException {
        channel.position(0);
        BufferedInputStream in = new BufferedInputStream(Channels.newInputStream(channel));
        refuseConverted(in);
        Header header = HeaderReader.read(in, AgeException.Header::new);
        byte[] payloadNonce = payloadNonce(in);
        long start = header.encode().length + (long) payloadNonce.length;
        try (SecretBytes fileKey = Opened.by(identities, header).fileKey()) {
            return new OpeningChannel(fileKey, payloadNonce, channel, start, AgeException.Payload::new);
        }
    }

    /**
     * As {@link #openSeekable(Collection, SeekableByteChannel)}, of a file.
     *
     * @param identities keys or passphrases, one of which opens the file
     * @param file the file to read
     * @return a channel that cannot be written; for one thread at a time
     * @throws IOException if reading or writing fails
     */
    public static SeekableByteChannel openSeekable(Collection<? extends Identity> identities, Path file)
            throws IOException {
        SeekableByteChannel channel = Files.newByteChannel(file);
        try {
            return openSeekable(identities, channel);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /**
     * {@return how many bytes the payload of a file has, which is all behind its header}
     *
     * @param plaintextSizeBytes how many bytes are encrypted
     */
    public static long payloadSizeBytes(long plaintextSizeBytes) {
        return Chunk.PAYLOAD_NONCE_SIZE_BYTES + Chunk.sealedSizeBytes(plaintextSizeBytes);
    }

    static byte[] payloadNonce(InputStream in) throws IOException {
        byte[] payloadNonce = in.readNBytes(Chunk.PAYLOAD_NONCE_SIZE_BYTES);
        if (payloadNonce.length < Chunk.PAYLOAD_NONCE_SIZE_BYTES) {
            throw new AgeException.Header("the file ends before its payload");
        }
        return payloadNonce;
    }

    /**
     * {@return a stream that turns the binary file written to it into text (C2SP age.md, "ASCII armor")} Give it to
     * {@link #encryptingStream}; closing it ends the text and closes {@code out}.
     *
     * @param out where the text goes
     * @throws IOException if reading or writing fails
     */
    public static OutputStream armoringStream(OutputStream out) throws IOException {
        return new ArmorWriter(out);
    }

    /**
     * {@return whether a stream begins as an age file does, binary or armored; the stream stays where it is}
     *
     * @param in must be able to look ahead a KiB, as it can with its usual buffer
     * @throws IOException if reading or writing fails
     */
    public static boolean isAge(BufferedInputStream in) throws IOException {
        if (ArmorReader.isArmored(in)) {
            return true;
        }
        byte[] start = Header.VERSION_LINE.getBytes(StandardCharsets.US_ASCII);
        in.mark(start.length);
        try {
            return Arrays.equals(in.readNBytes(start.length), start);
        } finally {
            in.reset();
        }
    }

    static InputStream unarmored(InputStream in) throws IOException {
        BufferedInputStream buffered = new BufferedInputStream(in, BUFFER_SIZE_BYTES);
        refuseConverted(buffered);
        return ArmorReader.isArmored(buffered)
                ? new BufferedInputStream(new ArmorReader(buffered, AgeException.Armor::new), BUFFER_SIZE_BYTES)
                : buffered;
    }

    /** What git, FTP, Notepad and PowerShell make of a file that they take for text; its payload cannot be restored. */
    static void refuseConverted(BufferedInputStream in) throws IOException {
        in.mark(CONVERTED_LOOK_AHEAD_BYTES);
        byte[] start = in.readNBytes(CONVERTED_LOOK_AHEAD_BYTES);
        in.reset();
        String text = new String(start, StandardCharsets.ISO_8859_1);
        boolean isUtf16 = text.startsWith("\u00ff\u00fe") || text.startsWith("\u00fe\u00ff");
        if (isUtf16 && isBegun(text.substring(2).replace("\0", ""))) {
            throw new AgeException.Converted("written in UTF-16");
        }
        if (Utf8.markSizeBytes(start) > 0 && isBegun(text.substring(Utf8.markSizeBytes(start)))) {
            throw new AgeException.Converted("got a byte order mark in front");
        }
        if (text.startsWith(Header.VERSION_LINE + "\r")) {
            throw new AgeException.Converted("its line ends were converted");
        }
    }

    private static boolean isBegun(String text) {
        return text.startsWith(Header.VERSION_LINE) || text.startsWith(ArmorWriter.BEGIN);
    }

    /**
     * Reads a whole file without a key; nothing in it is authenticated by this.
     *
     * @param in the age file, read to its end and not closed
     * @return what the header and the size of the file show
     * @throws AgeException if the header is malformed, or the payload has a size that no payload can have
     */
    public static Inspection inspect(InputStream in) throws IOException {
        BufferedInputStream raw = new BufferedInputStream(in, BUFFER_SIZE_BYTES);
        boolean isArmored = ArmorReader.isArmored(raw);
        InputStream buffered = unarmored(raw);
        Header header = HeaderReader.read(buffered, AgeException.Header::new);
        long payload = buffered.transferTo(OutputStream.nullOutputStream());
        return new Inspection(
                isArmored,
                header.stanzas().stream().map(Stanza::type).toList(),
                header.encode().length,
                payload,
                Chunk.plaintextSizeBytes(payload - Chunk.PAYLOAD_NONCE_SIZE_BYTES)
                        .orElseThrow(
                                () -> new AgeException.Payload("no whole payload has this size: it was truncated")));
    }

    /**
     * As {@link #inspect(InputStream)}, of a file.
     *
     * @param file the file to read
     * @return what the header and the size of the file show
     * @throws IOException if reading or writing fails
     */
    public static Inspection inspect(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return inspect(in);
        }
    }

    /** The rules of the specification on which kinds of recipients may stand in one header. */
    static void requireCompatible(Collection<? extends Recipient> recipients) {
        if (recipients.isEmpty()) {
            throw new IllegalArgumentException("a file needs at least one recipient");
        }
        requireCount(recipients.size());
        int hybrid = 0;
        for (Recipient recipient : recipients) {
            if (recipient instanceof ScryptRecipient && recipients.size() > 1) {
                throw new IllegalArgumentException("a passphrase must be the only recipient of a file");
            }
            if (recipient instanceof HybridRecipient) {
                hybrid++;
            }
        }
        if (hybrid > 0 && hybrid < recipients.size()) {
            throw new IllegalArgumentException(MIXED);
        }
    }
}
