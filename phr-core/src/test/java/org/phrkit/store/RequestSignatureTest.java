package org.phrkit.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.phrkit.crypto.Ed25519;

class RequestSignatureTest {
    private static final String STORE = "0123456789abcdef0123456789abcdef";
    private static final String TARGET = "https://store.example/v1/reports?limit=2";
    private static final byte[] BODY = "{\"report\": 1}".getBytes(UTF_8);
    private static final Instant NOW = Instant.ofEpochSecond(1_800_000_000);

    private final SecureRandom random = new SecureRandom();
    private final RequestKey key = RequestKey.generate(random);

    private final Map<String, String> fields = new HashMap<>(Map.of(
            RequestSignature.STORE_FIELD,
            STORE,
            "content-digest",
            RequestSignature.digest(BODY),
            "content-type",
            "application/json",
            "content-length",
            "13",
            "if-match",
            "\"3\"",
            "accept",
            "*/*"));

    private RequestSignature.Message message() {
        return new RequestSignature.Message("POST", TARGET, fields);
    }

    private void sign() {
        fields.putAll(RequestSignature.sign(message(), key, NOW, random));
    }

    private void check(RequestSignature.Message message, byte[] body) throws StoreFormatException {
        RequestSignature.of(message, body.length > 0).verify(message, body);
    }

    private void refuse(String problem) {
        assertThatThrownBy(() -> check(message(), BODY))
                .isInstanceOf(StoreFormatException.class)
                .hasMessageContaining(problem);
    }

    private void replace(String field, String what, String by) {
        String before = fields.getOrDefault(field, "");
        assertThat(before).contains(what);
        fields.put(field, before.replace(what, by));
    }

    /** RFC 9421, appendix B.2.6: the key test-key-ed25519 and the signature base of the standard. */
    @Test
    void theVectorOfTheStandard() {
        Map<String, String> request = Map.of(
                "date", "Tue, 20 Apr 2021 02:07:55 GMT",
                "@path", "/foo",
                "@authority", "example.com",
                "content-type", "application/json",
                "content-length", "18");
        List<String> covered = List.of("date", "@method", "@path", "@authority", "content-type", "content-length");
        String parameters = "(\"date\" \"@method\" \"@path\" \"@authority\" \"content-type\" \"content-length\")"
                + ";created=1618884473;keyid=\"test-key-ed25519\"";
        String base = RequestSignature.base(
                new RequestSignature.Message("POST", "https://example.com/foo", request), covered, parameters);
        assertThat(base)
                .isEqualTo("\"date\": Tue, 20 Apr 2021 02:07:55 GMT\n\"@method\": POST\n\"@path\": /foo\n"
                        + "\"@authority\": example.com\n\"content-type\": application/json\n\"content-length\": 18\n"
                        + "\"@signature-params\": " + parameters);

        byte[] publicKey = Base64.getDecoder().decode("JrQLj5P/89iXES9+vFgrIy29clF9CC/oPPsw3c5D0bs=");
        byte[] signature = Base64.getDecoder()
                .decode("wqcAqbmYJ2ji2glfAMaRy4gruYYnx2nEFN2HN6jrnDnQCK1u02Gb04v9EDgwUPiu4A0w6vuQv5lIp5WPpBKRCw==");
        assertThat(Ed25519.verify(publicKey, base.getBytes(UTF_8), signature)).isTrue();
    }

    /** RFC 9530, appendix D: the digest of a body. */
    @Test
    void theDigestOfTheStandard() {
        assertThat(RequestSignature.digest("{\"hello\": \"world\"}\n".getBytes(UTF_8)))
                .isEqualTo("sha-256=:RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg=:");
    }

    @Test
    void whatIsSignedIsAccepted() throws Exception {
        sign();
        RequestSignature signature = RequestSignature.of(message(), true);
        assertThat(signature.keyId()).isEqualTo(key.publicKey());
        assertThat(signature.created()).isEqualTo(NOW.getEpochSecond());
        assertThat(signature.nonce()).matches("[0-9a-f]{32}");
        signature.verify(message(), BODY);
        assertThat(signature).hasToString("RequestSignature[" + key.publicKey() + "]");
    }

    @Test
    void aRequestWithoutABodyNeedsNoDigest() throws Exception {
        fields.keySet().removeAll(List.of("content-digest", "content-type", "content-length", "if-match"));
        sign();
        check(message(), new byte[0]);
        fields.put("content-length", "0");
        check(message(), new byte[0]);
    }

    @Test
    void everyCoveredPartIsProtected() {
        sign();
        Map<String, String> signed = Map.copyOf(fields);
        for (String name : List.of("content-type", "content-length", "if-match", RequestSignature.STORE_FIELD)) {
            fields.putAll(signed);
            fields.put(name, "7");
            refuse("the signature does not match the request");
        }
        fields.putAll(signed);
        RequestSignature.Message otherMethod = new RequestSignature.Message("PUT", TARGET, fields);
        RequestSignature.Message otherTarget = new RequestSignature.Message("POST", TARGET + "0", fields);
        for (RequestSignature.Message other : List.of(otherMethod, otherTarget)) {
            assertThatThrownBy(() -> check(other, BODY)).hasMessageContaining("does not match the request");
        }
    }

    @Test
    void anotherBodyIsRefused() {
        sign();
        byte[] other = Arrays.copyOf(BODY, BODY.length);
        other[3] ^= 1;
        assertThatThrownBy(() -> check(message(), other)).hasMessageContaining("the body is not the one");
    }

    @Test
    void aFieldThatWasAddedIsRefused() {
        sign();
        fields.put("range", "bytes=0-1");
        refuse("does not cover range as it is");
    }

    @Test
    void aFieldThatWasTakenAwayIsRefused() {
        sign();
        fields.remove("if-match");
        refuse("does not cover if-match as it is");
    }

    @Test
    void aBodyWithoutADigestIsRefused() {
        fields.remove("content-digest");
        sign();
        refuse("does not cover the body");
    }

    @Test
    void aStoreThatIsNotNamedIsRefused() {
        fields.remove(RequestSignature.STORE_FIELD);
        fields.putAll(RequestSignature.sign(message(), key, NOW, random));
        refuse("the field phr-store-key is missing");
    }

    @Test
    void whatIsNotSignedIsRefused() {
        refuse("the request is not signed");
        sign();
        fields.remove("signature");
        refuse("the request is not signed");
    }

    @Test
    void aSignatureOfAnotherFormIsRefused() {
        sign();
        Map<String, String> signed = Map.copyOf(fields);
        Map<String, String[]> changes = Map.of(
                "the tag is not phr-store/1", new String[] {"signature-input", "tag=\"phr-store/1\"", "tag=\"other\""},
                "not by ed25519", new String[] {"signature-input", "ed25519", "hmac-sha256"},
                "is not one signature of phr", new String[] {"signature-input", "phr=(", "other=("},
                "covers something twice", new String[] {"signature-input", "\"@method\"", "\"@method\" \"@method\""},
                "covers what is not known here",
                        new String[] {"signature-input", "\"@method\"", "\"@method\" \"accept\""},
                "does not cover @target-uri", new String[] {"signature-input", " \"@target-uri\"", ""},
                "is not 32 hexadecimal digits", new String[] {"signature-input", "nonce=\"", "nonce=\"x"},
                "is there twice", new String[] {"signature-input", ";alg=", ";alg=\"ed25519\";alg="},
                "are not created, nonce", new String[] {"signature-input", ";alg=\"ed25519\"", ""},
                "is of another type", new String[] {"signature-input", "created=1800000000", "created=\"1800000000\""});
        changes.forEach((problem, change) -> {
            fields.putAll(signed);
            replace(change[0], change[1], change[2]);
            refuse(problem.equals("the tag is not phr-store/1") ? "its tag is not phr-store/1" : problem);
        });
        fields.putAll(signed);
        fields.merge("signature-input", fields.get("signature-input"), (one, other) -> one + ", " + other);
        refuse("is not one signature of phr");
    }

    @Test
    void aSignatureByAnotherKeyIsRefused() {
        sign();
        try (RequestKey other = RequestKey.generate(random)) {
            replace("signature-input", key.publicKey(), other.publicKey());
        }
        refuse("the signature does not match the request");
    }

    @Test
    void theKeyComesBackFromItsText() throws Exception {
        assertThat(RequestKey.parse(key.exposeText()).publicKey()).isEqualTo(key.publicKey());
        assertThat(key).hasToString("RequestKey[" + key.publicKey() + "]");
        assertThatThrownBy(() -> RequestKey.parse("AAAA")).hasMessageContaining("base64 of 32 bytes");
        assertThatThrownBy(() -> RequestKey.parse("not base64")).hasMessageContaining("base64 of 32 bytes");
        key.close();
        assertThat(key.isDestroyed()).isTrue();
    }

    @Test
    void aSignatureOverAllThatCanBeCoveredIsRead() throws Exception {
        RequestSignature.GUARDED.forEach(name -> fields.putIfAbsent(name, "1"));
        sign();
        check(message(), BODY);
    }
}
