package org.phrkit.age.stream;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;
import org.phrkit.crypto.Aead;
import org.phrkit.crypto.Hkdf;
import org.phrkit.crypto.SecretBytes;

/** What sealing and opening have in common: sizes, nonces, the payload key (C2SP age.md, "Payload"). */
public final class Chunk {
    /** Random bytes before the first chunk. */
    public static final int PAYLOAD_NONCE_SIZE_BYTES = 16;

    public static final int PLAIN_SIZE_BYTES = 64 << 10;
    public static final int SEALED_SIZE_BYTES = PLAIN_SIZE_BYTES + Aead.TAG_SIZE_BYTES;

    private static final byte[] INFO = "payload".getBytes(StandardCharsets.US_ASCII);

    private Chunk() {}

    /**
     * The size of what is inside a payload of a given size.
     *
     * @param chunksSizeBytes everything behind the nonce of the payload
     * @return empty where no whole payload has that size
     */
    public static OptionalLong plaintextSizeBytes(long chunksSizeBytes) {
        long count = (chunksSizeBytes + SEALED_SIZE_BYTES - 1) / SEALED_SIZE_BYTES;
        long lastSize = chunksSizeBytes - (count - 1) * SEALED_SIZE_BYTES;
        boolean lastIsEmpty = lastSize == Aead.TAG_SIZE_BYTES && count > 1;
        return chunksSizeBytes <= 0 || lastSize < Aead.TAG_SIZE_BYTES || lastIsEmpty
                ? OptionalLong.empty()
                : OptionalLong.of(chunksSizeBytes - count * Aead.TAG_SIZE_BYTES);
    }

    /** The size of everything behind the nonce of a payload with so much inside; at least one chunk. */
    public static long sealedSizeBytes(long plaintextSizeBytes) {
        long count = Math.max(1, (plaintextSizeBytes + PLAIN_SIZE_BYTES - 1) / PLAIN_SIZE_BYTES);
        return plaintextSizeBytes + count * Aead.TAG_SIZE_BYTES;
    }

    static SecretBytes payloadKey(SecretBytes fileKey, byte[] payloadNonce) {
        return Hkdf.derive(fileKey, payloadNonce, INFO);
    }

    /** Eleven bytes of big-endian index, then 1 for the last chunk and 0 for all others. */
    static byte[] nonce(long index, boolean last) {
        byte[] nonce = new byte[Aead.NONCE_SIZE_BYTES];
        ByteBuffer.wrap(nonce).putLong(3, index);
        nonce[Aead.NONCE_SIZE_BYTES - 1] = (byte) (last ? 1 : 0);
        return nonce;
    }
}
