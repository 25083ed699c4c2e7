package org.phrkit.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.phrkit.json.JsonObject;
import org.phrkit.server.accounts.Role;
import org.phrkit.server.accounts.Suspensions;
import org.phrkit.store.RequestKey;

/** Passkeys by an authenticator of a few lines; a browser's own are tested with the pages. */
class PasskeysTest {
    static final String AGE = "age-encryption.org/v1\n-> X25519 AA\nAA\n--- AA\n";
    static final String WRAPPED = ",\"wrapped\":\"" + base64(AGE) + "\"";

    TestStore store;
    TestStore.Person anna;
    TestAuthenticator authenticator;

    @BeforeEach
    void begin(@TempDir Path scratch) throws Exception {
        store = TestStore.in(scratch.resolve("store"), "origin", "http://localhost:PORT", "rate", "1000");
        anna = store.join(Role.PATIENT, "Anna");
        authenticator = new TestAuthenticator(store);
    }

    @AfterEach
    void end() throws Exception {
        store.close();
    }

    static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    String challenge() throws Exception {
        Wire.Reply reply =
                new Wire("POST", "/v1/passkeys/challenges").json("{}").send(store);
        assertThat(reply.status()).as(reply.text()).isEqualTo(201);
        return JsonObject.read(reply.text(), java.util.Set.of("challenge", "rpId", "expires"), java.util.Set.of())
                .text("challenge");
    }

    Wire.Reply register(TestStore.Person person, String body) throws Exception {
        return signed(person, "POST", "/v1/passkeys", body);
    }

    Wire.Reply signed(TestStore.Person person, String method, String path, String body) throws Exception {
        Wire wire = new Wire(method, path);
        RequestKey key = person.membership().key();
        return (body.isEmpty() ? wire : wire.json(body)).signed(store, key).send(store);
    }

    Wire.Reply login(String body) throws Exception {
        return new Wire("POST", "/v1/passkeys/login").json(body).send(store);
    }

    String account() {
        return anna.membership().account();
    }

    void keepVault() throws Exception {
        Wire.Reply kept = new Wire("PUT", "/v1/account/vault")
                .json("{\"vault\":\"" + base64(AGE + "vault") + "\"}")
                .with("if-none-match", "*")
                .signed(store, anna.membership().key())
                .send(store);
        assertThat(kept.status()).as(kept.text()).isEqualTo(204);
    }

    private void registered() throws Exception {
        Wire.Reply reply = register(anna, authenticator.registration(challenge(), WRAPPED));
        assertThat(reply.status()).as(reply.text()).isEqualTo(201);
    }

    private static void assertRefused(Wire.Reply reply, String detail) {
        assertThat(reply.status()).as(reply.text()).isEqualTo(401);
        assertThat(reply.problem()).isEqualTo("passkey");
        assertThat(reply.text()).contains(detail).doesNotContain("vault\"");
    }

    @Test
    void aPasskeyGetsTheCiphertextAndNothingElse() throws Exception {
        registered();
        keepVault();
        Wire.Reply reply = login(authenticator.login(challenge(), account(), ""));
        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        assertThat(reply.text())
                .contains(
                        "\"account\" : \"" + account() + "\"",
                        "\"role\" : \"patient\"",
                        base64(AGE),
                        base64(AGE + "vault"));
        assertThat(reply.fields()).doesNotContainKey("set-cookie");
        assertThat(signed(anna, "GET", "/v1/passkeys", "").text()).contains("\"unlocks\" : true", "\"used\" : \"");
    }

    @Test
    void anAnswerThatWasGivenBeforeIsRefused() throws Exception {
        registered();
        String body = authenticator.login(challenge(), account(), "");
        assertThat(login(body).status()).isEqualTo(200);
        assertRefused(login(body), "its challenge is not from this store, was already answered, or is too old");
        String registration = new TestAuthenticator(store).registration(challenge(), WRAPPED);
        assertThat(register(anna, registration).status()).isEqualTo(201);
        assertRefused(register(anna, registration), "was already answered");
    }

    @Test
    void whatIsNotForThisStoreIsRefused() throws Exception {
        registered();
        String challenge = challenge();
        assertRefused(login(authenticator.login(challenge.replace(challenge.charAt(3), 'A') + "A", account(), "")), "");
        authenticator.origin = "http://localhost:1";
        assertRefused(login(authenticator.login(challenge(), account(), "")), "it does not hold");
        assertRefused(register(anna, authenticator.registration(challenge(), WRAPPED)), "BadOriginException");
        authenticator.origin = store.origin().toString();
        authenticator.host = "example.org";
        assertRefused(login(authenticator.login(challenge(), account(), "")), "it does not hold");
        authenticator.host = "localhost";
        authenticator.type = "webauthn.create";
        assertRefused(login(authenticator.login(challenge(), account(), "")), "it does not hold");
        authenticator.type = "";
        assertThat(login(authenticator.login(challenge(), account(), "")).status())
                .isEqualTo(200);
    }

    @Test
    void whatWasAskedForInsideOfAnotherSiteIsRefused() throws Exception {
        registered();
        for (String around : List.of(
                "\"crossOrigin\":true",
                "\"crossOrigin\":true,\"topOrigin\":\"https://other.example\"",
                "\"crossOrigin\":true,\"topOrigin\":\"" + store.origin() + "\"")) {
            authenticator.around = around;
            assertRefused(login(authenticator.login(challenge(), account(), "")), "it does not hold");
            TestAuthenticator other = new TestAuthenticator(store);
            other.around = around;
            assertRefused(register(anna, other.registration(challenge(), WRAPPED)), "it does not hold");
        }
    }

    /** A page of another site has no way to ask with an answer, and what it can send without asking is not taken. */
    @Test
    void anotherSiteReachesNothing() throws Exception {
        for (String method : List.of("OPTIONS", "GET", "POST", "PUT", "DELETE")) {
            for (String path : List.of("/", "/v1/store", "/v1/account/vault", "/v1/passkeys/login", "/v1/uploads")) {
                Wire.Reply reply = new Wire(method, path)
                        .with("origin", "https://other.example")
                        .with("access-control-request-method", "POST")
                        .with("access-control-request-headers", "signature, content-type")
                        .send(store);
                assertThat(reply.fields().keySet())
                        .as(method + " " + path)
                        .noneMatch(field -> field.startsWith("access-control"));
            }
        }
        // What a form can send.
        for (String type :
                List.of("text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=a")) {
            Wire.Reply reply = new Wire("POST", "/v1/passkeys/challenges")
                    .json("{}")
                    .replace("content-type", type)
                    .send(store);
            assertThat(reply.status()).as(type).isEqualTo(415);
        }
    }

    @Test
    void whoseUserWasNotVerifiedIsRefused() throws Exception {
        registered();
        TestAuthenticator other = new TestAuthenticator(store);
        other.forgetVerification();
        assertRefused(register(anna, other.registration(challenge(), WRAPPED)), "UserNotVerifiedException");
        authenticator.forgetVerification();
        assertRefused(login(authenticator.login(challenge(), account(), "")), "it does not hold");
    }

    /** A copy of an authenticator counts on its own, and is behind. */
    @Test
    void aCounterThatGoesBackIsRefused() throws Exception {
        registered();
        authenticator.counter = 7;
        assertThat(login(authenticator.login(challenge(), account(), "")).status())
                .isEqualTo(200);
        authenticator.counter = 5;
        assertRefused(login(authenticator.login(challenge(), account(), "")), "it does not hold");
    }

    @Test
    void anotherKeyOrAccountIsRefusedAsAnUnknownOne() throws Exception {
        registered();
        TestStore.Person bob = store.join(Role.PATIENT, "Bob");
        String known = login(authenticator.login(challenge(), bob.membership().account(), ""))
                .text();
        assertRefused(login(authenticator.login(challenge(), bob.membership().account(), "")), "it does not hold");
        TestAuthenticator other = new TestAuthenticator(store);
        assertThat(login(other.login(challenge(), account(), "")).text()).isEqualTo(known);
        System.arraycopy(authenticator.credential, 0, other.credential, 0, other.credential.length);
        assertThat(login(other.login(challenge(), account(), "")).text()).isEqualTo(known);
        assertRefused(login(other.login(challenge(), account(), "")), "it does not hold");
        assertThat(register(bob, authenticator.registration(challenge(), WRAPPED))
                        .status())
                .isEqualTo(409);
    }

    /** Bytes of a stranger, each changed, cut or added to: every one is refused, and none is a bug. */
    @Test
    void whatIsBrokenIsRefused() throws Exception {
        registered();
        java.util.Random random = new java.util.Random(1);
        for (int i = 0; i < 300; i++) {
            boolean isLogin = random.nextBoolean();
            String body = isLogin
                    ? authenticator.login(challenge(), account(), "")
                    : new TestAuthenticator(store).registration(challenge(), WRAPPED);
            int start = body.indexOf(":\"", random.nextInt(isLogin ? 400 : 100)) + 2;
            int end = body.indexOf('"', start);
            int at = start + random.nextInt(end - start);
            String changed = random.nextBoolean()
                    ? body.substring(0, at) + (body.charAt(at) == 'A' ? 'B' : 'A') + body.substring(at + 1)
                    : body.substring(0, at) + body.substring(Math.min(end, at + 1 + random.nextInt(60)));
            Wire.Reply reply = isLogin ? login(changed) : register(anna, changed);
            // What nothing is made of may change: the id of an authenticator's kind, and the like.
            assertThat(reply.status())
                    .as(i + ": " + reply.text())
                    .isIn(isLogin ? List.of(400, 401, 200) : List.of(400, 401, 201, 409));
        }
    }

    /** They can hold the secret that unlocks the keys. */
    @Test
    void resultsOfExtensionsAreRefused() throws Exception {
        String results = ",\"clientExtensionResults\":{\"prf\":{}}";
        Wire.Reply reply = register(anna, authenticator.registration(challenge(), WRAPPED + results));
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.text()).contains("never send it");
        registered();
        assertThat(login(authenticator.login(challenge(), account(), results)).status())
                .isEqualTo(400);
    }

    @Test
    void whoIsShutOutOrRemovedTheirPasskeyDoesNotLogIn() throws Exception {
        registered();
        String passkey = signed(anna, "GET", "/v1/passkeys", "").text();
        String id = passkey.substring(passkey.indexOf("\"passkey\" : \"") + 13).substring(0, 32);
        TestStore.Person bob = store.join(Role.PATIENT, "Bob");
        assertThat(signed(bob, "DELETE", "/v1/passkeys/" + id, "").status()).isEqualTo(404);
        store.aside(it -> Suspensions.ask(it.database(), account(), true));
        assertThat(login(authenticator.login(challenge(), account(), "")).problem())
                .isEqualTo("suspended");
        store.aside(it -> Suspensions.ask(it.database(), account(), false));
        assertThat(signed(anna, "DELETE", "/v1/passkeys/" + id, "").status()).isEqualTo(204);
        assertRefused(login(authenticator.login(challenge(), account(), "")), "it does not hold");
    }

    @Test
    void twoPagesDoNotOverwriteEachOthersVault() throws Exception {
        keepVault();
        Wire.Reply first = signed(anna, "GET", "/v1/account/vault", "");
        assertThat(first.text()).contains(base64(AGE + "vault"));
        assertThat(change(first.field("etag")).status()).isEqualTo(204);
        Wire.Reply late = change(first.field("etag"));
        assertThat(late.status()).isEqualTo(412);
        assertThat(change("").status()).isEqualTo(428);
        Wire.Reply text = new Wire("PUT", "/v1/account/vault")
                .json("{\"vault\":\"" + base64("secret") + "\"}")
                .with("if-match", first.field("etag"))
                .signed(store, anna.membership().key())
                .send(store);
        assertThat(text.status()).isEqualTo(400);
        assertThat(text.text()).contains("the vault: this is not an age file");
    }

    private Wire.Reply change(String tag) throws Exception {
        Wire wire = new Wire("PUT", "/v1/account/vault").json("{\"vault\":\"" + base64(AGE + "other") + "\"}");
        return (tag.isEmpty() ? wire : wire.with("if-match", tag))
                .signed(store, anna.membership().key())
                .send(store);
    }
}
