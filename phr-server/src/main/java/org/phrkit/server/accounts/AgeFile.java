package org.phrkit.server.accounts;

import java.nio.charset.StandardCharsets;
import org.phrkit.server.problem.Problem;

/** What the store keeps for others and cannot read. */
final class AgeFile {
    private AgeFile() {}

    /**
     * Refuses what is no age file, or too large.
     *
     * @param what it is, for messages
     */
    static void require(byte[] bytes, int most, String what) throws Problem {
        if (!new String(bytes, StandardCharsets.ISO_8859_1).startsWith("age-encryption.org/v1\n")) {
            throw Problem.malformed(what + ": this is not an age file");
        }
        if (bytes.length > most) {
            throw new Problem(Problem.Kind.TOO_LARGE, what + ": at most " + most + " bytes");
        }
    }
}
