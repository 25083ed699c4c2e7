package org.phrkit.server.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * Tells whoever runs the store how it is, at an address of its own on this machine: {@code /health} says that the process
 * answers, {@code /ready} that the store does, {@code /metrics} what {@link Metrics} counts.
 */
public final class Monitoring implements AutoCloseable {
    private static final int THREADS = 4;

    private final Server server;
    private final ServerConnector connector;

    /** What is wrong with the store. */
    @FunctionalInterface
    public interface Check {
        /** Empty where it can answer requests. */
        String fault();
    }

    /** Answers when this returns. */
    public Monitoring(String host, int port, Metrics metrics, Check check) throws IOException {
        QueuedThreadPool threads = new QueuedThreadPool(THREADS, 1);
        threads.setName("monitoring");
        threads.setDaemon(true);
        server = new Server(threads);
        connector = new ServerConnector(server, 1, 1);
        connector.setHost(host);
        connector.setPort(port);
        server.addConnector(connector);
        server.setHandler(new Answers(metrics, check));
        HttpServer.start(server);
    }

    private static final class Answers extends Handler.Abstract.NonBlocking {
        private final Metrics metrics;
        private final Check check;

        Answers(Metrics metrics, Check check) {
            this.metrics = metrics;
            this.check = check;
        }

        @Override
        public boolean handle(Request request, Response response, Callback callback) throws IOException {
            switch (request.getMethod() + " " + request.getHttpURI().getPath()) {
                case "GET /health" -> send(response, 200, "ok", callback);
                case "GET /ready" -> {
                    String fault = check.fault();
                    send(response, fault.isEmpty() ? 200 : 503, fault.isEmpty() ? "ok" : fault, callback);
                }
                case "GET /metrics" -> {
                    ByteArrayOutputStream text = new ByteArrayOutputStream();
                    metrics.write(text);
                    send(response, 200, Metrics.CONTENT_TYPE, text.toByteArray(), callback);
                }
                default -> send(response, 404, "/health, /ready and /metrics can be got", callback);
            }
            return true;
        }

        private static void send(Response response, int status, String line, Callback callback) {
            send(
                    response,
                    status,
                    "text/plain;charset=utf-8",
                    (line + "\n").getBytes(StandardCharsets.UTF_8),
                    callback);
        }

        private static void send(Response response, int status, String type, byte[] body, Callback callback) {
            response.setStatus(status);
            response.getHeaders().put(HttpHeader.CONTENT_TYPE, type);
            response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
            response.write(true, ByteBuffer.wrap(body), callback);
        }
    }

    /** The port that it listens at. */
    public int port() {
        return connector.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IOException("the monitoring did not stop well", e);
        }
    }
}
