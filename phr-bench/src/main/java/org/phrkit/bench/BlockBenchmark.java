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
import org.phrkit.microaggregation.Grouping;
import org.phrkit.microaggregation.Partition;
import org.phrkit.microaggregation.Progress;
import org.phrkit.table.Table;

/** Grouping normally distributed rows in blocks, on all processors. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 1)
@Measurement(iterations = 3)
public class BlockBenchmark {
    @Param({"250000"})
    private int rows;

    @Param({"5"})
    private int dimensions;

    @Param({"5"})
    private int k;

    /** As many as rows: no blocks. */
    @Param({"8192", "32768", "250000"})
    private int rowsOfBlock;

    private Table table = SyntheticTable.of(1, 1);

    /** Makes the input. */
    @Setup
    public void setUp() {
        table = SyntheticTable.of(rows, dimensions);
    }

    /** MDAV in each block. */
    @Benchmark
    public Partition mdav() {
        return Grouping.mdav(Progress.UNSEEN).inBlocks(rowsOfBlock).partition(table, k);
    }

    /** And descent in larger ones, and along the cuts. */
    @Benchmark
    public Partition descent() {
        return Grouping.descent(Progress.UNSEEN).inBlocks(rowsOfBlock).partition(table, k);
    }
}
