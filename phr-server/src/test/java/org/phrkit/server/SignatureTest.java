package org.phrkit.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.phrkit.client.StoreClient;
import org.phrkit.server.accounts.Role;
import org.phrkit.store.RequestKey;

/** Requests that are right in all but one thing. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SignatureTest {
    private static final String ROLE = "{\"role\":\"doctor\"}";
    private static final int HOUR = 3600;

    private TestStore store;
    private TestStore.Person administrator;
    private TestStore.Person anna;
    private RequestKey key;
    private String report;

    @BeforeAll
    void begin(@TempDir Path scratch) throws Exception {
        store = TestStore.in(scratch.resolve("store"), TestStore.PLAIN);
        administrator = store.join(Role.ADMINISTRATOR, "Root");
        anna = store.join(Role.PATIENT, "Anna");
        key = administrator.membership().key();
        report = anna.put(scratch, "all is well");
    }

    @AfterAll
    void end() throws Exception {
        store.close();
    }

    private static Wire invite() {
        return new Wire("POST", "/v1/invitations").json(ROLE);
    }

    private Wire ask() {
        return new Wire("GET", "/v1/account");
    }

    private void refused(Wire wire) throws IOException {
        refused(401, wire);
    }

    private void refused(int status, Wire wire) throws IOException {
        Wire.Reply reply = wire.send(store);
        assertThat(reply.status()).as(reply.text()).isEqualTo(status);
        assertThat(reply.fields()).containsEntry("content-type", "application/problem+json");
    }

    @Test
    void whatIsRightIsAnswered() throws Exception {
        assertThat(invite().signed(store, key).send(store).status()).isEqualTo(201);
        assertThat(ask().signed(store, key).send(store).status()).isEqualTo(200);
        // Who asks whom does not depend on the order, nor on what the client calls the store.
        assertThat(ask().with("host", "elsewhere.example:1")
                        .signed(store, key)
                        .send(store)
                        .status())
                .isEqualTo(200);
        assertThat(ask().with("x-forwarded-host", "elsewhere.example")
                        .signed(store, key, signing -> signing.covered.remove("x-forwarded-host"))
                        .send(store)
                        .status())
                .isEqualTo(200);
    }

    @Test
    void whatWasAlteredAfterwardsIsRefused() throws Exception {
        refused(invite().signed(store, key).to("POST", "/v1/invitations?role=doctor"));
        refused(ask().signed(store, key).to("GET", "/v1/accounts"));
        refused(new Wire("GET", "/v1/reports/" + report)
                .signed(store, anna.membership().key())
                .to("DELETE", "/v1/reports/" + report));
        refused(invite().signed(store, key).swapBody("{\"role\":\"patien\"}"));
        refused(invite().signed(store, key)
                .swapBody("{\"role\":\"patien\"}")
                .replace(
                        "content-digest",
                        Wire.digest("{\"role\":\"patien\"}".getBytes(java.nio.charset.StandardCharsets.UTF_8))));
        refused(invite().signed(store, key).replace("content-type", "application/json;a=b"));
        refused(invite().signed(store, key).replace("phr-store-key", "0".repeat(32)));
        Wire ranged = new Wire("GET", "/v1/reports/" + report).with("range", "bytes=0-9");
        refused(ranged.signed(store, anna.membership().key()).replace("range", "bytes=0-8"));
        assertThat(anna.client().list()).extracting(StoreClient.Listed::id).containsExactly(report);
    }

    @Test
    void whatIsMissingIsRefused() throws Exception {
        for (String name : List.of("signature", "signature-input", "content-digest", "phr-store-key", "content-type")) {
            refused(invite().signed(store, key).without(name));
        }
    }

    @Test
    void whatIsThereTwiceIsRefused() throws Exception {
        for (String name : List.of("signature", "signature-input", "content-type")) {
            Wire wire = invite().signed(store, key);
            refused(400, wire.with(name, wire.field(name)));
        }
        for (String name : List.of("content-digest", "phr-store-key")) {
            Wire wire = invite().signed(store, key);
            refused(401, wire.with(name, wire.field(name)));
        }
        Wire twice = invite().signed(store, key, signing -> signing.covered.add("@method"));
        refused(twice);
    }

    @Test
    void whatCountsAndIsNotCoveredIsRefused() throws Exception {
        for (String name : List.of("@method", "@target-uri", "phr-store-key", "content-digest", "content-type")) {
            refused(invite().signed(store, key, signing -> signing.covered.remove(name)));
        }
        for (String name : List.of("if-match", "if-none-match", "range", "upload-offset", "upload-length")) {
            refused(ask().signed(store, key).with(name, "1"));
        }
        refused(invite().signed(store, key, signing -> signing.covered.remove("content-length")));
        // What is not there is not covered either.
        refused(ask().signed(store, key, signing -> signing.covered.add("range")));
        refused(ask().with("x-else", "1").signed(store, key));
    }

    @Test
    void signaturesOfAnotherKindAreRefused() throws Exception {
        refused(ask().signed(store, key, signing -> signing.tag = "phr-store/2"));
        refused(ask().signed(store, key, signing -> signing.alg = "\"rsa-pss-sha512\""));
        refused(ask().signed(store, key, signing -> signing.alg = "1"));
        refused(ask().signed(store, key, signing -> signing.label = "sig1"));
        refused(ask().signed(store, key, signing -> signing.nonce = "0".repeat(31)));
        refused(ask().signed(
                        store,
                        key,
                        signing -> signing.keyId = anna.membership().key().publicKey()));
        refused(ask().signed(store, key, signing -> signing.keyId = "AAAA"));
        refused(ask().signed(store, key, signing -> signing.keyId = "not base64"));
        Wire one = ask().signed(store, key);
        Wire other = ask().signed(store, anna.membership().key(), signing -> signing.label = "b");
        refused(one.replace("signature-input", one.field("signature-input") + ", " + other.field("signature-input"))
                .replace("signature", one.field("signature") + ", " + other.field("signature")));
        Wire odd = ask().signed(store, key);
        refused(odd.replace("signature", odd.field("signature").replace("==:", "AA:")));
    }

    @Test
    void aRequestToAnotherStoreIsNoRequestHere() throws Exception {
        // The account belongs to both stores, and the other one passes on what it was asked.
        refused(ask().with("phr-store-key", "f".repeat(32)).signed(store, key));
        refused(ask().signed(store, key, signing -> signing.origin = "https://other.example"));
        refused(ask().with("host", "other.example")
                .signed(store, key, signing -> signing.origin = "https://other.example"));
    }

    @Test
    void aRequestCountsOnceAndNow() throws Exception {
        Wire wire = invite().signed(store, key);
        assertThat(wire.send(store).status()).isEqualTo(201);
        Wire.Reply again = wire.send(store);
        assertThat(again.status()).isEqualTo(401);
        assertThat(again.problem()).isEqualTo("replayed");
        String nonce = "00112233445566778899aabbccddeeff";
        assertThat(ask().signed(store, key, signing -> signing.nonce = nonce)
                        .send(store)
                        .status())
                .isEqualTo(200);
        refused(invite().signed(store, key, signing -> signing.nonce = nonce));
        for (int seconds : List.of(-HOUR, HOUR, -302, 302)) {
            Wire.Reply late = ask().signed(store, key, signing -> signing.created += seconds)
                    .send(store);
            assertThat(late.status()).isEqualTo(401);
            assertThat(late.problem()).isEqualTo("clock");
        }
        store.restart();
        assertThat(wire.send(store).problem()).as("after a restart").isEqualTo("replayed");
    }

    @Test
    void aBodyThatIsTooLargeIsRefusedWhetherItSaysSoOrNot() throws Exception {
        String head = "POST /v1/reports HTTP/1.1\r\nhost: a\r\n";
        Wire.Reply announced = Wire.send(
                store, (head + "content-length: 300000\r\n\r\n").getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        assertThat(announced.status()).isEqualTo(413);
        Wire.Reply chunked = Wire.send(
                store,
                (head + "transfer-encoding: chunked\r\n\r\n40001\r\n" + "x".repeat(0x40001))
                        .getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        assertThat(chunked.status()).isEqualTo(413);
    }

    @Test
    void whatIsNoHttpIsRefusedWithoutRepeatingIt() throws Exception {
        for (String text : List.of(
                "GET /v1/Kowalski\u0001 HTTP/1.1\r\nhost: a\r\n\r\n",
                "Kowalski\r\n\r\n",
                "GET /v1/%zzKowalski HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n",
                "GET /v1/store HTTP/1.1\r\nhost: a\r\nKowalski\r\n\r\n",
                "GET /v1/store/../Kowalski HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n",
                "GET /Kowalski HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n",
                "GET /" + "Kowalski".repeat(2000) + " HTTP/1.1\r\nhost: a\r\n\r\n",
                "KOWALSKI /v1/store HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n")) {
            Wire.Reply reply = Wire.send(store, text.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));
            assertThat(reply.status()).as(text).isBetween(400, 499);
            assertThat(reply.fields()).as(text).containsEntry("content-type", "application/problem+json");
            assertThat(reply.text() + reply.fields()).doesNotContainIgnoringCase("kowalski");
        }
        Wire.Reply bad = new Wire("GET", "/v1/reports?after=%zz")
                .signed(store, anna.membership().key())
                .send(store);
        assertThat(bad.status()).as(bad.text()).isEqualTo(400);
    }
}
