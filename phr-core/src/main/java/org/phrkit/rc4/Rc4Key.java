package org.phrkit.rc4;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.HexFormat;
import org.phrkit.crypto.Rc4;
import org.phrkit.crypto.SecretBytes;

/** An RC4 key of 5 to 256 bytes. Safe for use by several threads until it is closed. */
public final class Rc4Key implements AutoCloseable {
    /** Room for the longest key in hexadecimal with two separators to each byte, and more than any binary one. */
    private static final int LIMIT_BYTES = 4 * Rc4.LARGEST_KEY_SIZE_BYTES;

    private static final String OTHERWISE = "a key of other characters is to be written in hexadecimal";

    private final SecretBytes key;
    private final boolean isHexadecimal;

    private Rc4Key(SecretBytes key, boolean isHexadecimal) {
        this.key = key;
        this.isHexadecimal = isHexadecimal;
    }

    /**
     * Reads a key file. If it holds nothing but printable ASCII, spaces, tabs and line ends, it is hexadecimal text: two
     * digits a byte, blanks wherever one likes, and anything else is refused. If it holds any other byte, the file is
     * the key as it stands. So a key with a slip of the pen is refused, rather than taken for another one, which nothing
     * would tell; a binary key that happens to be printable is refused too, unless all of it are hexadecimal digits, as
     * which it is read.
     *
     * @param in is read to its end, or to a kibibyte, and not closed
     * @return the key
     * @throws Rc4Exception.KeyFile if it is not such a text, or the key has not 5 to 256 bytes
     */
    public static Rc4Key read(InputStream in) throws IOException, Rc4Exception {
        byte[] file = in.readNBytes(LIMIT_BYTES + 1);
        try {
            if (file.length > LIMIT_BYTES) {
                throw new Rc4Exception.KeyFile("is longer than a key of RC4, which has 5 to 256 bytes");
            }
            if (beginsWithByteOrderMark(file)) {
                throw new Rc4Exception.KeyFile(1, 1, "a byte order mark; " + OTHERWISE);
            }
            boolean isText = isText(file);
            SecretBytes key = isText ? parse(file) : SecretBytes.copyOf(file);
            if (key.sizeBytes() < Rc4.SMALLEST_KEY_SIZE_BYTES || key.sizeBytes() > Rc4.LARGEST_KEY_SIZE_BYTES) {
                key.close();
                throw new Rc4Exception.KeyFile(
                        "the key has " + key.sizeBytes() + " bytes (" + form(isText) + "); one of RC4 has 5 to 256");
            }
            return new Rc4Key(key, isText);
        } finally {
            Arrays.fill(file, (byte) 0);
        }
    }

    private static boolean beginsWithByteOrderMark(byte[] file) {
        int first = file.length < 2 ? 0 : ((file[0] & 0xff) << 8) | (file[1] & 0xff);
        return first == 0xfeff || first == 0xfffe || (first == 0xefbb && file.length > 2 && file[2] == (byte) 0xbf);
    }

    private static boolean isText(byte[] file) {
        for (byte b : file) {
            if (!isBlank(b) && (b <= ' ' || b == 0x7f)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isBlank(byte b) {
        return b == ' ' || b == '\t' || b == '\r' || b == '\n';
    }

    private static SecretBytes parse(byte[] text) throws Rc4Exception {
        byte[] bytes = new byte[text.length / 2 + 1];
        try {
            int digits = 0;
            int lineNumber = 1;
            int lineStart = 0;
            for (int at = 0; at < text.length; at++) {
                if (HexFormat.isHexDigit(text[at])) {
                    bytes[digits / 2] = (byte) (bytes[digits / 2] << 4 | HexFormat.fromHexDigit(text[at]));
                    digits++;
                } else if (text[at] == '\n') {
                    lineNumber++;
                    lineStart = at + 1;
                } else if (!isBlank(text[at])) {
                    throw new Rc4Exception.KeyFile(
                            lineNumber, at - lineStart + 1, "is not a hexadecimal digit; " + OTHERWISE);
                }
            }
            if (digits % 2 != 0) {
                throw new Rc4Exception.KeyFile(
                        "has " + digits + " hexadecimal digits, where there are two to each byte");
            }
            return SecretBytes.owning(Arrays.copyOf(bytes, digits / 2));
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    /** {@return the size of the key in bytes} */
    public int sizeBytes() {
        return key.sizeBytes();
    }

    /** {@return how the file was read: {@code hexadecimal text}, or {@code binary}} */
    public String form() {
        return form(isHexadecimal);
    }

    private static String form(boolean isText) {
        return isText ? "hexadecimal text" : "binary";
    }

    Rc4 cipher() {
        return new Rc4(key);
    }

    /** Gives the size, and nothing of the key. */
    @Override
    public String toString() {
        return "Rc4Key[" + key.sizeBytes() + " bytes]";
    }

    /** Overwrites the key. */
    @Override
    public void close() {
        key.close();
    }
}
