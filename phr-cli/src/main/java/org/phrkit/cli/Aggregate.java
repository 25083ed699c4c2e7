package org.phrkit.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.phrkit.microaggregation.CollectorException;
import org.phrkit.microaggregation.DoublePhase;
import org.phrkit.microaggregation.Grouping;
import org.phrkit.microaggregation.Guarantees;
import org.phrkit.microaggregation.NotDiverseException;
import org.phrkit.microaggregation.Partition;
import org.phrkit.microaggregation.Release;
import org.phrkit.microaggregation.Simulation;
import org.phrkit.pseudonym.Pseudonyms;
import org.phrkit.table.Column;
import org.phrkit.table.ColumnSpec;
import org.phrkit.table.Csv;
import org.phrkit.table.Dialect;
import org.phrkit.table.Role;
import org.phrkit.table.Schema;
import org.phrkit.table.SchemaException;
import org.phrkit.table.Table;
import org.phrkit.table.TableException;
import org.phrkit.verify.ReleaseManifest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes an anonymous release of a table. */
@Command(
        name = "aggregate",
        description = {
            "Release a table of patients in which no row can be told from k-1 others by its quasi-identifiers: rows "
                    + "are put into groups of k or more, and each gets the centre of its group (MDAV, refined).",
            "Every column needs a role. Identifiers are left out, sensitive and plain columns are released as they are.",
            "In two phases, collectors run --phase 1 on their own tables, and a server --phase 2 on what they hand over."
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

    @Mixin
    private GroupingOptions groupingOptions = new GroupingOptions();

    @Option(
            names = "-l",
            paramLabel = "L",
            description = "Merge groups until each has L distinct values or more in every sensitive column.")
    private @Nullable Integer l;

    @Option(
            names = "-t",
            paramLabel = "T",
            description = "Merge groups until the values of each sensitive column are no farther than T, from 0 to 1, "
                    + "from those of the whole table (earth mover's distance).")
    private @Nullable Double t;

    @Option(
            names = "--missing",
            paramLabel = "HOW",
            defaultValue = "fail",
            description = "What to do about missing cells of quasi-identifiers: fail; drop their rows; impute, so that "
                    + "the row gets its group's value. fail unless given.")
    private Missing missing = Missing.fail;

    @Option(
            names = "--phase",
            paramLabel = "1|2",
            description = "1: make what a collector hands over, groups and their counts. 2: make the release of what "
                    + "several collectors handed over.")
    private @Nullable Integer phase;

    @Option(
            names = "--by",
            paramLabel = "COLUMN",
            description = "Do both phases in one run, for a simulation: this column names the collector of a row.")
    private @Nullable String by;

    @Option(names = "--k1", paramLabel = "K1", description = "The smallest size of a group in phase 1, with --by.")
    private @Nullable Integer k1;

    @Option(
            names = "--output",
            paramLabel = "FORM",
            description =
                    "records: a row for each row; groups: a row for each group with its count, of quasi-identifiers "
                            + "alone. records unless given, and with --phase 1 groups.")
    private @Nullable Form form;

    @Option(
            names = "--shuffle",
            paramLabel = "SEED",
            description = "Write the rows in an order drawn from this number, which is a secret: their order in the "
                    + "original may say who they are.")
    private @Nullable Long shuffle;

    @Option(names = "--json", description = "Print the summary as one JSON object.")
    private boolean json;

    @Option(
            names = {"-q", "--quiet"},
            description = "Show no progress.")
    private boolean quiet;

    @Mixin
    private ManifestOptions manifestOptions = new ManifestOptions();

    @Mixin
    private OutputOptions outputOptions = new OutputOptions();

    @Parameters(
            arity = "0..*",
            paramLabel = "INPUT.csv",
            description = "The table, with a header line; - or nothing is standard input. Several with --phase 2.")
    private List<String> files = new ArrayList<>();

    private final ByteCount bytesIn = new ByteCount();

    /** As typed. */
    enum Missing {
        fail,
        drop,
        impute
    }

    /** As typed. */
    enum Form {
        records,
        groups
    }

    @Override
    public Integer call() throws IOException, TableException, SchemaException, CollectorException, NotDiverseException {
        checkUsage();
        Schema schema = roleOptions
                .read()
                .orElseThrow(() -> new Failure(
                        ExitCode.USAGE,
                        "no column has a role",
                        "name them with -c COLUMNS.csv, or --quasi and its like"));
        Dialect dialect = dialectOptions.dialect();
        Optional<ReleaseManifest.Content> columnsFile = roleOptions.columnsFile();
        long start = System.nanoTime();
        try (Pseudonyms pseudonyms =
                        isSecondPhase() ? null : pseudonymOptions.read(schema).orElse(null);
                ProgressLine progress = new ProgressLine(quiet);
                Inputs inputs = Inputs.open(files.isEmpty() ? List.of("-") : files);
                ReleaseOutput out = manifestOptions.open(outputOptions)) {
            Grouping grouping = groupingOptions.grouping(k, progress);
            Summary summary = new Summary()
                    .add("method", groupingOptions.method())
                    .add("refine", groupingOptions.refine())
                    .add("k", k);
            Release release;
            if (isSecondPhase()) {
                release = secondPhase(inputs, schema, dialect, grouping);
            } else {
                Table read = Csv.read(bytesIn.of(inputs.stream(0)), inputs.name(0), dialect, schema::bind);
                Table table = complete(pseudonyms == null ? read : pseudonyms.of(read), inputs.name(0), summary);
                release = by == null
                        ? singlePhase(table, inputs.name(0), grouping, summary)
                        : simulate(table, grouping, summary);
            }
            progress.finish();
            ReleaseManifest.Counts counts = Summary.counts(release);
            Table written = write(release, out, dialect);
            out.commit(content -> manifest(content, columnsFile, written, dialect, counts));
            summary.addGroups(counts);
            summary.addBytes(bytesIn.count(), out.sizeBytes());
            if (form == Form.groups) {
                summary.addLeftOut(release);
            }
            summary.add("seconds", (System.nanoTime() - start) / 1e9);
            // Where the release itself goes to standard output, the summary must not stand in it.
            (outputOptions.isStandardOutput() ? System.err : System.out)
                    .println(json ? summary.json() : summary.text());
        }
        return ExitCode.DONE;
    }

    private void checkUsage() throws Failure {
        require(k >= 2, "k is " + k + "; it must be at least 2");
        require(phase == null || phase == 1 || phase == 2, "--phase is 1 or 2");
        require((by == null) == (k1 == null), "--by and --k1 go together");
        require(k1 == null || k1 >= 2, "k1 must be at least 2");
        require(by == null || phase == null, "--by does both phases in one run; it does not go with --phase");
        require(files.size() <= 1 || isSecondPhase(), "several files are for --phase 2");
        boolean asksMore = l != null || t != null;
        require(!asksMore || (phase == null && by == null), "-l and -t do not go with two phases");
        require(l == null || l >= 1, "l must be at least 1");
        require(t == null || (t >= 0 && t <= 1), "t must be from 0 to 1");
        if (form == null && !isSecondPhase()) {
            form = phase == null ? Form.records : Form.groups;
        }
    }

    private boolean isSecondPhase() {
        return phase != null && phase == 2;
    }

    private static void require(boolean holds, String problem) throws Failure {
        if (!holds) {
            throw new Failure(ExitCode.USAGE, problem);
        }
    }

    /** The table as {@code --missing} says. */
    private Table complete(Table table, String source, Summary summary) throws Failure {
        Map<String, Integer> missingCells = table.missingCells();
        if (missing == Missing.impute || missingCells.isEmpty()) {
            return table;
        }
        if (missing == Missing.fail) {
            String columns = missingCells.entrySet().stream()
                    .map(column -> "column \"" + column.getKey() + "\" misses " + column.getValue())
                    .collect(Collectors.joining(", "));
            throw new Failure(
                    ExitCode.COULD_NOT,
                    source + ": of " + table.rowCount() + " cells " + columns,
                    "--missing drop leaves these rows out, --missing impute gives them the values of their groups");
        }
        int[] rows = table.completeRows();
        summary.add("droppedRows", table.rowCount() - rows.length);
        if (rows.length < k) {
            throw tooFew(source, rows.length + " rows without missing cells are");
        }
        return table.select(rows);
    }

    private Failure tooFew(String source, String rows) {
        return new Failure(ExitCode.COULD_NOT, source + ": " + rows + " fewer than k = " + k);
    }

    private Release singlePhase(Table table, String source, Grouping grouping, Summary summary)
            throws Failure, NotDiverseException {
        if (table.rowCount() < k) {
            throw tooFew(source, table.rowCount() + " rows are");
        }
        require(
                (l == null && t == null) || !table.columns(Role.SENSITIVE).isEmpty(),
                "-l and -t are for sensitive columns, and there is none");
        Partition partition = grouping.partition(table, k);
        Release release = Release.of(table, partition);
        if (l == null && t == null) {
            return release;
        }
        Guarantees guarantees = new Guarantees(l == null ? 0 : l, t == null ? 1 : t);
        Table seen = table.withMissing(Role.SENSITIVE, dialectOptions.dialect().missingValues());
        Release merged = Release.of(table, guarantees.enforce(seen, partition));
        summary.add("mergedGroups", partition.groupCount() - merged.partition().groupCount());
        summary.add("informationLossOfMerging", merged.informationLoss() - release.informationLoss());
        return merged;
    }

    private Release simulate(Table table, Grouping grouping, Summary summary) throws Failure, CollectorException {
        Column collector = table.column(String.valueOf(by))
                .orElseThrow(() -> new Failure(
                        ExitCode.USAGE,
                        "--by: there is no column of this name, or its role keeps it out of the release"));
        Simulation simulation = DoublePhase.simulate(table, collector.codes(), k1 == null ? k : k1, k, grouping);
        summary.add("k1", k1);
        summary.add("collectors", (int)
                java.util.Arrays.stream(collector.codes()).distinct().count());
        summary.add("informationLossOfPhase1", simulation.phase1().informationLoss());
        summary.add("informationLossOfPhase2", simulation.phase2Loss());
        summary.add("informationLossOfSinglePhase", simulation.singlePhase().informationLoss());
        return simulation.phase2();
    }

    private Release secondPhase(Inputs inputs, Schema schema, Dialect dialect, Grouping grouping)
            throws IOException, TableException, SchemaException, CollectorException {
        List<Table> tables = new ArrayList<>();
        List<Boolean> areGroups = new ArrayList<>();
        for (int i = 0; i < inputs.size(); i++) {
            tables.add(Csv.read(bytesIn.of(inputs.stream(i)), inputs.name(i), dialect, header -> {
                boolean isGroups = header.contains(Release.COUNT)
                        && schema.column(Release.COUNT).isEmpty();
                areGroups.add(isGroups);
                return isGroups ? DoublePhase.groupsOf(schema).bind(header) : handedOver(schema, header);
            }));
        }
        require(areGroups.stream().distinct().count() == 1, "some files hold groups, and some records");
        boolean hasGroups = areGroups.get(0);
        require(!hasGroups || form != Form.records, "the files hold groups, of which no records can be made");
        form = hasGroups ? Form.groups : form;
        for (int i = 0; i < tables.size() && !hasGroups; i++) {
            checkRoles(tables.get(i), inputs.name(i), schema);
        }
        try {
            if (hasGroups) {
                return DoublePhase.ofGroups(tables, k, grouping);
            }
            return DoublePhase.ofRecords(tables, k, grouping);
        } catch (CollectorException e) {
            String source = e.collector() < 0 ? "all files" : inputs.name(e.collector());
            String at = e.lineNumber() > 0 ? source + ":" + e.lineNumber() : source;
            throw new Failure(ExitCode.COULD_NOT, at + ": " + e.problem());
        }
    }

    /** What a collector hands over is a release: an identifier should not be in it, and is left out. */
    private static List<ColumnSpec> handedOver(Schema schema, List<String> header) throws SchemaException {
        List<String> identifiers = new ArrayList<>();
        List<ColumnSpec> roles = new ArrayList<>();
        for (ColumnSpec column : schema.bindRelease(header)) {
            boolean isIdentifier = column.role() == Role.IDENTIFIER;
            roles.add(isIdentifier ? new ColumnSpec(column.name(), Role.DROP) : column);
            if (isIdentifier) {
                identifiers.add(column.name());
            }
        }
        if (!identifiers.isEmpty()) {
            Terminal.warning("a collector handed over what should not leave it: " + String.join(", ", identifiers));
        }
        return roles;
    }

    private static void checkRoles(Table table, String source, Schema schema) throws Failure {
        for (Column column : table.columns()) {
            String name = column.spec().name();
            require(schema.column(name).isPresent(), source + ":1: column \"" + name + "\" has no role");
        }
    }

    private Table write(Release release, ReleaseOutput out, Dialect dialect) throws IOException {
        Table table = form == Form.groups ? release.groups() : release.table();
        Csv.write(shuffle == null ? table : table.shuffled(shuffle), out.stream(), dialect);
        return table;
    }

    private ReleaseManifest manifest(
            ReleaseManifest.Content content,
            Optional<ReleaseManifest.Content> columnsFile,
            Table written,
            Dialect dialect,
            ReleaseManifest.Counts counts) {
        Map<String, Object> parameters = new LinkedHashMap<>(groupingOptions.parameters(k));
        parameters.put("k", k);
        put(parameters, "l", l);
        put(parameters, "t", t);
        put(parameters, "missing", isSecondPhase() ? null : missing.name());
        put(parameters, "phase", phase);
        put(parameters, "by", by);
        put(parameters, "k1", k1);
        put(parameters, "output", (form == null ? Form.records : form).name());
        parameters.put("shuffled", shuffle != null);
        return new ReleaseManifest(
                "phr " + Build.VERSION,
                content,
                columnsFile,
                written.columns().stream()
                        .filter(column -> form != Form.groups || column.spec().role() == Role.QUASI)
                        .map(ReleaseManifest.Released::of)
                        .toList(),
                parameters,
                dialect,
                counts);
    }

    private static void put(Map<String, Object> parameters, String name, @Nullable Object value) {
        if (value != null) {
            parameters.put(name, value);
        }
    }
}
