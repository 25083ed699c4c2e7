package org.phrkit.age;

import org.phrkit.input.BadInputException;

/** Thrown when a text is not the recipient or the identity that it should be. The message never quotes it. */
public final class MalformedKeyException extends BadInputException {
    private static final long serialVersionUID = 1L;

    MalformedKeyException(String problem) {
        super(problem);
    }

    MalformedKeyException(String problem, int lineNumber) {
        super(problem, lineNumber);
    }
}
