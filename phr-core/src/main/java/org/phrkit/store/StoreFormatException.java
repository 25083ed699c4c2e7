package org.phrkit.store;

import org.phrkit.input.BadInputException;

/**
 * Thrown when a statement, an invitation or the signature of a request is not accepted. No message holds a code or a
 * name.
 */
public final class StoreFormatException extends BadInputException {
    private static final long serialVersionUID = 1L;

    StoreFormatException(String problem) {
        super(problem);
    }
}
