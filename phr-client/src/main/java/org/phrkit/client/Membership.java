package org.phrkit.client;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.phrkit.json.JsonObject;
import org.phrkit.json.MalformedJsonException;
import org.phrkit.sign.SignException;
import org.phrkit.sign.VerificationKey;
import org.phrkit.store.Invitation;
import org.phrkit.store.RequestKey;
import org.phrkit.store.StoreFormatException;

/**
 * The membership of a device: what it keeps about its store.
 *
 * @param origin where the store is
 * @param store the key that is its identity
 * @param tlsKeys the keys of TLS that the store said it has, now and next; SHA-256 in hexadecimal
 * @param account the id of the account
 * @param role what the account is for: patient, doctor or administrator
 * @param key by which this device signs its requests
 */
public record Membership(
        URI origin, VerificationKey store, List<String> tlsKeys, String account, String role, RequestKey key) {
    private static final String TYPE = "phr/membership/1";

    /**
     * Copies the lists.
     *
     * @param origin where the store is
     * @param store the key that is its identity
     * @param tlsKeys the keys of TLS that the store said it has, now and next
     * @param account the id of the account
     * @param role what the account is for
     * @param key by which this device signs its requests
     */
    public Membership {
        tlsKeys = List.copyOf(tlsKeys);
    }

    Membership withTlsKeys(List<String> keys) {
        return new Membership(origin, store, keys, account, role, key);
    }

    /**
     * {@return the same account, of another device}
     *
     * @param other the new key
     */
    public Membership with(RequestKey other) {
        return new Membership(origin, store, tlsKeys, account, role, other);
    }

    /** The same device, of an account. */
    Membership of(String id, String itsRole) {
        return new Membership(origin, store, tlsKeys, id, itsRole, key);
    }

    /** {@return the text of a file that holds it} It holds the secret by which the device signs. */
    public String exposeText() {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("type", TYPE);
        members.put("origin", origin.toString());
        members.put("store", store.toString());
        members.put("tlsKeys", tlsKeys);
        members.put("account", account);
        members.put("role", role);
        members.put("requestKey", key.exposeText());
        return JsonObject.write(members);
    }

    /**
     * Reads {@link #exposeText}.
     *
     * @param text the text to read
     * @return the membership
     * @throws StoreException.Malformed if it is anything else
     */
    public static Membership parse(String text) throws StoreException.Malformed {
        try {
            JsonObject object = JsonObject.read(
                    text, Set.of("type", "origin", "store", "tlsKeys", "account", "role", "requestKey"), Set.of());
            if (!object.text("type").equals(TYPE)) {
                throw new StoreException.Malformed("is of an unknown type");
            }
            return new Membership(
                    Invitation.origin(object.text("origin")),
                    VerificationKey.parse(object.text("store")),
                    object.texts("tlsKeys"),
                    object.text("account"),
                    object.text("role"),
                    RequestKey.parse(object.text("requestKey")));
        } catch (MalformedJsonException | SignException.Malformed | StoreFormatException e) {
            throw new StoreException.Malformed(e.problem());
        }
    }

    /** Names the store. */
    @Override
    public String toString() {
        return "Membership[" + origin + "]";
    }
}
