package org.phrkit.client;

import java.io.IOException;
import java.util.Optional;

/** Where a device keeps what it has seen of a store's log, from one run to the next. */
public interface LogMemory {
    /** What was kept; nothing where nothing was. */
    Optional<String> read() throws IOException;

    /** Keeps a text in the place of the one before. */
    void keep(String text) throws IOException;
}
