package org.phrkit.transparency;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of one file of a log: up to 256 hashes of one level that stand in a row, or up to 256 entries.
 *
 * <p>A tile of level l holds the hashes over 256^l entries each: those of single entries at level 0, and above it each the
 * root of a full tile below. A tile is partial while the log has not enough entries to fill it; it is a prefix of each
 * wider one of its index, so that whoever has the widest can serve all of them.
 *
 * <p>Source: C2SP tlog-tiles.
 *
 * @param level from 0, or {@link #ENTRIES}
 * @param index from 0: how many tiles of the level stand before it
 * @param width how many hashes or entries it holds, 1 to 256
 */
public record Tile(int level, long index, int width) {
    /** The width of a full tile. */
    public static final int FULL_WIDTH = 256;

    /** In the place of the level: a bundle of entries. */
    public static final int ENTRIES = -1;

    private static final int WIDTH_BITS = 8;
    private static final Pattern PATH =
            Pattern.compile("tile/(entries|[0-9])/((?:x[0-9]{3}/){0,3}[0-9]{3})(?:\\.p/([1-9][0-9]{0,2}))?");

    /**
     * Refuses a tile that no log can have.
     *
     * @param level from 0, or {@link #ENTRIES}
     * @param index from 0
     * @param width how many hashes or entries it holds, 1 to 256
     * @throws IllegalArgumentException if no log of at most 2^40 entries has such a tile
     */
    public Tile {
        if (level < ENTRIES || WIDTH_BITS * level >= Long.SIZE || width < 1 || width > FULL_WIDTH || index < 0) {
            throw new IllegalArgumentException("there is no such tile");
        }
        long most = count(level, TreeHead.LARGEST_SIZE);
        if (index > most / FULL_WIDTH || index * FULL_WIDTH + width > most) {
            throw new IllegalArgumentException("no log has such a tile");
        }
    }

    /** The tile of this index as a log of some size has it, at its widest. */
    static Tile of(int level, long index, long treeSize) {
        return new Tile(level, index, (int) Math.min(FULL_WIDTH, count(level, treeSize) - index * FULL_WIDTH));
    }

    /** The partial tiles of hashes at the right edge of a tree, from level 0 on: one where the level has one. */
    static List<Tile> edge(long treeSize) {
        List<Tile> edge = new ArrayList<>();
        for (int level = 0; count(level, treeSize) > 0; level++) {
            if (count(level, treeSize) % FULL_WIDTH > 0) {
                edge.add(of(level, count(level, treeSize) / FULL_WIDTH, treeSize));
            }
        }
        return edge;
    }

    /** How many hashes, or entries, a level of a tree has in all. */
    private static long count(int level, long treeSize) {
        return treeSize >> (WIDTH_BITS * Math.max(level, 0));
    }

    /**
     * Reads a path.
     *
     * @param path the path of the file
     * @return the name of the tile
     * @throws TransparencyException.Malformed if it is not exactly that of a tile
     */
    public static Tile parse(String path) throws TransparencyException.Malformed {
        Matcher parts = PATH.matcher(path);
        if (parts.matches()) {
            int level = parts.group(1).equals("entries") ? ENTRIES : Integer.parseInt(parts.group(1));
            long index = Long.parseLong(parts.group(2).replaceAll("[x/]", ""));
            int width = parts.group(3) == null ? FULL_WIDTH : Integer.parseInt(parts.group(3));
            try {
                Tile tile = new Tile(level, index, width);
                if (tile.path().equals(path)) {
                    return tile;
                }
            } catch (IllegalArgumentException e) {
                throw new TransparencyException.Malformed("no log has such a tile");
            }
        }
        throw new TransparencyException.Malformed("is not the path of a tile");
    }

    /**
     * {@return the path at which a log serves it, behind its own address: {@code tile/0/x001/x234/067},
     * {@code tile/entries/000.p/5}}
     */
    public String path() {
        StringBuilder number = new StringBuilder("%03d".formatted(index % 1000));
        for (long rest = index / 1000; rest > 0; rest /= 1000) {
            number.insert(0, "x%03d/".formatted(rest % 1000));
        }
        return "tile/" + (isOfEntries() ? "entries" : level) + "/" + number + (isFull() ? "" : ".p/" + width);
    }

    /** {@return whether it is a bundle of entries} */
    public boolean isOfEntries() {
        return level == ENTRIES;
    }

    /** {@return whether it has all 256} */
    public boolean isFull() {
        return width == FULL_WIDTH;
    }

    /** {@return the full tile of the same index, which comes to stand in its place} */
    public Tile full() {
        return new Tile(level, index, FULL_WIDTH);
    }

    /** {@return exactly how many bytes it has: 32 for each hash, 50 for each entry} */
    public int sizeBytes() {
        return width * (isOfEntries() ? LogEntry.BUNDLED_SIZE_BYTES : MerkleHash.SIZE_BYTES);
    }

    /**
     * {@return whether a log of this many entries has all that it holds}
     *
     * @param treeSize the number of entries of the log
     */
    public boolean isIn(long treeSize) {
        return index * FULL_WIDTH + width <= count(level, treeSize);
    }
}
