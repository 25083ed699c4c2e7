package org.phrkit.age;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.phrkit.age.format.Bech32;

/** Files of keys as {@code age} and {@code age-keygen} write them: one key a line, {@code #} before a comment. */
public final class KeyFile {
    /** The largest key file that is read. */
    public static final int LIMIT_BYTES = 1 << 20;

    private KeyFile() {}

    /**
     * Reads the identities of a key file.
     *
     * @throws MalformedKeyException if a line is neither a comment nor an identity, or there is none; names the line
     */
    public static List<Identity> readIdentities(InputStream in) throws IOException, MalformedKeyException {
        return read(in, Identity::parse, "there is no secret key in it");
    }

    /**
     * Reads the recipients of a recipients file.
     *
     * @throws MalformedKeyException if a line is neither a comment nor a recipient, or there is none; names the line
     */
    public static List<Recipient> readRecipients(InputStream in) throws IOException, MalformedKeyException {
        return read(in, Recipient::parse, "there is no recipient in it");
    }

    /** The text of a key file, with the time and the public key in comments. It holds the secret. */
    public static String exposeText(Identity identity, OffsetDateTime created) {
        String time = created.truncatedTo(ChronoUnit.SECONDS).format(DateTimeFormatter.ISO_OFFSET_DATE_TIME);
        return "# created: " + time + "\n# public key: " + identity.recipient() + "\n" + identity.exposeText() + "\n";
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
            List<T> keys = new ArrayList<>();
            int lineNumber = 0;
            for (String line : new String(bytes, StandardCharsets.ISO_8859_1).split("\r?\n", -1)) {
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
    static Bech32 decode(String text, String prefix, int sizeBytes) throws MalformedKeyException {
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
        return decoded;
    }
}
