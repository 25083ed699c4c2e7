package org.phrkit.server.http;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.phrkit.server.accounts.Accounts;
import org.phrkit.server.accounts.Caller;
import org.phrkit.server.accounts.Limits;
import org.phrkit.server.accounts.Nonces;
import org.phrkit.server.problem.Problem;
import org.phrkit.store.RequestSignature;
import org.phrkit.store.SignedRequest;
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
        RequestSignature.Message message = message(call);
        RequestSignature signature = verified(call, message);
        Optional<Caller> caller = accounts.callerOf(signature.keyId());
        if (caller.isPresent()) {
            limits.requireSome(Limits.Measure.REQUESTS, caller.get().account());
            spend(call, signature);
            limits.take(Limits.Measure.REQUESTS, caller.get().account());
            if (caller.get().suspended()) {
                throw new Problem(Problem.Kind.SUSPENDED, "ask whoever runs the store");
            }
        } else {
            limits.take(Limits.Measure.STRANGERS, call.address());
            if (!mayBeUnknown) {
                throw new Problem(Problem.Kind.UNSIGNED, "no account here has this key");
            }
            spend(call, signature);
        }
        call.identify(
                signature.keyId(),
                new SignedRequest(
                        signature.base(), signature.signature(), new String(call.body(), StandardCharsets.UTF_8)),
                caller.orElse(null));
    }

    private RequestSignature.Message message(Call call) throws Problem {
        try {
            return call.message(origin);
        } catch (Problem e) {
            limits.take(Limits.Measure.STRANGERS, call.address());
            throw e;
        }
    }

    /**
     * The signature, by whatever key. What does not hold is charged to the address that it comes from, and never to the
     * account whose key it names; and whoever has a key is heard, however much others sent from his address.
     */
    private RequestSignature verified(Call call, RequestSignature.Message message) throws Problem {
        try {
            RequestSignature signature = RequestSignature.of(message, call.body().length > 0);
            signature.verify(message, call.body());
            if (store.equals(message.fields().get(RequestSignature.STORE_FIELD))) {
                return signature;
            }
            throw unsigned(call, "the request is for another store");
        } catch (StoreFormatException e) {
            throw unsigned(call, e.problem());
        }
    }

    private Problem unsigned(Call call, String detail) throws Problem {
        limits.take(Limits.Measure.STRANGERS, call.address());
        return new Problem(Problem.Kind.UNSIGNED, detail);
    }

    /** A request that was sent before is not the account's doing either. */
    private void spend(Call call, RequestSignature signature) throws Problem {
        try {
            nonces.spend(signature);
        } catch (Problem e) {
            limits.take(Limits.Measure.STRANGERS, call.address());
            throw e;
        }
    }
}
