package org.phrkit.server.accounts;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import org.phrkit.server.problem.Problem;
import org.phrkit.server.storage.Blobs;
import org.phrkit.server.storage.Database;
import org.phrkit.store.RequestSignature;
import org.phrkit.store.SignedStatement;

/** Refuses requests, and statements within them, that were signed at another time than now, and those that were sent before. */
public final class Nonces {
    private static final long CLOCK_SECONDS = 300;
    private static final long KEPT_SECONDS = 600;

    private final Database database;
    private final Clock clock;

    public Nonces(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * Takes note of a request whose signature holds.
     *
     * @throws Problem CLOCK if it was signed more than five minutes from now; REPLAYED if it was sent before
     */
    public void spend(RequestSignature signature) throws Problem {
        long now = clock.instant().getEpochSecond();
        if (isAnotherTime(signature.created(), now)) {
            throw anotherTime("request");
        }
        if (!isNew(signature.keyId(), signature.nonce(), now)) {
            throw new Problem(Problem.Kind.REPLAYED, "its nonce was used before");
        }
    }

    /**
     * Takes note of a statement within a request: it is good now and once.
     *
     * @param signed whose signature holds
     * @param key the fingerprint of the key that signed it
     * @param created in seconds since 1970
     * @throws Problem as for a request
     */
    public void spend(SignedStatement signed, String key, long created) throws Problem {
        long now = clock.instant().getEpochSecond();
        if (isAnotherTime(created, now)) {
            throw anotherTime("statement");
        }
        if (!isNew(key, Blobs.sha256(signed.text().getBytes(StandardCharsets.UTF_8)), now)) {
            throw new Problem(Problem.Kind.REPLAYED, "the statement was used before");
        }
    }

    private static boolean isAnotherTime(long created, long now) {
        // No difference of two that a client may choose, which could be beyond a long.
        return created < now - CLOCK_SECONDS || created > now + CLOCK_SECONDS;
    }

    private Problem anotherTime(String what) {
        return new Problem(
                Problem.Kind.CLOCK,
                "the time of the " + what + " differs from the store's clock, which shows " + clock.instant());
    }

    private boolean isNew(String key, String nonce, long now) throws Problem {
        return database.write(handle -> handle.execute(
                        "insert into nonce (device, nonce, expires) values (?, ?, ?) on conflict do nothing",
                        key,
                        nonce,
                        now + KEPT_SECONDS))
                > 0;
    }

    /** Forgets those that are too old to be taken again. */
    public void sweep() throws Problem {
        long now = clock.instant().getEpochSecond();
        database.write(handle -> handle.execute("delete from nonce where expires < ?", now));
    }
}
