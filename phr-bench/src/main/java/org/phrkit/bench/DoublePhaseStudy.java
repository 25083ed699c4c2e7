package org.phrkit.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.phrkit.microaggregation.CollectorException;
import org.phrkit.microaggregation.DoublePhase;
import org.phrkit.microaggregation.Grouping;
import org.phrkit.microaggregation.Progress;
import org.phrkit.microaggregation.Release;
import org.phrkit.microaggregation.Simulation;
import org.phrkit.table.Table;

/**
 * Does micro-aggregation in two phases perform similarly to that in one? Measures information loss, linkage and
 * correlations on the reference tables and prints Markdown:
 *
 * <pre>java -cp phr-bench/target/benchmarks.jar org.phrkit.bench.DoublePhaseStudy [DATA [DOCUMENT]]</pre>
 *
 * <p>DATA is the folder of the tables; without it, {@code data} in the folder that {@code -Dphr.shared} names, which is
 * {@code ../shared}. In DOCUMENT the text between the two marks is replaced. The same tables give the same figures.
 */
public final class DoublePhaseStudy {
    /** What groups the rows, in both phases and in one. */
    private static final Grouping GROUPING = Grouping.descent(Progress.UNSEEN);

    private static final String GROUPING_NAME = "MDAV, refined by descent";

    private static final int[] COLLECTORS = {2, 5, 10};
    private static final int[] K1 = {2, 3, 5};
    private static final int[] K = {5, 10, 20};

    /** Ratios up to which runs are counted. */
    private static final double[] LIMITS = {1.05, 1.10, 1.25, 1.50};

    /** Random splits are measured so often, and the mean is shown. */
    private static final int SEEDS = 3;

    private final StringBuilder out = new StringBuilder();

    /** The figures of two phases divided by those of one: by split, k1 and k. */
    private final Map<String, List<Figures>> ratios = new HashMap<>();

    private DoublePhaseStudy() {}

    /** Runs it all. */
    public static void main(String[] args) throws Exception {
        Path data = args.length > 0 ? Path.of(args[0]) : ReferenceTable.folder();
        DoublePhaseStudy study = new DoublePhaseStudy();
        for (String file : ReferenceTable.FILES) {
            study.measure(file, ReferenceTable.read(data, file));
        }
        String report = study.summary() + study.out;
        if (args.length < 2) {
            System.out.print(report);
            return;
        }
        new Region("DoublePhaseStudy").replace(Path.of(args[1]), report);
    }

    private void measure(String file, Table table) throws CollectorException {
        List<Figures> single = new ArrayList<>();
        for (int k : K) {
            single.add(Figures.of(table, Release.of(table, GROUPING.partition(table, k))));
        }
        append(
                "\n### %s, %d x %d\n\n",
                file, table.rowCount(), table.quasiNumbers().size());
        append("| | | | phase 1 | | | k = %d | | | k = %d | | | k = %d | | |\n", K[0], K[1], K[2]);
        append("|---|---|---|%s\n", "---|---|---|".repeat(1 + K.length));
        append("| split | collectors | k1 |%s\n", " IL | link | corr |".repeat(1 + K.length));
        append("| one phase | | |%s%s\n", Figures.NONE.cells(), cells(single));
        for (Split split : Split.values()) {
            for (int collectors : COLLECTORS) {
                for (int k1 : K1) {
                    List<Figures> row = row(table, split, collectors, k1);
                    append("| %s | %d | %d |%s\n", name(split), collectors, k1, cells(row));
                    for (int i = 0; i < K.length; i++) {
                        ratios.computeIfAbsent(key(split, k1, K[i]), none -> new ArrayList<>())
                                .add(row.get(i + 1).dividedBy(single.get(i)));
                    }
                }
            }
        }
    }

    /** Phase 1, then both phases for each k. */
    private static List<Figures> row(Table table, Split split, int collectors, int k1) throws CollectorException {
        List<List<Figures>> measured = new ArrayList<>();
        for (int i = 0; i <= K.length; i++) {
            measured.add(new ArrayList<>());
        }
        for (int seed = 1; seed <= (split == Split.RANDOM ? SEEDS : 1); seed++) {
            int[] collectorOf = split.collectorOf(table, collectors, seed);
            for (int i = 0; i < K.length; i++) {
                Simulation simulation = DoublePhase.simulate(table, collectorOf, k1, K[i], GROUPING);
                if (i == 0) {
                    measured.get(0).add(Figures.of(table, simulation.phase1()));
                }
                measured.get(i + 1).add(Figures.of(table, simulation.phase2()));
            }
        }
        return measured.stream().map(Figures::mean).toList();
    }

    private static String cells(List<Figures> row) {
        return row.stream().map(Figures::cells).collect(Collectors.joining());
    }

    private String summary() {
        StringBuilder summary = new StringBuilder();
        summary.append(
                String.format(Locale.ROOT, "Groups: %s. Random splits: the mean of %d.\n\n", GROUPING_NAME, SEEDS));
        summary.append("| k1 | k | split | IL | linkage | correlation |\n|---|---|---|---|---|---|\n");
        for (Split split : Split.values()) {
            for (int k1 : K1) {
                for (int k : K) {
                    List<Figures> found = ratios.getOrDefault(key(split, k1, k), List.of());
                    summary.append(String.format(
                            Locale.ROOT,
                            "| %d | %d | %s | %s | %s | %s |\n",
                            k1,
                            k,
                            name(split),
                            range(found, Figures::loss),
                            range(found, Figures::linkage),
                            range(found, Figures::correlation)));
                }
            }
        }
        return summary + counts();
    }

    /** The median, and the least to the largest. */
    private static String range(List<Figures> found, ToDoubleFunction<Figures> figure) {
        double[] sorted = found.stream().mapToDouble(figure).sorted().toArray();
        return String.format(
                Locale.ROOT, "%.2f (%.2f to %.2f)", sorted[sorted.length / 2], sorted[0], sorted[sorted.length - 1]);
    }

    /** How many runs lose hardly more than one phase. */
    private String counts() {
        StringBuilder counts = new StringBuilder();
        counts.append("\nIn so many of the runs below, IL is at most so many times that of one phase:\n\n| |");
        for (double limit : LIMITS) {
            counts.append(String.format(Locale.ROOT, " %.2f |", limit));
        }
        counts.append(" runs |\n|---|").append("---|".repeat(LIMITS.length)).append("---|\n");
        for (Split split : Split.values()) {
            List<Figures> found = ratios.entrySet().stream()
                    .filter(entry -> entry.getKey().startsWith(name(split)))
                    .flatMap(entry -> entry.getValue().stream())
                    .toList();
            counts.append("| ").append(name(split)).append(" |");
            for (double limit : LIMITS) {
                counts.append(' ')
                        .append(found.stream()
                                .filter(ratio -> ratio.loss() <= limit)
                                .count())
                        .append(" |");
            }
            counts.append(' ').append(found.size()).append(" |\n");
        }
        return counts.toString();
    }

    private static String key(Split split, int k1, int k) {
        return name(split) + " " + k1 + " " + k;
    }

    private static String name(Split split) {
        return split.name().toLowerCase(Locale.ROOT);
    }

    private void append(String format, Object... values) {
        out.append(String.format(Locale.ROOT, format, values));
    }
}
