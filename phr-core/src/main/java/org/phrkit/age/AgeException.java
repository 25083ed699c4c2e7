package org.phrkit.age;

import org.phrkit.input.BadInputException;

/**
 * Thrown when an age file cannot be opened; the subtype says which part failed. A message never holds a byte of
 * plaintext or of a key.
 */
public abstract sealed class AgeException extends BadInputException {
    private static final long serialVersionUID = 1L;

    private AgeException(String message) {
        super(message);
    }

    /** The header does not follow the format, or asks for more than is allowed. */
    public static sealed class Header extends AgeException permits Converted {
        private static final long serialVersionUID = 1L;

        Header(String problem) {
            super("header failure: " + problem);
        }
    }

    /** An age file that a program took for text and rewrote: as UTF-16, with a byte order mark, or with other line ends. */
    public static final class Converted extends Header {
        private static final long serialVersionUID = 1L;

        Converted(String what) {
            super("the file was taken for text on its way, and " + what);
        }
    }

    /** The text around a binary file (its ASCII armor) does not follow the format. */
    public static final class Armor extends AgeException {
        private static final long serialVersionUID = 1L;

        Armor(String problem) {
            super("armor failure: " + problem);
        }
    }

    /** A key opens the file, but the header was altered since it was written. */
    public static final class Mac extends AgeException {
        private static final long serialVersionUID = 1L;

        Mac() {
            super("HMAC failure: the header was altered");
        }
    }

    /** None of the identities opens the file. */
    public static final class NoMatch extends AgeException {
        private static final long serialVersionUID = 1L;

        NoMatch(String problem) {
            super("no match: " + problem);
        }
    }

    /** The encrypted content was altered or truncated. What was read before is authentic, but not all there is. */
    public static final class Payload extends AgeException {
        private static final long serialVersionUID = 1L;

        Payload(String problem) {
            super("payload failure: " + problem);
        }
    }

    /** What age sends to a plugin does not follow the protocol. */
    public static final class Conversation extends AgeException {
        private static final long serialVersionUID = 1L;

        Conversation(String problem) {
            super("age and its plugin: " + problem);
        }
    }
}
