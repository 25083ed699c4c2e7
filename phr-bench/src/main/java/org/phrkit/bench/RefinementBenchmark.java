package org.phrkit.bench;

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
import org.phrkit.microaggregation.Mdav;
import org.phrkit.microaggregation.Partition;
import org.phrkit.microaggregation.Progress;
import org.phrkit.microaggregation.Refinement;
import org.phrkit.table.Table;

/** Refining the partition that MDAV makes of normally distributed rows; MDAV itself is not counted. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 1)
@Measurement(iterations = 5)
public class RefinementBenchmark {
    private static final int ITERATIONS = 10_000;

    @Param({"1000", "10000"})
    private int rows;

    @Param({"5"})
    private int dimensions;

    @Param({"5"})
    private int k;

    private Table table = SyntheticTable.of(1, 1);
    private Partition partition = new Partition(new int[1]);

    /** Makes the input. */
    @Setup
    public void setUp() {
        table = SyntheticTable.of(rows, dimensions);
        partition = Mdav.partition(table, k);
    }

    /** Until no step helps. */
    @Benchmark
    public Partition descent() {
        return Refinement.descent(table, partition, k, Progress.UNSEEN);
    }

    /** The same, and 10,000 steps of a search. */
    @Benchmark
    public Partition search() {
        return Refinement.search(table, partition, k, ITERATIONS, 1, Progress.UNSEEN);
    }
}
