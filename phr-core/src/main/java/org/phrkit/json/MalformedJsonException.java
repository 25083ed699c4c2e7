package org.phrkit.json;

import org.phrkit.input.BadInputException;

/** Why a text is not the JSON object asked for: it names members that are known, and never quotes what stands there. */
public final class MalformedJsonException extends BadInputException {
    private static final long serialVersionUID = 1L;

    MalformedJsonException(String message) {
        super(message);
    }
}
