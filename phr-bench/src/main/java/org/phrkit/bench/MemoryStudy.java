package org.phrkit.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.phrkit.microaggregation.CollectorException;
import org.phrkit.microaggregation.DoublePhase;
import org.phrkit.microaggregation.Grouping;
import org.phrkit.microaggregation.Progress;
import org.phrkit.microaggregation.Release;
import org.phrkit.microaggregation.Simulation;
import org.phrkit.table.Kind;
import org.phrkit.table.Table;

/**
 * How much less room does a release take than its table, and what does encryption add? Counts bytes and prints Markdown:
 *
 * <pre>java -cp phr-bench/target/benchmarks.jar org.phrkit.bench.MemoryStudy [DATA [DOCUMENT]]</pre>
 *
 * <p>DATA is the folder of the reference tables, {@link ReferenceTable#folder()} unless told; those that are not there
 * are skipped. In DOCUMENT the text between the marks of the two parts is replaced. The same tables give the same
 * figures, but for the compressed ones, which depend on the zlib that Java came with.
 */
public final class MemoryStudy {
    private static final Grouping GROUPING = Grouping.descent(Progress.UNSEEN);
    private static final int COLLECTORS = 5;
    private static final int[] K = {3, 5, 10, 20};
    private static final int[] K1 = {2, 5};
    private static final int[] K_OF_TWO_PHASES = {10, 20};

    private final StringBuilder out = new StringBuilder();

    private MemoryStudy() {}

    /** Counts it all. */
    public static void main(String[] args) throws Exception {
        Path data = args.length > 0 ? Path.of(args[0]) : ReferenceTable.folder();
        MemoryStudy study = new MemoryStudy();
        study.count("synthetic, six decimals", SyntheticTable.of(10_000, 5));
        study.count("synthetic, whole numbers", SyntheticTable.of(10_000, 5, Kind.INTEGER));
        for (String file : ReferenceTable.FILES) {
            if (Files.exists(data.resolve(file))) {
                Table table = ReferenceTable.read(data, file);
                study.count(file + ", all columns of kind number", table);
                study.count(file + ", whole numbers of kind integer", ReferenceTable.withIntegers(table));
            } else {
                System.err.println("skipped: there is no " + data.resolve(file));
            }
        }
        String overhead = EncryptionOverhead.table();
        if (args.length < 2) {
            System.out.print(study.out + "\n" + overhead);
        } else {
            new Region("MemoryStudy").replace(Path.of(args[1]), study.out.toString());
            new Region("EncryptionOverhead").replace(Path.of(args[1]), overhead);
        }
    }

    private void count(String name, Table table) throws IOException, CollectorException {
        Footprint raw = Footprint.of(table);
        append(
                "\n### %s, %d x %d\n\n",
                name, table.rowCount(), table.quasiNumbers().size());
        append(
                "| | form | IL | rows | CSV | in memory | compressed | encrypted |\n|---|---|---|---|---|---|---|---|\n");
        append(
                "| the table | | | %d | %d | %d | %d | %d |\n",
                raw.rows(), raw.csv(), raw.memory(), raw.compressed(), raw.encrypted());
        for (int k : K) {
            release("k = " + k, Release.of(table, GROUPING.partition(table, k)), raw);
        }
        int[] collectorOf = Split.RANDOM.collectorOf(table, COLLECTORS, 1);
        for (int k1 : K1) {
            for (int k : K_OF_TWO_PHASES) {
                Simulation simulation = DoublePhase.simulate(table, collectorOf, k1, k, GROUPING);
                if (k == K_OF_TWO_PHASES[0]) {
                    release("phase 1, k1 = " + k1, simulation.phase1(), raw);
                }
                release("both, k1 = " + k1 + ", k = " + k, simulation.phase2(), raw);
            }
        }
    }

    private void release(String name, Release release, Footprint raw) throws IOException {
        String loss = String.format(Locale.ROOT, "%.2f", release.informationLoss());
        append("| %s | records | %s | %s |\n", name, loss, cells(Footprint.of(release.table()), raw));
        append("| | groups | | %s |\n", cells(Footprint.of(release.groups()), raw));
    }

    private static String cells(Footprint footprint, Footprint raw) {
        return footprint.rows() + " | " + cell(footprint.csv(), raw.csv()) + " | "
                + cell(footprint.memory(), raw.memory()) + " | " + cell(footprint.compressed(), raw.compressed())
                + " | " + cell(footprint.encrypted(), raw.encrypted());
    }

    private static String cell(long bytes, long rawBytes) {
        return String.format(Locale.ROOT, "%d (%.1f %%)", bytes, 100.0 * bytes / rawBytes);
    }

    private void append(String format, Object... values) {
        out.append(String.format(Locale.ROOT, format, values));
    }
}
