package org.phrkit.pseudonym;

import org.phrkit.input.BadInputException;

/**
 * Why a file holds no key, of pseudonyms or of an order of rows. The message names the file, and never quotes what stands in it. Immutable; several threads may use one.
 */
public final class PseudonymKeyException extends BadInputException {
    private static final long serialVersionUID = 1L;

    PseudonymKeyException(String problem) {
        super(problem, 1);
    }
}
