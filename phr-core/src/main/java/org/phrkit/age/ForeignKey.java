package org.phrkit.age;

import java.util.List;
import org.phrkit.age.format.Bech32;

/** Keys that {@code age} takes and this library does not, so that whoever has one is told what to do. */
final class ForeignKey {
    private static final List<String> SSH_STARTS = List.of("ssh-", "ecdsa-sha2-", "sk-ssh-", "sk-ecdsa-");

    private static final String TAKEN = ", but phr accepts only age1\u2026 keys; make one with phr keygen";

    private ForeignKey() {}

    /** Refuses a line that is such a key, or begins its file. */
    static void refuse(String line) throws MalformedKeyException {
        boolean isSsh = line.startsWith("-----BEGIN ") && line.contains("PRIVATE KEY");
        for (String start : SSH_STARTS) {
            isSsh |= line.startsWith(start);
        }
        if (isSsh) {
            throw new MalformedKeyException("this is an SSH key" + TAKEN);
        }
        if (line.startsWith("age1phr1")) {
            throw new MalformedKeyException("this is for someone who opens reports together with a store; add it with "
                    + "phr contacts add, and encrypt to it with phr store put --for");
        }
        if (line.startsWith("AGE-PLUGIN-") || isRecipientOfPlugin(line)) {
            throw new MalformedKeyException("this is a key of an age plugin" + TAKEN);
        }
    }

    /** Whether it is {@code age1NAME1…}. A key of ours in which an l was typed as 1 is none: its checksum is wrong. */
    private static boolean isRecipientOfPlugin(String line) {
        try {
            String prefix = Bech32.decode(line).prefix();
            return prefix.startsWith("age1") && !prefix.equals("age1pq");
        } catch (Bech32.Malformed e) {
            return false;
        }
    }
}
