package org.phrkit.transparency;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.phrkit.transparency.TransparencyException.BadSignature;
import org.phrkit.transparency.TransparencyException.Malformed;

/**
 * Texts of whole lines with signatures below them, each in a line of its own: an em dash, the name of the key, and in
 * base64 the four bytes of its id and the signature, which is of the text in UTF-8 with its last line end.
 *
 * <p>Source: C2SP signed-note, of whose algorithms there is Ed25519. Safe for use by several threads.
 */
public final class SignedNote {
    /** The longest note, in characters: enough for 16 signatures of the longest algorithm, as the format asks. */
    public static final int LIMIT_LENGTH = 1 << 17;

    /** The most signatures. */
    public static final int MOST_SIGNATURES = 64;

    private static final String DASH = "\u2014 ";

    private SignedNote() {}

    /**
     * Signs a text.
     *
     * @param text whole lines, each with its line end
     * @param key signs it
     * @return the note: the text, an empty line, and the signature
     * @throws IllegalArgumentException if the text does not end with a line end, has control characters, or is too
     *     long
     */
    public static String sign(String text, NoteSigningKey key) {
        if (!isText(text)) {
            throw new IllegalArgumentException("a note is lines of text");
        }
        NoteVerifierKey verifier = key.verifierKey();
        byte[] signature = key.sign(text.getBytes(StandardCharsets.UTF_8));
        byte[] signed = ByteBuffer.allocate(NoteVerifierKey.ID_SIZE_BYTES + signature.length)
                .put(verifier.id())
                .put(signature)
                .array();
        String note =
                text + "\n" + DASH + verifier.name() + " " + Base64.getEncoder().encodeToString(signed) + "\n";
        if (note.length() > LIMIT_LENGTH) {
            throw new IllegalArgumentException("the note would be longer than " + LIMIT_LENGTH + " characters");
        }
        return note;
    }

    /**
     * {@return the text of a note, once it is certain that a key signed it} Signatures of all other keys are passed
     * over.
     *
     * @param note the note as it was read
     * @param key the key that has to have signed it
     * @throws Malformed if it is no note
     * @throws BadSignature if the key has not signed it, or a signature that says to be by the key is not
     */
    public static String open(String note, NoteVerifierKey key) throws Malformed, BadSignature {
        int end = note.lastIndexOf("\n\n");
        if (note.length() > LIMIT_LENGTH || end < 0 || !isText(note)) {
            throw new Malformed("is not a signed note");
        }
        String text = note.substring(0, end + 1);
        List<String> lines = note.substring(end + 2).lines().toList();
        if (lines.isEmpty() || lines.size() > MOST_SIGNATURES) {
            throw new Malformed("is not a signed note");
        }
        byte[] signedText = text.getBytes(StandardCharsets.UTF_8);
        boolean isSigned = false;
        for (String line : lines) {
            isSigned |= isBy(key, line, signedText);
        }
        if (!isSigned) {
            throw new BadSignature("the note is not signed by the key " + key.name() + "+" + key.idHex());
        }
        return text;
    }

    /** Lines of text, of which the last is ended too. */
    private static boolean isText(String text) {
        return text.endsWith("\n")
                && text.chars().allMatch(c -> c >= ' ' || c == '\n')
                && StandardCharsets.UTF_8.newEncoder().canEncode(text);
    }

    /** Whether a line has a good signature of the key; false where it has one of another. */
    private static boolean isBy(NoteVerifierKey key, String line, byte[] text) throws Malformed, BadSignature {
        int gap = line.lastIndexOf(' ');
        byte[] signature = StrictBase64.decode(line.substring(gap + 1));
        if (!line.startsWith(DASH)
                || gap < DASH.length()
                || !NoteVerifierKey.isName(line.substring(DASH.length(), gap))
                || signature.length <= NoteVerifierKey.ID_SIZE_BYTES) {
            throw new Malformed("has a line among its signatures that is none");
        }
        byte[] id = Arrays.copyOf(signature, NoteVerifierKey.ID_SIZE_BYTES);
        if (!line.substring(DASH.length(), gap).equals(key.name()) || !Arrays.equals(id, key.id())) {
            return false;
        }
        if (!key.verifies(Arrays.copyOfRange(signature, id.length, signature.length), text)) {
            throw new BadSignature("the signature of the note does not match: the note, or the signature, was altered");
        }
        return true;
    }
}
