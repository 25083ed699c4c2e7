package org.phrkit.age;

import org.phrkit.input.BadInputException;

/** A text that should be a recipient or an identity is none. The message never quotes it. */
public final class MalformedKeyException extends BadInputException {
    private static final long serialVersionUID = 1L;

    MalformedKeyException(String problem) {
        super(problem);
    }

    MalformedKeyException(String problem, int lineNumber) {
        super(problem, lineNumber);
    }
}
