package org.phrkit.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.phrkit.client.StoreException;
import org.phrkit.server.accounts.Role;
import org.phrkit.store.Invitation;
import org.phrkit.store.RequestKey;

/** Neither the log nor an answer that refuses says who did what with which report. */
class LogsTest {
    private static final String NAME = "Kowalski";

    @TempDir
    private Path scratch;

    /** All that is logged, whoever logs it. */
    private static final class Lines extends Handler {
        private final List<String> lines = new CopyOnWriteArrayList<>();

        @Override
        public void publish(LogRecord line) {
            lines.add(line.getLoggerName() + " " + line.getMessage()
                    + (line.getThrown() == null ? "" : " " + line.getThrown()));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }

    /** Something that is refused; what the client is told is kept. */
    private interface Deed {
        void run() throws Exception;
    }

    private final List<String> told = new ArrayList<>();

    private void refused(Deed deed) throws Exception {
        try {
            deed.run();
            throw new AssertionError("it was not refused");
        } catch (StoreException e) {
            told.add(String.valueOf(e.getMessage()));
        }
    }

    private void refused(Wire.Reply reply) {
        assertThat(reply.status()).isGreaterThanOrEqualTo(400);
        told.add(reply.text() + reply.fields());
    }

    @Test
    void aWholeStoryLeavesNoNameKeyCodeOrIdInLinesAndErrors() throws Exception {
        Lines lines = new Lines();
        Logger own = Logger.getLogger("org.phrkit");
        List<String> secrets = new ArrayList<>();
        try (TestStore store = TestStore.in(scratch.resolve("store"), TestStore.PLAIN)) {
            own.addHandler(lines);
            own.setLevel(Level.ALL);
            Invitation unused = store.invite(Role.DOCTOR);
            TestStore.Person anna = store.join(Role.PATIENT, NAME);
            TestStore.Person doctor = store.join(Role.DOCTOR, NAME);
            TestStore.Person other = store.join(Role.DOCTOR, NAME);
            TestStore.Person root = store.join(Role.ADMINISTRATOR, NAME);
            String report = anna.put(scratch, "Kowalski is well", doctor);
            RequestKey stranger = RequestKey.generate(TestStore.RANDOM);
            Wire.Reply created = new Wire("POST", "/v1/uploads")
                    .with("tus-resumable", "1.0.0")
                    .with("upload-length", "10")
                    .signed(store, anna.membership().key())
                    .send(store);
            String upload = created.location().substring("/v1/uploads/".length());

            anna.grant(anna.client(), report, other, false);
            StoreTest.text(doctor, report);
            refused(() -> other.client().erase(report, other.recovery()));
            refused(() -> other.client().invite("doctor"));
            refused(() -> anna.client().erase(report, doctor.recovery()));
            refused(() -> anna.client().revoke(report, root.fingerprint()));
            refused(() -> root.client().get(report, java.io.OutputStream.nullOutputStream()));
            refused(new Wire("GET", "/v1/reports/" + report)
                    .signed(store, stranger)
                    .send(store));
            refused(new Wire("GET", "/v1/reports/" + report + "?name=" + NAME).send(store));
            refused(new Wire("GET", "/" + NAME).send(store));
            refused(new Wire(NAME.toUpperCase(Locale.ROOT), "/v1/store").send(store));
            refused(new Wire("PATCH", "/v1/uploads/" + upload)
                    .with("tus-resumable", "1.0.0")
                    .with("upload-offset", "7")
                    .with("content-type", "application/offset+octet-stream")
                    .body(new byte[1])
                    .send(store));
            refused(new Wire("POST", "/v1/accounts")
                    .json("{\"code\":\"" + unused.code() + "\",\"" + NAME + "\":1}")
                    .signed(store, stranger)
                    .send(store));
            root.client().suspend(other.membership().account(), true);
            refused(() -> other.client().list());
            anna.client().revoke(report, doctor.fingerprint());
            refused(() -> doctor.get(report));
            anna.client().erase(report, anna.recovery());
            // A bug says where it is, and not on what.
            store.aside(it -> it.database().write(handle -> handle.execute("alter table report rename to " + NAME)));
            refused(() -> anna.client().list());
            store.aside(
                    it -> it.database().write(handle -> handle.execute("alter table " + NAME + " rename to report")));

            secrets.addAll(List.of(NAME, report, upload, unused.code(), store.fingerprint(), stranger.publicKey()));
            for (TestStore.Person person : List.of(anna, doctor, other, root)) {
                secrets.addAll(List.of(
                        person.fingerprint(),
                        person.signing().verificationKey().toString(),
                        person.recovery().verificationKey().toString(),
                        person.identity().recipient().toString(),
                        person.membership().account(),
                        person.membership().key().publicKey(),
                        person.membership().key().exposeText()));
            }
        } finally {
            own.removeHandler(lines);
            Logs.quiet();
        }
        assertThat(lines.lines).anyMatch(line -> line.contains("POST /v1/reports 201"));
        assertThat(lines.lines).anyMatch(line -> line.contains("a bug at GET /v1/reports"));
        for (String secret : secrets) {
            assertThat(lines.lines).noneMatch(line -> contains(line, secret));
            assertThat(told).noneMatch(text -> contains(text, secret));
        }
    }

    private static boolean contains(String text, String secret) {
        return text.toLowerCase(Locale.ROOT).contains(secret.toLowerCase(Locale.ROOT));
    }
}
