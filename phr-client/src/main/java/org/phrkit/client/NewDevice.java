package org.phrkit.client;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.phrkit.age.KeyIdentity;
import org.phrkit.age.MalformedKeyException;
import org.phrkit.json.JsonObject;
import org.phrkit.json.MalformedJsonException;
import org.phrkit.sign.SignException;
import org.phrkit.sign.SigningKey;
import org.phrkit.sign.VerificationKey;
import org.phrkit.store.OwnerKeys;
import org.phrkit.store.PluginIdentity;
import org.phrkit.store.SignedStatement;
import org.phrkit.store.StoreFormatException;

/**
 * What a device hands to another device of the same owner. It is all secret: encrypt the text on its way.
 *
 * @param membership of the new device, with a request key of its own
 * @param card what the account shows to others
 * @param keys of the account
 * @param doctor the part of the new device, where reports are opened together with the store
 * @param recovery the account's recovery key, as far as it is known: a device that another one adds is an alarm
 * @param recoveryKey its secret, where the file is a second way in
 */
public record NewDevice(
        Membership membership,
        SignedStatement card,
        OwnerKeys keys,
        Optional<PluginIdentity> doctor,
        Optional<VerificationKey> recovery,
        Optional<SigningKey> recoveryKey)
        implements AutoCloseable {
    private static final String TYPE = "phr/new-device/1";

    /** {@return the text of it} */
    public String exposeText() {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("type", TYPE);
        members.put("membership", membership.exposeText());
        members.put("card", card.json());
        members.put("identity", keys.identity().exposeText());
        members.put("signing", keys.signing().exposeFileText());
        doctor.ifPresent(own -> members.put("doctor", own.exposeText()));
        recovery.ifPresent(key -> members.put("recovery", key.toString()));
        recoveryKey.ifPresent(key -> members.put("recoveryKey", key.exposeFileText()));
        return JsonObject.write(members);
    }

    /**
     * Reads {@link #exposeText}.
     *
     * @param text the text to read
     * @return the device
     * @throws StoreException.Malformed if it is anything else
     */
    public static NewDevice parse(String text) throws IOException {
        try {
            JsonObject object = JsonObject.read(
                    text,
                    Set.of("type", "membership", "card", "identity", "signing"),
                    Set.of("doctor", "recovery", "recoveryKey"));
            if (!object.text("type").equals(TYPE)) {
                throw new StoreException.Malformed("is of an unknown type");
            }
            return new NewDevice(
                    Membership.parse(object.text("membership")),
                    SignedStatement.parse(object.text("card")),
                    new OwnerKeys(
                            KeyIdentity.parse(object.text("identity")),
                            SigningKey.parse(object.text("signing"), () -> new char[0]),
                            Optional.empty()),
                    object.has("doctor") ? Optional.of(PluginIdentity.parse(object.text("doctor"))) : Optional.empty(),
                    object.has("recovery")
                            ? Optional.of(VerificationKey.parse(object.text("recovery")))
                            : Optional.empty(),
                    object.has("recoveryKey")
                            ? Optional.of(SigningKey.parse(object.text("recoveryKey"), () -> new char[0]))
                            : Optional.empty());
        } catch (MalformedJsonException | MalformedKeyException | SignException | StoreFormatException e) {
            throw new StoreException.Malformed(e.problem());
        }
    }

    @Override
    public void close() {
        keys.close();
        doctor.ifPresent(PluginIdentity::close);
        recoveryKey.ifPresent(SigningKey::close);
    }

    /** Names the store. */
    @Override
    public String toString() {
        return "NewDevice[" + membership.origin() + "]";
    }
}
