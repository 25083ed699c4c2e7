package org.phrkit.bench;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
import org.phrkit.table.Csv;
import org.phrkit.table.Dialect;
import org.phrkit.table.Kind;
import org.phrkit.table.NumberColumn;
import org.phrkit.table.Role;
import org.phrkit.table.Schema;
import org.phrkit.table.SchemaException;
import org.phrkit.table.Table;
import org.phrkit.verify.ReleaseCheck;
import org.phrkit.verify.ReleasedTable;
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
    private byte[] written = {};
    private Optional<Schema> schema = Optional.empty();
    private Table release = original;

    /** Makes a release, with a sensitive column of whole numbers. */
    @Setup
    public void setUp() throws IOException, SchemaException {
        Table quasi = SyntheticTable.of(rows, 5);
        List<Column> columns = new ArrayList<>(quasi.columns());
        double[] sensitive =
                new Random(2).ints(rows, 0, SENSITIVE_VALUES).asDoubleStream().toArray();
        columns.add(new NumberColumn(new ColumnSpec("s", Role.SENSITIVE, Kind.INTEGER), sensitive));
        original = quasi.withColumns(columns);
        release = Release.of(original, Mdav.partition(original, k)).table();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Csv.write(release, out);
        written = out.toByteArray();
        schema = Optional.of(
                new Schema(release.columns().stream().map(Column::spec).toList()));
    }

    private ReleasedTable read() throws Exception {
        return ReleasedTable.of(written, Dialect.STANDARD, schema);
    }

    /** The classes, reading the release included. */
    @Benchmark
    public ReleaseCheck.Verdict anonymity() throws Exception {
        return ReleaseCheck.of(read(), k);
    }

    /** The same, and the sensitive values in each class. */
    @Benchmark
    public ReleaseCheck.Verdict diversityAndCloseness() throws Exception {
        Requirements asked =
                Requirements.of(k).with(new DiversityCriterion.Distinct(2)).withCloseness(1);
        return ReleaseCheck.of(read(), asked);
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
