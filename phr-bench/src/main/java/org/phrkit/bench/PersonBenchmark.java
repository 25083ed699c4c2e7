package org.phrkit.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SplittableRandom;
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
import org.phrkit.microaggregation.Anonymisation;
import org.phrkit.microaggregation.PersonProtection;
import org.phrkit.microaggregation.PersonProtection.Knowledge;
import org.phrkit.microaggregation.Release;
import org.phrkit.table.Column;
import org.phrkit.table.ColumnSpec;
import org.phrkit.table.NumberColumn;
import org.phrkit.table.Role;
import org.phrkit.table.Table;
import org.phrkit.table.TextColumn;

/** A release of visits, one to six of a person that differ little, of rows and of persons. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 1)
@Measurement(iterations = 3)
public class PersonBenchmark {
    private static final int MOST_VISITS = 6;

    @Param({"10000", "100000"})
    private int rows;

    @Param({"5"})
    private int k;

    private Table table = SyntheticTable.of(1, 1);

    /** Makes the input: what a person has, and by how much her visits differ from it, both normally distributed. */
    @Setup
    public void setUp() {
        SplittableRandom random = new SplittableRandom(1);
        List<String> persons = new ArrayList<>();
        double[][] values = new double[4][rows];
        int person = 0;
        while (persons.size() < rows) {
            double[] own = random.doubles(values.length, -2, 2).toArray();
            int visits = Math.min(rows - persons.size(), 1 + random.nextInt(MOST_VISITS));
            for (int visit = 0; visit < visits; visit++) {
                for (int i = 0; i < values.length; i++) {
                    values[i][persons.size()] = own[i] + random.nextDouble() / 5;
                }
                persons.add("p" + person);
            }
            person++;
        }
        List<Column> columns = new ArrayList<>();
        columns.add(new TextColumn(new ColumnSpec("person", Role.PERSON), persons));
        for (int i = 0; i < values.length; i++) {
            columns.add(new NumberColumn(new ColumnSpec("q" + i, Role.QUASI), values[i]));
        }
        table = new Table(columns);
    }

    /** k counts rows. */
    @Benchmark
    public Release ofRows() throws Exception {
        return new Anonymisation(k).of(table);
    }

    /** Nobody has more than 1/k of a class. */
    @Benchmark
    public Release oneRowKnown() throws Exception {
        return new Anonymisation(k)
                .with(new PersonProtection("person", Knowledge.ONE_ROW))
                .of(table);
    }

    /** k persons have the same classes. */
    @Benchmark
    public Release allRowsKnown() throws Exception {
        return new Anonymisation(k)
                .with(new PersonProtection("person", Knowledge.ALL_ROWS, OptionalInt.of(MOST_VISITS), Optional.empty()))
                .of(table);
    }

    /** One vector a person, for a file of groups. */
    @Benchmark
    public Release groupsOfPersons() throws Exception {
        return new Anonymisation(k)
                .with(new PersonProtection("person", Knowledge.ONE_ROW))
                .groupsOf(table);
    }
}
