package org.phrkit.verify;

import org.phrkit.input.BadInputException;

/** Why a file does not pair a release with its original: the line, if there is one, and what is wrong there. Immutable. */
public final class PairingException extends BadInputException {
    private static final long serialVersionUID = 1L;

    /**
     * A problem of a pairing.
     *
     * @param lineNumber 0 where it is none of a line
     */
    public PairingException(String problem, long lineNumber) {
        super(problem, lineNumber);
    }
}
