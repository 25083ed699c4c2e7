package org.phrkit.server.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;
import org.phrkit.json.JsonObject;
import org.phrkit.server.problem.Problem;

/**
 * What a route answers: a status, fields, bytes, and perhaps a part of a file behind them, which is sent without being held
 * in memory.
 */
final class Answer {
    private static final int CHUNK_BYTES = 1 << 17;

    private final int status;
    private final Map<String, String> fields = new LinkedHashMap<>();
    private byte[] bytes = new byte[0];
    private @Nullable Path file;
    private long fileOffset;
    private long fileBytes;

    Answer(int status) {
        this.status = status;
    }

    /** An object. */
    static Answer json(int status, Map<String, ?> members) {
        return new Answer(status)
                .with("Content-Type", "application/json")
                .with("Cache-Control", "no-store")
                .bytes(JsonObject.write(members).getBytes(StandardCharsets.UTF_8));
    }

    /** Why something cannot be: RFC 9457. */
    static Answer problem(Problem problem) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("type", problem.kind().type());
        members.put("title", problem.kind().title());
        members.put("status", problem.kind().status());
        members.put("detail", problem.detail());
        Answer answer = json(problem.kind().status(), members).with("Content-Type", "application/problem+json");
        if (problem.retryAfterSeconds() > 0) {
            answer.with("Retry-After", Long.toString(problem.retryAfterSeconds()));
        }
        return answer;
    }

    /** Nothing but a status. */
    static Answer done() {
        return new Answer(204);
    }

    Answer with(String name, String value) {
        fields.put(name, value);
        return this;
    }

    Answer bytes(byte[] content) {
        bytes = content;
        return this;
    }

    /** A part of a file, behind the bytes. */
    Answer file(Path path, long offset, long sizeBytes) {
        file = path;
        fileOffset = offset;
        fileBytes = sizeBytes;
        return this;
    }

    int status() {
        return status;
    }

    long sizeBytes() {
        return bytes.length + fileBytes;
    }

    /** Sends it. */
    void send(Response response, boolean isHead, ByteBufferPool pool, Callback callback) {
        response.setStatus(status);
        fields.forEach((name, value) -> response.getHeaders().put(name, value));
        if (status != 204 && status != 304) {
            response.getHeaders().put("Content-Length", sizeBytes());
        }
        Path source = file;
        if (isHead || sizeBytes() == 0) {
            response.write(true, ByteBuffer.allocate(0), callback);
        } else if (source == null || fileBytes == 0) {
            response.write(true, ByteBuffer.wrap(bytes), callback);
        } else {
            response.write(
                    false,
                    ByteBuffer.wrap(bytes),
                    Callback.from(
                            () -> Content.copy(
                                    Content.Source.from(
                                            new ByteBufferPool.Sized(pool, true, CHUNK_BYTES),
                                            source,
                                            fileOffset,
                                            fileBytes),
                                    response,
                                    callback),
                            callback::failed));
        }
    }
}
