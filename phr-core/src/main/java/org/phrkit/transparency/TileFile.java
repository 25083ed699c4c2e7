package org.phrkit.transparency;

import java.util.Arrays;

/** A file that a log has to write: its name and its bytes. Immutable. */
public final class TileFile {
    private final Tile tile;
    private final byte[] bytes;

    TileFile(Tile tile, byte[] bytes) {
        this.tile = tile;
        this.bytes = bytes;
    }

    /** {@return the name of the file} */
    public Tile tile() {
        return tile;
    }

    /** {@return a copy of its bytes} */
    public byte[] bytes() {
        return bytes.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TileFile that && tile.equals(that.tile) && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return tile.hashCode();
    }

    /** Its path. */
    @Override
    public String toString() {
        return tile.path();
    }
}
