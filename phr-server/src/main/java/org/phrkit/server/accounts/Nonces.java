package org.phrkit.server.accounts;

import java.time.Clock;
import org.jdbi.v3.core.Handle;
import org.phrkit.server.problem.Problem;
import org.phrkit.server.storage.Database;
import org.phrkit.store.RequestSignature;

/** Refuses requests that were signed at another time than now, and those that were sent before. */
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
        if (Math.abs(now - signature.created()) > CLOCK_SECONDS) {
            throw new Problem(
                    Problem.Kind.CLOCK,
                    "the request says another time than the store's clock, which shows " + clock.instant());
        }
        database.write(handle -> {
            if (insert(handle, signature, now + KEPT_SECONDS) == 0) {
                throw new Problem(Problem.Kind.REPLAYED, "its nonce was used before");
            }
            return true;
        });
    }

    private static int insert(Handle handle, RequestSignature signature, long expires) {
        return handle.execute(
                "insert into nonce (device, nonce, expires) values (?, ?, ?) on conflict do nothing",
                signature.keyId(),
                signature.nonce(),
                expires);
    }

    /** Forgets those that are too old to be taken again. */
    public void sweep() throws Problem {
        long now = clock.instant().getEpochSecond();
        database.write(handle -> handle.execute("delete from nonce where expires < ?", now));
    }
}
