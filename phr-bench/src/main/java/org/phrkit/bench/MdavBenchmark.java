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
import org.phrkit.table.Table;

/** Grouping normally distributed rows. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 2)
@Measurement(iterations = 5)
public class MdavBenchmark {
    @Param({"1000", "10000"})
    private int rows;

    @Param({"5"})
    private int dimensions;

    @Param({"5"})
    private int k;

    private Table table = SyntheticTable.of(1, 1);

    /** Makes the input. */
    @Setup
    public void setUp() {
        table = SyntheticTable.of(rows, dimensions);
    }

    /** With trees, or passes over columns where these are faster. */
    @Benchmark
    public Partition partition() {
        return Mdav.partition(table, k);
    }

    /** The same partition by the definition: ten times the rows take a hundred times as long. */
    @Benchmark
    public Partition naive() {
        return NaiveMdav.partition(table, k);
    }
}
