package org.phrkit.transparency;

import java.io.IOException;
import java.util.Optional;

/**
 * Supplies the files of a log, from a folder or from an address. What it gives need not be believed; whoever reads
 * checks it against a checkpoint.
 */
@FunctionalInterface
public interface TileSource {
    /**
     * Reads a file; it may give more than {@link Tile#sizeBytes}, and should give up soon behind that.
     *
     * @param tile the name of the file
     * @return its bytes, or nothing where there is no such file; a log may have deleted a partial tile once the full one is
     *     there, which is asked for then
     * @throws IOException if reading or writing fails
     */
    Optional<byte[]> read(Tile tile) throws IOException;
}
