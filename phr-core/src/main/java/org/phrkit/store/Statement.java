package org.phrkit.store;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.phrkit.age.KeyRecipient;
import org.phrkit.age.MalformedKeyException;
import org.phrkit.age.Recipient;
import org.phrkit.json.JsonObject;
import org.phrkit.json.MalformedJsonException;
import org.phrkit.mediation.MediatedRecipient;
import org.phrkit.mediation.MediationException;
import org.phrkit.sign.SignException;
import org.phrkit.sign.VerificationKey;
import org.phrkit.transparency.LogKey;
import org.phrkit.transparency.TransparencyException;

/** Reads the members that statements have in common, and says of each what is wrong with it. */
final class Statement {
    private final JsonObject object;

    Statement(JsonObject object) {
        this.object = object;
    }

    /** A statement of one type with exactly these members besides. */
    static Statement read(SignedStatement signed, String type, Set<String> members) throws StoreFormatException {
        return read(signed, type, members, Set.of());
    }

    /** One that may have others too. */
    static Statement read(SignedStatement signed, String type, Set<String> members, Set<String> optional)
            throws StoreFormatException {
        Set<String> all = new HashSet<>(members);
        all.add("type");
        try {
            Statement statement = new Statement(JsonObject.read(signed.text(), all, optional));
            if (!statement.object.text("type").equals(type)) {
                throw new StoreFormatException("is a statement of another type");
            }
            return statement;
        } catch (MalformedJsonException e) {
            throw new StoreFormatException(e.problem());
        }
    }

    /** Its members, with the type before them. */
    static Map<String, Object> of(String type) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("type", type);
        return members;
    }

    JsonObject object() {
        return object;
    }

    String text(String name) throws StoreFormatException {
        try {
            return object.text(name);
        } catch (MalformedJsonException e) {
            throw new StoreFormatException(e.problem());
        }
    }

    Instant time(String name) throws StoreFormatException {
        try {
            return Instant.parse(text(name));
        } catch (DateTimeException e) {
            throw new StoreFormatException("has no proper \"" + name + "\"");
        }
    }

    VerificationKey signer(String name) throws StoreFormatException {
        try {
            return VerificationKey.parse(text(name));
        } catch (SignException.Malformed e) {
            throw new StoreFormatException("has no proper \"" + name + "\": " + e.problem());
        }
    }

    KeyRecipient recipient(String name) throws StoreFormatException {
        try {
            if (Recipient.parse(text(name)) instanceof KeyRecipient key) {
                return key;
            }
            throw new StoreFormatException("has no proper \"" + name + "\"");
        } catch (MalformedKeyException e) {
            throw new StoreFormatException("has no proper \"" + name + "\": " + e.problem());
        }
    }

    /** A mediated recipient, or false. */
    Optional<MediatedRecipient> mediated(String name) throws StoreFormatException {
        if (isFalse(name)) {
            return Optional.empty();
        }
        try {
            return Optional.of(MediatedRecipient.parse(text(name)));
        } catch (MediationException e) {
            throw new StoreFormatException("has no proper \"" + name + "\": " + e.problem());
        }
    }

    /** The key of labels in the log, if it is there. */
    Optional<LogKey> logKey(String name) throws StoreFormatException {
        if (!object.has(name)) {
            return Optional.empty();
        }
        try {
            return Optional.of(LogKey.parse(text(name)));
        } catch (TransparencyException e) {
            throw new StoreFormatException("has no proper \"" + name + "\": " + e.problem());
        }
    }

    private boolean isFalse(String name) {
        try {
            return !object.truth(name);
        } catch (MalformedJsonException e) {
            return false;
        }
    }

    /** Hexadecimal digits, lower case. */
    String hex(String name, int digits) throws StoreFormatException {
        String text = text(name);
        if (!isHex(text, digits)) {
            throw new StoreFormatException("has no proper \"" + name + "\"");
        }
        return text;
    }

    static boolean isHex(String text, int digits) {
        return text.length() == digits && text.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'));
    }
}
