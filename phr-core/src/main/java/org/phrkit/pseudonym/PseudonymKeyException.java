package org.phrkit.pseudonym;

import org.phrkit.input.BadInputException;

/**
 * Thrown when a file holds no key for pseudonyms, or none for an order of rows. The message names the file, and never
 * quotes what stands in it. Immutable; several threads may use one.
 */
public final class PseudonymKeyException extends BadInputException {
    private static final long serialVersionUID = 1L;

    PseudonymKeyException(String problem) {
        super(problem, 1);
    }
}
