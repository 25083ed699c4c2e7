package org.phrkit.examples;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import org.phrkit.age.X25519Identity;
import org.phrkit.split.Policy;
import org.phrkit.split.Share;
import org.phrkit.split.ShareFile;
import org.phrkit.split.Slip39;

/** Splits a secret key into three shares, any two of which restore it (SLIP-39). */
public final class SplitKey {
    private static final char[] NO_PASSPHRASE = {};

    private SplitKey() {}

    /** Takes the folder for the three share files; it must exist. */
    public static void main(String[] args) throws Exception {
        Path folder = Path.of(args[0]);
        SecureRandom random = new SecureRandom();
        try (X25519Identity patient = X25519Identity.generate(random)) {
            byte[] secret = patient.exposeSecret();
            Policy policy = Policy.of(2, 3);
            List<Share> shares = Slip39.split(secret, policy, NO_PASSPHRASE, Slip39.DEFAULT_ITERATION_EXPONENT, random)
                    .get(0);
            Arrays.fill(secret, (byte) 0);
            for (Share share : shares) {
                ShareFile page = new ShareFile(
                        share,
                        "keeper " + (share.member() + 1),
                        patient.recipient().toString());
                Files.writeString(
                        folder.resolve("share-" + (share.member() + 1) + ".txt"),
                        page.exposeText(policy, LocalDate.now(ZoneId.systemDefault())));
                share.destroy();
            }
            System.out.println("split " + patient.recipient());
        }
        try (X25519Identity restored = restore(folder.resolve("share-1.txt"), folder.resolve("share-3.txt"))) {
            System.out.println("restored " + restored.recipient());
        }
    }

    private static X25519Identity restore(Path one, Path other) throws Exception {
        try (Share first = ShareFile.parse(Files.readString(one)).share();
                Share second = ShareFile.parse(Files.readString(other)).share()) {
            byte[] secret = Slip39.combine(List.of(first, second), NO_PASSPHRASE);
            try {
                return X25519Identity.of(secret);
            } finally {
                Arrays.fill(secret, (byte) 0);
            }
        }
    }
}
