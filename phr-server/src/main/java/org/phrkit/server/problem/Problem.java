package org.phrkit.server.problem;

/**
 * Why a request is refused, as RFC 9457 says it. The detail never holds a name, a key, a code or anything that the client
 * sent.
 */
public final class Problem extends Exception {
    private static final long serialVersionUID = 1L;

    /** What kinds of refusals there are; a client may rely on their names. */
    public enum Kind {
        /** The request is not one that the store understands. */
        MALFORMED(400, "The request is malformed"),
        /** It is not signed, or its signature does not hold. */
        UNSIGNED(401, "The request is not signed as it must be"),
        /** It is signed at another time than now. */
        CLOCK(401, "The clocks differ"),
        /** It was answered before. */
        REPLAYED(401, "The request was sent before"),
        /** It is not one for this store, or does not hold. */
        PASSKEY(401, "The passkey was not accepted"),
        /** The account may not do this. */
        FORBIDDEN(403, "This account may not do that"),
        /** The account is suspended. */
        SUSPENDED(403, "The account is suspended"),
        /** It is not there, or not for this account: which of the two, nobody learns. */
        NOT_FOUND(404, "There is no such thing for this account"),
        /** There is no such method. */
        METHOD(405, "The method is not one of this resource"),
        /** It is there already, or stands against what is there. */
        CONFLICT(409, "It conflicts with what is there"),
        /** The reader of a grant opens in another way than the grant says. */
        READER(409, "The reader opens in another way"),
        /** The invitation, the upload or the report is no longer there. */
        GONE(410, "It is no longer there"),
        /** Somebody else changed it in the meantime. */
        CHANGED(412, "It was changed in the meantime"),
        /** More than is taken. */
        TOO_LARGE(413, "It is larger than the store accepts"),
        /** A body of another type than is taken. */
        MEDIA_TYPE(415, "The body is of another type"),
        /** A range beyond the end. */
        RANGE(416, "The range is not in it"),
        /** Another request is writing it. */
        LOCKED(423, "Another request is writing it"),
        /** A change without saying of what. */
        PRECONDITION(428, "If-Match is missing"),
        /** Too many at once. */
        TOO_MANY(429, "Too many requests"),
        /** A bug. */
        BUG(500, "A bug of the store"),
        /** The store is stopping. */
        STOPPING(503, "The store is stopping"),
        /** Neither the account nor the disk has room for it. */
        NO_ROOM(507, "There is no room for it");

        private final int status;
        private final String title;

        Kind(int status, String title) {
            this.status = status;
            this.title = title;
        }

        /** The status of the answer. */
        public int status() {
            return status;
        }

        /** One line, the same for all of the kind. */
        public String title() {
            return title;
        }

        /** What a client tells kinds apart by: a name relative to the store's description. */
        public String type() {
            return "/problems/" + name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
        }
    }

    private final Kind kind;
    private final long retryAfterSeconds;

    public Problem(Kind kind, String detail) {
        this(kind, detail, 0);
    }

    /** One that is over after some time. */
    public Problem(Kind kind, String detail, long retryAfterSeconds) {
        super(detail, null, false, false);
        this.kind = kind;
        this.retryAfterSeconds = retryAfterSeconds;
    }

    /** What one account must not tell from what is another's. */
    public static Problem notFound() {
        return new Problem(Kind.NOT_FOUND, "it does not exist, or is not for this account");
    }

    /** A body or field that is not understood. */
    public static Problem malformed(String detail) {
        return new Problem(Kind.MALFORMED, detail);
    }

    public Kind kind() {
        return kind;
    }

    /** When to ask again; 0 where that would not help. */
    public long retryAfterSeconds() {
        return retryAfterSeconds;
    }

    /** What is wrong with this request. */
    public String detail() {
        return String.valueOf(getMessage());
    }
}
