package org.phrkit.store;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.phrkit.crypto.Ed25519;
import org.phrkit.json.JsonObject;
import org.phrkit.json.MalformedJsonException;

/**
 * A request in a form that somebody else can check later: what was signed, the signature, and the body.
 *
 * <p>Guarantee: where {@link #verify} returns, the device that it names asked exactly this. Whose device that is, its
 * certificate says.
 *
 * @param base the signature base of RFC 9421, section 2.5
 * @param signature base64 of 64 bytes
 * @param body as text
 */
public record SignedRequest(String base, String signature, String body) {
    private static final Pattern LINE = Pattern.compile("\"([@a-z-]+)\": (.*)");
    private static final Pattern KEY = Pattern.compile(";keyid=\"([A-Za-z0-9+/=]+)\"");
    private static final Set<String> MEMBERS = Set.of("base", "signature", "body");

    static SignedRequest of(JsonObject object, String name) throws MalformedJsonException {
        JsonObject request = object.object(name, MEMBERS, Set.of());
        return new SignedRequest(request.text("base"), request.text("signature"), request.text("body"));
    }

    Map<String, String> members() {
        Map<String, String> members = new LinkedHashMap<>();
        members.put("base", base);
        members.put("signature", signature);
        members.put("body", body);
        return members;
    }

    /**
     * Checks that a device asked this of a store.
     *
     * @param method in capitals
     * @param path that the address ends with
     * @param store the fingerprint of the store's key
     * @return the public key of the device, base64
     * @throws StoreFormatException if the signature or the body is another, or it was asked of something else
     */
    public String verify(String method, String path, String store) throws StoreFormatException {
        Map<String, String> covered = covered();
        Matcher key = KEY.matcher(covered.getOrDefault("@signature-params", ""));
        if (!key.find()) {
            throw new StoreFormatException("the request names no key");
        }
        byte[] text = base.getBytes(StandardCharsets.UTF_8);
        boolean holds = decoded(key.group(1))
                .flatMap(publicKey -> decoded(signature).map(bytes -> Ed25519.verify(publicKey, text, bytes)))
                .orElse(false);
        if (!holds) {
            throw new StoreFormatException("the signature does not match the request");
        }
        String digest = RequestSignature.digest(body.getBytes(StandardCharsets.UTF_8));
        if (!digest.equals(covered.get("content-digest"))) {
            throw new StoreFormatException("the body is not the one that was signed");
        }
        if (!method.equals(covered.get("@method"))
                || !covered.getOrDefault("@target-uri", "").endsWith(path)
                || !store.equals(covered.get(RequestSignature.STORE_FIELD))) {
            throw new StoreFormatException("the request asked something else, or another store");
        }
        return key.group(1);
    }

    /** {@return the public key of the device that it names, base64; nothing is checked} */
    public Optional<String> device() {
        Matcher key = KEY.matcher(base);
        return key.find() ? Optional.of(key.group(1)) : Optional.empty();
    }

    private Map<String, String> covered() throws StoreFormatException {
        Map<String, String> covered = new HashMap<>();
        for (String each : base.split("\n", -1)) {
            Matcher line = LINE.matcher(each);
            if (!line.matches() || covered.put(line.group(1), line.group(2)) != null) {
                throw new StoreFormatException("is not what is signed of a request");
            }
        }
        return covered;
    }

    private static Optional<byte[]> decoded(String base64) {
        try {
            return Optional.of(Base64.getDecoder().decode(base64));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
