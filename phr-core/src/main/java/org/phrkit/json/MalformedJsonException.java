package org.phrkit.json;

/** Why a text is not the JSON object asked for: it names members that are known, and never quotes what stands there. */
public final class MalformedJsonException extends Exception {
    private static final long serialVersionUID = 1L;

    MalformedJsonException(String message) {
        super(message);
    }
}
