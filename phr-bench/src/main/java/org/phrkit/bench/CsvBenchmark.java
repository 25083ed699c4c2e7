package org.phrkit.bench;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
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
import org.phrkit.table.ColumnSpec;
import org.phrkit.table.Csv;
import org.phrkit.table.Role;
import org.phrkit.table.SchemaException;
import org.phrkit.table.Table;
import org.phrkit.table.TableException;

/** Reading and writing tables of numbers in memory. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class CsvBenchmark {
    @Param({"1000", "100000", "1000000"})
    private int rows;

    @Param({"5"})
    private int columns;

    private Table table = SyntheticTable.of(1, 1);
    private byte[] csv = new byte[0];

    /** Makes the input. */
    @Setup
    public void setUp() throws IOException {
        table = SyntheticTable.of(rows, columns);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Csv.write(table, out);
        csv = out.toByteArray();
    }

    /** All columns as numbers. */
    @Benchmark
    public Table read() throws IOException, TableException, SchemaException {
        return Csv.read(new ByteArrayInputStream(csv), header -> header.stream()
                .map(name -> new ColumnSpec(name, Role.QUASI))
                .toList());
    }

    /** The same table. */
    @Benchmark
    public void write() throws IOException {
        Csv.write(table, OutputStream.nullOutputStream());
    }
}
