package org.phrkit.split;

import org.phrkit.input.BadInputException;

/**
 * Thrown when shares do not restore a secret; the subtype says why. Messages give the place of a mistake, never what
 * stood or should stand there.
 */
public abstract sealed class ShareException extends BadInputException {
    private static final long serialVersionUID = 1L;

    private ShareException(String problem) {
        super(problem);
    }

    private ShareException(String problem, int lineNumber) {
        super(problem, lineNumber);
    }

    /** A text that is not a share, or one with a mistake in it. */
    public static final class Malformed extends ShareException {
        private static final long serialVersionUID = 1L;

        private final int wordNumber;

        Malformed(String message) {
            this(message, 0);
        }

        Malformed(String message, int wordNumber) {
            this(message, wordNumber, 0);
        }

        private Malformed(String message, int wordNumber, int lineNumber) {
            super(message, lineNumber);
            this.wordNumber = wordNumber;
        }

        Malformed onLine(int number) {
            return new Malformed(problem(), wordNumber, number);
        }

        /** {@return the word that the message is about, from 1; 0 if it is about none} */
        public int wordNumber() {
            return wordNumber;
        }
    }

    /** A share that does not go with the others. */
    public static final class Mismatch extends ShareException {
        private static final long serialVersionUID = 1L;

        private final int index;

        Mismatch(String message, int index) {
            super(message);
            this.index = index;
        }

        /** {@return the share that the message is about: its place in the list that was given, from 0} */
        public int index() {
            return index;
        }
    }

    /** Fewer shares than the policy asks for. */
    public static final class TooFew extends ShareException {
        private static final long serialVersionUID = 1L;

        TooFew(String message) {
            super(message);
        }
    }

    /** Shares that look as if they went together, but at least one of them was altered. */
    public static final class Altered extends ShareException {
        private static final long serialVersionUID = 1L;

        Altered() {
            super("the shares do not fit together: at least one was altered, although its checksum is right");
        }
    }
}
