package org.phrkit.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.phrkit.client.ServedPage;
import org.phrkit.server.accounts.Role;
import org.phrkit.server.web.Pages;
import org.phrkit.store.RequestKey;

/** Ranges, tags, large transfers, limits by address, and how a store stops. */
class HttpTest {
    private static final Pattern CONTENT_RANGE = Pattern.compile("bytes ([0-9]+)-([0-9]+)/([0-9]+)");
    private static final int LARGE = 5_000_000;

    @TempDir
    private Path scratch;

    private static byte[] whole(TestStore.Person person, String report) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        person.client().get(report, out);
        return out.toByteArray();
    }

    @Test
    void rangesAndTagsAreThoseOfTheWholeFile() throws Exception {
        try (TestStore store = TestStore.in(scratch.resolve("store"), TestStore.PLAIN)) {
            TestStore.Person anna = store.join(Role.PATIENT, "Anna");
            String report = anna.put(scratch, "all is well");
            byte[] whole = whole(anna, report);
            int size = whole.length;
            int header = anna.client().header(report).header().bytes().length;
            String tag = anna.client().header(report).tag();
            for (String range : new String[] {
                "0-0",
                "0-9",
                "5-" + (header - 1),
                "5-" + header,
                (header - 1) + "-" + header,
                header + "-",
                (header + 3) + "-" + (size + 99),
                "-1",
                "-" + size,
                "-" + (size + 5),
                (size - 1) + "-"
            }) {
                Wire.Reply reply = get(store, anna, report, Map.of("range", "bytes=" + range));
                assertThat(reply.status()).as(range).isEqualTo(206);
                Matcher shown = CONTENT_RANGE.matcher(reply.field("content-range"));
                assertThat(shown.matches()).as(range).isTrue();
                int from = Integer.parseInt(shown.group(1));
                int to = Integer.parseInt(shown.group(2));
                assertThat(shown.group(3)).isEqualTo(Integer.toString(size));
                assertThat(reply.fields()).containsEntry("content-length", Integer.toString(to - from + 1));
                int first = range.startsWith("-")
                        ? Math.max(0, size - Integer.parseInt(range.substring(1)))
                        : Integer.parseInt(range.substring(0, range.indexOf('-')));
                assertThat(from).as(range).isEqualTo(first);
            }
            for (String range : new String[] {size + "-", "-0", size + "-" + (size + 1), "999999999999999999-"}) {
                Wire.Reply reply = get(store, anna, report, Map.of("range", "bytes=" + range));
                assertThat(reply.status()).as(range).isEqualTo(416);
                assertThat(reply.fields()).containsEntry("content-range", "bytes */" + size);
            }
            for (String range : new String[] {"lines=0-1", "bytes=0-1,3-4", "bytes=a-b", "bytes=9-3", "bytes=-"}) {
                assertThat(get(store, anna, report, Map.of("range", range)).status())
                        .as(range)
                        .isEqualTo(200);
            }
            assertThat(get(store, anna, report, Map.of("if-none-match", tag)).status())
                    .isEqualTo(304);
            assertThat(get(store, anna, report, Map.of("if-none-match", "\"0\""))
                            .status())
                    .isEqualTo(200);
            Wire.Reply head = new Wire("HEAD", "/v1/reports/" + report)
                    .signed(store, anna.membership().key())
                    .send(store);
            assertThat(head.status()).isEqualTo(200);
            assertThat(head.fields())
                    .containsEntry("content-length", Integer.toString(size))
                    .containsEntry("etag", tag);
            byte[] part = part(store, anna, report, header - 7, header + 20);
            assertThat(part).isEqualTo(java.util.Arrays.copyOfRange(whole, header - 7, header + 21));
        }
    }

    private static Wire.Reply get(TestStore store, TestStore.Person person, String report, Map<String, String> fields)
            throws IOException {
        Wire wire = new Wire("GET", "/v1/reports/" + report);
        fields.forEach(wire::with);
        return wire.signed(store, person.membership().key()).send(store);
    }

    private static byte[] part(TestStore store, TestStore.Person person, String report, int from, int to)
            throws IOException {
        Wire wire = new Wire("GET", "/v1/reports/" + report)
                .with("range", "bytes=" + from + "-" + to)
                .signed(store, person.membership().key());
        try (Socket socket = Wire.connect(store.configuration().port())) {
            socket.getOutputStream().write(wire.bytes());
            byte[] answer = socket.getInputStream().readAllBytes();
            String text = new String(answer, StandardCharsets.ISO_8859_1);
            return java.util.Arrays.copyOfRange(answer, text.indexOf("\r\n\r\n") + 4, answer.length);
        }
    }

    @Test
    void aLargeReportGoesOverTlsAndHttp2() throws Exception {
        try (TestStore store = TestStore.in(scratch.resolve("store"))) {
            TestStore.Person anna = store.join(Role.PATIENT, "Anna");
            String text = "x".repeat(LARGE);
            assertThat(StoreTest.text(anna, anna.put(scratch, text))).isEqualTo(text);
        }
    }

    @Test
    void aStrangerSlowsHimselfAndNobodyElse() throws Exception {
        try (TestStore store = TestStore.in(scratch.resolve("store"), "origin", "http://127.0.0.1:PORT")) {
            TestStore.Person anna = store.join(Role.PATIENT, "Anna");
            RequestKey stranger = RequestKey.generate(TestStore.RANDOM);
            int slowed = 0;
            for (int i = 0; i < 800 && slowed < 20; i++) {
                // Signed by him, and it names her key; what was sent before; and nothing at all.
                Wire garbage = new Wire("GET", "/v1/account")
                        .signed(
                                store,
                                stranger,
                                signing ->
                                        signing.keyId = anna.membership().key().publicKey());
                int status = garbage.send(store).status();
                assertThat(status).isIn(401, 429);
                slowed += status == 429 ? 1 : 0;
            }
            assertThat(slowed).isEqualTo(20);
            assertThat(new Wire("GET", "/v1/reports").send(store).status()).isEqualTo(429);
            Wire known = new Wire("GET", "/v1/account")
                    .signed(store, anna.membership().key());
            assertThat(known.send(store).status()).as("from the same address").isEqualTo(200);
            assertThat(known.send(store).status()).as("sent again, by whomever").isIn(401, 429);
            assertThat(level(store, "REQUESTS " + anna.membership().account())).isGreaterThan(1190);

            store.restart();
            Wire.Reply after = new Wire("GET", "/v1/reports").send(store);
            Wire.Reply again = after;
            for (int i = 0; i < 60 && again.status() != 429; i++) {
                again = new Wire("GET", "/v1/reports").send(store);
            }
            assertThat(again.status()).as("a restart gives nothing away").isEqualTo(429);
            assertThat(again.fields()).containsKey("retry-after");
            assertThat(anna.client().list()).isEmpty();
        }
    }

    private static double level(TestStore store, String subject) throws Exception {
        store.restart();
        double[] found = {0};
        store.aside(it -> found[0] = it.database()
                .read(handle -> handle.createQuery("select level from allowance where subject = ?")
                        .bind(0, subject)
                        .mapTo(Double.class)
                        .findFirst()
                        .orElse(1200.0)));
        return found[0];
    }

    @Test
    void whoTriesInvitationsKeepsNobodyFromJoining() throws Exception {
        try (TestStore store = TestStore.in(scratch.resolve("store"), "origin", "http://127.0.0.1:PORT")) {
            TestStore.Person anna = store.join(Role.PATIENT, "Anna");
            TestStore.Person eve = TestStore.Person.nobody(store);
            int status = 410;
            for (int i = 0; i < 40 && status != 429; i++) {
                status = new Wire("POST", "/v1/accounts")
                        .json("{\"code\":\"" + String.format("%032x", i) + "\",\"card\":"
                                + org.phrkit.json.JsonObject.write(eve.card().members()) + ",\"device\":"
                                + org.phrkit.json.JsonObject.write(
                                        eve.certificate(store).members())
                                + ",\"recovery\":\"" + eve.recovery().verificationKey() + "\"}")
                        .signed(store, eve.membership().key())
                        .send(store)
                        .status();
                assertThat(status).isIn(410, 429);
            }
            assertThat(status).isEqualTo(429);
            assertThat(store.join(Role.DOCTOR, "Dr. A").client().list()).isEmpty();
            assertThat(anna.client().list()).isEmpty();
        }
    }

    @Test
    void aStoreThatStopsFinishesWhatRunsAndTakesNothingNew() throws Exception {
        TestStore store = TestStore.in(scratch.resolve("store"), TestStore.PLAIN);
        TestStore.Person anna = store.join(Role.PATIENT, "Anna");
        String location = new Wire("POST", "/v1/uploads")
                .with("tus-resumable", "1.0.0")
                .with("upload-length", "10")
                .signed(store, anna.membership().key())
                .send(store)
                .location();
        String head = "PATCH " + location
                + " HTTP/1.1\r\nhost: a\r\ntus-resumable: 1.0.0\r\nupload-offset: 0\r\n"
                + "content-type: application/offset+octet-stream\r\ncontent-length: 10\r\n\r\n12345";
        int port = store.configuration().port();
        try (Socket running = Wire.connect(port);
                Socket other = Wire.connect(port)) {
            running.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            other.getOutputStream()
                    .write("GET /v1/store HTTP/1.1\r\nhost: a\r\nx: ".getBytes(StandardCharsets.US_ASCII));
            Thread.sleep(500);
            Thread stop = new Thread(() -> {
                try {
                    store.close();
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            });
            stop.start();
            while (answers(port)) {
                Thread.sleep(20);
            }
            other.getOutputStream().write("y\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            Wire.Reply refused = reply(other);
            assertThat(refused.status()).isIn(0, 503);
            if (refused.status() == 503) {
                assertThat(refused.problem()).isEqualTo("stopping");
            }
            assertThat(stop.isAlive()).isTrue();
            running.getOutputStream().write("67890".getBytes(StandardCharsets.US_ASCII));
            assertThat(reply(running).fields()).containsEntry("upload-offset", "10");
            stop.join(20_000);
            assertThat(stop.isAlive()).isFalse();
        }
        assertThat(store.faults()).isEmpty();
    }

    private static Wire.Reply reply(Socket socket) {
        try {
            socket.setSoTimeout(10_000);
            return Wire.read(socket.getInputStream(), "GET");
        } catch (IOException e) {
            return new Wire.Reply(0, Map.of(), "");
        }
    }

    private static boolean answers(int port) {
        try (Socket socket = Wire.connect(port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    /** What a browser gets is what the jar has, with its fields; and again only where it changed. */
    @Test
    void thePagesAreServedAsTheyAre(@TempDir Path scratch) throws Exception {
        try (TestStore store = TestStore.in(scratch.resolve("store"), TestStore.PLAIN)) {
            StringBuilder served = new StringBuilder();
            for (ServedPage page : ServedPage.load(store.origin(), Clock.systemUTC(), TestStore.RANDOM)) {
                assertThat(page.isAsListed()).as(page.path()).isTrue();
                served.append(page).append('\n');
            }
            assertThat(served.toString()).isEqualTo(Pages.load().list());
            Wire.Reply page = new Wire("GET", "/").send(store);
            assertThat(page.status()).isEqualTo(200);
            assertThat(page.field("content-security-policy")).startsWith("default-src 'none'");
            assertThat(page.field("x-content-type-options")).isEqualTo("nosniff");
            assertThat(new Wire("GET", "/")
                            .with("if-none-match", page.field("etag"))
                            .send(store)
                            .status())
                    .isEqualTo(304);
            assertThat(new Wire("GET", "/../store.key").send(store).status()).isIn(400, 404);
            assertThat(new Wire("POST", "/").send(store).status()).isEqualTo(405);
        }
    }
}
