package org.phrkit.bench;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.phrkit.mediation.CurvePoint;
import org.phrkit.mediation.DoctorPart;
import org.phrkit.mediation.Opening;
import org.phrkit.mediation.ReportPart;
import org.phrkit.mediation.StorePart;

/** What opening a report by three parts of a key costs each side in arithmetic, on one core. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class OpeningBenchmark {
    private final SecureRandom random = new SecureRandom();
    private final StorePart store = StorePart.generate(random);
    private final DoctorPart doctor = DoctorPart.generate(random);
    private final ReportPart report = ReportPart.generate(random);
    private byte[] share = new byte[0];
    private byte[] question = new byte[0];

    /** A stanza's point, and a question about it. */
    @Setup
    public void ask() throws IOException {
        share = StorePart.generate(random).point().bytes();
        question = doctor.open(share, random).request().point().bytes();
    }

    /** The doctor's device: a question, and what takes the blind off its answer. */
    @Benchmark
    public Opening question() throws IOException {
        return doctor.open(share, random);
    }

    /** The store: the point is looked at, and multiplied twice. */
    @Benchmark
    public CurvePoint answer() throws IOException {
        return store.answer(report, CurvePoint.of(question));
    }
}
