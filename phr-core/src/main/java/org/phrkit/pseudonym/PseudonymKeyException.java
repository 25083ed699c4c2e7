package org.phrkit.pseudonym;

/** Why a file holds no key for pseudonyms. The message names the file, and never quotes what stands in it. */
public final class PseudonymKeyException extends Exception {
    private static final long serialVersionUID = 1L;

    PseudonymKeyException(String source, String problem) {
        super(source + ":1: " + problem);
    }
}
