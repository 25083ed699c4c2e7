package org.phrkit.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.util.Arrays;
import org.phrkit.crypto.Rc4;
import org.phrkit.crypto.SecretBytes;

/**
 * The encryption of the paper "Personal Health Record Maintenance System", to compare with. It guarantees nothing but
 * that who merely reads the store has some work to do:
 *
 * <ul>
 *   <li>A flipped bit of the stored file is the same flipped bit of the report, and no one notices; so are bytes cut off
 *       or added at its end.
 *   <li>The sender is anyone.
 *   <li>The first bytes of RC4's key stream are biased, so that many reports give away what they have in common. RFC
 *       7465 (Prohibiting RC4 Cipher Suites) names the attacks.
 *   <li>Two reports under one key would leak their exclusive or. A key for each report avoids that, as long as the
 *       random generator never repeats; nothing in the file would tell.
 * </ul>
 *
 * <p>Of the paper are: RC4, a random key for each report, that key wrapped to the doctor's public key, and the
 * ciphertext kept in a store. It gives neither code nor sizes. Ours, as the plainest reading, are: a key of 128 bits,
 * RSA of 2048 bits with OAEP and SHA-256 (RFC 8017, section 7.1), and what is stored, which is the 256 bytes of the
 * wrapped key and then the ciphertext, without a name, a length or a checksum. OAEP is the kindest choice: it notices
 * when the wrapped key was altered.
 *
 * <p>Takes {@value #OVERHEAD_BYTES} bytes more than the report, and constant memory; one RSA operation for each report.
 */
final class PaperScheme {
    /** The bytes that a sealed report has more than a plain one. */
    static final int OVERHEAD_BYTES = Rsa.SIZE_BYTES;

    private static final int KEY_SIZE_BYTES = 16;
    private static final int BUFFER_SIZE_BYTES = 1 << 16;

    private PaperScheme() {}

    /** A key pair for a doctor. */
    static KeyPair generate(SecureRandom random) {
        return Rsa.generate(random);
    }

    /**
     * Seals a report to a doctor, under a key of its own.
     *
     * @param doctor an RSA key of 2048 bits
     * @param in is read to its end and not closed
     * @param out is flushed and not closed
     */
    static void seal(PublicKey doctor, InputStream in, OutputStream out, SecureRandom random) throws IOException {
        try (SecretBytes key = SecretBytes.random(KEY_SIZE_BYTES, random)) {
            seal(doctor, key, in, out, random);
        }
    }

    static void seal(PublicKey doctor, SecretBytes key, InputStream in, OutputStream out, SecureRandom random)
            throws IOException {
        out.write(Rsa.wrap(doctor, key, random));
        apply(key, in, out);
    }

    /**
     * Opens a report. What comes out was not checked, because it cannot be.
     *
     * @param in is read to its end and not closed
     * @param out is flushed and not closed
     * @throws IOException if the wrapped key is not whole, or was wrapped for another doctor or altered
     */
    static void open(PrivateKey doctor, InputStream in, OutputStream out) throws IOException {
        byte[] wrapped = in.readNBytes(Rsa.SIZE_BYTES);
        if (wrapped.length < Rsa.SIZE_BYTES) {
            throw new IOException("the wrapped key is cut short");
        }
        try (SecretBytes key = Rsa.unwrap(doctor, wrapped).orElse(null)) {
            if (key == null || key.sizeBytes() != KEY_SIZE_BYTES) {
                throw new IOException("the key does not unwrap: it was wrapped for another doctor, or altered");
            }
            apply(key, in, out);
        }
    }

    private static void apply(SecretBytes key, InputStream in, OutputStream out) throws IOException {
        byte[] buffer = new byte[BUFFER_SIZE_BYTES];
        try (Rc4 cipher = new Rc4(key)) {
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                cipher.apply(buffer, 0, count);
                out.write(buffer, 0, count);
            }
            out.flush();
        } finally {
            Arrays.fill(buffer, (byte) 0);
        }
    }
}
