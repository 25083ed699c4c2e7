package org.phrkit.report;

import org.phrkit.input.BadInputException;

/** Thrown when a signed report is not accepted; the subtype says why. No message holds anything of its content. */
public abstract sealed class ReportException extends BadInputException {
    private static final long serialVersionUID = 1L;

    private ReportException(String message) {
        super(message);
    }

    /** A package that is not built as a signed report is. */
    public static final class Malformed extends ReportException {
        private static final long serialVersionUID = 1L;

        Malformed(String message) {
            super(message);
        }
    }

    /** A package whose signature does not match, or whose files are not those that were signed. */
    public static final class Altered extends ReportException {
        private static final long serialVersionUID = 1L;

        Altered(String message) {
            super(message);
        }
    }

    /** A genuine report that was sent to someone else. */
    public static final class NotAddressed extends ReportException {
        private static final long serialVersionUID = 1L;

        NotAddressed() {
            super("the report was addressed to someone else, and not to the key that opened it");
        }
    }

    /** A genuine report that is not the one asked for: of another sender, with another id, or older. */
    public static final class NotExpected extends ReportException {
        private static final long serialVersionUID = 1L;

        NotExpected(String message) {
            super(message);
        }
    }

    /** Grant statements that do not make the one who opened the report its reader, or not now. */
    public static final class NotGranted extends ReportException {
        private static final long serialVersionUID = 1L;

        NotGranted(String message) {
            super(message);
        }
    }
}
