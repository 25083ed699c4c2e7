package org.phrkit.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
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
import org.phrkit.microaggregation.CollectorException;
import org.phrkit.microaggregation.DoublePhase;
import org.phrkit.microaggregation.Grouping;
import org.phrkit.microaggregation.Progress;
import org.phrkit.microaggregation.Release;
import org.phrkit.table.SchemaException;
import org.phrkit.table.Table;

/** MDAV in two phases over normally distributed rows that are dealt out to collectors at random. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 2)
@Measurement(iterations = 5)
public class DoublePhaseBenchmark {
    private static final Grouping GROUPING = Grouping.mdav(Progress.UNSEEN);

    @Param({"1", "5", "20", "50"})
    private int collectors;

    @Param({"100000"})
    private int rows;

    @Param({"5"})
    private int dimensions;

    @Param({"2"})
    private int k1;

    @Param({"10"})
    private int k;

    private final List<Table> originals = new ArrayList<>();
    private List<Table> groups = List.of();
    private Table all = SyntheticTable.of(1, 1);

    /** Makes the input, and what the server gets. */
    @Setup
    public void setUp() {
        all = SyntheticTable.of(rows, dimensions);
        int[] collectorOf = Split.RANDOM.collectorOf(all, collectors, 1);
        for (int collector = 0; collector < collectors; collector++) {
            int which = collector;
            originals.add(all.select(IntStream.range(0, rows)
                    .filter(row -> collectorOf[row] == which)
                    .toArray()));
        }
        groups = phase1();
    }

    /** All collectors, one after the other. */
    @Benchmark
    public List<Table> phase1() {
        return originals.stream()
                .map(own -> Release.of(own, GROUPING.partition(own, k1)).groups())
                .toList();
    }

    /** The server. */
    @Benchmark
    public Release phase2() throws SchemaException, CollectorException {
        return DoublePhase.ofGroups(groups, k, GROUPING);
    }

    /** All rows at once, to compare. */
    @Benchmark
    public Release onePhase() {
        return Release.of(all, GROUPING.partition(all, k));
    }
}
