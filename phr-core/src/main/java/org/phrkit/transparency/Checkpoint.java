package org.phrkit.transparency;

import java.io.IOException;
import org.phrkit.transparency.TransparencyException.Malformed;
import org.phrkit.transparency.TransparencyException.OtherHistory;
import org.phrkit.transparency.TransparencyException.OtherLog;
import org.phrkit.transparency.TransparencyException.Rollback;

/**
 * The head of a log as the log signed it. There is none whose signature was not made or checked here.
 *
 * <p>A client keeps the last checkpoint that it accepted, and takes another only after {@link #requireConsistent}: so the
 * log cannot take back or change what it once showed to this client. Checkpoints that others carry it passes to
 * {@link #compare}: so the log cannot show each of them another history either.
 *
 * <p>Its form is a {@link SignedNote} of three lines: the origin, which names the log and its key, the size in decimal,
 * the root in base64. More lines, which the standard allows, are passed over.
 *
 * <p>Source: C2SP tlog-checkpoint. Immutable.
 */
public final class Checkpoint {
    private final String note;
    private final String origin;
    private final TreeHead head;

    private Checkpoint(String note, String origin, TreeHead head) {
        this.note = note;
        this.origin = origin;
        this.head = head;
    }

    /** What somebody else's checkpoint says about the log. */
    public enum View {
        /** One of the two logs extends the other. */
        CONSISTENT,

        /** The log has shown two histories; the two notes, both signed by it, prove it. */
        SPLIT,

        /**
         * The other has seen more entries. Fetch the log's checkpoint, and ask that one: a log that has none so large hides
         * what it has shown to others.
         */
        AHEAD
    }

    /**
     * Signs a head; the origin is the name of the key. A log never signs one that does not extend the last.
     *
     * @param head the size and the root hash of the log
     * @param key signs it
     * @return the signed checkpoint
     */
    public static Checkpoint sign(TreeHead head, NoteSigningKey key) {
        String origin = key.verifierKey().name();
        String text = origin + "\n" + head.size() + "\n" + head.root() + "\n";
        return new Checkpoint(SignedNote.sign(text, key), origin, head);
    }

    /**
     * Reads a checkpoint that the log of a key signed.
     *
     * @param note the note as it was read
     * @param key the key that has to have signed it
     * @return the checkpoint
     * @throws Malformed if it is none
     * @throws TransparencyException.BadSignature if the key has not signed it
     * @throws OtherLog if its origin is not the name of the key
     */
    public static Checkpoint open(String note, NoteVerifierKey key) throws TransparencyException {
        String text = SignedNote.open(note, key);
        String[] lines = text.split("\n", -1);
        if (lines.length < 4 || hasEmptyLine(lines)) {
            throw new Malformed("is not a checkpoint of a log");
        }
        if (!lines[0].equals(key.name())) {
            throw new OtherLog(lines[0], key.name());
        }
        byte[] root = StrictBase64.decode(lines[2]);
        if (root.length != MerkleHash.SIZE_BYTES || !lines[1].matches("0|[1-9][0-9]{0,12}")) {
            throw new Malformed("is not a checkpoint of a log");
        }
        try {
            return new Checkpoint(note, lines[0], new TreeHead(Long.parseLong(lines[1]), MerkleHash.of(root)));
        } catch (IllegalArgumentException e) {
            throw new Malformed("is not a checkpoint of a log: too many entries, or not the root of none");
        }
    }

    /** But for the last one, behind the last line end. */
    private static boolean hasEmptyLine(String[] lines) {
        for (int i = 0; i < lines.length - 1; i++) {
            if (lines[i].isEmpty()) {
                return true;
            }
        }
        return false;
    }

    /** {@return the origin of the log} */
    public String origin() {
        return origin;
    }

    /** {@return what was signed} */
    public TreeHead head() {
        return head;
    }

    /** {@return the whole text with its signatures, as it is kept, sent and shown as a proof} */
    public String note() {
        return note;
    }

    /**
     * Checks that a later checkpoint of the log extends this one. Reads at most 10 tiles.
     *
     * @param newer the one that the log shows now
     * @param tiles of the log as it is now
     * @throws OtherLog if it is of another log
     * @throws Rollback if the log has fewer entries than it had
     * @throws OtherHistory if it has not the entries that it had
     * @throws TransparencyException.BadTile if the tiles are not those of the newer checkpoint; it is not accepted then
     *     either
     */
    public void requireConsistent(Checkpoint newer, TileSource tiles) throws IOException {
        if (!newer.origin.equals(origin)) {
            throw new OtherLog(newer.origin, origin);
        }
        if (newer.head.size() < head.size()) {
            throw new Rollback(newer.head.size(), head.size());
        }
        if (!newer.extendsHead(head, tiles)) {
            throw new OtherHistory(head.size());
        }
    }

    /**
     * {@return what a checkpoint that another client carries, checked with the same key, says about the log} Reads at
     * most 10 tiles.
     *
     * @param carried the other's
     * @param tiles of the log
     * @throws OtherLog if it is of another log
     * @throws TransparencyException.BadTile if the tiles are not those of this checkpoint
     */
    public View compare(Checkpoint carried, TileSource tiles) throws IOException {
        if (!carried.origin.equals(origin)) {
            throw new OtherLog(carried.origin, origin);
        }
        if (carried.head.size() > head.size()) {
            return View.AHEAD;
        }
        return extendsHead(carried.head, tiles) ? View.CONSISTENT : View.SPLIT;
    }

    /** Whether its log, of at least as many entries, begins with that of another head. */
    private boolean extendsHead(TreeHead older, TileSource tiles) throws IOException {
        if (older.size() == 0 || older.size() == head.size()) {
            return older.size() == 0 || older.equals(head);
        }
        TiledTree tree = TiledTree.open(head, tiles);
        return tree.consistency(older.size()).proves(older, head);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Checkpoint that && note.equals(that.note);
    }

    @Override
    public int hashCode() {
        return note.hashCode();
    }

    /** Origin and size. */
    @Override
    public String toString() {
        return "Checkpoint[" + origin + ", " + head.size() + "]";
    }
}
