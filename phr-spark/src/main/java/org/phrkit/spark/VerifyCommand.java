package org.phrkit.spark;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import org.phrkit.cli.files.Outputs;
import org.phrkit.cli.shell.ExitCode;
import org.phrkit.cli.shell.Failure;
import org.phrkit.cli.table.DialectOptions;
import org.phrkit.cli.table.PersonOptions;
import org.phrkit.cli.table.RoleOptions;
import org.phrkit.cli.verify.ManifestCheck;
import org.phrkit.cli.verify.ManifestCheckOptions;
import org.phrkit.cli.verify.ReleaseWarnings;
import org.phrkit.cli.verify.ReportFile;
import org.phrkit.cli.verify.RequirementOptions;
import org.phrkit.cli.verify.Warnings;
import org.phrkit.input.BadInputException;
import org.phrkit.privacy.MissingCells;
import org.phrkit.sign.ContentHash;
import org.phrkit.spark.Sources.Format;
import org.phrkit.table.ColumnSpec;
import org.phrkit.table.Dialect;
import org.phrkit.table.Role;
import org.phrkit.table.Schema;
import org.phrkit.verify.Requirements;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Answers whether a release that is too large for one machine is k-anonymous, l-diverse and t-close. */
@Command(
        name = "verify",
        headerHeading = "Check that each row of a release is one of at least five:%n"
                + "  phr-spark verify -k 5 -c columns.csv release/%n%n",
        description = {
            "Check whether a table is k-anonymous, from the table alone, as phr verify release does: exit status 0 "
                    + "means yes, 3 means no.",
            "With -l and -t, also whether it is l-diverse and t-close in each sensitive column."
        })
final class VerifyCommand implements Callable<Integer> {
    /** About as many rows are linked by one task at most. */
    private static final int ROWS_OF_BLOCK = 250_000;

    @Mixin
    private RequirementOptions requirementOptions = new RequirementOptions();

    @Mixin
    private RoleOptions roleOptions = new RoleOptions();

    @Mixin
    private PersonOptions personOptions = new PersonOptions();

    @Mixin
    private DialectOptions dialectOptions = new DialectOptions();

    @Option(
            names = "--original",
            paramLabel = "IN",
            description = "The table that the release was made from, as a file or a folder: adds what was lost of each "
                    + "column and of correlations, and where nothing contradicts that the rows are in the same order, "
                    + "information loss and record linkage, this within bounds.")
    private @Nullable String original;

    @Option(
            names = "--pairing",
            paramLabel = "DIR",
            description = "The line of the original for each row, as aggregate --pairing writes it.")
    private @Nullable String pairing;

    @Option(
            names = "--report",
            paramLabel = "OUT.html",
            description =
                    "Also write a report as a web page. With --original, the report shows figures of the original: "
                            + "show it only to readers who may see the original.")
    private @Nullable String report;

    @Option(
            names = {"-f", "--force"},
            description = "Replace the report of --report if it exists.")
    private boolean force;

    @Mixin
    private ManifestCheckOptions manifestOptions = new ManifestCheckOptions();

    @Mixin
    private MasterOptions masterOptions = new MasterOptions();

    @Option(names = "--json", description = "Print the verdict as one JSON object.")
    private boolean json;

    @Parameters(
            arity = "1..*",
            paramLabel = "RELEASE",
            description = "The table: files of CSV or Parquet, or a folder of them, as aggregate writes one.")
    private List<String> files = new ArrayList<>();

    @Override
    public Integer call() throws IOException {
        Warnings warnings = new Warnings(requirementOptions.isStrict());
        Optional<ManifestCheck> manifest = manifestOptions.read(roleOptions, json, warnings);
        Requirements asked = requirementOptions.read(typed -> ManifestCheck.k(typed, manifest));
        Failure.requireUsage(
                asked.missing() == MissingCells.OWN_VALUE,
                "--missing wildcard is for one machine: phr verify release has it");
        Optional<Schema> read = roleOptions.read();
        Schema named = personOptions.of(read.orElse(new Schema(List.of())));
        if (read.isEmpty() && named.person().isPresent()) {
            throw new Failure(ExitCode.USAGE, "--person needs roles", "give them with -c or --quasi");
        }
        Optional<Schema> schema = read.map(any -> named);
        if (asked.areOfSensitive()
                && schema.stream()
                        .flatMap(any -> any.columns().stream())
                        .noneMatch(column -> column.role() == Role.SENSITIVE)) {
            throw new Failure(
                    ExitCode.USAGE,
                    "-l and -t need a sensitive column, and there is none",
                    "name them with -c COLUMNS.csv, or --sensitive");
        }
        if (pairing != null && original == null) {
            throw new Failure(ExitCode.USAGE, "--pairing works only with --original", "add --original IN.csv");
        }
        ReportFile.require(report, force);
        Dialect dialect = dialectOptions.dialect();
        try (Outputs outputs = new Outputs();
                Sessions session = masterOptions.start()) {
            ReportFile page = ReportFile.open(outputs, report, force);
            SparkVerdict verdict = verdict(session.spark(), asked, schema, dialect, manifest, warnings);
            page.write(() -> verdict.page(String.join(", ", files)));
            System.out.println(json ? verdict.json() : verdict.text());
            outputs.commit();
            return verdict.holds() ? ExitCode.DONE : ExitCode.NO;
        }
    }

    private SparkVerdict verdict(
            SparkSession spark,
            Requirements asked,
            Optional<Schema> schema,
            Dialect dialect,
            Optional<ManifestCheck> manifest,
            Warnings warnings)
            throws IOException {
        Configuration configuration = spark.sparkContext().hadoopConfiguration();
        Sources sources = Sources.find(files, configuration);
        requireWhole(sources);
        ReleaseColumns columns = new ReleaseColumns(schema, dialect);
        boolean isOfSensitive = asked.areOfSensitive();
        List<String> within = requirementOptions.within();
        SparkTable.Reading seen = new SparkTable.Reading(dialect, false, columns.seen(isOfSensitive, within));
        try (SparkTable release = SparkTable.read(spark, sources, seen);
                SparkTable cells =
                        SparkTable.read(spark, sources, new SparkTable.Reading(dialect, false, columns.texts()))) {
            columns.requireWithin(within, isOfSensitive, sources.files().get(0).name());
            Map<String, String> roles = new LinkedHashMap<>();
            release.columns().specs().stream()
                    .map(ColumnSpec::name)
                    .forEach(name -> roles.put(
                            name,
                            schema.isEmpty()
                                    ? "quasi, as no roles were given"
                                    : schema.get()
                                            .column(name)
                                            .map(spec -> spec.role().term())
                                            .orElse("plain, as no role was given")));
            if (manifest.isPresent()) {
                Failure.requireUsage(
                        sources.format() == Format.CSV, "--manifest is for a release of CSV, whose bytes it tells");
                ContentHash found = JoinedParts.hash(
                        sources.files(), JoinedParts.header(columns.asWritten(), dialect), configuration);
                manifest.get().require(found, String.join(", ", files), schema, warnings);
                if (isOfSensitive && !requirementOptions.isFolding()) {
                    manifest.get().warnOfFolding(warnings);
                }
            }
            ReleaseTexts texts = new ReleaseTexts(cells, columns);
            texts.warnings(requirementOptions.isFolding()).forEach(warnings::add);
            Optional<String> person = personOptions.areRows() ? Optional.empty() : schema.flatMap(Schema::person);
            SparkVerification.Asked how =
                    new SparkVerification.Asked(within, isOfSensitive, requirementOptions.isFolding());
            int l = asked.diversity().map(criterion -> criterion.l()).orElse(2);
            boolean isNamed =
                    person.isPresent() && release.columns().index(person.get()).isPresent();
            if (person.isPresent() && !isNamed && original == null) {
                throw new Failure(
                        ExitCode.USAGE,
                        "column " + BadInputException.quoted(person.get())
                                + ", which says whom a row is about, is not in the release",
                        "--original IN with --pairing DIR shows it");
            }
            try (OriginalTable before = original == null
                    ? null
                    : OriginalTable.read(
                            original,
                            pairing(configuration),
                            new OriginalTable.Reading(spark, sources, dialect, columns, warnings))) {
                SparkTable named = person.isPresent() && !isNamed && before != null
                        ? before.named(release, person.get())
                        : release;
                SparkVerification verification = SparkVerification.of(named, columns, person, how, asked.k(), l);
                ClassFigures classes = verification.classes();
                SparkVerdict verdict = new SparkVerdict(asked, classes)
                        .withColumns(roles)
                        .withIdentifiers(columns.names(Role.IDENTIFIER))
                        .with(how)
                        .withUnit(person.isPresent() ? "persons" : personOptions.areRows() ? "rows" : "unknown");
                if (classes.firstBelow() != ClassFigures.NONE) {
                    verdict.withFirstBelow(release.place(classes.firstBelow()));
                }
                manifest.ifPresent(verdict::with);
                ReleaseTexts.NearlyEqual nearlyEqual = texts.nearlyEqual(within, dialect);
                verdict.with(nearlyEqual);
                if (nearlyEqual.count() > 0) {
                    warnings.add(
                            ReleaseWarnings.ofNearlyEqual(nearlyEqual.count(), release.place(nearlyEqual.firstRow())));
                }
                if (person.isPresent()) {
                    boolean areLinked = personOptions.isLinked()
                            || !columns.names(Role.PSEUDONYM).isEmpty();
                    SparkVerification.PersonFigures found = verification.persons();
                    verdict.with(found, areLinked);
                    if (found.below() > 0) {
                        SparkTable byRow = before == null || isNamed
                                ? texts.byRow(person)
                                : before.named(texts.byRow(Optional.empty()), person.get());
                        ReleasedPersons.joining(new SparkRelease.OfPersons(byRow, person.get()), asked.k())
                                .forEach((column, count) ->
                                        warnings.add(ReleaseWarnings.ofJoining(column, count, asked.k())));
                    }
                } else if (!personOptions.areRows()) {
                    List<String> repeated = RepeatedRows.repeated(release, columns.names(Role.PSEUDONYM));
                    verdict.withRepeated(repeated);
                    if (!repeated.isEmpty()) {
                        warnings.add(ReleaseWarnings.OF_REPEATED_PSEUDONYMS);
                    }
                }
                if (before != null) {
                    Optional<SparkComparison.Linking> linking = person.isPresent()
                            ? Optional.empty()
                            : Optional.of(new SparkComparison.Linking(ROWS_OF_BLOCK, classes.smallest()));
                    verdict.with(before.comparison(columns, linking, warnings));
                }
                return verdict.with(warnings);
            }
        }
    }

    private Optional<OriginalTable.Lines> pairing(Configuration configuration) throws IOException {
        if (pairing == null) {
            return Optional.empty();
        }
        Sources sources = Sources.find(List.of(pairing), configuration);
        requireWhole(sources);
        return Optional.of(new OriginalTable.Lines(pairing, sources));
    }

    /** A folder of a release that was being written when something failed is not whole. */
    private void requireWhole(Sources sources) throws Failure {
        Optional<String> part = sources.folderWithoutSuccess();
        if (part.isPresent()) {
            throw new Failure(
                    ExitCode.MALFORMED,
                    part.get() + ": has parts of a release and no file _SUCCESS, without which it is not whole");
        }
    }
}
