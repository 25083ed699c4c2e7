package org.phrkit.rc4;

import org.phrkit.input.BadInputException;

/**
 * Why a file of RC4 could not be read. The subtype says which part failed; the message names the file and, of a key
 * file in hexadecimal, line and column, and never holds a byte of a key or of the content.
 */
public abstract sealed class Rc4Exception extends BadInputException {
    private static final long serialVersionUID = 1L;

    private Rc4Exception(String problem, int lineNumber) {
        super(problem, lineNumber);
    }

    /** A key file that holds no key of RC4. */
    public static final class KeyFile extends Rc4Exception {
        private static final long serialVersionUID = 1L;

        KeyFile(String problem) {
            super(problem, 0);
        }

        KeyFile(int lineNumber, int columnNumber, String problem) {
            super("column " + columnNumber + ": " + problem, lineNumber);
        }
    }

    /** A file in which nothing is encrypted. */
    public static final class Empty extends Rc4Exception {
        private static final long serialVersionUID = 1L;

        Empty(String problem) {
            super(problem, 0);
        }
    }

    /** A file with a salt where there should be none, or without one where there should be one. */
    public static final class Salt extends Rc4Exception {
        private static final long serialVersionUID = 1L;

        Salt(String problem) {
            super(problem, 0);
        }
    }
}
