package org.phrkit.transparency;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.phrkit.transparency.TransparencyException.BadTile;

/**
 * The entries and proofs of a log, read from its tiles.
 *
 * <p>Guarantee: whatever is returned belongs to the tree of one head. The tiles at the right edge are hashed together to
 * its root when it is opened, and each other tile is compared with its hash in the tile above it; a source that gives
 * anything else gets a {@link BadTile}. Whether to believe the head, the caller decides: it is that of a
 * {@link Checkpoint}.
 *
 * <p>Cost: opening reads at most 5 tiles, and a proof at most 5 more, of at most 8 KiB each; 64 are kept, so that what
 * stands in a row is read once. Not for use by several threads.
 *
 * <p>Source: C2SP tlog-tiles, RFC 6962, section 2.1.
 */
public final class TiledTree {
    private static final int WIDTH_BITS = Integer.numberOfTrailingZeros(Tile.FULL_WIDTH);
    private static final int KEPT_TILES = 64;

    private final TreeHead head;
    private final TileSource source;
    private final Subtrees subtrees = this::subtree;
    private final Map<Tile, byte[]> edge = new HashMap<>();
    private final Map<Tile, byte[]> kept = new LinkedHashMap<>(KEPT_TILES, 0.75f, true);

    private TiledTree(TreeHead head, TileSource source) {
        this.head = head;
        this.source = source;
    }

    /**
     * Opens the tree of a head, and checks that the source has its right edge.
     *
     * @param head the size and the root hash of the log
     * @param source supplies the files of the log
     * @return the tree
     * @throws BadTile if it has not
     */
    public static TiledTree open(TreeHead head, TileSource source) throws IOException {
        TiledTree tree = new TiledTree(head, source);
        for (Tile tile : Tile.edge(head.size())) {
            tree.edge.put(tile, tree.read(tile));
        }
        // Its hashes of full subtrees are all at the edge.
        if (!tree.subtrees.root(head.size()).equals(head.root())) {
            throw new BadTile("the tiles at the right edge are not those of the tree of " + head.size() + " entries");
        }
        return tree;
    }

    /** {@return the head that this is the tree of} */
    public TreeHead head() {
        return head;
    }

    /**
     * {@return the root that the log had when it had fewer entries}
     *
     * @param size the number of entries, at most that of the head
     * @throws IOException if reading or writing fails
     */
    public MerkleHash rootOf(long size) throws IOException {
        if (size < 0 || size > head.size()) {
            throw new IllegalArgumentException("no root of " + size + " entries among " + head.size());
        }
        return subtrees.root(size);
    }

    /**
     * Proves that an entry is in the tree.
     *
     * @param index from 0
     * @return the proof
     * @throws IllegalArgumentException if there is no such entry
     * @throws IOException if reading or writing fails
     */
    public InclusionProof inclusion(long index) throws IOException {
        return subtrees.inclusion(index, head.size());
    }

    /**
     * Proves that the tree extends the one of its first entries.
     *
     * @param before how many these are
     * @return the proof
     * @throws IllegalArgumentException if they are more than all
     * @throws IOException if reading or writing fails
     */
    public ConsistencyProof consistency(long before) throws IOException {
        return subtrees.consistency(before, head.size());
    }

    /**
     * {@return one entry of the log}
     *
     * @param index from 0
     * @throws IllegalArgumentException if there is no such entry
     * @throws IOException if reading or writing fails
     */
    public LogEntry entry(long index) throws IOException {
        return entries(index, index + 1).get(0);
    }

    /**
     * {@return entries that stand in a row} Reads a bundle and a tile for each 256, and holds all of them in memory.
     *
     * @param from index of the first
     * @param to index behind the last
     * @throws IllegalArgumentException if not all of them are in the tree
     * @throws IOException if reading or writing fails
     */
    public List<LogEntry> entries(long from, long to) throws IOException {
        if (from < 0 || from > to || to > head.size()) {
            throw new IllegalArgumentException("no entries " + from + " to " + to + " of " + head.size());
        }
        List<LogEntry> entries = new ArrayList<>();
        for (long index = from; index < to; ) {
            Tile bundle = Tile.of(Tile.ENTRIES, index / Tile.FULL_WIDTH, head.size());
            int first = (int) (index % Tile.FULL_WIDTH);
            int end = (int) Math.min(bundle.width(), first + to - index);
            entries.addAll(bundle(bundle).subList(first, end));
            index += end - first;
        }
        return entries;
    }

    private List<LogEntry> bundle(Tile bundle) throws IOException {
        byte[] bytes = read(bundle);
        byte[] hashes = tile(0, bundle.index());
        List<LogEntry> entries = new ArrayList<>();
        for (int i = 0; i < bundle.width(); i++) {
            LogEntry entry = LogEntry.bundled(bytes, i);
            if (!entry.isBundled(bytes, i) || !entry.hash().equals(MerkleHash.at(hashes, i))) {
                throw new BadTile(bundle.path() + ": the entries are not those of the tree");
            }
            entries.add(entry);
        }
        return entries;
    }

    /** The full subtree of some height, from the tile that holds it or the lowest hashes above its entries. */
    private MerkleHash subtree(int height, long index) throws IOException {
        int within = height % WIDTH_BITS;
        long first = index << within;
        byte[] hashes = tile(height / WIDTH_BITS, first / Tile.FULL_WIDTH);
        return over(hashes, (int) (first % Tile.FULL_WIDTH), 1 << within);
    }

    /** The hash over a number of hashes in a row that is a power of two. */
    private static MerkleHash over(byte[] hashes, int first, int count) {
        return count == 1
                ? MerkleHash.at(hashes, first)
                : MerkleHash.ofNode(over(hashes, first, count / 2), over(hashes, first + count / 2, count / 2));
    }

    /** What is at the right edge, for it to grow: partial tiles from level 0 on, where there are any. */
    Map<Tile, byte[]> edge() {
        return edge;
    }

    /** The hashes of the full subtrees that the tree consists of, the largest first. */
    List<MerkleHash> peaks() throws IOException {
        List<MerkleHash> peaks = new ArrayList<>();
        for (int height = Long.SIZE - 1; height >= 0; height--) {
            long count = head.size() >> height;
            if ((count & 1) == 1) {
                peaks.add(subtree(height, count - 1));
            }
        }
        return peaks;
    }

    /** A tile that is known to be of the tree. */
    private byte[] tile(int level, long index) throws IOException {
        Tile tile = Tile.of(level, index, head.size());
        byte[] known = tile.isFull() ? kept.get(tile) : edge.get(tile);
        if (known != null) {
            return known;
        }
        byte[] bytes = read(tile);
        MerkleHash above = MerkleHash.at(tile(level + 1, index / Tile.FULL_WIDTH), (int) (index % Tile.FULL_WIDTH));
        if (!over(bytes, 0, Tile.FULL_WIDTH).equals(above)) {
            throw new BadTile(tile.path() + ": the tile is not that of the tree");
        }
        if (kept.size() == KEPT_TILES) {
            kept.remove(kept.keySet().iterator().next());
        }
        kept.put(tile, bytes);
        return bytes;
    }

    private byte[] read(Tile tile) throws IOException {
        byte[] bytes = source.read(tile).orElse(null);
        int sizeBytes = tile.sizeBytes();
        if (bytes != null && bytes.length == sizeBytes) {
            return bytes;
        }
        if (bytes != null) {
            throw new BadTile(tile.path() + ": has " + bytes.length + " bytes, not " + sizeBytes);
        }
        if (tile.isFull()) {
            throw new BadTile(tile.path() + ": is missing");
        }
        return Arrays.copyOf(read(tile.full()), sizeBytes);
    }
}
