package org.phrkit.store;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.phrkit.json.JsonObject;
import org.phrkit.json.MalformedJsonException;
import org.phrkit.sign.SignException;
import org.phrkit.sign.Signature;
import org.phrkit.sign.SigningKey;
import org.phrkit.sign.VerificationKey;

/**
 * A text and its signature, as they travel together: {@code {"statement": "…", "signature": "…"}}, the one exactly as
 * it was signed, the other minisign's four lines.
 *
 * @param text what was signed
 * @param signature by whom, to be believed once {@link #verify} returned
 */
public record SignedStatement(String text, Signature signature) {
    /** The longest that is read, with its signature. */
    public static final int LIMIT_BYTES = 1 << 15;

    static final Set<String> MEMBERS = Set.of("statement", "signature");

    /** Signs a text. */
    static SignedStatement of(String text, SigningKey key) {
        try {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            return new SignedStatement(text, key.sign(new ByteArrayInputStream(bytes), "phr statement"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Reads the text of a file or of an answer.
     *
     * @param json the text to read
     * @return text and signature, which nothing was checked of yet
     * @throws StoreFormatException if it is anything else
     */
    public static SignedStatement parse(String json) throws StoreFormatException {
        if (json.length() > LIMIT_BYTES) {
            throw new StoreFormatException("is longer than a signed statement is");
        }
        try {
            return of(JsonObject.read(json, MEMBERS, Set.of()));
        } catch (MalformedJsonException e) {
            throw new StoreFormatException(e.problem());
        }
    }

    /**
     * {@return a part of an answer as a signed statement}
     *
     * @param statement the text that was signed
     * @param signature minisign's signature of it
     * @throws StoreFormatException if a member is missing, or has another form
     */
    public static SignedStatement of(String statement, String signature) throws StoreFormatException {
        try {
            return new SignedStatement(statement, Signature.parse(signature));
        } catch (SignException.Malformed e) {
            throw new StoreFormatException(e.problem());
        }
    }

    private static SignedStatement of(JsonObject object) throws StoreFormatException, MalformedJsonException {
        return of(object.text("statement"), object.text("signature"));
    }

    /** {@return the members of its JSON} */
    public Map<String, String> members() {
        Map<String, String> members = new LinkedHashMap<>();
        members.put("statement", text);
        members.put("signature", signature.fileText());
        return members;
    }

    /** {@return the text that {@link #parse} reads} */
    public String json() {
        return JsonObject.write(members());
    }

    /**
     * Checks that a key signed it, in the prehashed form.
     *
     * @param key the key that has to have signed it
     * @throws StoreFormatException if not
     */
    public void verify(VerificationKey key) throws StoreFormatException {
        if (!signature.isPrehashed()) {
            throw new StoreFormatException("the signature is of the older form");
        }
        try {
            signature.verify(key, new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
        } catch (SignException e) {
            throw new StoreFormatException(e.problem());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
