package org.phrkit.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.phrkit.client.LogClient;
import org.phrkit.client.StoreClient;
import org.phrkit.client.StoreException;
import org.phrkit.server.accounts.Role;

/** A store that answers something else than it should: whoever asks gets a clear error, and never another report. */
class HostileStoreTest {
    private static final Set<String> NOT_PASSED_ON =
            Set.of("host", "connection", "content-length", "upgrade", "http2-settings", "transfer-encoding");

    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @TempDir
    private Path scratch;

    private HttpServer middle;
    private TestStore store;
    private TestStore.Person anna;
    private TestDoctor doctor;
    private volatile BiFunction<String, byte[], byte[]> change = (path, answer) -> answer;

    @BeforeEach
    void begin() throws Exception {
        middle = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        String origin = "http://127.0.0.1:" + middle.getAddress().getPort();
        store = TestStore.in(scratch.resolve("store"), "origin", origin, "rate", "100000");
        middle.createContext("/", this::passOn);
        middle.setExecutor(java.util.concurrent.Executors.newCachedThreadPool());
        middle.start();
        anna = store.join(Role.PATIENT, "Anna");
        doctor = TestDoctor.of(store, false);
    }

    @AfterEach
    void end() throws Exception {
        middle.stop(0);
        store.close();
    }

    private void passOn(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().toString();
        byte[] body = exchange.getRequestBody().readAllBytes();
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + store.configuration().port() + path))
                .method(
                        exchange.getRequestMethod(),
                        body.length == 0
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofByteArray(body));
        exchange.getRequestHeaders().forEach((name, values) -> {
            if (!NOT_PASSED_ON.contains(name.toLowerCase(Locale.ROOT))) {
                values.forEach(value -> request.header(name, value));
            }
        });
        try {
            HttpResponse<byte[]> response = CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            response.headers().map().forEach((name, values) -> {
                if (!NOT_PASSED_ON.contains(name)) {
                    exchange.getResponseHeaders().put(name, values);
                }
            });
            byte[] answer = change.apply(path, response.body());
            exchange.sendResponseHeaders(response.statusCode(), answer.length == 0 ? -1 : answer.length);
            exchange.getResponseBody().write(answer);
        } catch (InterruptedException e) {
            throw new IOException(e);
        } finally {
            exchange.close();
        }
    }

    private StoreClient client(TestStore.Person person) {
        return StoreClient.open(person.membership(), new LogTest.Memory(), Clock.systemUTC(), TestStore.RANDOM);
    }

    private void answer(String path, String text) {
        change = (asked, answer) -> asked.startsWith(path) ? text.getBytes(StandardCharsets.UTF_8) : answer;
    }

    @Test
    void anotherReportIsNotTaken() throws Exception {
        String one = doctor.put(scratch, anna, OptionalLong.empty());
        String other = doctor.put(scratch, anna, OptionalLong.empty());
        byte[] file = doctor.person().get(other);
        change = (path, answer) -> path.equals("/v1/reports/" + one) ? file : answer;
        assertThatThrownBy(() -> doctor.read(one)).isInstanceOf(IOException.class);
        change = (path, answer) -> answer;
        assertThat(doctor.read(one)).isEqualTo(OpeningsTest.TEXT);
    }

    @Test
    void linesOfTheLogThatNeverEndOrAreNoTextAreRefused() throws Exception {
        answer("/v1/log/lines", "{\"lines\": [], \"more\": true}");
        assertThatThrownBy(() -> client(anna).log().lines(0))
                .isInstanceOf(StoreException.Malformed.class)
                .hasMessageContaining("promises more lines");
        String salt = "A".repeat(43) + "=";
        for (String line : List.of(
                "{\"index\": 0, \"salt\": \"" + salt + "\", \"line\": \"\\ud800\"}",
                "{\"index\": 0, \"salt\": \"AAAA\", \"line\": \"{}\"}",
                "{\"index\": 9000000, \"salt\": \"" + salt + "\", \"line\": \"{}\"}",
                "{\"index\": 0, \"salt\": \"?\", \"line\": \"{}\"}",
                "{\"index\": 0, \"salt\": \"" + salt + "\", \"line\": \"{}\"}")) {
            answer("/v1/log/lines", "{\"lines\": [" + line + "], \"more\": false}");
            assertThatThrownBy(() -> client(anna).log().lines(0)).as(line).isInstanceOf(StoreException.class);
        }
    }

    /** Else nobody would know that the report is there. */
    @Test
    void aReportWhoseAnswerGotLostIsLeftOnce() throws Exception {
        AtomicInteger lost = new AtomicInteger();
        change = (path, answer) -> {
            if (path.equals("/v1/reports") && lost.getAndIncrement() == 0) {
                throw new IllegalStateException("lost");
            }
            return answer;
        };
        String report = anna.put(scratch, "all is well");
        assertThat(lost).as("commits").hasValue(2);
        assertThat(client(anna).list()).extracting(StoreClient.Listed::id).containsExactly(report);
    }

    /** Ids become the names of files, and are shown on a terminal. */
    @Test
    void namesThatAreNoneAreRefused() throws Exception {
        String report = anna.put(scratch, "all is well");
        String device = anna.membership().key().publicKey();
        String time = "\"2026-11-27T08:00:00Z\"";
        for (String id : List.of("../../x", "/etc/x", "\\u001b[2J", "", "0".repeat(33), "0".repeat(31) + "G")) {
            answer(
                    "/v1/reports",
                    "{\"reports\": [{\"report\": \"" + id + "\", \"own\": true, \"bytes\": 1, \"created\": " + time
                            + ", \"etag\": \"x\"}], \"more\": false}");
            assertThatThrownBy(() -> client(anna).list()).as(id).isInstanceOf(StoreException.Malformed.class);
            answer(
                    "/v1/reports/" + report + "/grants",
                    "{\"readers\": [{\"reader\": \"" + id + "\", \"granter\": \"" + anna.fingerprint()
                            + "\", \"mayGrant\": false, \"notBefore\": " + time + "}]}");
            assertThatThrownBy(() -> client(anna).readers(report)).as(id).isInstanceOf(StoreException.Malformed.class);
            change = (path, answer) -> path.equals("/v1/account")
                    ? new String(answer, StandardCharsets.UTF_8)
                            .replace("\"" + device + "\"", "\"" + id + "\"")
                            .getBytes(StandardCharsets.UTF_8)
                    : answer;
            assertThatThrownBy(() -> client(anna).devices()).as(id).isInstanceOf(StoreException.Malformed.class);
        }
        change = (path, answer) -> answer;
        assertThat(client(anna).list()).hasSize(1);
    }

    /** Whatever byte of whatever answer is another one, nothing but an error of its own kind comes of it. */
    @Test
    void anAnswerThatWasChangedIsAnErrorOrChangesNothing() throws Exception {
        String report = doctor.put(scratch, anna, OptionalLong.empty());
        int refused = 0;
        int rounds = Boolean.getBoolean("phr.seeds.all") ? 2000 : 40;
        for (int seed = 0; seed < rounds; seed++) {
            Random random = new Random(seed);
            AtomicInteger before = new AtomicInteger(random.nextInt(4));
            change = (path, answer) -> before.getAndDecrement() == 0 ? changed(answer, random) : answer;
            for (Work work : works(report)) {
                try {
                    work.done();
                } catch (IOException e) {
                    refused++;
                } catch (RuntimeException | AssertionError e) {
                    fail("seed " + seed, e);
                }
            }
        }
        assertThat(refused).isGreaterThan(rounds / 3);
        change = (path, answer) -> answer;
        assertThat(doctor.read(report)).isEqualTo(OpeningsTest.TEXT);
    }

    private interface Work {
        void done() throws Exception;
    }

    private List<Work> works(String report) {
        List<Work> works = new ArrayList<>();
        works.add(() -> assertThat(doctor.read(report)).isEqualTo(OpeningsTest.TEXT));
        works.add(() -> client(anna).list());
        works.add(() -> client(anna).readers(report));
        works.add(() -> client(anna).header(report));
        works.add(() -> doctor.mediation().parts());
        works.add(() -> client(anna).devices());
        works.add(() -> client(anna).log().lines(0));
        works.add(() -> client(anna)
                .log()
                .lookFor(Map.of("dr", new LogClient.Contact(doctor.person().logKey(), Optional.empty()))));
        works.add(() -> client(doctor.person()).log().proofOf(doctor.person().card()));
        return works;
    }

    private static byte[] changed(byte[] answer, Random random) {
        byte[] changed = answer.clone();
        switch (random.nextInt(4)) {
            case 0 -> {
                return Arrays.copyOf(changed, random.nextInt(changed.length + 1));
            }
            case 1 -> {
                return "{\"lines\": [[[[]]]]}".getBytes(StandardCharsets.UTF_8);
            }
            default -> {
                for (int i = random.nextInt(3); i >= 0 && changed.length > 0; i--) {
                    changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
                }
                return changed;
            }
        }
    }
}
