package org.phrkit.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.phrkit.server.accounts.Role;

/** One more reader costs a new header: what goes over the wire for it does not depend on the size of the report. */
class GrantSizeTest {
    private static final int REPORT_BYTES = 16 << 20;

    @TempDir
    private Path scratch;

    /** Hands on what comes, both ways, and counts it. */
    private static final class Counter implements AutoCloseable {
        private final ServerSocket listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        private final AtomicLong bytes = new AtomicLong();

        Counter() throws IOException {}

        int port() {
            return listening.getLocalPort();
        }

        void handOnTo(int port) {
            start(() -> {
                while (true) {
                    Socket client = listening.accept();
                    Socket store = Wire.connect(port);
                    start(() -> copy(client, store));
                    start(() -> copy(store, client));
                }
            });
        }

        private void copy(Socket from, Socket to) throws IOException {
            try (InputStream in = from.getInputStream();
                    OutputStream out = to.getOutputStream()) {
                byte[] buffer = new byte[1 << 16];
                for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                    bytes.addAndGet(read);
                    out.write(buffer, 0, read);
                }
            }
        }

        /** What ends by an exception has ended. */
        private interface Work {
            void run() throws IOException;
        }

        private static void start(Work work) {
            Thread thread = new Thread(() -> {
                try {
                    work.run();
                } catch (IOException e) {
                    Thread.currentThread().interrupt();
                }
            });
            thread.setDaemon(true);
            thread.start();
        }

        @Override
        public void close() throws IOException {
            listening.close();
        }
    }

    @Test
    void aGrantAndATakeBackMoveLittle() throws Exception {
        try (Counter counter = new Counter();
                TestStore store =
                        TestStore.in(scratch.resolve("store"), "origin", "http://127.0.0.1:" + counter.port())) {
            counter.handOnTo(store.configuration().port());
            TestStore.Person anna = store.join(Role.PATIENT, "Anna");
            TestStore.Person doctor = store.join(Role.DOCTOR, "Dr. A");
            String report = anna.put(scratch, "x".repeat(REPORT_BYTES));
            assertThat(counter.bytes.get()).isGreaterThan(REPORT_BYTES);

            counter.bytes.set(0);
            anna.grant(anna.client(), report, doctor, false);
            assertThat(counter.bytes.get()).isBetween(1L, 65_535L);
            assertThat(doctor.client().list()).hasSize(1);

            counter.bytes.set(0);
            anna.client().revoke(report, doctor.fingerprint());
            assertThat(counter.bytes.get()).isBetween(1L, 65_535L);
            assertThat(doctor.client().list()).isEmpty();
        }
    }
}
