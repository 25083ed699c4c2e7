package org.phrkit.transparency;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.phrkit.crypto.Ed25519;
import org.phrkit.crypto.Sha256;

/**
 * The public key with which signed notes are checked: a name and an Ed25519 key, written as NAME+ID+BASE64, where the
 * id is the first four bytes of SHA-256(name ‖ 0x0A ‖ 0x01 ‖ key). Immutable.
 *
 * <p>Source: C2SP signed-note, which calls it a vkey.
 */
public final class NoteVerifierKey {
    /** The longest name, in characters. */
    public static final int LONGEST_NAME = 255;

    static final byte ED25519 = 1;
    static final int ID_SIZE_BYTES = 4;

    // Each part is checked on its own behind this.
    private static final Pattern PARTS = Pattern.compile("([^+]*)\\+([0-9a-f]{8})\\+([A-Za-z0-9+/=]*)");

    private final String name;
    private final byte[] publicKey;
    private final byte[] id;

    NoteVerifierKey(String name, byte[] publicKey) {
        this.name = name;
        this.publicKey = publicKey.clone();
        MessageDigest digest = Sha256.start();
        digest.update((name + "\n").getBytes(StandardCharsets.UTF_8));
        digest.update(ED25519);
        this.id = Arrays.copyOf(digest.digest(publicKey), ID_SIZE_BYTES);
    }

    /**
     * Reads a key.
     *
     * @param text the text to read
     * @return the public key
     * @throws TransparencyException.Malformed if it is anything else, or of another algorithm than Ed25519
     */
    public static NoteVerifierKey parse(String text) throws TransparencyException.Malformed {
        Matcher parts = PARTS.matcher(text);
        if (!parts.matches() || !isName(parts.group(1))) {
            throw new TransparencyException.Malformed("a key to check a log with is written NAME+ID+KEY");
        }
        byte[] encoded = StrictBase64.decode(parts.group(3));
        if (encoded.length != 1 + Ed25519.PUBLIC_KEY_SIZE_BYTES || encoded[0] != ED25519) {
            throw new TransparencyException.Malformed("the key to check a log with is not one of Ed25519");
        }
        NoteVerifierKey key = new NoteVerifierKey(parts.group(1), Arrays.copyOfRange(encoded, 1, encoded.length));
        if (!key.idHex().equals(parts.group(2))) {
            throw new TransparencyException.Malformed("the name or the id is not that of the key to check a log with");
        }
        return key;
    }

    /** Whether a text can be the name of a key: not empty, without blanks, line ends, controls and plus. */
    static boolean isName(String text) {
        return !text.isEmpty()
                && text.length() <= LONGEST_NAME
                && StandardCharsets.UTF_8.newEncoder().canEncode(text)
                && text.codePoints().noneMatch(NoteVerifierKey::isNeverInNames);
    }

    private static boolean isNeverInNames(int character) {
        return character == '+'
                || Character.isISOControl(character)
                || Character.isSpaceChar(character)
                || Character.isWhitespace(character);
    }

    /** {@return the name of the key: that of a log is the origin of its checkpoints} */
    public String name() {
        return name;
    }

    String idHex() {
        return HexFormat.of().formatHex(id);
    }

    byte[] id() {
        return id.clone();
    }

    boolean verifies(byte[] signature, byte[] text) {
        return Ed25519.verify(publicKey, text, signature);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof NoteVerifierKey that
                && name.equals(that.name)
                && Arrays.equals(publicKey, that.publicKey);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(publicKey);
    }

    /** NAME+ID+BASE64. */
    @Override
    public String toString() {
        return name + "+" + idHex() + "+" + encoded(publicKey);
    }

    /** With the algorithm before it. */
    static String encoded(byte[] key) {
        byte[] bytes = new byte[1 + key.length];
        bytes[0] = ED25519;
        System.arraycopy(key, 0, bytes, 1, key.length);
        String text = Base64.getEncoder().encodeToString(bytes);
        Arrays.fill(bytes, (byte) 0);
        return text;
    }
}
