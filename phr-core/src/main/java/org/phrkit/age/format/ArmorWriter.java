package org.phrkit.age.format;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Objects;

/** Writes a binary file as text (C2SP age.md, "ASCII armor"; RFC 7468). Closing it ends the text. */
public final class ArmorWriter extends OutputStream {
    /** The first line, without its line feed. */
    public static final String BEGIN = "-----BEGIN AGE ENCRYPTED FILE-----";

    static final String END = "-----END AGE ENCRYPTED FILE-----";

    /** Bytes that make one line of 64 columns. */
    static final int LINE_SIZE_BYTES = 48;

    private static final int LINES = 1024;

    private final OutputStream out;
    private final byte[] pending = new byte[LINES * LINE_SIZE_BYTES];
    private final Base64.Encoder encoder = Base64.getMimeEncoder(64, new byte[] {'\n'});
    private int size;
    private boolean closed;

    public ArmorWriter(OutputStream out) throws IOException {
        this.out = out;
        out.write((BEGIN + "\n").getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        if (closed) {
            throw new IOException("the stream is closed");
        }
        int from = offset;
        int left = length;
        while (left > 0) {
            int taken = Math.min(left, pending.length - size);
            System.arraycopy(bytes, from, pending, size, taken);
            size += taken;
            from += taken;
            left -= taken;
            if (size == pending.length) {
                writeLines();
            }
        }
    }

    private void writeLines() throws IOException {
        if (size > 0) {
            out.write(encoder.encode(size == pending.length ? pending : java.util.Arrays.copyOf(pending, size)));
            out.write('\n');
            size = 0;
        }
    }

    @Override
    public void flush() throws IOException {
        out.flush();
    }

    @Override
    public void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        try (out) {
            writeLines();
            out.write((END + "\n").getBytes(StandardCharsets.US_ASCII));
        }
    }
}
