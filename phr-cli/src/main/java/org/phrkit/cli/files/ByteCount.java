package org.phrkit.cli.files;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Counts the bytes that are read from streams. */
public final class ByteCount {
    private long count;

    public long count() {
        return count;
    }

    public InputStream of(InputStream in) {
        return new FilterInputStream(in) {
            @Override
            public int read() throws IOException {
                int next = super.read();
                count += next < 0 ? 0 : 1;
                return next;
            }

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                int size = super.read(bytes, offset, length);
                count += Math.max(0, size);
                return size;
            }

            @Override
            public long skip(long wanted) throws IOException {
                long skipped = super.skip(wanted);
                count += skipped;
                return skipped;
            }

            @Override
            public boolean markSupported() {
                return false;
            }
        };
    }
}
