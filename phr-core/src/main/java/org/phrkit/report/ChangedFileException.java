package org.phrkit.report;

import java.io.IOException;

/** Thrown when a file changed between the pass that hashed it for the signature and the pass that packed it. */
public final class ChangedFileException extends IOException {
    private static final long serialVersionUID = 1L;

    ChangedFileException(String name) {
        super(name + ": changed while it was read");
    }
}
