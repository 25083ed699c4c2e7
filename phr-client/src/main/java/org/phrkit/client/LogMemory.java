package org.phrkit.client;

import java.io.IOException;
import java.util.Optional;

/** Where a device keeps what it has seen of a store's log, from one run to the next. */
public interface LogMemory {
    /**
     * {@return what was kept; nothing where nothing was}
     *
     * @throws IOException if reading or writing fails
     */
    Optional<String> read() throws IOException;

    /**
     * Keeps a text in the place of the one before.
     *
     * @param text what to keep
     * @throws IOException if reading or writing fails
     */
    void keep(String text) throws IOException;
}
