package org.phrkit.store;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.phrkit.crypto.Ed25519;
import org.phrkit.crypto.Sha256;

/**
 * The signature of a request: RFC 9421 with Ed25519, one signature of label {@code phr} and tag {@code phr-store/1}.
 *
 * <p>Guarantee: where {@link #verify} returns, the holder of the key asked exactly this store for exactly this, with
 * exactly this body: method, whole address, the store's fingerprint and the digest of the body (RFC 9530) are covered,
 * and so is each field that changes what is done ({@link #GUARDED}). That it is not a repetition, the caller decides by
 * {@link #created} and {@link #nonce}.
 *
 * @param keyId the public key of the device, base64 of 32 bytes
 * @param created when the client says that it signed, in seconds since 1970
 * @param nonce 128 random bits as 32 hexadecimal digits
 * @param base what was signed: the signature base of RFC 9421, section 2.5
 * @param signature base64 of 64 bytes
 */
public record RequestSignature(String keyId, long created, String nonce, String base, String signature) {
    /** The field that names the store that is meant: the fingerprint of its key. */
    public static final String STORE_FIELD = "phr-store-key";

    /** Fields that are covered where they are present, and refused where they are not covered. */
    public static final List<String> GUARDED = List.of(
            "if-match", "if-none-match", "upload-offset", "upload-length", "content-type", "content-length", "range");

    private static final String DIGEST_FIELD = "content-digest";
    private static final String TAG = "phr-store/1";
    private static final Pattern INPUT = Pattern.compile(
            "phr=(\\((\"[a-z@-]+\"(?: \"[a-z@-]+\")*)\\)((?:;[a-z]+=(?:\"[ !#-\\[\\]-~]*\"|[0-9]{1,15}))+))");
    private static final Pattern PARAMETER = Pattern.compile(";([a-z]+)=(?:\"([^\"]*)\"|([0-9]+))");
    private static final Pattern SIGNATURE = Pattern.compile("phr=:([A-Za-z0-9+/]{86}==):");
    private static final Set<String> PARAMETERS = Set.of("created", "nonce", "keyid", "alg", "tag");
    private static final int LONGEST_INPUT = 2048;

    /**
     * A request as it is signed.
     *
     * @param method in capitals
     * @param targetUri the whole address; a store builds it from its own origin, never from what the client calls it
     * @param fields by name in lower case, each with its one value
     */
    public record Message(String method, String targetUri, Map<String, String> fields) {}

    /**
     * {@return the digest of a body, as the field {@code content-digest} holds it: RFC 9530 with SHA-256}
     *
     * @param body the body of the request
     */
    public static String digest(byte[] body) {
        return "sha-256=:" + Base64.getEncoder().encodeToString(Sha256.of(body)) + ":";
    }

    /**
     * {@return the fields that sign a request: {@code signature-input} and {@code signature}}
     *
     * @param request with {@value #STORE_FIELD}, and with {@code content-digest} where there is a body
     * @param key signs the request
     * @param now the time at which the request is sent
     * @param random where random bytes come from
     */
    public static Map<String, String> sign(Message request, RequestKey key, Instant now, SecureRandom random) {
        List<String> covered = new ArrayList<>(List.of("@method", "@target-uri", STORE_FIELD));
        if (request.fields.containsKey(DIGEST_FIELD)) {
            covered.add(DIGEST_FIELD);
        }
        GUARDED.stream().filter(request.fields::containsKey).forEach(covered::add);
        byte[] nonce = new byte[16];
        random.nextBytes(nonce);
        StringBuilder input = new StringBuilder("(");
        covered.forEach(name -> input.append(input.length() > 1 ? " " : "")
                .append('"')
                .append(name)
                .append('"'));
        input.append(");created=").append(now.getEpochSecond());
        input.append(";nonce=\"").append(HexFormat.of().formatHex(nonce));
        input.append("\";keyid=\"").append(key.publicKey());
        input.append("\";alg=\"ed25519\";tag=\"" + TAG + "\"");
        byte[] signature = key.sign(bytes(base(request, covered, input.toString())));
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("signature-input", "phr=" + input);
        fields.put("signature", "phr=:" + Base64.getEncoder().encodeToString(signature) + ":");
        return fields;
    }

    /**
     * The signature base of RFC 9421, section 2.5.
     *
     * @param parameters the value of {@code @signature-params}
     */
    static String base(Message request, List<String> covered, String parameters) {
        StringBuilder base = new StringBuilder();
        for (String name : covered) {
            String value =
                    switch (name) {
                        case "@method" -> request.method;
                        case "@target-uri" -> request.targetUri;
                        default -> request.fields.getOrDefault(name, "");
                    };
            base.append('"').append(name).append("\": ").append(value).append('\n');
        }
        return base.append("\"@signature-params\": ").append(parameters).toString();
    }

    /**
     * Reads the signature of a request, and checks that it covers what it must. Whether the key signed it is left to
     * {@link #verify}, as the key is to be looked up first.
     *
     * @param request the request as it was received
     * @param hasBody whether the request has one, be it announced or not
     * @return the signature
     * @throws StoreFormatException if there is none or more than one, or it covers too little
     */
    public static RequestSignature of(Message request, boolean hasBody) throws StoreFormatException {
        String inputField = request.fields.getOrDefault("signature-input", "");
        require(!inputField.isEmpty() && request.fields.containsKey("signature"), "the request is not signed");
        Matcher input = INPUT.matcher(inputField);
        require(inputField.length() <= LONGEST_INPUT && input.matches(), "signature-input is not one signature of phr");
        List<String> covered = List.of(input.group(2).replace("\"", "").split(" "));
        requireCovered(request, covered, hasBody);
        Map<String, String> parameters = parameters(input.group(3));
        require(parameters.getOrDefault("alg", "").equals("ed25519"), "the signature is not by ed25519");
        require(
                parameters.getOrDefault("tag", "").equals(TAG),
                "the signature is for another purpose: its tag is not " + TAG);
        String created = parameters.getOrDefault("created", "");
        require(created.chars().allMatch(c -> c >= '0' && c <= '9'), "\"created\" is not a number");
        require(Statement.isHex(parameters.getOrDefault("nonce", ""), 32), "\"nonce\" is not 32 hexadecimal digits");
        Matcher signature = SIGNATURE.matcher(request.fields.getOrDefault("signature", ""));
        require(signature.matches(), "the signature is not one of phr");
        return new RequestSignature(
                parameters.getOrDefault("keyid", ""),
                Long.parseLong(created),
                parameters.getOrDefault("nonce", ""),
                base(request, covered, input.group(1)),
                signature.group(1));
    }

    private static void requireCovered(Message request, List<String> covered, boolean hasBody)
            throws StoreFormatException {
        Set<String> names = new HashSet<>(covered);
        require(names.size() == covered.size(), "the signature covers something twice");
        for (String name : List.of("@method", "@target-uri", STORE_FIELD)) {
            require(names.remove(name), "the signature does not cover " + name);
        }
        require(request.fields.containsKey(STORE_FIELD), "the field " + STORE_FIELD + " is missing");
        boolean hasDigest = names.remove(DIGEST_FIELD);
        require(hasDigest || !hasBody, "the signature does not cover the body by " + DIGEST_FIELD);
        require(hasDigest == request.fields.containsKey(DIGEST_FIELD), "the signature does not cover " + DIGEST_FIELD);
        for (String name : GUARDED) {
            boolean isPresent = request.fields.containsKey(name);
            // HTTP/1.1 says of no body that its length is 0, HTTP/2 says nothing; no digest is covered either way.
            boolean isNothing = name.equals("content-length") && "0".equals(request.fields.get(name));
            require(names.remove(name) == isPresent || isNothing, "the signature does not cover " + name + " as it is");
        }
        require(names.isEmpty(), "the signature covers what is not known here");
    }

    private static Map<String, String> parameters(String text) throws StoreFormatException {
        Map<String, String> parameters = new LinkedHashMap<>();
        Matcher each = PARAMETER.matcher(text);
        while (each.find()) {
            boolean isNumber = each.group(3) != null;
            require(isNumber == each.group(1).equals("created"), "a parameter of the signature is of another type");
            String before = parameters.put(each.group(1), isNumber ? each.group(3) : each.group(2));
            require(before == null, "a parameter of the signature is there twice");
        }
        require(
                parameters.keySet().equals(PARAMETERS),
                "the parameters of the signature are not created, nonce, keyid, alg and tag");
        return parameters;
    }

    /**
     * Whether the key that it names made it, and the body is the one it covers.
     *
     * @param request the same as before
     * @param body nothing where there is none
     * @throws StoreFormatException if not
     */
    public void verify(Message request, byte[] body) throws StoreFormatException {
        byte[] key;
        byte[] bytes;
        try {
            key = Base64.getDecoder().decode(keyId);
            bytes = Base64.getDecoder().decode(signature);
        } catch (IllegalArgumentException e) {
            throw new StoreFormatException("the key or the signature is not base64");
        }
        require(Ed25519.verify(key, bytes(base), bytes), "the signature does not match the request");
        String digest = request.fields.get(DIGEST_FIELD);
        require(
                digest == null || MessageDigest.isEqual(bytes(digest), bytes(digest(body))),
                "the body is not the one that was signed");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static void require(boolean holds, String problem) throws StoreFormatException {
        if (!holds) {
            throw new StoreFormatException(problem);
        }
    }

    /** Names the key. */
    @Override
    public String toString() {
        return "RequestSignature[" + keyId + "]";
    }
}
