package org.phrkit.store;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.phrkit.json.JsonObject;
import org.phrkit.json.MalformedJsonException;
import org.phrkit.sign.SigningKey;
import org.phrkit.sign.VerificationKey;

/**
 * The present and the next key of a store's TLS certificates, signed by the key that is the store's identity: whoever
 * has the fingerprint of that key recognises the store, whatever the certificates of the web say.
 *
 * @param origin where the store is, {@code https://host:port}
 * @param hashes SHA-256 of the SubjectPublicKeyInfo of each key, 64 hexadecimal digits, 1 to 8; none over plain HTTP
 * @param created when it was made
 */
public record TlsKeys(String origin, List<String> hashes, Instant created) {
    private static final String TYPE = "phr/tls/1";
    private static final int MOST_KEYS = 8;

    /**
     * Refuses more keys than are read.
     *
     * @param origin where the store is, {@code https://host:port}
     * @param hashes SHA-256 of the SubjectPublicKeyInfo of each key, 64 hexadecimal digits, 1 to 8
     * @param created when it was made
     * @throws IllegalArgumentException if there are more keys than are read
     */
    public TlsKeys {
        hashes = List.copyOf(hashes);
        if (hashes.size() > MOST_KEYS) {
            throw new IllegalArgumentException("a store has at most " + MOST_KEYS + " keys of TLS");
        }
    }

    /**
     * Signs it with the store's key.
     *
     * @param store the store's identity key
     * @return the signed statement
     */
    public SignedStatement sign(SigningKey store) {
        Map<String, Object> members = Statement.of(TYPE);
        members.put("origin", origin);
        members.put("keys", hashes);
        members.put("created", created.toString());
        return SignedStatement.of(JsonObject.write(members), store);
    }

    /**
     * Reads the list, and checks that the store signed it.
     *
     * @param signed the statement with its signature
     * @param store the store's identity key
     * @return the keys
     * @throws StoreFormatException if it is anything else
     */
    public static TlsKeys of(SignedStatement signed, VerificationKey store) throws StoreFormatException {
        Statement read = Statement.read(signed, TYPE, Set.of("origin", "keys", "created"));
        List<String> hashes;
        try {
            hashes = read.object().texts("keys");
        } catch (MalformedJsonException e) {
            throw new StoreFormatException(e.problem());
        }
        if (hashes.size() > MOST_KEYS || !hashes.stream().allMatch(hash -> Statement.isHex(hash, 64))) {
            throw new StoreFormatException("has no proper \"keys\"");
        }
        signed.verify(store);
        return new TlsKeys(read.text("origin"), hashes, read.time("created"));
    }
}
