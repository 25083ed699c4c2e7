package org.phrkit.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.phrkit.client.Membership;
import org.phrkit.client.StoreClient;
import org.phrkit.client.StoreException;
import org.phrkit.json.JsonObject;
import org.phrkit.server.accounts.Role;
import org.phrkit.server.http.TlsFiles;
import org.phrkit.sign.SigningKey;
import org.phrkit.store.Invitation;
import org.phrkit.store.LogStatement;
import org.phrkit.store.SignedStatement;
import org.phrkit.store.TlsKeys;
import org.phrkit.transparency.NoteSigningKey;

/** Somebody who answers in the store's place, with a certificate of his own, and passes on what the store says. */
class ManInTheMiddleTest {
    @TempDir
    private Path scratch;

    private TestStore store;
    private TestStore.Person anna;
    private HttpsServer middle;
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private String answer = "";

    @BeforeEach
    void begin() throws Exception {
        store = TestStore.in(scratch.resolve("store"));
        anna = store.join(Role.PATIENT, "Anna");
        Path key = scratch.resolve("middle.key");
        Path certificate = scratch.resolve("middle.pem");
        TlsFiles.make(key, certificate, "127.0.0.1", Instant.now(), TestStore.RANDOM);
        KeyStore keys = TlsFiles.keyStore(key, certificate);
        KeyManagerFactory managers = KeyManagerFactory.getInstance("SunX509");
        managers.init(keys, new char[0]);
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(managers.getKeyManagers(), null, null);
        middle = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        middle.setHttpsConfigurator(new HttpsConfigurator(tls));
        middle.createContext("/", exchange -> {
            asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
            byte[] bytes = answer.getBytes(java.nio.charset.StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        middle.start();
    }

    @AfterEach
    void end() throws Exception {
        middle.stop(0);
        store.close();
    }

    private URI middleOrigin() {
        return URI.create("https://127.0.0.1:" + middle.getAddress().getPort());
    }

    private static SignedStatement log(SigningKey key) {
        String name = LogStatement.nameOf(key.verificationKey());
        return new LogStatement(NoteSigningKey.generate(name, TestStore.RANDOM).verifierKey(), Instant.now()).sign(key);
    }

    private String document(SigningKey key, String origin, List<String> hashes) {
        return JsonObject.write(java.util.Map.of(
                "type",
                "phr/store/1",
                "key",
                key.verificationKey().toString(),
                "tls",
                new TlsKeys(origin, hashes, Instant.now()).sign(key).members(),
                "log",
                log(key).members(),
                "now",
                Instant.now().toString()));
    }

    private void join(Invitation invitation) throws Exception {
        SigningKey signing = SigningKey.generate(TestStore.RANDOM);
        StoreClient.join(
                new Invitation(middleOrigin(), invitation.code(), invitation.store()),
                anna.card(),
                signing,
                signing.verificationKey(),
                Clock.systemUTC(),
                TestStore.RANDOM);
    }

    @Test
    void theCodeOfAnInvitationIsNotSentToHim() throws Exception {
        Invitation invitation = store.invite(Role.PATIENT);
        String hash = TlsFiles.hash(scratch.resolve("middle.pem"));
        List<String> answers = new java.util.ArrayList<>();
        // A store of his own.
        answers.add(
                document(SigningKey.generate(TestStore.RANDOM), middleOrigin().toString(), List.of(hash)));
        store.aside(it -> {
            // What the store itself says, for its own address or for his, of its own keys.
            String own = TlsFiles.hash(store.folder().resolve("tls.pem"));
            answers.add(document(it.key(), store.origin().toString(), List.of(own)));
            answers.add(document(it.key(), middleOrigin().toString(), List.of(own)));
            // His key, for the address of the store.
            answers.add(document(it.key(), store.origin().toString(), List.of(hash)));
        });
        for (String each : answers) {
            answer = each;
            assertThatThrownBy(() -> join(invitation)).isInstanceOf(StoreException.OtherStore.class);
        }
        assertThat(asked).isNotEmpty().containsOnly("GET /v1/store");
    }

    @Test
    void aDeviceThatKnowsTheStoreSendsHimNothing() {
        Membership turned = new Membership(
                middleOrigin(),
                anna.membership().store(),
                anna.membership().tlsKeys(),
                anna.membership().account(),
                anna.membership().role(),
                anna.membership().key());
        StoreClient client = StoreClient.open(turned, Clock.systemUTC(), TestStore.RANDOM);
        assertThatThrownBy(client::account).isInstanceOf(StoreException.OtherStore.class);
        assertThat(asked).isEmpty();
    }
}
