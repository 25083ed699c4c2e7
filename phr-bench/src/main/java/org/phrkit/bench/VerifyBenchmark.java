package org.phrkit.bench;

import java.util.ArrayList;
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
import org.phrkit.microaggregation.Mdav;
import org.phrkit.microaggregation.Release;
import org.phrkit.privacy.DiversityCriterion;
import org.phrkit.privacy.InformationLoss;
import org.phrkit.privacy.RecordLinkage;
import org.phrkit.table.Column;
import org.phrkit.table.ColumnSpec;
import org.phrkit.table.Kind;
import org.phrkit.table.NumberColumn;
import org.phrkit.table.RecordCounts;
import org.phrkit.table.Role;
import org.phrkit.table.Table;
import org.phrkit.verify.ReleaseCheck;
import org.phrkit.verify.Requirements;

/** Checking a release without its maker. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class VerifyBenchmark {
    private static final int SENSITIVE_VALUES = 100;

    @Param({"1000", "100000"})
    private int rows;

    @Param({"5"})
    private int k;

    private Table original = SyntheticTable.of(1, 1);
    private Table release = original;

    /** Makes a release, with a sensitive column of whole numbers. */
    @Setup
    public void setUp() {
        Table quasi = SyntheticTable.of(rows, 5);
        List<Column> columns = new ArrayList<>(quasi.columns());
        double[] sensitive =
                new Random(2).ints(rows, 0, SENSITIVE_VALUES).asDoubleStream().toArray();
        columns.add(new NumberColumn(new ColumnSpec("s", Role.SENSITIVE, Kind.INTEGER), sensitive));
        original = quasi.withColumns(columns);
        release = Release.of(original, Mdav.partition(original, k)).table();
    }

    /** The classes. */
    @Benchmark
    public ReleaseCheck.Verdict anonymity() {
        return ReleaseCheck.of(release, k);
    }

    /** The classes, and the sensitive values in each. */
    @Benchmark
    public ReleaseCheck.Verdict diversityAndCloseness() {
        Requirements asked =
                Requirements.of(k).with(new DiversityCriterion.Distinct(2)).withCloseness(1);
        return ReleaseCheck.of(release, RecordCounts.ones(rows), asked);
    }

    /** Against the original. */
    @Benchmark
    public double informationLoss() {
        return InformationLoss.of(original, release);
    }

    /** Each person of the original linked with the nearest row of the release. */
    @Benchmark
    public RecordLinkage linkage() {
        return RecordLinkage.of(original, release);
    }
}
