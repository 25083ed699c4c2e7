package org.phrkit.age;

import java.util.List;

/**
 * What anyone can see of an age file without a key. Immutable.
 *
 * @param isArmored whether it is written as text
 * @param recipientKinds the type of each stanza, in order, such as {@code X25519}; nobody's key shows in it
 * @param headerSizeBytes header with its MAC line
 * @param payloadSizeBytes everything after the header: nonce, chunks and their tags
 * @param plaintextSizeBytes the size of what is inside, if the payload is whole
 */
public record Inspection(
        boolean isArmored,
        List<String> recipientKinds,
        long headerSizeBytes,
        long payloadSizeBytes,
        long plaintextSizeBytes) {
    /**
     * Copies the lists.
     *
     * @param isArmored whether it is written as text
     * @param recipientKinds the type of each stanza, in order, such as {@code X25519}
     * @param headerSizeBytes header with its MAC line
     * @param payloadSizeBytes everything after the header
     * @param plaintextSizeBytes the size of what is inside, if the payload is whole
     */
    public Inspection {
        recipientKinds = List.copyOf(recipientKinds);
    }
}
