package org.phrkit.bench;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.phrkit.age.Age;
import org.phrkit.age.HybridIdentity;
import org.phrkit.age.Identity;
import org.phrkit.age.Recipient;
import org.phrkit.age.ScryptIdentity;
import org.phrkit.age.ScryptRecipient;
import org.phrkit.age.X25519Identity;
import org.phrkit.sign.SignException;
import org.phrkit.sign.Signature;
import org.phrkit.sign.SigningKey;

/** What keys cost: a file of 32 bytes for each kind of recipient, where its wrapping is all that counts; signatures. */
public class KeyBenchmark {
    private static final byte[] PLAIN = new byte[32];

    /** Kinds of recipients. */
    public enum Kind {
        X25519,
        HYBRID,
        /** A passphrase, at the work factor that is usual. */
        SCRYPT
    }

    /** A file for one recipient. */
    @State(Scope.Benchmark)
    @BenchmarkMode(Mode.AverageTime)
    @OutputTimeUnit(TimeUnit.MILLISECONDS)
    @Fork(1)
    @Warmup(iterations = 3, time = 1)
    @Measurement(iterations = 5, time = 1)
    public static class Wrapping {
        @Param
        private Kind kind = Kind.X25519;

        private final SecureRandom random = new SecureRandom();
        private List<Recipient> recipients = List.of();
        private List<Identity> identities = List.of();
        private byte[] sealed = new byte[0];

        /** Makes a key and a file. */
        @Setup
        public void setUp() throws IOException {
            switch (kind) {
                case X25519 -> {
                    X25519Identity identity = X25519Identity.generate(random);
                    set(identity.recipient(), identity);
                }
                case HYBRID -> {
                    HybridIdentity identity = HybridIdentity.generate(random);
                    set(identity.recipient(), identity);
                }
                case SCRYPT -> {
                    char[] passphrase = "correct horse battery staple".toCharArray();
                    int workFactor = ScryptRecipient.DEFAULT_WORK_FACTOR;
                    set(new ScryptRecipient(passphrase, workFactor), new ScryptIdentity(passphrase, workFactor));
                }
            }
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            Age.encrypt(recipients, new ByteArrayInputStream(PLAIN), out, random);
            sealed = out.toByteArray();
        }

        private void set(Recipient recipient, Identity identity) {
            recipients = List.of(recipient);
            identities = List.of(identity);
        }

        /** Encrypts it. */
        @Benchmark
        public void wrap() throws IOException {
            Age.encrypt(recipients, new ByteArrayInputStream(PLAIN), OutputStream.nullOutputStream(), random);
        }

        /** Decrypts it. */
        @Benchmark
        public void unwrap() throws IOException {
            Age.decrypt(identities, new ByteArrayInputStream(sealed), OutputStream.nullOutputStream());
        }
    }

    /** New keys, and signatures as minisign makes them. */
    @State(Scope.Benchmark)
    @BenchmarkMode(Mode.AverageTime)
    @OutputTimeUnit(TimeUnit.MILLISECONDS)
    @Fork(1)
    @Warmup(iterations = 3, time = 1)
    @Measurement(iterations = 5, time = 1)
    public static class Signing {
        private final SecureRandom random = new SecureRandom();
        private final SigningKey key = SigningKey.generate(random);
        private Signature signature = sign();

        /** A key for a recipient. */
        @Benchmark
        public X25519Identity generateX25519() {
            return X25519Identity.generate(random);
        }

        /** The same for those who fear quantum computers. */
        @Benchmark
        public HybridIdentity generateHybrid() {
            return HybridIdentity.generate(random);
        }

        /** A key to sign with. */
        @Benchmark
        public SigningKey generateSigning() {
            return SigningKey.generate(random);
        }

        /** A message of 32 bytes. */
        @Benchmark
        public final Signature sign() {
            try {
                return key.sign(new ByteArrayInputStream(PLAIN), "benchmark");
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }

        /** Checks that. */
        @Benchmark
        public void verify() throws IOException, SignException {
            signature.verify(key.verificationKey(), new ByteArrayInputStream(PLAIN));
        }
    }
}
