package org.phrkit.age.stream;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;
import java.util.function.Function;
import org.phrkit.crypto.Aead;
import org.phrkit.crypto.SecretBytes;

/**
 * Any part of a payload, read without what stands before it. The last chunk is opened first, so that the size is
 * known to be what the writer meant (C2SP age.md, "Payload"); of the rest, only what is read is authenticated.
 */
public final class OpeningChannel implements SeekableByteChannel {
    private final SeekableByteChannel channel;
    private final Function<String, ? extends IOException> failure;
    private final SecretBytes key;
    private final long start;
    private final long size;
    private final long lastIndex;
    private final byte[] sealed = new byte[Chunk.SEALED_SIZE_BYTES];
    private final byte[] plain = new byte[Chunk.PLAIN_SIZE_BYTES];
    private long openIndex = -1;
    private int openSize;
    private long position;

    /**
     * Opens the last chunk.
     *
     * @param start where the first chunk is in {@code channel}
     * @param failure makes the exception to throw from a message
     */
    public OpeningChannel(
            SecretBytes fileKey,
            byte[] payloadNonce,
            SeekableByteChannel channel,
            long start,
            Function<String, ? extends IOException> failure)
            throws IOException {
        this.channel = channel;
        this.failure = failure;
        this.start = start;
        long payloadSize = channel.size() - start;
        this.size = Chunk.plaintextSizeBytes(payloadSize)
                .orElseThrow(() -> failure.apply("no whole payload has this size: it was truncated"));
        this.lastIndex = (payloadSize - 1) / Chunk.SEALED_SIZE_BYTES;
        this.key = Chunk.payloadKey(fileKey, payloadNonce);
        open(lastIndex);
    }

    private void open(long index) throws IOException {
        if (index == openIndex) {
            return;
        }
        openIndex = -1;
        channel.position(start + index * Chunk.SEALED_SIZE_BYTES);
        ByteBuffer into = ByteBuffer.wrap(sealed);
        while (into.hasRemaining() && channel.read(into) >= 0) {
            // Until it is full or the file ends.
        }
        // A new object for each chunk: JDK 17 refuses the same nonce twice in a row on one.
        int opened = new Aead(key).open(Chunk.nonce(index, index == lastIndex), sealed, 0, into.position(), plain, 0);
        if (opened == Aead.REFUSED) {
            throw failure.apply("chunk " + (index + 1) + " was altered or truncated");
        }
        openSize = opened;
        openIndex = index;
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
        requireOpen();
        if (position >= size) {
            return -1;
        }
        int read = 0;
        while (into.hasRemaining() && position < size) {
            open(position / Chunk.PLAIN_SIZE_BYTES);
            int from = (int) (position % Chunk.PLAIN_SIZE_BYTES);
            int given = Math.min(into.remaining(), openSize - from);
            into.put(plain, from, given);
            position += given;
            read += given;
        }
        return read;
    }

    @Override
    public long position() throws IOException {
        requireOpen();
        return position;
    }

    @Override
    public SeekableByteChannel position(long newPosition) throws IOException {
        requireOpen();
        if (newPosition < 0) {
            throw new IllegalArgumentException("the position is " + newPosition + "; it must not be negative");
        }
        position = newPosition;
        return this;
    }

    @Override
    public long size() throws IOException {
        requireOpen();
        return size;
    }

    private void requireOpen() throws ClosedChannelException {
        if (!isOpen()) {
            throw new ClosedChannelException();
        }
    }

    @Override
    public boolean isOpen() {
        return channel.isOpen();
    }

    @Override
    public void close() throws IOException {
        key.destroy();
        channel.close();
    }

    @Override
    public int write(ByteBuffer bytes) {
        throw new NonWritableChannelException();
    }

    @Override
    public SeekableByteChannel truncate(long newSize) {
        throw new NonWritableChannelException();
    }
}
