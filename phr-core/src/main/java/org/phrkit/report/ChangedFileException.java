package org.phrkit.report;

import java.io.IOException;

/** A file changed between the reading that signed its hash and the one that packed it. */
public final class ChangedFileException extends IOException {
    private static final long serialVersionUID = 1L;

    ChangedFileException(String name) {
        super(name + ": changed while it was read");
    }
}
