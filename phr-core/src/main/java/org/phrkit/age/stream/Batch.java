package org.phrkit.age.stream;

import org.phrkit.crypto.Aead;

/** Some consecutive chunks on their way through the cipher. It belongs to one thread at a time. */
final class Batch {
    final Aead aead;
    final int capacityChunks;
    final byte[] plain;
    final byte[] sealed;
    int plainSize;
    int sealedSize;

    /** The place of the first chunk in the payload. */
    long firstIndex;

    /** Whether the last chunk of the payload is among these. */
    boolean hasLast;

    /** What is wrong with the chunk behind those that were opened; empty where nothing is. */
    String problem = "";

    Batch(Aead aead, int capacityChunks) {
        this.aead = aead;
        this.capacityChunks = capacityChunks;
        this.plain = new byte[capacityChunks * Chunk.PLAIN_SIZE_BYTES];
        this.sealed = new byte[capacityChunks * Chunk.SEALED_SIZE_BYTES];
    }

    int chunkCount() {
        return Math.max(1, (plainSize + Chunk.PLAIN_SIZE_BYTES - 1) / Chunk.PLAIN_SIZE_BYTES);
    }

    /** From {@code plain} to {@code sealed}. */
    void seal() {
        sealedSize = 0;
        int count = chunkCount();
        for (int i = 0; i < count; i++) {
            int from = i * Chunk.PLAIN_SIZE_BYTES;
            int size = Math.min(Chunk.PLAIN_SIZE_BYTES, plainSize - from);
            byte[] nonce = Chunk.nonce(firstIndex + i, hasLast && i == count - 1);
            sealedSize += aead.seal(nonce, plain, from, size, sealed, sealedSize);
        }
    }

    /** From {@code sealed} to {@code plain}, up to the first chunk that does not open. */
    void open() {
        plainSize = 0;
        hasLast = false;
        problem = "";
        for (int from = 0; from < sealedSize && problem.isEmpty(); from += Chunk.SEALED_SIZE_BYTES) {
            if (hasLast) {
                problem = "there is data after the last chunk";
            } else {
                open(from, Math.min(Chunk.SEALED_SIZE_BYTES, sealedSize - from));
            }
        }
    }

    private void open(int from, int size) {
        long index = firstIndex + from / Chunk.SEALED_SIZE_BYTES;
        if (size == Aead.TAG_SIZE_BYTES && index > 0) {
            problem = "the last chunk is empty";
            return;
        }
        int opened = Aead.REFUSED;
        if (size == Chunk.SEALED_SIZE_BYTES) {
            opened = aead.open(Chunk.nonce(index, false), sealed, from, size, plain, plainSize);
        }
        if (opened == Aead.REFUSED) {
            opened = aead.open(Chunk.nonce(index, true), sealed, from, size, plain, plainSize);
            hasLast = true;
        }
        if (opened == Aead.REFUSED) {
            problem = "chunk " + (index + 1) + " was altered or truncated";
        } else {
            plainSize += opened;
        }
    }
}
