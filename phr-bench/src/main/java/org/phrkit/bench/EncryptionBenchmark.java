package org.phrkit.bench;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.security.SecureRandom;
import java.util.List;
import java.util.Random;
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
import org.phrkit.age.X25519Identity;

/** Encrypting and decrypting in memory, by size. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class EncryptionBenchmark {
    @Param({"1024", "1048576", "67108864"})
    private int sizeBytes;

    private final SecureRandom random = new SecureRandom();
    private final X25519Identity identity = X25519Identity.generate(random);
    private byte[] plain = new byte[0];
    private byte[] sealed = new byte[0];

    /** Makes the input. */
    @Setup
    public void setUp() throws IOException {
        plain = new byte[sizeBytes];
        new Random(1).nextBytes(plain);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Age.encrypt(List.of(identity.recipient()), new ByteArrayInputStream(plain), out, random);
        sealed = out.toByteArray();
    }

    /** To one recipient. */
    @Benchmark
    public void encrypt() throws IOException {
        Age.encrypt(
                List.of(identity.recipient()),
                new ByteArrayInputStream(plain),
                OutputStream.nullOutputStream(),
                random);
    }

    /** With its key. */
    @Benchmark
    public void decrypt() throws IOException {
        Age.decrypt(List.of(identity), new ByteArrayInputStream(sealed), OutputStream.nullOutputStream());
    }
}
