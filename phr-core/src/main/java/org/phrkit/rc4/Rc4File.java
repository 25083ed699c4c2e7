package org.phrkit.rc4;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.phrkit.crypto.Rc4;
import org.phrkit.crypto.SecretBytes;

/**
 * Reads files that are encrypted with RC4: the bare ciphertext, or what {@code openssl enc -rc4} writes, which is the
 * eight characters {@code Salted__}, eight bytes of salt and the ciphertext. Both are read in constant memory.
 *
 * <p>What comes out is no more than what somebody wrote. RC4 has no integrity: nothing tells whether the content was
 * changed or cut short, nor whether key, passphrase and derivation were the right ones; with wrong ones, meaningless
 * bytes come out and no error. RFC 7465 is the reason not to write any more of it.
 *
 * <p>All methods may be used by several threads at once, on streams of their own.
 *
 * <p>Source: OpenSSL's manual page openssl-enc(1).
 */
public final class Rc4File {
    private static final byte[] SALTED = "Salted__".getBytes(StandardCharsets.US_ASCII);
    /** How {@code Salted__} begins in base64. */
    private static final byte[] SALTED_IN_BASE64 = "U2FsdGVk".getBytes(StandardCharsets.US_ASCII);

    private static final int SALT_SIZE_BYTES = 8;

    private Rc4File() {}

    /**
     * {@return whether a stream begins as what {@code openssl enc} writes with a passphrase, by whichever cipher; the
     * stream stays where it is}
     *
     * @param in must be able to look ahead a few bytes, as it can with its usual buffer
     * @throws IOException if reading or writing fails
     */
    public static boolean isSalted(BufferedInputStream in) throws IOException {
        return Arrays.equals(peek(in), SALTED);
    }

    private static byte[] peek(BufferedInputStream in) throws IOException {
        in.mark(SALTED.length);
        try {
            return in.readNBytes(SALTED.length);
        } finally {
            in.reset();
        }
    }

    /**
     * {@return the plaintext of a bare ciphertext}
     *
     * @param in is closed with the stream that is returned
     * @param key may be closed when this returns
     * @throws Rc4Exception.Empty if there is nothing in the file
     * @throws Rc4Exception.Salt if it begins with a salt, plain or in base64, so that it is not a bare ciphertext
     */
    public static InputStream open(InputStream in, Rc4Key key) throws IOException, Rc4Exception {
        BufferedInputStream buffered = new BufferedInputStream(in);
        byte[] start = peek(buffered);
        requireBinary(start);
        if (Arrays.equals(start, SALTED)) {
            throw new Rc4Exception.Salt("begins with a salt, so its key is made from a passphrase");
        }
        return new DecryptingStream(buffered, key.cipher());
    }

    /**
     * {@return the plaintext of what {@code openssl enc -rc4} wrote with a passphrase}
     *
     * @param in is closed with the stream that is returned
     * @param passphrase encoded as UTF-8; the caller clears it
     * @param derivation how the key was derived from the passphrase
     * @throws Rc4Exception.Empty if there is nothing in the file, or nothing behind the salt
     * @throws Rc4Exception.Salt if the file does not begin with a salt, or it is in base64 or cut short
     */
    public static InputStream openSalted(InputStream in, char[] passphrase, Derivation derivation)
            throws IOException, Rc4Exception {
        BufferedInputStream buffered = new BufferedInputStream(in);
        byte[] start = buffered.readNBytes(SALTED.length);
        byte[] salt = buffered.readNBytes(SALT_SIZE_BYTES);
        requireBinary(start);
        if (!Arrays.equals(start, SALTED)) {
            throw new Rc4Exception.Salt("does not begin with Salted__, as openssl enc writes it with a passphrase");
        }
        if (salt.length < SALT_SIZE_BYTES) {
            throw new Rc4Exception.Salt("the salt is cut short: it has " + salt.length + " bytes, not 8");
        }
        buffered.mark(1);
        if (buffered.read() < 0) {
            throw new Rc4Exception.Empty("there is nothing behind the salt");
        }
        buffered.reset();
        try (SecretBytes key = derivation.derive(passphrase, salt)) {
            return new DecryptingStream(buffered, new Rc4(key));
        }
    }

    private static void requireBinary(byte[] start) throws Rc4Exception {
        if (start.length == 0) {
            throw new Rc4Exception.Empty("the file is empty");
        }
        if (Arrays.equals(start, SALTED_IN_BASE64)) {
            throw new Rc4Exception.Salt("is written in base64, which openssl base64 -d undoes");
        }
    }
}
