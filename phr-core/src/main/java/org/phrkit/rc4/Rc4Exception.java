package org.phrkit.rc4;

import org.phrkit.input.BadInputException;

/**
 * Thrown when a file that is encrypted with RC4 cannot be read. The subtype says which part failed; the message names
 * the file and, of a key file in hexadecimal, line and column, and never holds a byte of a key or of the content.
 */
public abstract sealed class Rc4Exception extends BadInputException {
    private static final long serialVersionUID = 1L;

    private Rc4Exception(String problem, int lineNumber) {
        super(problem, lineNumber);
    }

    /** The key file holds no RC4 key. */
    public static final class KeyFile extends Rc4Exception {
        private static final long serialVersionUID = 1L;

        KeyFile(String problem) {
            super(problem, 0);
        }

        KeyFile(int lineNumber, int columnNumber, String problem) {
            super("column " + columnNumber + ": " + problem, lineNumber);
        }
    }

    /** The file has no ciphertext. */
    public static final class Empty extends Rc4Exception {
        private static final long serialVersionUID = 1L;

        Empty(String problem) {
            super(problem, 0);
        }
    }

    /** The file has a salt where there should be none, or lacks one. */
    public static final class Salt extends Rc4Exception {
        private static final long serialVersionUID = 1L;

        Salt(String problem) {
            super(problem, 0);
        }
    }
}
