package org.phrkit.store;

import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.phrkit.json.JsonObject;
import org.phrkit.sign.SigningKey;
import org.phrkit.sign.VerificationKey;

/**
 * An order about one device, signed with its account's recovery key: its part of the key may answer from now on, or
 * the device is shut out.
 *
 * @param kind which of the two
 * @param store the fingerprint of the store's key, 32 hexadecimal digits
 * @param subject the id of the part that is approved, or the public key of the device that is removed
 * @param created when it was signed
 */
public record DeviceOrder(Kind kind, String store, String subject, Instant created) {
    /** What is ordered. */
    public enum Kind {
        /** The part of a device that another one made may answer. */
        APPROVE("phr/device-approval/1"),
        /** The device is shut out, and its part deleted. */
        REMOVE("phr/device-removal/1");

        private final String type;

        Kind(String type) {
            this.type = type;
        }
    }

    /**
     * Signs it with the recovery key.
     *
     * @param recovery the recovery key of the account
     * @return the signed statement
     */
    public SignedStatement sign(SigningKey recovery) {
        Map<String, Object> members = Statement.of(kind.type);
        members.put("store", store);
        members.put("subject", subject);
        members.put("created", created.toString());
        return SignedStatement.of(JsonObject.write(members), recovery);
    }

    /**
     * Reads an order of one kind, and checks that the recovery key signed it.
     *
     * @param signed the statement with its signature
     * @param kind what has to be ordered
     * @param recovery the recovery key that has to have signed it
     * @return the order
     * @throws StoreFormatException if it is anything else
     */
    public static DeviceOrder of(SignedStatement signed, Kind kind, VerificationKey recovery)
            throws StoreFormatException {
        Statement read = Statement.read(signed, kind.type, Set.of("store", "subject", "created"));
        DeviceOrder order = new DeviceOrder(kind, read.hex("store", 32), read.text("subject"), read.time("created"));
        signed.verify(recovery);
        return order;
    }
}
