package org.phrkit.rc4;

import java.io.IOException;
import java.io.InputStream;
import org.phrkit.crypto.Rc4;

/** Decrypts what is read from another stream; closing it closes that and overwrites the cipher. */
final class DecryptingStream extends InputStream {
    private final InputStream in;
    private final Rc4 cipher;

    DecryptingStream(InputStream in, Rc4 cipher) {
        this.in = in;
        this.cipher = cipher;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int count = in.read(bytes, offset, length);
        if (count > 0) {
            cipher.apply(bytes, offset, count);
        }
        return count;
    }

    @Override
    public int available() throws IOException {
        return in.available();
    }

    @Override
    public void close() throws IOException {
        cipher.close();
        in.close();
    }
}
