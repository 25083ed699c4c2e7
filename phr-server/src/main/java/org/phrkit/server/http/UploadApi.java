package org.phrkit.server.http;

import java.io.IOException;
import java.lang.System.Logger;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Blocker;
import org.jspecify.annotations.Nullable;
import org.phrkit.server.accounts.Limits;
import org.phrkit.server.problem.Problem;
import org.phrkit.server.reports.Uploads;

/**
 * Uploads by tus 1.0.0: core, creation, expiration, termination. Creation is signed; the address that it returns holds
 * 128 random bits, and is the right to go on for 24 hours, because stock clients cannot sign each part.
 */
final class UploadApi {
    private static final Logger LOG = System.getLogger("org.phrkit.server");
    private static final String VERSION = "1.0.0";
    private static final int LEAST_BYTES_PER_SECOND = 256;
    private static final int PATIENCE_SECONDS = 20;
    private static final int LARGE_BYTES = 1 << 20;
    private static final int DRAINED_BYTES = 64 << 20;
    private static final int DRAINED_SECONDS = 30;
    private static final int MOST_DRAINING = 16;
    private static final long MOMENT_NANOS = 100_000;
    private static final String TYPE = "application/offset+octet-stream";
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final Uploads uploads;
    private final Limits limits;
    private final String origin;
    private final Semaphore draining = new Semaphore(MOST_DRAINING);

    /** @param origin where clients reach the store */
    UploadApi(Uploads uploads, Limits limits, String origin) {
        this.uploads = uploads;
        this.limits = limits;
        this.origin = origin;
    }

    List<Route> routes() {
        Route.Audience holder = Route.Audience.HOLDER_OF_ADDRESS;
        return List.of(
                new Route("OPTIONS", "/v1/uploads", Route.Audience.ANYONE, call -> options()),
                new Route("POST", "/v1/uploads", Route.Audience.PATIENT_OR_DOCTOR, this::create),
                new Route("HEAD", "/v1/uploads/{upload}", holder, this::head),
                new Route("PATCH", "/v1/uploads/{upload}", holder, this::append),
                new Route("DELETE", "/v1/uploads/{upload}", holder, this::delete));
    }

    private Answer options() {
        return tus(204).with("Tus-Version", VERSION)
                .with("Tus-Extension", "creation,expiration,termination")
                .with("Tus-Max-Size", Long.toString(uploads.largestBytes()));
    }

    private static Answer tus(int status) {
        return new Answer(status).with("Tus-Resumable", VERSION).with("Cache-Control", "no-store");
    }

    private static void requireVersion(Call call) throws Problem {
        if (!VERSION.equals(call.field("tus-resumable"))) {
            throw new Problem(Problem.Kind.CHANGED, "Tus-Resumable must be " + VERSION);
        }
    }

    private Answer create(Call call) throws Problem, IOException {
        requireVersion(call);
        if (call.field("upload-metadata") != null) {
            throw Problem.malformed("Upload-Metadata is not taken: clients put file names there");
        }
        if (call.body().length > 0) {
            throw Problem.malformed("an upload is created empty");
        }
        Uploads.Upload upload = uploads.create(call.caller(), call.number("upload-length"));
        return withExpiry(tus(201), upload).with("Location", origin + "/v1/uploads/" + upload.id());
    }

    private static Answer withExpiry(Answer answer, Uploads.Upload upload) {
        return answer.with("Upload-Expires", DATE.format(Instant.ofEpochSecond(upload.expires())));
    }

    private Answer head(Call call) throws Problem, IOException {
        requireVersion(call);
        Uploads.Upload upload = uploads.find(call.variable("upload"));
        return withExpiry(tus(200), upload)
                .with("Upload-Offset", Long.toString(uploads.offset(upload)))
                .with("Upload-Length", Long.toString(upload.sizeBytes()));
    }

    private Answer append(Call call) throws Problem, IOException {
        requireVersion(call);
        if (!TYPE.equals(call.field("content-type"))) {
            throw new Problem(Problem.Kind.MEDIA_TYPE, "the body must be " + TYPE);
        }
        Uploads.Upload upload = uploads.find(call.variable("upload"));
        long offset = call.number("upload-offset");
        Body body = new Body(call.request());
        try (body) {
            limits.requireSome(Limits.Measure.BYTES, upload.account());
            long end = uploads.append(upload, offset, body);
            return withExpiry(tus(204), upload).with("Upload-Offset", Long.toString(end));
        } catch (Problem e) {
            if (e.kind() != Problem.Kind.NOT_FOUND) {
                drain(body);
            }
            throw e;
        } finally {
            limits.charge(Limits.Measure.BYTES, upload.account(), body.sizeBytes);
        }
    }

    /**
     * Reads the rest of a refused body where that is not much, so that a client which sends all before it reads is told why,
     * and not that the connection broke. It counts as if it had been taken, and few do it at once.
     */
    private void drain(Body body) {
        if (body.request.getLength() - body.sizeBytes <= DRAINED_BYTES && draining.tryAcquire()) {
            try {
                body.drain();
            } finally {
                draining.release();
            }
        }
    }

    private Answer delete(Call call) throws Problem, IOException {
        requireVersion(call);
        uploads.delete(uploads.find(call.variable("upload")));
        return tus(204);
    }

    /** The bytes of a request, as they arrive. */
    private static final class Body implements Uploads.Source, AutoCloseable {
        private final Request request;
        private final long start = System.nanoTime();
        private Content.@Nullable Chunk chunk;
        private long sizeBytes;

        Body(Request request) {
            this.request = request;
        }

        @Override
        public @Nullable ByteBuffer next() throws IOException {
            while (true) {
                Content.Chunk before = chunk;
                if (before != null) {
                    before.release();
                    chunk = null;
                    if (before.isLast()) {
                        return null;
                    }
                }
                Content.Chunk next = read();
                if (Content.Chunk.isFailure(next)) {
                    throw new IOException("the request ended early");
                }
                chunk = next;
                if (next.hasRemaining()) {
                    sizeBytes += next.remaining();
                    requireProgress();
                    return next.getByteBuffer();
                }
            }
        }

        /** Reads on, within limits, whatever comes. */
        void drain() {
            long most = sizeBytes + DRAINED_BYTES;
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(DRAINED_SECONDS);
            try {
                while (sizeBytes < most && System.nanoTime() - end < 0) {
                    if (next() == null) {
                        return;
                    }
                }
            } catch (IOException e) {
                LOG.log(Logger.Level.DEBUG, "a request that was refused ended early");
            }
        }

        /** Whoever sends next to nothing does not keep a thread. */
        private void requireProgress() throws IOException {
            double seconds = (System.nanoTime() - start) / 1e9;
            if (seconds > PATIENCE_SECONDS && sizeBytes < seconds * LEAST_BYTES_PER_SECOND) {
                throw new IOException("the request is too slow");
            }
        }

        private Content.Chunk read() throws IOException {
            Content.Chunk next = request.read();
            if (next == null && sizeBytes > LARGE_BYTES) {
                // To be woken for each record costs more than to read it: in a moment there are many.
                LockSupport.parkNanos(MOMENT_NANOS);
                next = request.read();
            }
            while (next == null) {
                try (Blocker.Runnable blocker = Blocker.runnable()) {
                    request.demand(blocker);
                    blocker.block();
                }
                next = request.read();
            }
            return next;
        }

        @Override
        public void close() {
            if (chunk != null) {
                chunk.release();
                chunk = null;
            }
        }
    }
}
