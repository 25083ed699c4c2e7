package org.phrkit.age.stream;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.phrkit.crypto.SecretBytes;

/**
 * Decrypts a payload, on several threads where the stream below says that there is enough of it: it never waits for
 * input while it has plaintext to give. Every byte that it gives out was authenticated; that the payload is complete
 * is known only when it has signalled the end. After a failure it repeats the failure for ever.
 */
public final class OpeningStream extends InputStream {
    /** So many chunks are worth another thread. */
    private static final int LEAST_CHUNKS = 5;

    private final InputStream in;
    private final Function<String, ? extends IOException> failure;
    private final Pipeline pipeline;

    /** What is given out now. */
    private @Nullable Batch open;

    private int position;
    private long nextIndex;
    private boolean inputEnded;
    private boolean ended;
    private @Nullable IOException failed;

    /**
     * Reads and opens nothing yet.
     *
     * @param in placed behind the nonce of the payload
     * @param failure makes the exception to throw from a message
     */
    public OpeningStream(
            SecretBytes fileKey, byte[] payloadNonce, InputStream in, Function<String, ? extends IOException> failure) {
        this.in = in;
        this.failure = failure;
        this.pipeline = new Pipeline(Chunk.payloadKey(fileKey, payloadNonce));
    }

    @Override
    public int read() throws IOException {
        Batch batch = fill();
        return batch == null ? -1 : batch.plain[position++] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        if (length == 0) {
            return 0;
        }
        Batch batch = fill();
        if (batch == null) {
            return -1;
        }
        int given = Math.min(length, batch.plainSize - position);
        System.arraycopy(batch.plain, position, bytes, offset, given);
        position += given;
        return given;
    }

    @Override
    public long transferTo(OutputStream out) throws IOException {
        long transferred = 0;
        for (Batch batch = fill(); batch != null; batch = fill()) {
            int size = batch.plainSize - position;
            out.write(batch.plain, position, size);
            position += size;
            transferred += size;
        }
        return transferred;
    }

    @Override
    public int available() {
        return open == null ? 0 : open.plainSize - position;
    }

    @Override
    public void close() throws IOException {
        try (in) {
            abort();
        }
    }

    /** Ends the work. The stream below stays open. */
    public void abort() {
        pipeline.close();
        failed = new IOException("the stream is closed");
        open = null;
    }

    /** A batch with plaintext to give, or null at the authenticated end. */
    private @Nullable Batch fill() throws IOException {
        while (open == null || position == open.plainSize) {
            if (failed != null) {
                throw failed;
            }
            if (ended) {
                return null;
            }
            try {
                next();
            } catch (IOException e) {
                failed = e;
                pipeline.close();
                throw e;
            }
        }
        return open;
    }

    /** Moves to the next batch, or finds that this was the last. */
    private void next() throws IOException {
        if (open != null) {
            if (!open.problem.isEmpty()) {
                throw failure.apply(open.problem);
            }
            if (open.hasLast) {
                requireEnd();
                ended = true;
                pipeline.close();
                return;
            }
            pipeline.giveBack(open);
            open = null;
        }
        if (pipeline.isIdle() && inputEnded) {
            throw failure.apply("the file ends before its last chunk: it was truncated");
        }
        readAhead();
        if (pipeline.isIdle()) {
            Batch batch = pipeline.takeVacant();
            read(batch);
            batch.open();
            open = batch;
        } else {
            open = pipeline.takeOldest();
        }
        position = 0;
    }

    private void requireEnd() throws IOException {
        boolean more = !pipeline.isIdle() && pipeline.takeOldest().sealedSize > 0;
        if (more || (!inputEnded && in.read() >= 0)) {
            throw failure.apply("there is data after the last chunk");
        }
    }

    /** Submits what can be read without waiting, if it is worth another thread. */
    private void readAhead() throws IOException {
        int least = pipeline.isIdle() ? LEAST_CHUNKS : 1;
        while (!inputEnded && pipeline.hasVacant() && in.available() / Chunk.SEALED_SIZE_BYTES >= least) {
            Batch batch = pipeline.takeVacant();
            read(batch);
            pipeline.submit(batch, Batch::open);
            least = 1;
        }
    }

    /** Reads as many chunks as are there, but one at least. */
    private void read(Batch batch) throws IOException {
        int ready = in.available() / Chunk.SEALED_SIZE_BYTES;
        int wanted = Math.max(1, Math.min(ready, batch.capacityChunks)) * Chunk.SEALED_SIZE_BYTES;
        batch.sealedSize = in.readNBytes(batch.sealed, 0, wanted);
        batch.firstIndex = nextIndex;
        inputEnded = batch.sealedSize < wanted;
        nextIndex += wanted / Chunk.SEALED_SIZE_BYTES;
    }
}
