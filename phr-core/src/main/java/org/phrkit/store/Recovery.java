package org.phrkit.store;

import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.phrkit.json.JsonObject;
import org.phrkit.sign.SigningKey;
import org.phrkit.sign.VerificationKey;

/**
 * Asks a store to accept a new device for an account that has no device left; signed with the recovery key of the
 * account, which is kept away from all devices.
 *
 * @param store the fingerprint of the store's key, 32 hexadecimal digits
 * @param recovery the recovery key, which signs this
 * @param device the new device's public request key, base64 of 32 bytes
 * @param created when it was signed; a store takes it for some minutes
 */
public record Recovery(String store, VerificationKey recovery, String device, Instant created) {
    static final String TYPE = "phr/recovery/1";

    /**
     * Signs it.
     *
     * @param key signs it
     * @return the signed statement
     * @throws IllegalArgumentException if the key is not the one that it names
     */
    public SignedStatement sign(SigningKey key) {
        ContactCard.requireOwn(key, recovery);
        Map<String, Object> members = Statement.of(TYPE);
        members.put("store", store);
        members.put("recovery", recovery.toString());
        members.put("device", device);
        members.put("created", created.toString());
        return SignedStatement.of(JsonObject.write(members), key);
    }

    /**
     * Reads it, and checks that the key it names signed it; whose that is, the store knows.
     *
     * @param signed the statement with its signature
     * @return the request
     * @throws StoreFormatException if it is anything else
     */
    public static Recovery of(SignedStatement signed) throws StoreFormatException {
        Statement read = Statement.read(signed, TYPE, Set.of("store", "recovery", "device", "created"));
        Recovery recovery =
                new Recovery(read.hex("store", 32), read.signer("recovery"), read.text("device"), read.time("created"));
        signed.verify(recovery.recovery);
        return recovery;
    }
}
