package org.phrkit.age.stream;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.SecureRandom;
import java.util.Objects;
import org.phrkit.crypto.SecretBytes;

/**
 * Encrypts what is written to it, on several threads where there is enough of it. {@link #close} seals the last chunk
 * and closes the stream below; a payload that was not closed, or of which a part could not be written, is seen as
 * truncated by every reader.
 */
public final class SealingStream extends OutputStream {
    private final OutputStream out;
    private final Pipeline pipeline;
    private Batch filling;
    private long nextIndex;
    private boolean closed;

    /** Set while a batch leaves the ring; it stays set if that fails, for then a part of the payload is missing. */
    private boolean broken;

    /** Writes the nonce of the payload. */
    public SealingStream(SecretBytes fileKey, SecureRandom random, OutputStream out) throws IOException {
        byte[] payloadNonce = new byte[Chunk.PAYLOAD_NONCE_SIZE_BYTES];
        random.nextBytes(payloadNonce);
        this.out = out;
        this.pipeline = new Pipeline(Chunk.payloadKey(fileKey, payloadNonce));
        this.filling = vacant();
        out.write(payloadNonce);
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        requireOpen();
        int from = offset;
        int left = length;
        while (left > 0) {
            // A full batch is sealed only when more follows: until then its last chunk may be the last of all.
            if (filling.plainSize == filling.plain.length) {
                submit();
                filling = vacant();
            }
            int taken = Math.min(left, filling.plain.length - filling.plainSize);
            System.arraycopy(bytes, from, filling.plain, filling.plainSize, taken);
            filling.plainSize += taken;
            from += taken;
            left -= taken;
        }
    }

    /** Writes all that is left in a stream, without a copy in between. */
    public void transferFrom(InputStream in) throws IOException {
        requireOpen();
        while (true) {
            if (filling.plainSize < filling.plain.length) {
                int read = in.read(filling.plain, filling.plainSize, filling.plain.length - filling.plainSize);
                if (read < 0) {
                    return;
                }
                filling.plainSize += read;
            } else {
                Batch next = vacant();
                int read = in.read(next.plain, 0, next.plain.length);
                if (read < 0) {
                    pipeline.giveBack(next);
                    return;
                }
                submit();
                next.plainSize = read;
                filling = next;
            }
        }
    }

    private void requireOpen() throws IOException {
        if (closed) {
            throw new IOException("the stream is closed");
        }
        if (broken) {
            throw new IOException("an earlier write failed");
        }
    }

    /** An empty batch; where all are in use, the oldest is written first. */
    private Batch vacant() throws IOException {
        while (pipeline.isOldestDone() || !pipeline.hasVacant()) {
            writeOldest();
        }
        Batch batch = pipeline.takeVacant();
        batch.plainSize = 0;
        batch.hasLast = false;
        return batch;
    }

    private void submit() {
        filling.firstIndex = nextIndex;
        nextIndex += filling.chunkCount();
        pipeline.submit(filling, Batch::seal);
    }

    private void writeOldest() throws IOException {
        broken = true;
        Batch batch = pipeline.takeOldest();
        out.write(batch.sealed, 0, batch.sealedSize);
        broken = false;
        pipeline.giveBack(batch);
    }

    /** Passes on what is sealed; a chunk that is not full stays until more comes or the stream is closed. */
    @Override
    public void flush() throws IOException {
        while (!pipeline.isIdle()) {
            writeOldest();
        }
        out.flush();
    }

    @Override
    public void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        try (out;
                pipeline) {
            if (broken) {
                return;
            }
            while (!pipeline.isIdle()) {
                writeOldest();
            }
            filling.firstIndex = nextIndex;
            filling.hasLast = true;
            filling.seal();
            out.write(filling.sealed, 0, filling.sealedSize);
        }
    }

    /** Ends the work without ending the payload. The stream below stays open. */
    public void abort() {
        closed = true;
        pipeline.close();
    }
}
