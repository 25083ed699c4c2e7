package org.phrkit.sign;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import org.phrkit.crypto.Blake2b;
import org.phrkit.crypto.Ed25519;

/**
 * A detached signature with two comments, one of which is signed, as minisign writes it to {@code FILE.minisig}.
 * Written is the prehashed form alone, a signature of the BLAKE2b-512 hash; the older form, of the file itself, is
 * read. Immutable.
 */
public final class Signature {
    /** The largest file that a signature of the older form is checked for, as it must be held in memory. */
    public static final int LEGACY_LIMIT_BYTES = 64 << 20;

    static final String UNTRUSTED = "untrusted comment: ";

    private static final String TRUSTED = "trusted comment: ";
    private static final int HASH_SIZE_BYTES = 64;
    private static final int LINE_LIMIT = 8192;
    private static final byte[] PREHASHED = {'E', 'D'};

    private final String untrustedComment;
    private final boolean isPrehashed;
    private final byte[] keyId;
    private final byte[] signature;
    private final String trustedComment;
    private final byte[] globalSignature;

    private Signature(
            String untrustedComment,
            boolean isPrehashed,
            byte[] keyId,
            byte[] signature,
            String trustedComment,
            byte[] globalSignature) {
        this.untrustedComment = untrustedComment;
        this.isPrehashed = isPrehashed;
        this.keyId = keyId;
        this.signature = signature;
        this.trustedComment = trustedComment;
        this.globalSignature = globalSignature;
    }

    /** Signs what is left in a stream. */
    static Signature of(SigningKey key, InputStream message, String trustedComment) throws IOException {
        if (trustedComment.chars().anyMatch(Character::isISOControl)
                || trustedComment.length() > LINE_LIMIT / 4
                || !StandardCharsets.UTF_8.newEncoder().canEncode(trustedComment)) {
            throw new IllegalArgumentException("a comment is one line of at most " + LINE_LIMIT / 4 + " characters");
        }
        byte[] signature = Ed25519.sign(key.seed(), hash(message));
        return new Signature(
                "signature from minisign secret key",
                true,
                key.verificationKey().id(),
                signature,
                trustedComment,
                Ed25519.sign(key.seed(), join(signature, trustedComment)));
    }

    /**
     * Reads the four lines of a signature file.
     *
     * @param text the text to read
     * @return the signature, which nothing was checked of yet
     * @throws SignException.Malformed if they are anything else
     */
    public static Signature parse(String text) throws SignException.Malformed {
        String[] lines = text.split("\r?\n", -1);
        boolean fourLines = lines.length == 4 || (lines.length == 5 && lines[4].isEmpty());
        if (!fourLines || !lines[0].startsWith(UNTRUSTED) || !lines[2].startsWith(TRUSTED)) {
            throw new SignException.Malformed("a signature is four lines: a comment, the signature, a trusted comment, "
                    + "and the signature of that");
        }
        if (lines[0].length() > LINE_LIMIT || lines[2].length() > LINE_LIMIT) {
            throw new SignException.Malformed("a comment of the signature is too long");
        }
        if (text.chars().anyMatch(c -> Character.isISOControl(c) && c != '\n' && c != '\r' && c != '\t')) {
            throw new SignException.Malformed("a comment of the signature holds control characters");
        }
        byte[] bytes =
                decode(lines[1], 2 + VerificationKey.KEY_ID_SIZE_BYTES + Ed25519.SIGNATURE_SIZE_BYTES, "a signature");
        boolean isPrehashed = Arrays.equals(bytes, 0, 2, PREHASHED, 0, 2);
        if (!isPrehashed && !Arrays.equals(bytes, 0, 2, VerificationKey.ALGORITHM, 0, 2)) {
            throw new SignException.Malformed("the signature is of an unknown kind");
        }
        return new Signature(
                lines[0].substring(UNTRUSTED.length()),
                isPrehashed,
                Arrays.copyOfRange(bytes, 2, 10),
                Arrays.copyOfRange(bytes, 10, bytes.length),
                lines[2].substring(TRUSTED.length()),
                decode(lines[3], Ed25519.SIGNATURE_SIZE_BYTES, "the signature of a comment"));
    }

    static byte[] decode(String line, int sizeBytes, String what) throws SignException.Malformed {
        try {
            byte[] bytes = Base64.getDecoder().decode(line);
            if (bytes.length == sizeBytes && base64(bytes).equals(line)) {
                return bytes;
            }
        } catch (IllegalArgumentException e) {
            throw new SignException.Malformed(what + " is not the base64 of " + sizeBytes + " bytes");
        }
        throw new SignException.Malformed(what + " is not the base64 of " + sizeBytes + " bytes");
    }

    /**
     * Checks that a key signed what is left in a stream, and the trusted comment.
     *
     * @param key the key that has to have signed it
     * @param message is read to its end and not closed
     * @throws SignException.OtherKey if the signature names another key
     * @throws SignException.BadSignature if it is not of these bytes
     * @throws SignException.BadComment if the trusted comment was altered
     */
    public void verify(VerificationKey key, InputStream message) throws IOException, SignException {
        if (!key.hasId(keyId)) {
            throw new SignException.OtherKey();
        }
        byte[] signed = isPrehashed ? hash(message) : message.readNBytes(LEGACY_LIMIT_BYTES + 1);
        if (signed.length > LEGACY_LIMIT_BYTES) {
            throw new SignException.Malformed(
                    "a signature of the older form is checked for files of at most " + LEGACY_LIMIT_BYTES + " bytes");
        }
        if (!Ed25519.verify(key.bytes(), signed, signature)) {
            throw new SignException.BadSignature();
        }
        if (!Ed25519.verify(key.bytes(), join(signature, trustedComment), globalSignature)) {
            throw new SignException.BadComment();
        }
    }

    private static byte[] hash(InputStream message) throws IOException {
        Blake2b hash = new Blake2b(HASH_SIZE_BYTES);
        byte[] buffer = new byte[1 << 16];
        for (int read = message.read(buffer); read >= 0; read = message.read(buffer)) {
            hash.update(buffer, 0, read);
        }
        return hash.digest();
    }

    private static byte[] join(byte[] signature, String comment) {
        byte[] text = comment.getBytes(StandardCharsets.UTF_8);
        byte[] joined = Arrays.copyOf(signature, signature.length + text.length);
        System.arraycopy(text, 0, joined, signature.length, text.length);
        return joined;
    }

    /** {@return the key that it says it is by, as minisign prints it} */
    public String keyId() {
        return VerificationKey.hex(keyId);
    }

    /** {@return whether it is of the hash of the file; if not, it is of the older form} */
    public boolean isPrehashed() {
        return isPrehashed;
    }

    /** {@return what the signer said, to be believed once {@link #verify} returned} */
    public String trustedComment() {
        return trustedComment;
    }

    /** {@return the text of a signature file} */
    public String fileText() {
        byte[] bytes = new byte[10 + signature.length];
        System.arraycopy(isPrehashed ? PREHASHED : VerificationKey.ALGORITHM, 0, bytes, 0, 2);
        System.arraycopy(keyId, 0, bytes, 2, keyId.length);
        System.arraycopy(signature, 0, bytes, 10, signature.length);
        return UNTRUSTED + untrustedComment + "\n" + base64(bytes) + "\n" + TRUSTED + trustedComment + "\n"
                + base64(globalSignature) + "\n";
    }

    /** Names the key by its identifier; the comments are not shown, as they are not yet checked. */
    @Override
    public String toString() {
        return "Signature[" + keyId() + "]";
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
