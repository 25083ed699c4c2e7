package org.phrkit.transparency;

import java.io.IOException;
import java.util.Optional;

/**
 * Where the files of a log come from: a folder, or an address. What it gives need not be believed; whoever reads checks it
 * against a checkpoint.
 */
@FunctionalInterface
public interface TileSource {
    /**
     * Reads a file; it may give more than {@link Tile#sizeBytes}, and should give up soon behind that.
     *
     * @return its bytes, or nothing where there is no such file; a log may have deleted a partial tile once the full one is
     *     there, which is asked for then
     */
    Optional<byte[]> read(Tile tile) throws IOException;
}
