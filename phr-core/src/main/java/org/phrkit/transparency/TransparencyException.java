package org.phrkit.transparency;

import org.phrkit.input.BadInputException;

/** Thrown when data of a log is not accepted; the subtype says which part failed. No message holds a key or a line. */
public abstract sealed class TransparencyException extends BadInputException {
    private static final long serialVersionUID = 1L;

    private TransparencyException(String problem) {
        super(problem);
    }

    /** A note, a key, an entry or a path that does not follow its format, or is larger than allowed. */
    public static final class Malformed extends TransparencyException {
        private static final long serialVersionUID = 1L;

        Malformed(String problem) {
            super(problem);
        }
    }

    /** A note without a good signature of the key that is asked for. */
    public static final class BadSignature extends TransparencyException {
        private static final long serialVersionUID = 1L;

        BadSignature(String problem) {
            super(problem);
        }
    }

    /** A tile or entries that are missing, or are not those of the checkpoint. It may be an error on the way. */
    public static final class BadTile extends TransparencyException {
        private static final long serialVersionUID = 1L;

        BadTile(String problem) {
            super(problem);
        }
    }

    /** A checkpoint of another log than the one asked for. */
    public static final class OtherLog extends TransparencyException {
        private static final long serialVersionUID = 1L;

        OtherLog(String origin, String expected) {
            super("the checkpoint is of the log " + quoted(origin) + ", not of " + quoted(expected));
        }
    }

    /** A checkpoint of fewer entries than were signed before. */
    public static final class Rollback extends TransparencyException {
        private static final long serialVersionUID = 1L;

        Rollback(long size, long before) {
            super("the log has " + size + " entries, and had " + before + " before");
        }
    }

    /**
     * A log whose first entries are not those that it had before: it was rewritten, or shows different readers
     * different histories.
     */
    public static final class OtherHistory extends TransparencyException {
        private static final long serialVersionUID = 1L;

        OtherHistory(long size) {
            super("the first " + size + " entries of the log are not those that it had before");
        }
    }
}
