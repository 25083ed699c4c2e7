package org.phrkit.server.http;

import java.util.Optional;
import org.phrkit.server.accounts.Accounts;
import org.phrkit.server.accounts.Caller;
import org.phrkit.server.accounts.Limits;
import org.phrkit.server.accounts.Nonces;
import org.phrkit.server.problem.Problem;
import org.phrkit.store.RequestSignature;
import org.phrkit.store.StoreFormatException;

/** Finds out who sent a request, and refuses what is not signed as it must be. For several threads at once. */
final class Authentication {
    private final Accounts accounts;
    private final Nonces nonces;
    private final Limits limits;
    private final String origin;
    private final String store;

    /**
     * @param origin where clients reach the store
     * @param store the fingerprint of its key
     */
    Authentication(Accounts accounts, Nonces nonces, Limits limits, String origin, String store) {
        this.accounts = accounts;
        this.nonces = nonces;
        this.limits = limits;
        this.origin = origin;
        this.store = store;
    }

    /**
     * Checks the signature of a request whose body was read.
     *
     * @param mayBeUnknown whether a key that no account knows will do
     */
    void check(Call call, boolean mayBeUnknown) throws Problem {
        // A stranger's address has its own bucket, so that nobody empties that of an account without its key.
        limits.requireSome(Limits.Measure.STRANGERS, call.address());
        RequestSignature signature;
        try {
            RequestSignature.Message message = call.message(origin);
            signature = RequestSignature.of(message, call.body().length > 0);
            if (!store.equals(message.fields().get(RequestSignature.STORE_FIELD))) {
                throw new Problem(Problem.Kind.UNSIGNED, "the request is for another store");
            }
            signature.verify(message, call.body());
        } catch (StoreFormatException e) {
            limits.take(Limits.Measure.STRANGERS, call.address());
            throw new Problem(Problem.Kind.UNSIGNED, e.problem());
        } catch (Problem e) {
            limits.take(Limits.Measure.STRANGERS, call.address());
            throw e;
        }
        Optional<Caller> caller = accounts.callerOf(signature.keyId());
        if (caller.isPresent()) {
            limits.take(Limits.Measure.REQUESTS, caller.get().account());
        } else {
            limits.take(Limits.Measure.STRANGERS, call.address());
            if (!mayBeUnknown) {
                throw new Problem(Problem.Kind.UNSIGNED, "no account here has this key");
            }
        }
        nonces.spend(signature);
        call.identify(signature.keyId(), caller.orElse(null));
    }
}
