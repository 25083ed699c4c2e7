package org.phrkit.transparency;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import org.phrkit.crypto.Sha256;

/**
 * An entry of the store's log, 48 bytes: a label, and SHA-256(salt ‖ line), where the line says what happened and is kept
 * elsewhere. Who has the salt and the line can show that they are what was logged; without the salt nobody can guess the
 * line, so that nothing of it is left when both are deleted.
 *
 * <p>A salt has 32 bytes, never more or fewer: of two lengths, a line could be told to have begun inside the salt.
 *
 * <p>Immutable; compared in constant time.
 */
public final class LogEntry {
    /** The length of every entry. */
    public static final int SIZE_BYTES = Label.SIZE_BYTES + MerkleHash.SIZE_BYTES;

    /** The length of every salt. */
    public static final int SALT_SIZE_BYTES = 32;

    /** With its length before it. */
    static final int BUNDLED_SIZE_BYTES = Short.BYTES + SIZE_BYTES;

    private final Label label;
    private final byte[] bytes;

    private LogEntry(byte[] bytes) {
        this.label = new Label(bytes);
        this.bytes = bytes;
    }

    /**
     * {@return the entry of a line}
     *
     * @param label by which the entry is found
     * @param salt 32 random bytes, as {@link #newSalt} draws them, never used twice
     * @param line the line, without its line end
     * @throws IllegalArgumentException if the salt has another length, or the line half of a surrogate pair
     */
    public static LogEntry of(Label label, byte[] salt, String line) {
        return new LogEntry(ByteBuffer.allocate(SIZE_BYTES)
                .put(label.bytes())
                .put(commitment(salt, line))
                .array());
    }

    private static byte[] commitment(byte[] salt, String line) {
        if (salt.length != SALT_SIZE_BYTES) {
            throw new IllegalArgumentException("a salt has 32 bytes, not " + salt.length);
        }
        MessageDigest digest = Sha256.start();
        digest.update(salt);
        try {
            digest.update(StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(line)));
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("a line holds half of a surrogate pair", e);
        }
        return digest.digest();
    }

    /**
     * {@return a new salt}
     *
     * @param random where random bytes come from
     */
    public static byte[] newSalt(SecureRandom random) {
        byte[] salt = new byte[SALT_SIZE_BYTES];
        random.nextBytes(salt);
        return salt;
    }

    /**
     * {@return an entry as it was written}
     *
     * @param bytes 48 bytes
     * @throws TransparencyException.Malformed if it has not 48 bytes
     */
    public static LogEntry parse(byte[] bytes) throws TransparencyException.Malformed {
        if (bytes.length != SIZE_BYTES) {
            throw new TransparencyException.Malformed("an entry of the log has 48 bytes, not " + bytes.length);
        }
        return new LogEntry(bytes.clone());
    }

    /** One of several that stand in a bundle. */
    static LogEntry bundled(byte[] bundle, int position) {
        int end = (position + 1) * BUNDLED_SIZE_BYTES;
        return new LogEntry(Arrays.copyOfRange(bundle, end - SIZE_BYTES, end));
    }

    /** Whether it stands there, with its length before it. */
    boolean isBundled(byte[] bundle, int position) {
        int from = position * BUNDLED_SIZE_BYTES;
        return Arrays.equals(bundled(), 0, BUNDLED_SIZE_BYTES, bundle, from, from + BUNDLED_SIZE_BYTES);
    }

    /** As it stands in a bundle. */
    byte[] bundled() {
        return ByteBuffer.allocate(BUNDLED_SIZE_BYTES)
                .putShort((short) SIZE_BYTES)
                .put(bytes)
                .array();
    }

    /** {@return the label by which it is found} */
    public Label label() {
        return label;
    }

    /** {@return a copy of the 48 bytes} */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** {@return the hash of the entry in the tree} */
    public MerkleHash hash() {
        return MerkleHash.ofEntry(bytes);
    }

    /**
     * {@return whether it is the entry of this line}
     *
     * @param salt the salt of the line
     * @param line the line, without its line end
     * @throws IllegalArgumentException as {@link #of}
     */
    public boolean isOf(byte[] salt, String line) {
        return MessageDigest.isEqual(Arrays.copyOfRange(bytes, Label.SIZE_BYTES, SIZE_BYTES), commitment(salt, line));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LogEntry that && MessageDigest.isEqual(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** Names it by its label. */
    @Override
    public String toString() {
        return "LogEntry[" + label + "]";
    }
}
