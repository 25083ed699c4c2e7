package org.phrkit.cli.store;

/** What to type where a store refuses. */
final class RefusalHint {
    private static final int MINUTE_SECONDS = 60;
    private static final int HOUR_SECONDS = 3600;

    private RefusalHint() {}

    /**
     * What to do.
     *
     * @param kind of the refusal
     * @param path what was asked for
     * @param retryAfterSeconds when to ask again; 0 where the store did not say
     * @return nothing where nothing helps
     */
    static String of(String kind, String path, long retryAfterSeconds) {
        return switch (kind) {
            case "clock" -> "set the clock of this machine";
            case "changed" -> "somebody else changed it at the same time: run the command again";
            case "not-found" -> notFound(path);
            case "gone" -> gone(path);
            case "reader" -> "ask the reader for a new card: phr contacts add --replace NAME CARD";
            case "too-many" -> "try again in " + duration(retryAfterSeconds);
            default -> "";
        };
    }

    private static String notFound(String path) {
        if (path.equals("/v1/recoveries")) {
            return "the shares are of an account that this store does not have, or that is shut "
                    + "out: ask whoever runs it";
        }
        if (path.startsWith("/v1/parts") || path.startsWith("/v1/account/devices")) {
            return "see phr store device list";
        }
        return path.startsWith("/v1/reports") ? "see phr store list" : "";
    }

    private static String gone(String path) {
        if (path.equals("/v1/accounts")) {
            return "ask whoever runs the store for another invitation";
        }
        if (path.equals("/v1/openings")) {
            return "only whoever left the report can grant it again";
        }
        if (path.startsWith("/v1/parts")) {
            return "ask whoever runs the store to end the key parts of your account; then run phr store enrol again";
        }
        return path.startsWith("/v1/uploads") ? "the request took too long: run the command again" : "";
    }

    /** Never shorter than the store said. */
    private static String duration(long seconds) {
        if (seconds >= HOUR_SECONDS) {
            long hours = (seconds + HOUR_SECONDS - 1) / HOUR_SECONDS;
            return hours == 1 ? "an hour" : hours + " hours";
        }
        if (seconds > MINUTE_SECONDS) {
            return (seconds + MINUTE_SECONDS - 1) / MINUTE_SECONDS + " minutes";
        }
        return seconds > 0 && seconds < MINUTE_SECONDS ? seconds + (seconds == 1 ? " second" : " seconds") : "a minute";
    }
}
