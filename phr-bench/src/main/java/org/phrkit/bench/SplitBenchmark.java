package org.phrkit.bench;

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
import org.phrkit.split.Policy;
import org.phrkit.split.Share;
import org.phrkit.split.ShareException;
import org.phrkit.split.Slip39;

/** Splitting a key of 32 bytes and restoring it, at the default iteration exponent. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class SplitBenchmark {
    private static final char[] NO_PASSPHRASE = new char[0];

    /** Shares needed; all but the last case have five, it has the most there can be. */
    @Param({"2", "3", "16"})
    private int needed;

    private final SecureRandom random = new SecureRandom();
    private final byte[] secret = new byte[32];
    private Policy policy = Policy.of(2, 2);
    private List<Share> shares = List.of();

    /** Splits once. */
    @Setup
    public void setUp() {
        random.nextBytes(secret);
        policy = Policy.of(needed, Math.max(needed, 5));
        shares = split().get(0).subList(0, needed);
    }

    /** Into shares. */
    @Benchmark
    public List<List<Share>> split() {
        return Slip39.split(secret, policy, NO_PASSPHRASE, Slip39.DEFAULT_ITERATION_EXPONENT, random);
    }

    /** From as many as are needed. */
    @Benchmark
    public byte[] combine() throws ShareException {
        return Slip39.combine(shares, NO_PASSPHRASE);
    }
}
