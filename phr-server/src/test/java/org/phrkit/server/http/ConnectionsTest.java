package org.phrkit.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ConnectionsTest {
    private final Connections connections = new Connections(3, Duration.ZERO);
    private final Server server = new Server();
    private final ServerConnector connector = new ServerConnector(server, 1, 1);

    @BeforeEach
    void begin() throws Exception {
        connector.setHost("127.0.0.1");
        connector.addBean(connections);
        server.addConnector(connector);
        server.setHandler(new Handler.Abstract() {
            @Override
            public boolean handle(Request request, Response response, Callback callback) {
                connections.begin(request);
                Content.Source.consumeAll(request, Callback.from(callback, () -> {}));
                return true;
            }
        });
        server.start();
    }

    @AfterEach
    void end() throws Exception {
        server.stop();
    }

    private Socket connect(String text) throws Exception {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), connector.getLocalPort());
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        socket.setSoTimeout(10_000);
        return socket;
    }

    /** Sweeps until a connection is closed. */
    private void requireClosed(Socket socket) throws Exception {
        Thread sweeper = new Thread(() -> {
            for (int i = 0; i < 1000 && !Thread.currentThread().isInterrupted(); i++) {
                connections.sweep();
                try {
                    Thread.sleep(5);
                } catch (InterruptedException e) {
                    return;
                }
            }
        });
        sweeper.start();
        try (InputStream in = socket.getInputStream()) {
            assertThat(in.readAllBytes()).isEmpty();
        }
        sweeper.interrupt();
        sweeper.join();
    }

    @Test
    void aConnectionOnWhichNothingIsAskedIsClosedAndOneThatIsUsedIsNot() throws Exception {
        try (Socket used = connect("POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 2\r\n\r\na");
                Socket slow = connect("POST / HTTP/1.1\r\nhos")) {
            while (connections.running() < 1) {
                Thread.sleep(5);
            }
            requireClosed(slow);
            used.getOutputStream().write('b');
            byte[] status = used.getInputStream().readNBytes(12);
            assertThat(new String(status, StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 200");
            while (connections.running() > 0) {
                Thread.sleep(5);
            }
            used.getOutputStream().write('G');
            connections.sweep();
        }
    }

    @Test
    void anAddressHasNoMoreThanItMayAndGetsThemBack() throws Exception {
        String request = "GET / HTTP/1.1\r\nhost: a\r\n\r\n";
        try (Socket two = connect(request);
                Socket three = connect(request)) {
            try (Socket one = connect("G")) {
                while (connections.open() < 3) {
                    Thread.sleep(5);
                }
                try (Socket four = connect("")) {
                    assertThat(four.getInputStream().read()).isNegative();
                }
                assertThat(one.isClosed()).isFalse();
            }
            assertThat(two.getInputStream().read()).isEqualTo('H');
            assertThat(three.getInputStream().read()).isEqualTo('H');
            while (connections.open() > 2) {
                Thread.sleep(5);
            }
            try (Socket five = connect(request)) {
                assertThat(five.getInputStream().read()).isEqualTo('H');
            }
        }
    }
}
