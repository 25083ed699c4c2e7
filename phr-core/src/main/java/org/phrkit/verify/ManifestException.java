package org.phrkit.verify;

import org.phrkit.input.BadInputException;

/**
 * Thrown when a file is not the manifest of a release. The message never quotes what stands in it. Immutable; several
 * threads may use one.
 */
public final class ManifestException extends BadInputException {
    private static final long serialVersionUID = 1L;

    ManifestException(String message) {
        super(message);
    }
}
