package org.phrkit.fuzz;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.phrkit.transparency.Checkpoint;
import org.phrkit.transparency.LogEntry;
import org.phrkit.transparency.LogKey;
import org.phrkit.transparency.NoteSigningKey;
import org.phrkit.transparency.NoteVerifierKey;
import org.phrkit.transparency.SignedNote;
import org.phrkit.transparency.Tile;
import org.phrkit.transparency.TiledTree;
import org.phrkit.transparency.TransparencyException;
import org.phrkit.transparency.TreeHead;

/**
 * Paths, keys and checkpoints that are accepted are written as they were read, and tiles are taken for those of a tree only
 * if they are.
 */
public final class TransparencyFuzz {
    private static final NoteSigningKey KEY = key();
    private static final LogEntry ENTRY = entry(new byte[LogEntry.SIZE_BYTES]);

    private TransparencyFuzz() {}

    private static NoteSigningKey key() {
        try {
            return NoteSigningKey.parse(
                    "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz");
        } catch (TransparencyException e) {
            throw new AssertionError(e);
        }
    }

    private static LogEntry entry(byte[] bytes) {
        try {
            return LogEntry.parse(bytes);
        } catch (TransparencyException e) {
            throw new AssertionError(e);
        }
    }

    public static void fuzzerTestOneInput(byte[] data) {
        String text = new String(data, StandardCharsets.UTF_8);
        requireSame(text, () -> Tile.parse(text).path());
        requireSame(text, () -> NoteVerifierKey.parse(text).toString());
        requireSame(text, () -> NoteSigningKey.parse(text).exposeText());
        requireSame(text, () -> LogKey.parse(text).exposeText());
        requireSame(text, () -> Checkpoint.open(text, KEY.verifierKey()).note());
        signed(text);
        tiles(data);
    }

    private interface Rewriting {
        String rewritten() throws TransparencyException;
    }

    private static void requireSame(String text, Rewriting reading) {
        try {
            if (!reading.rewritten().equals(text)) {
                throw new AssertionError("it is written otherwise than it was read");
            }
        } catch (TransparencyException e) {
            return;
        }
    }

    /** Behind the signature: a text that the key signs. */
    private static void signed(String text) {
        try {
            Checkpoint read = Checkpoint.open(SignedNote.sign(text, KEY), KEY.verifierKey());
            Checkpoint again = Checkpoint.sign(read.head(), KEY);
            if (!again.head()
                            .equals(Checkpoint.open(again.note(), KEY.verifierKey())
                                    .head())
                    || !text.startsWith(again.note().substring(0, again.note().indexOf("\n\n")))) {
                throw new AssertionError("the checkpoint is written otherwise than it was read");
            }
        } catch (TransparencyException | IllegalArgumentException e) {
            return;
        }
    }

    /** The only entry of a tree whose root is the first 32 bytes. */
    private static void tiles(byte[] data) {
        try {
            TreeHead head = new TreeHead(1, ENTRY.hash());
            TiledTree tree = TiledTree.open(
                    head,
                    tile -> Optional.of(tile.isOfEntries() ? data : ENTRY.hash().bytes()));
            if (!Arrays.equals(tree.entry(0).bytes(), ENTRY.bytes())) {
                throw new AssertionError("another entry is taken for that of the tree");
            }
            TiledTree.open(head, tile -> Optional.of(data));
            throw new AssertionError("a bundle is taken for a tile");
        } catch (IOException e) {
            return;
        }
    }
}
