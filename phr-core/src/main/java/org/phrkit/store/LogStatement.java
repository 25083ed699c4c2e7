package org.phrkit.store;

import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.phrkit.json.JsonObject;
import org.phrkit.sign.SigningKey;
import org.phrkit.sign.VerificationKey;
import org.phrkit.transparency.NoteVerifierKey;
import org.phrkit.transparency.TransparencyException;

/**
 * The key with which a store signs the heads of its log, certified by the key that is the store's identity.
 *
 * @param key whose name is {@link #nameOf} the store
 * @param created when it was signed
 */
public record LogStatement(NoteVerifierKey key, Instant created) {
    private static final String TYPE = "phr/store-log/1";

    /**
     * {@return how the log of a store is called: by the fingerprint of the store's key}
     *
     * @param store the store's identity key
     */
    public static String nameOf(VerificationKey store) {
        return "phr-store/" + store.fingerprintHex();
    }

    /**
     * Signs it with the store's key.
     *
     * @param store the store's identity key
     * @return the signed statement
     */
    public SignedStatement sign(SigningKey store) {
        Map<String, Object> members = Statement.of(TYPE);
        members.put("key", key.toString());
        members.put("created", created.toString());
        return SignedStatement.of(JsonObject.write(members), store);
    }

    /**
     * Reads it, and checks that the store signed it.
     *
     * @param signed the statement with its signature
     * @param store the store's identity key
     * @return the statement
     * @throws StoreFormatException if it is anything else
     */
    public static LogStatement of(SignedStatement signed, VerificationKey store) throws StoreFormatException {
        Statement read = Statement.read(signed, TYPE, Set.of("key", "created"));
        NoteVerifierKey key;
        try {
            key = NoteVerifierKey.parse(read.text("key"));
        } catch (TransparencyException e) {
            throw new StoreFormatException("has no proper \"key\": " + e.problem());
        }
        if (!key.name().equals(nameOf(store))) {
            throw new StoreFormatException("names the log of another store");
        }
        signed.verify(store);
        return new LogStatement(key, read.time("created"));
    }
}
