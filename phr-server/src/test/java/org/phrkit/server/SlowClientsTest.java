package org.phrkit.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.phrkit.server.accounts.Role;

/** Very many connections on which one byte arrives now and then. */
class SlowClientsTest {
    private static final int MANY = 2000;
    private static final int MOST_OF_ADDRESS = 256;

    @TempDir
    private Path scratch;

    private final List<Socket> sockets = new ArrayList<>();

    @AfterEach
    void closeAll() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    private void open(TestStore store, int from, String first) throws IOException {
        for (int i = 0; i < MANY; i++) {
            Socket socket = new Socket();
            socket.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) from}), 0));
            socket.connect(new InetSocketAddress(
                    InetAddress.getLoopbackAddress(), store.configuration().port()));
            sockets.add(socket);
            write(socket, first);
        }
    }

    private static void write(Socket socket, String text) {
        try {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            // The store closed it.
        }
    }

    /** How many the store has not closed. */
    private long alive() throws IOException {
        long alive = 0;
        for (Socket socket : sockets) {
            socket.setSoTimeout(1);
            try {
                socket.getInputStream().readAllBytes();
            } catch (SocketTimeoutException e) {
                alive++;
            } catch (IOException e) {
                // Reset.
            }
        }
        return alive;
    }

    private void requireAnswers(TestStore.Person honest) {
        for (int i = 0; i < 2; i++) {
            sockets.forEach(socket -> write(socket, "x"));
            org.junit.jupiter.api.Assertions.assertTimeout(
                    Duration.ofSeconds(20), () -> honest.client().account());
        }
    }

    @Test
    void anAddressHasSoManyConnectionsOverTlsAndOthersAreAnswered() throws Exception {
        try (TestStore store = TestStore.in(scratch.resolve("store"))) {
            TestStore.Person anna = store.join(Role.PATIENT, "Anna");
            open(store, 2, "\u0016");
            requireAnswers(anna);
            assertThat(alive()).isBetween(1L, (long) MOST_OF_ADDRESS);
            closeAll();
        }
    }

    @Test
    void slowHeadersKeepNobodyOut() throws Exception {
        try (TestStore store = TestStore.in(scratch.resolve("store"), TestStore.PLAIN)) {
            TestStore.Person anna = store.join(Role.PATIENT, "Anna");
            open(store, 1, "GET /v1/store HTTP/1.1\r\nhost: a\r\nx-slow: ");
            requireAnswers(anna);
            closeAll();
        }
    }

    @Test
    void slowBodiesOfStrangersKeepNobodyOut() throws Exception {
        try (TestStore store = TestStore.in(scratch.resolve("store"), TestStore.PLAIN)) {
            TestStore.Person anna = store.join(Role.PATIENT, "Anna");
            open(store, 1, "POST /v1/reports HTTP/1.1\r\nhost: a\r\ncontent-length: 100000\r\n\r\n{");
            requireAnswers(anna);
            closeAll();
        }
    }
}
