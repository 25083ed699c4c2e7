package org.phrkit.client;

import java.io.IOException;
import java.util.Optional;

/** A place where a device keeps, from one run to the next, what it has seen of a store's log. */
public interface LogMemory {
    /**
     * {@return what was kept; nothing where nothing was}
     *
     * @throws IOException if reading or writing fails
     */
    Optional<String> read() throws IOException;

    /**
     * Keeps a text, which replaces the one before.
     *
     * @param text what to keep
     * @throws IOException if reading or writing fails
     */
    void keep(String text) throws IOException;
}
