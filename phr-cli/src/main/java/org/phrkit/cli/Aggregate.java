package org.phrkit.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.phrkit.microaggregation.Mdav;
import org.phrkit.microaggregation.Partition;
import org.phrkit.microaggregation.Release;
import org.phrkit.pseudonym.Pseudonyms;
import org.phrkit.table.Csv;
import org.phrkit.table.Dialect;
import org.phrkit.table.Schema;
import org.phrkit.table.SchemaException;
import org.phrkit.table.Table;
import org.phrkit.table.TableException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes an anonymous release of a table. */
@Command(
        name = "aggregate",
        description = {
            "Release a table of patients in which no row can be told from k-1 others by its quasi-identifiers: rows "
                    + "are put into groups of k or more, and each gets the mean of its group (MDAV).",
            "Every column needs a role. Identifiers are left out, sensitive and plain columns are released as they are.",
            "The release is written as the table is: delimiter, quote, encoding and decimal mark are the same."
        })
final class Aggregate implements Callable<Integer> {
    @Option(names = "-k", paramLabel = "K", required = true, description = "The smallest size of a group; at least 2.")
    private int k;

    @Mixin
    private RoleOptions roleOptions = new RoleOptions();

    @Mixin
    private PseudonymOptions pseudonymOptions = new PseudonymOptions();

    @Mixin
    private DialectOptions dialectOptions = new DialectOptions();

    @Option(
            names = "--method",
            paramLabel = "NAME",
            defaultValue = "mdav",
            description = "How groups are made; mdav is the one there is.")
    private Method method = Method.mdav;

    @Option(names = "--json", description = "Print the summary as one JSON object.")
    private boolean json;

    @Mixin
    private OutputOptions outputOptions = new OutputOptions();

    @Parameters(
            arity = "0..1",
            paramLabel = "INPUT.csv",
            description = "The table, with a header line; - or nothing is standard input.")
    private String file = "-";

    /** As typed. */
    enum Method {
        mdav
    }

    @Override
    public Integer call() throws IOException, TableException, SchemaException {
        if (k < 2) {
            throw new Failure(ExitCode.USAGE, "k is " + k + "; it must be at least 2");
        }
        Schema schema = roleOptions
                .read()
                .orElseThrow(() -> new Failure(
                        ExitCode.USAGE,
                        "no column has a role",
                        "name them with -c COLUMNS.csv, or --quasi and its like"));
        Dialect dialect = dialectOptions.dialect();
        Input input = new Input(file);
        try (Pseudonyms pseudonyms = pseudonymOptions.read(schema).orElse(null);
                InputStream in = input.open();
                Output out = outputOptions.open(Output.Privacy.SHARED)) {
            long start = System.nanoTime();
            Table read = Csv.read(in, input.name(), dialect, schema::bind);
            Table table = pseudonyms == null ? read : pseudonyms.of(read);
            if (table.rowCount() < k) {
                throw new Failure(
                        ExitCode.COULD_NOT, input.name() + ": " + table.rowCount() + " rows are fewer than k = " + k);
            }
            requireComplete(table, input);
            Release release = Release.of(table, Mdav.partition(table, k));
            Csv.write(release.table(), out.stream(), dialect);
            out.commit();
            report(release, (System.nanoTime() - start) / 1e9);
        }
        return ExitCode.DONE;
    }

    private static void requireComplete(Table table, Input input) throws Failure {
        for (Map.Entry<String, Integer> missing : table.missingCells().entrySet()) {
            throw new Failure(
                    ExitCode.COULD_NOT,
                    input.name() + ": column \"" + missing.getKey() + "\" misses " + missing.getValue() + " of "
                            + table.rowCount() + " cells");
        }
    }

    private void report(Release release, double seconds) {
        Partition partition = release.partition();
        String summary = json
                ? new Json()
                        .add("method", method.name())
                        .add("k", k)
                        .add("rows", partition.rowCount())
                        .add("groups", partition.groupCount())
                        .add("smallestGroup", partition.smallestSize())
                        .add("largestGroup", partition.largestSize())
                        .add("informationLoss", release.informationLoss())
                        .add("seconds", seconds)
                        .text()
                : String.format(
                        Locale.ROOT,
                        "rows              %d%ngroups            %d of %d to %d rows%n"
                                + "information loss  %.4f %%%nseconds           %.2f",
                        partition.rowCount(),
                        partition.groupCount(),
                        partition.smallestSize(),
                        partition.largestSize(),
                        release.informationLoss(),
                        seconds);
        // Where the release itself goes to standard output, the summary must not stand in it.
        (outputOptions.isStandardOutput() ? System.err : System.out).println(summary);
    }
}
