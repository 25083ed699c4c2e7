package org.phrkit.age;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.phrkit.age.format.Bech32;
import org.phrkit.input.Utf8;
import org.phrkit.text.PassphraseSource;

/**
 * Reads and writes key files in the form of {@code age} and {@code age-keygen}: one key per line, and comments after
 * {@code #}. Lines may end with CR LF, and a byte order mark of UTF-8 may stand before them; UTF-16 is refused with a
 * {@link org.phrkit.input.NotUtf8Exception}. All methods may be used by several threads at once, on streams of their
 * own.
 */
public final class KeyFile {
    /** The largest key file that is read. */
    public static final int LIMIT_BYTES = 1 << 20;

    /** The largest that is encrypted: twice as much holds its header, and an armor. */
    public static final int LIMIT_ENCRYPTED_BYTES = 2 * LIMIT_BYTES;

    private KeyFile() {}

    /**
     * Reads the identities of a key file that is not encrypted.
     *
     * @param in is read to its end and not closed
     * @return the secret keys, in the order of the file
     * @throws MalformedKeyException if a line is neither a comment nor an identity, or there is none; names the line
     */
    public static List<KeyIdentity> readIdentities(InputStream in) throws IOException, MalformedKeyException {
        return read(in, KeyIdentity::parse, "it holds no secret key");
    }

    /**
     * As {@link #readIdentities(InputStream)}, of a file.
     *
     * @param file the file to read
     * @return the secret keys, in the order of the file
     * @throws IOException if reading or writing fails
     * @throws MalformedKeyException if a line is neither a comment nor a key, or there is none; names the line
     */
    public static List<KeyIdentity> readIdentities(Path file) throws IOException, MalformedKeyException {
        try (InputStream in = Files.newInputStream(file)) {
            return readIdentities(in);
        }
    }

    /**
     * Reads the identities of a key file.
     *
     * @param in is read to its end and not closed
     * @param passphrase asked if the file is itself encrypted with a passphrase, as age does it
     * @return the secret keys, in the order of the file
     * @throws MalformedKeyException if a line is neither a comment nor an identity, or there is none; names the line
     * @throws AgeException if the file is encrypted and cannot be opened
     */
    public static List<KeyIdentity> readIdentities(InputStream in, PassphraseSource passphrase)
            throws IOException, MalformedKeyException {
        BufferedInputStream buffered = new BufferedInputStream(in);
        if (!Age.isAge(buffered)) {
            return readIdentities(buffered);
        }
        char[] given = passphrase.get();
        try (ScryptIdentity identity = new ScryptIdentity(given, ScryptRecipient.HIGHEST_WORK_FACTOR);
                Plaintext opened = Age.open(List.of(identity), buffered)) {
            return readIdentities(opened.asStream());
        } finally {
            Arrays.fill(given, '\0');
        }
    }

    /**
     * As {@link #readIdentities(InputStream, PassphraseSource)}, of a file.
     *
     * @param file the file to read
     * @param passphrase asked where a file is encrypted with a passphrase
     * @return the secret keys, in the order of the file
     * @throws IOException if reading or writing fails
     * @throws MalformedKeyException if a line is neither a comment nor a key, or there is none; names the line
     */
    public static List<KeyIdentity> readIdentities(Path file, PassphraseSource passphrase)
            throws IOException, MalformedKeyException {
        try (InputStream in = Files.newInputStream(file)) {
            return readIdentities(in, passphrase);
        }
    }

    /**
     * Reads the recipients of a recipients file.
     *
     * @param in is read to its end and not closed
     * @return the public keys, in the order of the file
     * @throws MalformedKeyException if a line is neither a comment nor a recipient, or there is none; names the line
     */
    public static List<Recipient> readRecipients(InputStream in) throws IOException, MalformedKeyException {
        return read(in, Recipient::parse, "it holds no recipient");
    }

    /**
     * As {@link #readRecipients(InputStream)}, of a file.
     *
     * @param file the file to read
     * @return the public keys, in the order of the file
     * @throws IOException if reading or writing fails
     * @throws MalformedKeyException if a line is neither a comment nor a key, or there is none; names the line
     */
    public static List<Recipient> readRecipients(Path file) throws IOException, MalformedKeyException {
        try (InputStream in = Files.newInputStream(file)) {
            return readRecipients(in);
        }
    }

    /**
     * Reads the public keys of a file of keys, secret or public; secret ones are destroyed at once.
     *
     * @param in is read to its end and not closed
     * @return the public keys, in the order of the file
     * @throws MalformedKeyException if a line is neither a comment nor a key, or there is none; names the line
     */
    public static List<Recipient> readPublicKeys(InputStream in) throws IOException, MalformedKeyException {
        return read(in, KeyFile::publicKey, "it holds no key");
    }

    /**
     * As {@link #readPublicKeys(InputStream)}, of a file.
     *
     * @param file the file to read
     * @return the public keys, in the order of the file
     * @throws IOException if reading or writing fails
     * @throws MalformedKeyException if a line is neither a comment nor a key, or there is none; names the line
     */
    public static List<Recipient> readPublicKeys(Path file) throws IOException, MalformedKeyException {
        try (InputStream in = Files.newInputStream(file)) {
            return readPublicKeys(in);
        }
    }

    private static Recipient publicKey(String text) throws MalformedKeyException {
        if (!text.startsWith("AGE-SECRET-KEY-")) {
            return Recipient.parse(text);
        }
        try (KeyIdentity identity = KeyIdentity.parse(text)) {
            return identity.recipient();
        }
    }

    /**
     * {@return the text of a key file, with the time and the public key in comments} It holds the secret.
     *
     * @param identity the secret key to write
     * @param created when the key was made
     */
    public static String exposeText(KeyIdentity identity, OffsetDateTime created) {
        String time = created.truncatedTo(ChronoUnit.SECONDS).format(DateTimeFormatter.ISO_OFFSET_DATE_TIME);
        return "# created: " + time + "\n# public key: " + identity.recipient() + "\n" + identity.exposeText() + "\n";
    }

    /**
     * Writes a key file, as {@link #exposeText} has it.
     *
     * @param file must not exist; it appears when it is complete, readable by its owner alone where the file system knows
     *     that
     * @param identity the secret key to write
     * @param created when the key was made
     * @throws java.nio.file.FileAlreadyExistsException if {@code file} exists
     */
    public static void write(Path file, KeyIdentity identity, OffsetDateTime created) throws IOException {
        NewFile.writeTo(file, channel -> {
            OutputStream out = Channels.newOutputStream(channel);
            out.write(exposeText(identity, created).getBytes(StandardCharsets.US_ASCII));
            // A power cut must not leave an empty file where a key was.
            channel.force(true);
        });
    }

    private interface Parser<T> {
        T parse(String text) throws MalformedKeyException;
    }

    private static <T> List<T> read(InputStream in, Parser<T> parser, String ifNone)
            throws IOException, MalformedKeyException {
        byte[] bytes = in.readNBytes(LIMIT_BYTES + 1);
        try {
            if (bytes.length > LIMIT_BYTES) {
                throw new MalformedKeyException("it is larger than a key file can be");
            }
            Utf8.refuseUtf16(bytes);
            List<T> keys = new ArrayList<>();
            int lineNumber = 0;
            int mark = Utf8.markSizeBytes(bytes);
            String text = new String(bytes, mark, bytes.length - mark, StandardCharsets.ISO_8859_1);
            for (String line : text.split("\r?\n", -1)) {
                lineNumber++;
                if (!line.isEmpty() && !line.startsWith("#")) {
                    keys.add(parse(parser, line, lineNumber));
                }
            }
            if (keys.isEmpty()) {
                throw new MalformedKeyException(ifNone);
            }
            return List.copyOf(keys);
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    private static <T> T parse(Parser<T> parser, String line, int lineNumber) throws MalformedKeyException {
        try {
            return parser.parse(line);
        } catch (MalformedKeyException e) {
            throw new MalformedKeyException(e.problem(), lineNumber);
        }
    }

    /** Reads a key of one kind: Bech32 with that prefix and that many bytes. */
    static byte[] decode(String text, String prefix, int sizeBytes) throws MalformedKeyException {
        Bech32 decoded;
        try {
            decoded = Bech32.decode(text);
        } catch (Bech32.Malformed e) {
            throw new MalformedKeyException(String.valueOf(e.getMessage()));
        }
        if (!decoded.prefix().equals(prefix)) {
            throw new MalformedKeyException("it is a key of an unknown kind");
        }
        if (decoded.data().length != sizeBytes) {
            throw new MalformedKeyException("it does not hold " + sizeBytes + " bytes");
        }
        return decoded.data();
    }
}
