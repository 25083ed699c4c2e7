package org.phrkit.crypto;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.util.Arrays;
import org.bouncycastle.crypto.engines.ChaChaEngine;
import org.bouncycastle.crypto.macs.Poly1305;
import org.bouncycastle.crypto.params.KeyParameter;

/**
 * ChaCha20-Poly1305 without associated data (RFC 8439, section 2.8), of the block function and the authenticator of Bouncy
 * Castle. For one message under one nonce; not safe for use by several threads.
 */
final class ShortAead {
    private static final int BLOCK_SIZE_BYTES = 64;
    private static final int TAG_BLOCK_SIZE_BYTES = 16;
    private static final int ROUNDS = 20;
    private static final int COUNTER = 12;

    /** "expand 32-byte k" (RFC 8439, section 2.3). */
    private static final int[] CONSTANTS = {0x61707865, 0x3320646e, 0x79622d32, 0x6b206574};

    private final int[] state = new int[BLOCK_SIZE_BYTES / Integer.BYTES];
    private final int[] words = new int[state.length];
    private final ByteBuffer keyStream = ByteBuffer.allocate(BLOCK_SIZE_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    private final Poly1305 authenticator = new Poly1305();

    ShortAead(byte[] key, byte[] nonce) {
        System.arraycopy(CONSTANTS, 0, state, 0, CONSTANTS.length);
        ByteBuffer.wrap(key).order(ByteOrder.LITTLE_ENDIAN).asIntBuffer().get(state, CONSTANTS.length, 8);
        ByteBuffer.wrap(nonce).order(ByteOrder.LITTLE_ENDIAN).asIntBuffer().get(state, COUNTER + 1, 3);
        nextBlock();
        authenticator.init(new KeyParameter(keyStream.array(), 0, Aead.KEY_SIZE_BYTES));
    }

    /** Encrypts and appends the tag. */
    void seal(byte[] in, int inOffset, int sizeBytes, byte[] out, int outOffset) {
        crypt(in, inOffset, sizeBytes, out, outOffset);
        byte[] tag = tag(out, outOffset, sizeBytes);
        System.arraycopy(tag, 0, out, outOffset + sizeBytes, tag.length);
    }

    /** Checks the tag that follows as many bytes, and decrypts them; nothing is written where the tag does not match. */
    boolean open(byte[] in, int inOffset, int sizeBytes, byte[] out, int outOffset) {
        int end = inOffset + sizeBytes;
        if (!MessageDigest.isEqual(
                tag(in, inOffset, sizeBytes), Arrays.copyOfRange(in, end, end + Aead.TAG_SIZE_BYTES))) {
            return false;
        }
        crypt(in, inOffset, sizeBytes, out, outOffset);
        return true;
    }

    private void crypt(byte[] in, int inOffset, int sizeBytes, byte[] out, int outOffset) {
        for (int done = 0; done < sizeBytes; done += BLOCK_SIZE_BYTES) {
            nextBlock();
            byte[] block = keyStream.array();
            int end = Math.min(BLOCK_SIZE_BYTES, sizeBytes - done);
            for (int i = 0; i < end; i++) {
                out[outOffset + done + i] = (byte) (in[inOffset + done + i] ^ block[i]);
            }
        }
        Arrays.fill(keyStream.array(), (byte) 0);
        Arrays.fill(state, 0);
    }

    private void nextBlock() {
        ChaChaEngine.chachaCore(ROUNDS, state, words);
        keyStream.clear();
        keyStream.asIntBuffer().put(words);
        state[COUNTER]++;
    }

    private byte[] tag(byte[] ciphertext, int offset, int sizeBytes) {
        authenticator.update(ciphertext, offset, sizeBytes);
        authenticator.update(new byte[TAG_BLOCK_SIZE_BYTES], 0, -sizeBytes & (TAG_BLOCK_SIZE_BYTES - 1));
        ByteBuffer sizes = ByteBuffer.allocate(TAG_BLOCK_SIZE_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        sizes.putLong(0).putLong(sizeBytes);
        authenticator.update(sizes.array(), 0, TAG_BLOCK_SIZE_BYTES);
        byte[] tag = new byte[Aead.TAG_SIZE_BYTES];
        authenticator.doFinal(tag, 0);
        return tag;
    }
}
