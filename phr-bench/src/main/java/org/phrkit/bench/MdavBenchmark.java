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
import org.phrkit.microaggregation.Partition;
import org.phrkit.table.Column;
import org.phrkit.table.ColumnSpec;
import org.phrkit.table.NumberColumn;
import org.phrkit.table.Role;
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

    private Table table = new Table(List.of(new NumberColumn(new ColumnSpec("x", Role.QUASI), new double[1])));

    /** Makes the input. */
    @Setup
    public void setUp() {
        Random random = new Random(1);
        List<Column> columns = new ArrayList<>();
        for (int i = 0; i < dimensions; i++) {
            double[] values = new double[rows];
            for (int row = 0; row < rows; row++) {
                values[row] = random.nextGaussian();
            }
            columns.add(new NumberColumn(new ColumnSpec("x" + i, Role.QUASI), values));
        }
        table = new Table(columns);
    }

    /** The whole partition. */
    @Benchmark
    public Partition partition() {
        return Mdav.partition(table, k);
    }
}
