package org.phrkit.fuzz;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Arrays;
import org.phrkit.age.stream.OpeningStream;
import org.phrkit.age.stream.SealingStream;
import org.phrkit.crypto.SecretBytes;

/** A payload of three chunks, changed as the input says: what is released was sealed, and the end only if all is. */
public final class StreamFuzz {
    private static final SecretBytes FILE_KEY = SecretBytes.copyOf(new byte[16]);
    private static final byte[] PLAIN = new byte[150_000];
    private static final byte[] SEALED = seal();
    private static final int NONCE = 16;

    private StreamFuzz() {}

    private static byte[] seal() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (SealingStream sealing = new SealingStream(FILE_KEY, new SecureRandom(), out)) {
            for (int i = 0; i < PLAIN.length; i++) {
                PLAIN[i] = (byte) (i * 31 / 7);
            }
            sealing.write(PLAIN);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return out.toByteArray();
    }

    /** Each eight bytes: where from, where to, how long; that part is moved. The rest is appended. */
    public static void fuzzerTestOneInput(byte[] data) {
        byte[] changed = Arrays.copyOf(SEALED, SEALED.length + data.length % 8);
        ByteBuffer moves = ByteBuffer.wrap(data);
        while (moves.remaining() >= 8) {
            int from = Math.floorMod(moves.getShort() * 13, SEALED.length);
            int to = Math.floorMod(moves.getShort() * 13, SEALED.length);
            int size = Math.min(Math.floorMod(moves.getInt(), 70_000), SEALED.length - Math.max(from, to));
            System.arraycopy(changed, from, changed, to, size);
        }
        byte[] nonce = Arrays.copyOf(changed, NONCE);
        ByteArrayInputStream in = new ByteArrayInputStream(changed, NONCE, changed.length - NONCE);
        ByteArrayOutputStream released = new ByteArrayOutputStream();
        boolean complete;
        try (OpeningStream opening = new OpeningStream(FILE_KEY, nonce, in, IOException::new)) {
            opening.transferTo(released);
            complete = true;
        } catch (IOException e) {
            complete = false;
        }
        byte[] expected = Arrays.copyOf(PLAIN, Math.min(PLAIN.length, released.size()));
        if (!Arrays.equals(released.toByteArray(), expected)) {
            throw new AssertionError("something was released that was not sealed there");
        }
        if (complete != Arrays.equals(changed, SEALED)) {
            throw new AssertionError("complete: " + complete);
        }
    }
}
