package org.phrkit.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.phrkit.age.Age;
import org.phrkit.age.HybridIdentity;
import org.phrkit.age.Recipient;
import org.phrkit.age.ScryptRecipient;
import org.phrkit.age.X25519Identity;
import org.phrkit.age.X25519Recipient;
import org.phrkit.report.ReportWriter;
import org.phrkit.report.Source;
import org.phrkit.sign.SigningKey;

/** The bytes that encryption adds to a report, by its size and its recipients, counted. */
final class EncryptionOverhead {
    private static final long[] SIZES = {0, 1 << 10, 10 << 10, 64 << 10, 1 << 20, 16 << 20, 256 << 20};
    private static final Instant CREATED = Instant.parse("2026-01-01T00:00:00Z");

    private final SecureRandom random = new SecureRandom();
    private final X25519Recipient recipient = X25519Identity.generate(random).recipient();

    private EncryptionOverhead() {}

    /** In Markdown. */
    static String table() throws IOException {
        return new EncryptionOverhead().lines();
    }

    private String lines() throws IOException {
        Recipient hybrid = HybridIdentity.generate(random).recipient();
        Recipient passphrase = new ScryptRecipient("correct horse battery staple".toCharArray(), 10);
        StringBuilder lines = new StringBuilder("""
                | report, bytes | X25519 | three of them | hybrid | passphrase | X25519, armored | X25519, signed |
                |---|---|---|---|---|---|---|
                """);
        for (long size : SIZES) {
            lines.append("| ").append(size);
            long armored = bytes(size, out -> {
                try (OutputStream armor = Age.armoringStream(out)) {
                    Age.encrypt(List.of(recipient), new Zeros(size), armor, random);
                }
            });
            long signed = bytes(size, out -> seal(size, out));
            for (long added : new long[] {
                added(size, List.of(recipient)),
                added(size, Collections.nCopies(3, recipient)),
                added(size, List.of(hybrid)),
                added(size, List.of(passphrase)),
                armored,
                signed
            }) {
                lines.append(" | ").append(added);
            }
            lines.append(" |\n");
        }
        return lines.toString();
    }

    private interface Sealing {
        void to(OutputStream out) throws IOException;
    }

    private static long bytes(long size, Sealing sealing) throws IOException {
        Counting counting = new Counting();
        sealing.to(counting);
        return counting.bytes - size;
    }

    private long added(long size, List<? extends Recipient> recipients) throws IOException {
        return bytes(size, out -> Age.encrypt(recipients, new Zeros(size), out, random));
    }

    private void seal(long size, OutputStream out) throws IOException {
        Source report = new Source() {
            @Override
            public String name() {
                return "report.pdf";
            }

            @Override
            public InputStream open() {
                return new Zeros(size);
            }
        };
        try (SigningKey sender = SigningKey.generate(random)) {
            ReportWriter.seal(List.of(report), sender, List.of(recipient), CREATED, out, random);
        }
    }

    private static final class Counting extends OutputStream {
        private long bytes;

        @Override
        public void write(int b) {
            bytes++;
        }

        @Override
        public void write(byte[] b, int offset, int length) {
            bytes += length;
        }
    }

    /** So many bytes, all 0. */
    private static final class Zeros extends InputStream {
        private long left;

        Zeros(long size) {
            this.left = size;
        }

        @Override
        public int read() {
            return left-- > 0 ? 0 : -1;
        }

        @Override
        public int read(byte[] b, int offset, int length) {
            if (left <= 0 && length > 0) {
                return -1;
            }
            int count = (int) Math.min(left, length);
            Arrays.fill(b, offset, offset + count, (byte) 0);
            left -= count;
            return count;
        }
    }
}
