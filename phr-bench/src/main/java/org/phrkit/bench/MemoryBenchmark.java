package org.phrkit.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
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
import org.phrkit.table.Kind;
import org.phrkit.table.SchemaException;
import org.phrkit.table.Table;
import org.phrkit.table.TableException;

/**
 * How much less a release takes than its table: the counters, which are the same each time. The time is that of the
 * release and of counting.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 0)
@Measurement(iterations = 1)
public class MemoryBenchmark {
    private static final int COLLECTORS = 5;

    /** Ways to make groups. */
    public enum Refine {
        NONE {
            @Override
            Grouping grouping() {
                return Grouping.mdav(Progress.UNSEEN);
            }
        },
        DESCENT {
            @Override
            Grouping grouping() {
                return Grouping.descent(Progress.UNSEEN);
            }
        };

        abstract Grouping grouping();
    }

    /** {@code synthetic}, 10,000 x 5, or the path of a table of the literature. */
    @Param({"synthetic"})
    private String table;

    /** Of all columns that hold whole numbers. */
    @Param({"NUMBER", "INTEGER"})
    private Kind kind = Kind.NUMBER;

    @Param({"NONE", "DESCENT"})
    private Refine refine = Refine.NONE;

    /** Of five collectors; 0 for one phase. */
    @Param({"0", "2", "5"})
    private int k1;

    @Param({"2", "3", "5", "10", "20", "50"})
    private int k;

    private Table original = SyntheticTable.of(1, 1);

    /** Bytes, and the information loss in percent. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.EVENTS)
    public static class Counters {
        public long rawCsv;
        public long rawMemory;
        public long rawCompressed;
        public long rawEncrypted;
        public long recordsCsv;
        public long recordsMemory;
        public long recordsCompressed;
        public long recordsEncrypted;
        public long groupsCsv;
        public long groupsMemory;
        public long groupsCompressed;
        public long groupsEncrypted;
        public double informationLoss;
    }

    /** Reads or makes the table. */
    @Setup
    public void setUp() throws IOException, TableException, SchemaException {
        if (table.equals("synthetic")) {
            original = SyntheticTable.of(10_000, 5, kind);
        } else {
            Path path = Path.of(table).toAbsolutePath();
            Table read = ReferenceTable.read(path.resolveSibling("."), String.valueOf(path.getFileName()));
            original = kind == Kind.INTEGER ? ReferenceTable.withIntegers(read) : read;
        }
    }

    /** Makes both forms of a release and counts. */
    @Benchmark
    public Release reduction(Counters counters) throws IOException, CollectorException {
        Release release = k1 == 0
                ? Release.of(original, refine.grouping().partition(original, k))
                : DoublePhase.simulate(
                                original, Split.RANDOM.collectorOf(original, COLLECTORS, 1), k1, k, refine.grouping())
                        .phase2();
        Footprint raw = Footprint.of(original);
        counters.rawCsv = raw.csv();
        counters.rawMemory = raw.memory();
        counters.rawCompressed = raw.compressed();
        counters.rawEncrypted = raw.encrypted();
        Footprint records = Footprint.of(release.table());
        counters.recordsCsv = records.csv();
        counters.recordsMemory = records.memory();
        counters.recordsCompressed = records.compressed();
        counters.recordsEncrypted = records.encrypted();
        Footprint groups = Footprint.of(release.groups());
        counters.groupsCsv = groups.csv();
        counters.groupsMemory = groups.memory();
        counters.groupsCompressed = groups.compressed();
        counters.groupsEncrypted = groups.encrypted();
        counters.informationLoss = release.informationLoss();
        return release;
    }
}
