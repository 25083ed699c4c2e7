package org.phrkit.mediation;

import org.phrkit.input.BadInputException;

/** Thrown when a point, a recipient or an answer is not accepted. No message holds any of it. */
public final class MediationException extends BadInputException {
    private static final long serialVersionUID = 1L;

    MediationException(String problem) {
        super(problem);
    }
}
