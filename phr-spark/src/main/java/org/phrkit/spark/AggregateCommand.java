package org.phrkit.spark;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import org.phrkit.cli.aggregate.CollectorOptions;
import org.phrkit.cli.aggregate.ColumnWarnings;
import org.phrkit.cli.aggregate.GroupingOptions;
import org.phrkit.cli.aggregate.GuaranteeOptions;
import org.phrkit.cli.aggregate.ManifestOptions;
import org.phrkit.cli.aggregate.ManifestOutput;
import org.phrkit.cli.aggregate.MissingOptions;
import org.phrkit.cli.aggregate.PersonLimitOptions;
import org.phrkit.cli.aggregate.ReleaseParameters;
import org.phrkit.cli.aggregate.ReleaseSummary;
import org.phrkit.cli.aggregate.StrataOptions;
import org.phrkit.cli.files.OutputOptions;
import org.phrkit.cli.files.Outputs;
import org.phrkit.cli.shell.Build;
import org.phrkit.cli.shell.ExitCode;
import org.phrkit.cli.shell.Failure;
import org.phrkit.cli.shell.Terminal;
import org.phrkit.cli.table.DialectOptions;
import org.phrkit.cli.table.Form;
import org.phrkit.cli.table.PersonOptions;
import org.phrkit.cli.table.PseudonymOptions;
import org.phrkit.cli.table.RoleOptions;
import org.phrkit.microaggregation.Anonymisation;
import org.phrkit.microaggregation.AnonymisationException;
import org.phrkit.microaggregation.CollectorException;
import org.phrkit.microaggregation.Grouping;
import org.phrkit.microaggregation.Progress;
import org.phrkit.microaggregation.Release;
import org.phrkit.neighbours.PartitionBound;
import org.phrkit.privacy.InformationLoss;
import org.phrkit.pseudonym.Pseudonyms;
import org.phrkit.sign.ContentHash;
import org.phrkit.table.ColumnSpec;
import org.phrkit.table.Dialect;
import org.phrkit.table.Role;
import org.phrkit.table.Schema;
import org.phrkit.table.SchemaException;
import org.phrkit.table.Table;
import org.phrkit.verify.ReleaseManifest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes an anonymous release of a table that is too large for one machine. */
@Command(
        name = "aggregate",
        headerHeading = "Release a table in parts, on a cluster of Spark:%n"
                + "  phr-spark aggregate -k 5 -c columns.csv --master URL parts/ -o release/%n%n",
        description = {
            "Release a table of patients in which no row can be told from k-1 others by its quasi-identifiers, as phr "
                    + "aggregate does, on a cluster: the same release as of phr aggregate --blocks, in a folder of "
                    + "files.",
            "Every column needs a role. Identifiers are left out, sensitive and plain columns are released as they are."
        })
final class AggregateCommand implements Callable<Integer> {
    @Option(names = "-k", paramLabel = "K", required = true, description = "The least size of a group; at least 2.")
    private int k;

    @Mixin
    private RoleOptions roleOptions = new RoleOptions();

    @Mixin
    private PersonOptions personOptions = new PersonOptions();

    @Mixin
    private PersonLimitOptions limitOptions = new PersonLimitOptions();

    @Mixin
    private PseudonymOptions pseudonymOptions = new PseudonymOptions();

    @Mixin
    private DialectOptions dialectOptions = new DialectOptions();

    @Mixin
    private GroupingOptions groupingOptions = new GroupingOptions();

    @Mixin
    private GuaranteeOptions guaranteeOptions = new GuaranteeOptions();

    @Mixin
    private CollectorOptions collectorOptions = new CollectorOptions();

    @Mixin
    private StrataOptions strataOptions = new StrataOptions();

    @Mixin
    private MissingOptions missingOptions = new MissingOptions();

    @Option(names = "--json", description = "Print the summary as one JSON object.")
    private boolean json;

    @Mixin
    private ManifestOptions manifestOptions = new ManifestOptions();

    @Mixin
    private OutputOptions outputOptions = new OutputOptions();

    @Mixin
    private MasterOptions masterOptions = new MasterOptions();

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "What the files of the release are: csv or parquet. csv unless given.")
    private Written format = Written.csv;

    @Parameters(
            arity = "1..*",
            paramLabel = "INPUT",
            description =
                    "The table: CSV files with a header line or Parquet files, or folders of them, which are read "
                            + "in the order of their names; local, or of any file system that Spark knows.")
    private List<String> files = new ArrayList<>();

    /** As typed. */
    enum Written {
        csv,
        parquet
    }

    @Override
    public Integer call() throws IOException, SchemaException {
        checkUsage();
        Schema schema = personOptions.of(roleOptions
                .read()
                .orElseThrow(() -> new Failure(
                        ExitCode.USAGE,
                        "no column has a role",
                        "name them with -c COLUMNS.csv, or with --quasi and similar options")));
        limitOptions.check(schema, false);
        collectorOptions.requireOfRows(schema);
        requireOfRecords(schema);
        Dialect dialect = dialectOptions.dialect();
        Grouping grouping = groupingOptions.grouping(k, Progress.UNSEEN);
        String name = outputOptions
                .name()
                .orElseThrow(() -> new Failure(
                        ExitCode.USAGE,
                        "a cluster writes a release as several files, which go into a folder",
                        "name one with -o DIR"));
        Optional<ContentHash> columnsFile = roleOptions.columnsFile();
        try (Pseudonyms pseudonyms = pseudonymOptions.read(schema).orElse(null);
                Outputs outputs = new Outputs();
                ManifestOutput manifest =
                        manifestOptions.openManifest(outputOptions, outputs).orElse(null);
                Sessions session = masterOptions.start()) {
            SparkSession spark = session.spark();
            long start = System.nanoTime();
            PseudonymKey key = key(
                    pseudonyms,
                    spark.sparkContext().getConf(),
                    spark.sparkContext().isLocal());
            Configuration configuration = spark.sparkContext().hadoopConfiguration();
            Sources sources = Sources.find(files, configuration);
            SparkTable.Reading reading =
                    new SparkTable.Reading(dialect, missingOptions.areBlankRowsDropped(), schema::bind);
            try (ReleaseFolder folder = ReleaseFolder.open(name, outputOptions.isForced(), configuration);
                    ReleaseFolder pairing = pairing(configuration);
                    SparkTable read = SparkTable.read(spark, sources, reading)) {
                String source =
                        sources.files().size() == 1 ? sources.files().get(0).name() : String.join(", ", files);
                SparkTable table = pseudonymous(read, key, schema);
                warn(table, schema, sources.files().get(0).name());
                SparkTable named = withoutNames(table, schema, source);
                SparkTable wanted = pairing == null ? named : RowPairing.carrying(named);
                SparkRelease release =
                        release(wanted, anonymisation(named.columns().empty(), schema, dialect, grouping, key), source);
                OptionalInt blocks = grouping.rowsOfBlock(
                        (int) Math.min(Integer.MAX_VALUE, release.counts().rows()), k);
                SparkTable handed =
                        release.table().select(RowPairing.others(release.table().columns()));
                ReleaseCheck.require(handed, k);
                ReleaseSummary summary = new ReleaseSummary()
                        .add("method", GroupingOptions.METHOD)
                        .add("refine", groupingOptions.refine())
                        .add("k", k);
                if (json && release.counts().rows() == table.rowCount()) {
                    leastLoss(table).ifPresent(summary::leastLoss);
                }
                collectorOptions.collectors().ifPresent(by -> summary.add("k1", by.k1()));
                summary.addSteps(release.steps());
                addPersons(release, summary);
                ColumnWarnings.ofDominated(
                                release.dominatedGroups(), release.counts().groups(), source)
                        .forEach(Terminal::warning);
                blocks.ifPresent(rows -> summary.add("blocks", rows));
                if (format == Written.parquet) {
                    folder.writeParquet(spark, handed);
                } else {
                    ContentHash content = folder.writeCsv(spark, release.table(), dialect, pairing);
                    if (manifest != null) {
                        manifest.write(
                                manifest(content, columnsFile, handed, release.counts(), blocks, dialect, schema));
                    }
                }
                long sizeBytes = folder.sizeBytes();
                outputs.commit();
                if (pairing != null) {
                    pairing.commit();
                }
                folder.commit();
                summary.addBlankRows(table.blankRowCount());
                summary.addGroups(release.counts(), "rows", false);
                summary.addBytes(sources.sizeBytes(), sizeBytes);
                summary.add("seconds", (System.nanoTime() - start) / 1e9);
                System.out.println(json ? summary.json() : summary.text());
            }
        }
        return ExitCode.DONE;
    }

    private @Nullable ReleaseFolder pairing(Configuration configuration) throws IOException {
        Optional<String> name = manifestOptions.pairing();
        return name.isEmpty() ? null : ReleaseFolder.openPrivate(name.get(), outputOptions.isForced(), configuration);
    }

    private void checkUsage() throws Failure {
        Failure.requireUsage(k >= 2, "k is " + k + "; it must be at least 2");
        guaranteeOptions.check();
        collectorOptions.check();
        strataOptions.check(collectorOptions.areGiven());
        Failure.requireUsage(
                format == Written.csv || !manifestOptions.arePaired(), "--pairing is for a release of CSV");
        Failure.requireUsage(
                format == Written.csv || !manifestOptions.isGiven(),
                "--manifest is for a release of CSV, whose bytes it tells");
    }

    /** What is asked of a release of records. */
    private void requireOfRecords(Schema schema) throws Failure {
        Failure.requireUsage(
                !collectorOptions.areGiven()
                        || schema.columns().stream().noneMatch(column -> column.role() == Role.WEIGHT),
                "survey weights cannot be combined with two phases");
        Failure.requireUsage(
                strataOptions.columns().isEmpty() || !limitOptions.areParts(),
                "--within cannot be combined with --rows-per-pseudonym");
    }

    /** The key in a form that tasks can have. */
    static @Nullable PseudonymKey key(@Nullable Pseudonyms pseudonyms, SparkConf conf, boolean isLocal) throws Failure {
        if (pseudonyms == null) {
            return null;
        }
        boolean isEncrypted = conf.getBoolean("spark.network.crypto.enabled", false)
                && conf.getBoolean("spark.io.encryption.enabled", false);
        if (!isLocal && !isEncrypted) {
            throw new Failure(
                    ExitCode.COULD_NOT,
                    "a pseudonym key goes to a cluster only if Spark encrypts what it sends and what it writes",
                    "set spark.authenticate, spark.network.crypto.enabled and spark.io.encryption.enabled to true");
        }
        return PseudonymKey.of(pseudonyms);
    }

    /** The table with pseudonyms, and with the days of each person moved. */
    private static SparkTable pseudonymous(SparkTable table, @Nullable PseudonymKey key, Schema schema)
            throws IOException {
        if (key == null) {
            return table;
        }
        Optional<String> person = Optional.empty();
        if (table.columns().indices(role -> role == Role.SHIFT).length > 0) {
            person = Optional.of(PseudonymOptions.requirePerson(table.columns().empty(), schema));
            TablePersons.requireNamed(table, person.get(), table::place);
        }
        return table.pseudonymous(key, person);
    }

    private static void warn(SparkTable table, Schema schema, String source) throws IOException {
        TableColumns columns = table.columns();
        Set<String> withKind = columns.specs().stream()
                .map(ColumnSpec::name)
                .filter(schema::isKindGiven)
                .collect(Collectors.toCollection(HashSet::new));
        // Of weights and quasi-identifiers the first rows tell enough.
        List<List<String>> ofFirst = Problem.thrown(() -> table.pieces()
                .map(piece -> {
                    Table rows = piece.table(columns);
                    return List.of(
                            ColumnWarnings.ofWeights(rows, source),
                            ColumnWarnings.ofQuasi(rows, withKind::contains, source));
                })
                .first());
        ofFirst.get(0).forEach(Terminal::warning);
        OverlookedColumns.in(table, piece -> piece.table(columns))
                .forEach(found -> Terminal.warning(ColumnWarnings.of(found, source)));
        ofFirst.get(1).forEach(Terminal::warning);
    }

    /** The columns that grouping takes, once it is known from the others whether rows are persons. */
    private SparkTable withoutNames(SparkTable table, Schema schema, String source) throws IOException {
        if (schema.person().isEmpty() && !personOptions.areRows()) {
            RepeatedRows.require(table);
            RepeatedRows.doubtful(table)
                    .forEach(name -> Terminal.warning(source + ": column \"" + name
                            + "\" has repeated values; if each value stands for one person, "
                            + "name the column with --person"));
        }
        return table.select(table.columns().indices(role -> role.isReleased() || role == Role.PERSON));
    }

    /** Of a small table, as on one machine. */
    private OptionalDouble leastLoss(SparkTable table) throws IOException {
        if (table.rowCount() > PartitionBound.POINTS_OF_A_SECOND) {
            return OptionalDouble.empty();
        }
        SparkTable quasi = table.select(table.columns().indices(role -> role == Role.QUASI));
        Table whole = Piece.join(Problem.thrown(() -> quasi.pieces().collect())).table(quasi.columns());
        return InformationLoss.least(whole, k);
    }

    private Anonymisation anonymisation(
            Table columns, Schema schema, Dialect dialect, Grouping grouping, @Nullable PseudonymKey key)
            throws Failure {
        boolean isPseudonymous = !columns.columns(Role.PSEUDONYM).isEmpty();
        guaranteeOptions.requireSensitive(columns);
        collectorOptions.requireCollectors(columns);
        return new Anonymisation(
                k,
                grouping,
                missingOptions.incomplete(),
                guaranteeOptions.guarantees(),
                dialect.missingValues(),
                collectorOptions.collectors(),
                limitOptions.protection(schema, personOptions.isLinked() || isPseudonymous, key),
                personOptions.areRows(),
                Anonymisation.Order.SORTED,
                strataOptions.within(columns),
                strataOptions.suppression());
    }

    private static SparkRelease release(SparkTable table, Anonymisation anonymisation, String source)
            throws IOException {
        try {
            return SparkMicroaggregation.release(table, anonymisation);
        } catch (AnonymisationException e) {
            throw Failure.of(e, source);
        } catch (CollectorException e) {
            throw Failure.of(e, source + ": collector " + (e.collector() + 1));
        }
    }

    private void addPersons(SparkRelease release, ReleaseSummary summary) throws IOException {
        Optional<Release.PersonSteps> steps = release.steps().persons();
        if (steps.isPresent() && release.persons().isPresent()) {
            boolean areSplit = summary.addPersons(steps.get());
            SparkTable rows = release.persons().get().rows();
            SparkRelease.OfPersons persons = new SparkRelease.OfPersons(
                    rows.select(RowPairing.others(rows.columns())),
                    release.persons().get().column());
            ReleasedPersons.require(persons, k);
            long below = areSplit ? 0 : ReleasedPersons.below(persons, k);
            if (!areSplit) {
                summary.addSingledOut(below, steps.get().count());
            }
            if (areSplit || below > 0) {
                summary.addJoining(ReleasedPersons.joining(persons, k), k);
            }
        }
    }

    private ReleaseManifest manifest(
            ContentHash content,
            Optional<ContentHash> columnsFile,
            SparkTable released,
            ReleaseManifest.Counts counts,
            OptionalInt blocks,
            Dialect dialect,
            Schema schema) {
        Map<String, Object> parameters = new ReleaseParameters(
                        groupingOptions, personOptions, limitOptions, guaranteeOptions, strataOptions)
                .of(k, blocks, schema.person().isPresent());
        parameters.put("missing", missingOptions.name());
        parameters.putAll(collectorOptions.parameters());
        parameters.put("form", Form.records.name());
        parameters.put("shuffled", false);
        return new ReleaseManifest(
                "phr " + Build.VERSION,
                content,
                columnsFile,
                released.columns().empty().columns().stream()
                        .map(ReleaseManifest.Released::of)
                        .toList(),
                parameters,
                dialect,
                counts);
    }
}
