package org.phrkit.client;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocketFactory;
import org.phrkit.json.JsonObject;
import org.phrkit.json.MalformedJsonException;
import org.phrkit.store.RequestKey;
import org.phrkit.store.RequestSignature;

/** Signed requests and their answers. For several threads at once. */
final class Http {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(60);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String RETRY_AFTER = "retry-after";
    private static final int LARGEST_ANSWER_BYTES = 32 << 20;
    private static final int BUFFER_BYTES = 1 << 16;

    private final HttpClient client;
    /** The socket factory of all uploads; with a single one, the next upload reuses the connection of the last. */
    private final Optional<SSLSocketFactory> sockets;

    private final URI origin;
    private final Clock clock;
    private final SecureRandom random;

    Http(URI origin, PinnedKeys keys, Clock clock, SecureRandom random) {
        this.origin = origin;
        this.clock = clock;
        this.random = random;
        HttpClient.Builder builder =
                HttpClient.newBuilder().connectTimeout(CONNECT_TIMEOUT).followRedirects(HttpClient.Redirect.NEVER);
        Optional<SSLContext> tls = "https".equals(origin.getScheme()) ? Optional.of(keys.context()) : Optional.empty();
        tls.ifPresentOrElse(builder::sslContext, () -> builder.version(HttpClient.Version.HTTP_1_1));
        this.sockets = tls.map(SSLContext::getSocketFactory);
        this.client = builder.build();
    }

    /** A request before it is signed. */
    static final class Ask {
        private final String method;
        private final String path;
        private final Map<String, String> fields = new LinkedHashMap<>();
        private byte[] body = new byte[0];

        Ask(String method, String path) {
            this.method = method;
            this.path = path;
        }

        Ask with(String name, String value) {
            fields.put(name, value);
            return this;
        }

        Ask json(Map<String, ?> members) {
            body = JsonObject.write(members).getBytes(StandardCharsets.UTF_8);
            return with("content-type", "application/json");
        }
    }

    /** Sends a request without a signature. */
    HttpResponse<InputStream> ask(Ask ask) throws StoreException {
        return send(request(ask).build());
    }

    private HttpRequest.Builder request(Ask ask) {
        HttpRequest.Builder builder =
                HttpRequest.newBuilder(URI.create(origin + ask.path)).timeout(ANSWER_TIMEOUT);
        ask.fields.forEach(builder::setHeader);
        return builder.method(
                ask.method,
                ask.body.length == 0
                        ? HttpRequest.BodyPublishers.noBody()
                        : HttpRequest.BodyPublishers.ofByteArray(ask.body));
    }

    /**
     * Sends a request that is signed by a device.
     *
     * @param store the fingerprint of the store that is meant
     */
    HttpResponse<InputStream> ask(Ask ask, RequestKey key, String store) throws StoreException {
        ask.with(RequestSignature.STORE_FIELD, store);
        Map<String, String> signed = new LinkedHashMap<>(ask.fields);
        if (ask.body.length > 0) {
            ask.with("content-digest", RequestSignature.digest(ask.body));
            signed.put("content-digest", RequestSignature.digest(ask.body));
            signed.put("content-length", Integer.toString(ask.body.length));
        }
        RequestSignature.sign(
                        new RequestSignature.Message(ask.method, origin + ask.path, signed),
                        key,
                        clock.instant(),
                        random)
                .forEach(ask::with);
        return send(request(ask).build());
    }

    /** Sends bytes to an address whose knowledge is the permission. */
    HttpResponse<InputStream> send(HttpRequest request) throws StoreException {
        HttpResponse<InputStream> response;
        try {
            response = client.send(
                    request,
                    info -> HttpResponse.BodySubscribers.mapping(
                            HttpResponse.BodySubscribers.ofInputStream(), body -> new SteadyStream(body, PATIENCE)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreException.Unreachable("interrupted");
        } catch (IOException e) {
            throw unreachable(e);
        }
        if (response.statusCode() >= 400) {
            throw refused(
                    response.statusCode(),
                    response.body(),
                    request.uri().getPath(),
                    response.headers().firstValue(RETRY_AFTER));
        }
        return response;
    }

    /**
     * Sends a long body to an address whose knowledge is the permission, and waits for the answer 204. It is read and
     * encrypted by this thread alone, which takes half of the time of {@link HttpClient}; that is why PATCH is sent as tus
     * 1.0.0 has it for those who do not know it.
     *
     * @throws StoreException.Unreachable if the connection breaks, or if the store ends it early
     * @throws IOException if the body cannot be read
     */
    void patch(URI address, Map<String, String> fields, InputStream body, long sizeBytes) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) address.toURL().openConnection(Proxy.NO_PROXY);
        if (connection instanceof HttpsURLConnection secured) {
            secured.setSSLSocketFactory(sockets.orElseThrow());
            // The store is known by its key, under whatever name it is reached.
            secured.setHostnameVerifier((host, session) -> true);
        }
        connection.setConnectTimeout((int) CONNECT_TIMEOUT.toMillis());
        connection.setReadTimeout((int) ANSWER_TIMEOUT.toMillis());
        connection.setInstanceFollowRedirects(false);
        connection.setRequestMethod("POST");
        connection.setRequestProperty("X-HTTP-Method-Override", "PATCH");
        fields.forEach(connection::setRequestProperty);
        connection.setDoOutput(true);
        connection.setFixedLengthStreamingMode(sizeBytes);
        byte[] buffer = new byte[BUFFER_BYTES];
        int status;
        try {
            OutputStream out = connection.getOutputStream();
            for (long left = sizeBytes; left > 0; ) {
                int read = read(body, buffer, (int) Math.min(left, buffer.length));
                out.write(buffer, 0, read);
                left -= read;
            }
            out.close();
            status = connection.getResponseCode();
            if (status == HttpURLConnection.HTTP_NO_CONTENT) {
                // Read to its end, it frees the connection for the next one.
                connection.getInputStream().close();
            }
        } catch (UncheckedIOException e) {
            connection.disconnect();
            throw e.getCause();
        } catch (IOException e) {
            connection.disconnect();
            throw unreachable(e);
        }
        if (status < 0) {
            throw new StoreException.Malformed("the store's answer is not HTTP");
        }
        if (status != HttpURLConnection.HTTP_NO_CONTENT) {
            InputStream problem = connection.getErrorStream();
            throw refused(
                    status,
                    problem == null ? InputStream.nullInputStream() : problem,
                    address.getPath(),
                    Optional.ofNullable(connection.getHeaderField(RETRY_AFTER)));
        }
    }

    /** So that what cannot be read is told from what cannot be sent. */
    private static int read(InputStream body, byte[] buffer, int most) {
        try {
            int read = body.read(buffer, 0, most);
            if (read < 0) {
                throw new EOFException("the file became shorter while it was sent");
            }
            return read;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private StoreException unreachable(IOException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof PinnedKeys.UnknownKeyException) {
                return new StoreException.OtherStore("whoever answers at " + origin
                        + " does not have the store's key: somebody may stand in between");
            }
        }
        if (e instanceof ConnectException) {
            return new StoreException.Unreachable(origin + ": there is no answer");
        }
        if (e instanceof HttpTimeoutException || e instanceof SocketTimeoutException) {
            return new StoreException.Unreachable(origin + ": no answer in time");
        }
        return new StoreException.Unreachable(
                e instanceof SSLException ? origin + ": TLS failed" : origin + ": the connection broke");
    }

    private static StoreException refused(int status, InputStream body, String path, Optional<String> retryAfter) {
        long retryAfterSeconds = retryAfter
                .filter(text -> text.matches("[0-9]{1,9}"))
                .map(Long::parseLong)
                .orElse(0L);
        try (InputStream in = body) {
            JsonObject problem = JsonObject.read(
                    new String(in.readNBytes(1 << 16), StandardCharsets.UTF_8),
                    Set.of("type", "title", "status", "detail"),
                    Set.of());
            String type = problem.text("type");
            return new StoreException.Refused(
                    status,
                    type.substring(type.lastIndexOf('/') + 1),
                    lower(problem.text("title")) + ": " + problem.text("detail"),
                    path,
                    retryAfterSeconds);
        } catch (IOException e) {
            return new StoreException.Refused(
                    status, "unknown", "the store answers with status " + status, path, retryAfterSeconds);
        }
    }

    private static String lower(String text) {
        return text.isEmpty() ? text : Character.toLowerCase(text.charAt(0)) + text.substring(1);
    }

    /** The answer as a JSON object. */
    static JsonObject json(HttpResponse<InputStream> response, Set<String> required, Set<String> optional)
            throws StoreException {
        return json(bytes(response), required, optional);
    }

    static JsonObject json(byte[] bytes, Set<String> required, Set<String> optional) throws StoreException {
        try {
            return JsonObject.read(new String(bytes, StandardCharsets.UTF_8), required, optional);
        } catch (MalformedJsonException e) {
            throw malformed(e);
        }
    }

    static StoreException malformed(MalformedJsonException e) {
        return new StoreException.Malformed("the store's answer " + e.problem());
    }

    /** All bytes of an answer. */
    static byte[] bytes(HttpResponse<InputStream> response) throws StoreException {
        try (InputStream in = response.body()) {
            byte[] bytes = in.readNBytes(LARGEST_ANSWER_BYTES + 1);
            if (bytes.length > LARGEST_ANSWER_BYTES) {
                throw new StoreException.Malformed("the store's answer is too long");
            }
            return bytes;
        } catch (StoreException e) {
            throw e;
        } catch (IOException e) {
            throw new StoreException.Unreachable("the connection broke");
        }
    }

    /** A header field that an answer must have. */
    static String field(HttpResponse<?> response, String name) throws StoreException {
        Optional<String> value = response.headers().firstValue(name);
        return value.orElseThrow(() -> new StoreException.Malformed("the store's answer has no " + name));
    }
}
