package org.phrkit.transparency;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/**
 * The right edge of a log: everything that is needed to append to it. That is the hash of each full subtree it
 * consists of (at most 41), the partial tile of each level (at most 5) and the partial bundle of entries, 55 KiB at
 * most.
 *
 * <p>Immutable, so that it can be kept while the files that the next one needs are written: where that fails, nothing was
 * appended.
 *
 * <p>Source: C2SP tlog-tiles, RFC 6962, section 2.1.
 */
public final class Frontier {
    /** That of a log without entries. */
    public static final Frontier EMPTY = new Frontier(0, List.of(), List.of(), new byte[0]);

    private final long size;
    private final List<MerkleHash> peaks;
    private final List<byte[]> tiles;
    private final byte[] bundle;

    private Frontier(long size, List<MerkleHash> peaks, List<byte[]> tiles, byte[] bundle) {
        this.size = size;
        this.peaks = peaks;
        this.tiles = tiles;
        this.bundle = bundle;
    }

    /**
     * The outcome of appending entries.
     *
     * @param frontier the edge then
     * @param files each file that is new, or holds more than the one that stood for it: full tiles as often as one was
     *     filled, then one partial tile for each level that changed. They are written before a checkpoint of the new head is
     *     signed. When a full tile is there, the partial ones of its index may be deleted
     */
    public record Growth(Frontier frontier, List<TileFile> files) {
        /**
         * Copies the list.
         *
         * @param frontier the edge then
         * @param files each file that is new, or holds more than the one that stood for it
         */
        public Growth {
            files = List.copyOf(files);
        }
    }

    /**
     * Reads the edge of a log again. Reads at most 6 files.
     *
     * @param head of the last checkpoint that was signed
     * @param source supplies the files of the log
     * @return the edge
     * @throws TransparencyException.BadTile if the source has not the files of this head
     */
    public static Frontier resume(TreeHead head, TileSource source) throws IOException {
        TiledTree tree = TiledTree.open(head, source);
        List<byte[]> tiles = new ArrayList<>();
        for (Map.Entry<Tile, byte[]> partial : tree.edge().entrySet()) {
            while (tiles.size() <= partial.getKey().level()) {
                tiles.add(new byte[0]);
            }
            tiles.set(partial.getKey().level(), partial.getValue());
        }
        ByteArrayOutputStream bundle = new ByteArrayOutputStream();
        for (LogEntry entry : tree.entries(head.size() - head.size() % Tile.FULL_WIDTH, head.size())) {
            bundle.writeBytes(entry.bundled());
        }
        return new Frontier(head.size(), tree.peaks(), tiles, bundle.toByteArray());
    }

    /** {@return what there is to sign of the log} */
    public TreeHead head() {
        MerkleHash root = MerkleHash.EMPTY;
        for (int i = peaks.size() - 1; i >= 0; i--) {
            root = i == peaks.size() - 1 ? peaks.get(i) : MerkleHash.ofNode(peaks.get(i), root);
        }
        return new TreeHead(size, root);
    }

    /**
     * Appends entries. Takes about two hashes an entry, however large the log is, and reads nothing.
     *
     * @param entries the new entries, in their order
     * @return the new edge, and the files to write
     * @throws IllegalArgumentException if there would be more than 2^40 entries
     */
    public Growth append(List<LogEntry> entries) {
        if (entries.size() > TreeHead.LARGEST_SIZE - size) {
            throw new IllegalArgumentException("a log has at most " + TreeHead.LARGEST_SIZE + " entries");
        }
        Growing growing = new Growing(this);
        entries.forEach(growing::add);
        return growing.grown();
    }

    /** The state while entries are appended. */
    private static final class Growing {
        private long size;
        private final Deque<MerkleHash> peaks;
        private final List<ByteArrayOutputStream> tiles = new ArrayList<>();
        private final ByteArrayOutputStream bundle = new ByteArrayOutputStream();
        private final List<TileFile> files = new ArrayList<>();
        private final long sizeBefore;

        Growing(Frontier frontier) {
            this.size = frontier.size;
            this.sizeBefore = frontier.size;
            this.peaks = new ArrayDeque<>(frontier.peaks);
            for (byte[] tile : frontier.tiles) {
                ByteArrayOutputStream open = new ByteArrayOutputStream();
                open.writeBytes(tile);
                tiles.add(open);
            }
            bundle.writeBytes(frontier.bundle);
        }

        void add(LogEntry entry) {
            bundle.writeBytes(entry.bundled());
            long before = size++;
            closeIfFull(bundle, Tile.ENTRIES, size);
            MerkleHash hash = entry.hash();
            put(hash, 0, size);
            for (int height = 1; ((before >> (height - 1)) & 1) == 1; height++) {
                hash = MerkleHash.ofNode(peaks.removeLast(), hash);
                if (height % 8 == 0) {
                    put(hash, height / 8, size >> height);
                }
            }
            peaks.addLast(hash);
        }

        /** @param count how many hashes the level has with this one */
        private void put(MerkleHash hash, int level, long count) {
            if (level == tiles.size()) {
                tiles.add(new ByteArrayOutputStream());
            }
            tiles.get(level).writeBytes(hash.bytes());
            closeIfFull(tiles.get(level), level, count);
        }

        private void closeIfFull(ByteArrayOutputStream open, int level, long count) {
            if (count % Tile.FULL_WIDTH == 0) {
                files.add(new TileFile(
                        new Tile(level, count / Tile.FULL_WIDTH - 1, Tile.FULL_WIDTH), open.toByteArray()));
                open.reset();
            }
        }

        Growth grown() {
            if (bundle.size() > 0 && size > sizeBefore) {
                files.add(new TileFile(Tile.of(Tile.ENTRIES, size / Tile.FULL_WIDTH, size), bundle.toByteArray()));
            }
            for (Tile tile : Tile.edge(size)) {
                if (!tile.isIn(sizeBefore)) {
                    files.add(new TileFile(tile, tiles.get(tile.level()).toByteArray()));
                }
            }
            List<byte[]> closed = new ArrayList<>();
            tiles.forEach(tile -> closed.add(tile.toByteArray()));
            return new Growth(new Frontier(size, List.copyOf(peaks), closed, bundle.toByteArray()), files);
        }
    }

    /** The size. */
    @Override
    public String toString() {
        return "Frontier[" + size + "]";
    }
}
