package org.phrkit.client;

import java.io.IOException;
import java.util.List;

/** Thrown if a store does not do what it was asked to do. No message holds a secret, a name, or what the store sent. */
public abstract sealed class StoreException extends IOException {
    private static final long serialVersionUID = 1L;

    private StoreException(String message) {
        super(message);
    }

    /** Thrown if the store refuses and says why. */
    public static final class Refused extends StoreException {
        private static final long serialVersionUID = 1L;

        private final int status;
        private final String kind;
        private final String path;
        private final long retryAfterSeconds;

        Refused(int status, String kind, String detail, String path, long retryAfterSeconds) {
            super(detail);
            this.status = status;
            this.kind = kind;
            this.path = path;
            this.retryAfterSeconds = retryAfterSeconds;
        }

        /** {@return the status of the answer} */
        public int status() {
            return status;
        }

        /** {@return what kind of refusal it is: the last part of the problem's type, such as {@code not-found}} */
        public String kind() {
            return kind;
        }

        /** {@return the path of the request, such as {@code /v1/openings}} */
        public String path() {
            return path;
        }

        /** {@return the number of seconds to wait before asking again; 0 if the store does not say} */
        public long retryAfterSeconds() {
            return retryAfterSeconds;
        }
    }

    /** Thrown if whoever answers is not the intended store. */
    public static final class OtherStore extends StoreException {
        private static final long serialVersionUID = 1L;

        OtherStore(String message) {
            super(message);
        }
    }

    /** Thrown for an answer that no proper store gives. */
    public static final class Malformed extends StoreException {
        private static final long serialVersionUID = 1L;

        Malformed(String message) {
            super(message);
        }
    }

    /** The store's log is not the one that it has shown before, or to others: it was rewritten, or has two faces. */
    public static final class OtherHistory extends StoreException {
        private static final long serialVersionUID = 1L;

        private final transient List<String> notes;

        OtherHistory(String message, List<String> notes) {
            super(message);
            this.notes = List.copyOf(notes);
        }

        /** {@return the heads that the store signed and that do not belong together, as a proof to be kept} */
        public List<String> notes() {
            return notes;
        }
    }

    /** Thrown if the store cannot be reached. */
    public static final class Unreachable extends StoreException {
        private static final long serialVersionUID = 1L;

        Unreachable(String message) {
            super(message);
        }
    }
}
