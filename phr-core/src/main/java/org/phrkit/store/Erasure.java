package org.phrkit.store;

import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.phrkit.json.JsonObject;
import org.phrkit.sign.SigningKey;
import org.phrkit.sign.VerificationKey;

/**
 * Asks a store to erase a report at once. It is signed by the account's recovery key, which is kept away from its
 * devices: who steals a device cannot erase for good before its owner notices.
 *
 * @param store the fingerprint of the store's key, 32 hexadecimal digits
 * @param report the id of the report, 32 hexadecimal digits
 * @param created when it was made
 */
public record Erasure(String store, String report, Instant created) {
    private static final String TYPE = "phr/erase/1";

    /**
     * Signs it with the recovery key.
     *
     * @param recovery the recovery key of the account
     * @return the signed statement
     */
    public SignedStatement sign(SigningKey recovery) {
        Map<String, Object> members = Statement.of(TYPE);
        members.put("store", store);
        members.put("report", report);
        members.put("created", created.toString());
        return SignedStatement.of(JsonObject.write(members), recovery);
    }

    /**
     * Reads it, and checks that the recovery key signed it.
     *
     * @param signed the statement with its signature
     * @param recovery the recovery key that has to have signed it
     * @return the order to erase
     * @throws StoreFormatException if it is anything else
     */
    public static Erasure of(SignedStatement signed, VerificationKey recovery) throws StoreFormatException {
        Statement read = Statement.read(signed, TYPE, Set.of("store", "report", "created"));
        Erasure erasure = new Erasure(read.hex("store", 32), read.hex("report", 32), read.time("created"));
        signed.verify(recovery);
        return erasure;
    }
}
