package org.phrkit.cli.aggregate;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.phrkit.cli.files.ByteCount;
import org.phrkit.cli.files.Inputs;
import org.phrkit.cli.files.OutputOptions;
import org.phrkit.cli.shell.Build;
import org.phrkit.cli.shell.ExitCode;
import org.phrkit.cli.shell.Failure;
import org.phrkit.cli.shell.ProgressLine;
import org.phrkit.cli.shell.ProgressOptions;
import org.phrkit.cli.shell.Terminal;
import org.phrkit.cli.table.DialectOptions;
import org.phrkit.cli.table.Form;
import org.phrkit.cli.table.PersonOptions;
import org.phrkit.cli.table.PseudonymOptions;
import org.phrkit.cli.table.RoleOptions;
import org.phrkit.input.BadInputException;
import org.phrkit.microaggregation.Anonymisation;
import org.phrkit.microaggregation.Anonymisation.Incomplete;
import org.phrkit.microaggregation.AnonymisationException;
import org.phrkit.microaggregation.CollectorException;
import org.phrkit.microaggregation.Grouping;
import org.phrkit.microaggregation.Release;
import org.phrkit.microaggregation.RepeatedNames;
import org.phrkit.privacy.InformationLoss;
import org.phrkit.pseudonym.Pseudonyms;
import org.phrkit.pseudonym.ShuffleKey;
import org.phrkit.sign.ContentHash;
import org.phrkit.table.BlankRows;
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
        headerHeading = "Release a table whose columns are described in a file:%n"
                + "  phr aggregate -k 5 -c columns.csv -o release.csv patients.csv%n%n",
        description = {
            "Release a k-anonymous table: no row can be told apart from k-1 others by its quasi-identifiers.",
            "Rows are put into groups of k or more, and the quasi-identifiers of each row are replaced by the "
                    + "centre of its group (MDAV, then refinement).",
            "Every column needs a role. Identifiers are left out; sensitive and plain columns are released as "
                    + "they are.",
            "In two phases, collectors run --phase 1 on their own tables, and a server runs --phase 2 on what "
                    + "they hand over."
        })
public final class Aggregate implements Callable<Integer> {
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
    private StrataOptions strataOptions = new StrataOptions();

    @Mixin
    private MissingOptions missingOptions = new MissingOptions();

    @Mixin
    private PhaseOptions phaseOptions = new PhaseOptions();

    @Mixin
    private FormOptions formOptions = new FormOptions();

    @Mixin
    private ShuffleOptions shuffleOptions = new ShuffleOptions();

    @Option(names = "--json", description = "Print the summary as one JSON object.")
    private boolean json;

    @Mixin
    private ProgressOptions progressOptions = new ProgressOptions();

    @Mixin
    private ManifestOptions manifestOptions = new ManifestOptions();

    @Mixin
    private OutputOptions outputOptions = new OutputOptions();

    @Parameters(
            arity = "0..*",
            paramLabel = "INPUT.csv",
            description =
                    "The table, with a header line; standard input for - or if omitted. With --phase 2, one or more "
                            + "files.")
    private List<String> files = new ArrayList<>();

    private final ByteCount bytesIn = new ByteCount();

    /** A release, and the form in which it is written. */
    private record Made(Release release, Form form) {
        Made inOrder(ShuffleKey key) {
            return new Made(release.inOrder(key.order(release.table().rowCount())), form);
        }
    }

    @Override
    public Integer call() throws IOException, TableException, SchemaException {
        checkUsage();
        Schema schema = personOptions.of(roleOptions
                .read()
                .orElseThrow(() -> new Failure(
                        ExitCode.USAGE,
                        "no column has a role",
                        "name them with -c COLUMNS.csv, or with --quasi and similar options")));
        limitOptions.check(schema, phaseOptions.areGiven());
        Failure.requireUsage(
                !phaseOptions.areGiven() || schema.columns().stream().noneMatch(column -> column.role() == Role.WEIGHT),
                "survey weights cannot be combined with two phases");
        boolean hasGroups = formOptions.or(phaseOptions.isFirst() ? Form.groups : Form.records) == Form.groups
                || (phaseOptions.isSecond() && schema.count().isPresent());
        if (hasGroups && schema.column(Release.COUNT).stream().anyMatch(column -> column.role() == Role.QUASI)) {
            throw new Failure(
                    ExitCode.USAGE,
                    "a quasi-identifier is called " + Release.COUNT + ", as the column of group sizes is",
                    "give it another name in the table");
        }
        Failure.requireUsage(
                !manifestOptions.arePaired() || !(hasGroups || phaseOptions.isSecond()),
                "--pairing works only for the records of a single table");
        Dialect dialect = dialectOptions.dialect();
        Optional<ContentHash> columnsFile = roleOptions.columnsFile();
        long start = System.nanoTime();
        try (Pseudonyms pseudonyms = phaseOptions.isSecond()
                        ? null
                        : pseudonymOptions.read(schema).orElse(null);
                ShuffleKey shuffleKey = shuffleOptions.read().orElse(null);
                ProgressLine progress = progressOptions.start();
                Inputs inputs = Inputs.open(files.isEmpty() ? List.of("-") : files);
                ReleaseOutput out = manifestOptions.open(outputOptions)) {
            Grouping grouping = groupingOptions.grouping(k, progress);
            ReleaseSummary summary = new ReleaseSummary()
                    .add("method", GroupingOptions.METHOD)
                    .add("refine", groupingOptions.refine())
                    .add("k", k);
            Made kept = phaseOptions.isSecond()
                    ? ofHandover(inputs, schema, dialect, grouping, summary)
                    : ofTable(inputs, schema, dialect, pseudonyms, grouping, summary);
            progress.finish();
            Made made = shuffleKey == null ? kept : kept.inOrder(shuffleKey);
            CommitCheck.require(made.release(), made.form(), k, strataOptions.columns());
            summary.addPersons(made.release(), made.form(), k);
            OptionalInt blocks = grouping.rowsOfBlock(made.release().table().rowCount(), k);
            blocks.ifPresent(rows -> summary.add("blocks", rows));
            ReleaseManifest.Counts counts = ReleaseSummary.counts(made.release());
            Table written = formOptions.table(made.release(), made.form());
            Csv.write(written, out.stream(), dialect);
            out.commit(written, content -> manifest(content, columnsFile, written, made, blocks, dialect, counts));
            summary.addBlankRows(missingOptions.blankRowCount());
            boolean countsPersons =
                    made.form() == Form.groups && made.release().persons().isPresent();
            summary.addGroups(counts, countsPersons ? "persons" : "rows", phaseOptions.isSecond());
            summary.addBytes(bytesIn.count(), out.sizeBytes());
            if (made.form() == Form.groups) {
                summary.addLeftOut(made.release());
            }
            summary.add("seconds", (System.nanoTime() - start) / 1e9);
            // Where the release itself goes to standard output, the summary must not stand in it.
            (outputOptions.isStandardOutput() ? System.err : System.out)
                    .println(json ? summary.json() : summary.text());
        }
        return ExitCode.DONE;
    }

    private void checkUsage() throws Failure {
        Failure.requireUsage(k >= 2, "k is " + k + "; it must be at least 2");
        phaseOptions.check();
        Failure.requireUsage(
                files.size() <= 1 || phaseOptions.isSecond(), "several files are accepted only with --phase 2");
        if (guaranteeOptions.areGiven() && phaseOptions.isFirst()) {
            throw new Failure(
                    ExitCode.USAGE,
                    "-l and -t belong to phase 2, which sees the sensitive columns of all collectors",
                    "hand over records (--form records), and give -l and -t to --phase 2");
        }
        guaranteeOptions.check();
        strataOptions.check(phaseOptions.areGiven());
        Failure.requireUsage(
                !missingOptions.areGiven() || !phaseOptions.isSecond(),
                "--missing is for records; phase 2 fills what collectors left missing");
    }

    private Made ofHandover(Inputs inputs, Schema schema, Dialect dialect, Grouping grouping, ReleaseSummary summary)
            throws IOException, TableException, SchemaException {
        Handover handover =
                Handover.read(inputs, schema, formOptions.isOfGroups(), dialect, bytesIn, missingOptions.blankRows());
        Form form = formOptions.or(handover.form());
        Failure.requireUsage(
                handover.form() == Form.records || form == Form.groups,
                "the files hold groups, from which no records can be made");
        Failure.requireUsage(
                handover.form() == Form.records || !(personOptions.areNamed() || limitOptions.areGiven()),
                "the files hold groups; they count persons only if phase 1 was given --person");
        if (guaranteeOptions.areGiven()) {
            if (handover.form() == Form.groups) {
                throw new Failure(
                        ExitCode.USAGE,
                        "the files hold groups, which have no sensitive columns for -l and -t",
                        "run phase 1 with --form records to hand them over");
            }
            guaranteeOptions.requireSensitive(handover.records());
        }
        Release release;
        if (schema.person().isPresent() && handover.form() == Form.records) {
            Failure.requireUsage(form == Form.records, "phase 2 for persons can only write --form records");
            Anonymisation anonymisation =
                    anonymisation(schema, dialect, null, true, grouping, Anonymisation.Within.ALL);
            release = release(handover.records(), "all files", anonymisation);
        } else {
            boolean isSorted = formOptions.order(false, shuffleOptions.areGiven()) == Anonymisation.Order.SORTED;
            release = handover.release(
                    k, grouping, personOptions.areRows(), guaranteeOptions.guarantees(), dialect.missingValues());
            summary.addSteps(release.steps());
            release = isSorted ? release.sorted() : release;
        }
        return new Made(release, form);
    }

    private Made ofTable(
            Inputs inputs,
            Schema schema,
            Dialect dialect,
            @Nullable Pseudonyms pseudonyms,
            Grouping grouping,
            ReleaseSummary summary)
            throws IOException, TableException, SchemaException {
        String source = inputs.name(0);
        Table read = read(bytesIn.of(inputs.stream(0)), source, dialect, schema, missingOptions.blankRows());
        Table table = pseudonyms == null ? read : pseudonyms.of(shifted(read, source, schema, pseudonyms));
        ColumnWarnings.of(table, schema::isKindGiven, source).forEach(Terminal::warning);
        guaranteeOptions.requireSensitive(table);
        phaseOptions.requireCollectors(table);
        Form form = formOptions.or(phaseOptions.isFirst() ? Form.groups : Form.records);
        boolean isPseudonymous = !table.columns(Role.PSEUDONYM).isEmpty();
        phaseOptions.requireOfPersons(schema, form, isPseudonymous);
        Anonymisation.Within within = strataOptions.within(table);
        Failure.requireUsage(
                within.columns().isEmpty() || !limitOptions.areParts(),
                "--within cannot be combined with --rows-per-pseudonym");
        Failure.requireUsage(
                !strataOptions.isSuppressing()
                        || form == Form.records
                        || schema.person().isEmpty(),
                "with --person, --suppress works only for records");
        Failure.requireUsage(
                form == Form.records
                        || schema.person().isEmpty()
                        || table.columns(Role.WEIGHT).isEmpty(),
                "with --person, survey weights work only for records");
        Failure.requireUsage(
                form == Form.records || within.columns().isEmpty(),
                "--within works only for records, which have its columns");
        Anonymisation anonymisation = anonymisation(schema, dialect, pseudonyms, isPseudonymous, grouping, within);
        if (schema.person().isEmpty() && !personOptions.areRows()) {
            RepeatedNames.doubtful(table)
                    .forEach(name -> Terminal.warning(source + ": column \"" + name
                            + "\" has repeated values; if each value stands for one person, "
                            + "name the column with --person"));
        }
        CompletableFuture<OptionalDouble> least = leastLoss(table);
        Release release = form == Form.groups && schema.person().isPresent()
                ? groups(table, source, anonymisation)
                : release(table, source, anonymisation);
        if (release.table().rowCount() == table.rowCount()) {
            least.join().ifPresent(summary::leastLoss);
        }
        phaseOptions.collectors().ifPresent(by -> summary.add("k1", by.k1()));
        summary.addSteps(release.steps());
        ColumnWarnings.of(release, dialect, source).forEach(Terminal::warning);
        return new Made(release, form);
    }

    /**
     * The least loss, found at the same time as the groups on another processor if there is one; only for records, each of
     * which has a group.
     */
    private CompletableFuture<OptionalDouble> leastLoss(Table table) {
        return json
                ? CompletableFuture.supplyAsync(() -> InformationLoss.least(table, k))
                : CompletableFuture.completedFuture(OptionalDouble.empty());
    }

    private static Table shifted(Table table, String source, Schema schema, Pseudonyms key) throws Failure {
        if (table.columns(Role.SHIFT).isEmpty()) {
            return table;
        }
        try {
            return key.shifted(table, PseudonymOptions.requirePerson(table, schema));
        } catch (BadInputException e) {
            throw Failure.of(e, source);
        }
    }

    private Anonymisation anonymisation(
            Schema schema,
            Dialect dialect,
            @Nullable Pseudonyms pseudonyms,
            boolean isPseudonymous,
            Grouping grouping,
            Anonymisation.Within within)
            throws Failure {
        return new Anonymisation(
                k,
                grouping,
                phaseOptions.isSecond() ? Incomplete.IMPUTE : missingOptions.incomplete(),
                guaranteeOptions.guarantees(),
                dialect.missingValues(),
                phaseOptions.collectors(),
                limitOptions.protection(
                        schema,
                        personOptions.isLinked() || isPseudonymous,
                        pseudonyms == null ? null : pseudonyms::ofPart),
                personOptions.areRows(),
                formOptions.order(schema.person().isPresent(), shuffleOptions.areGiven()),
                within,
                strataOptions.suppression());
    }

    private static Table read(InputStream in, String source, Dialect dialect, Schema schema, BlankRows blankRows)
            throws IOException {
        try {
            return Csv.read(in, dialect, blankRows, schema::bind);
        } catch (BadInputException e) {
            throw Failure.of(e, source);
        }
    }

    private static Release groups(Table table, String source, Anonymisation anonymisation) throws Failure {
        try {
            return anonymisation.groupsOf(table);
        } catch (AnonymisationException e) {
            throw Failure.of(e, source);
        }
    }

    private static Release release(Table table, String source, Anonymisation anonymisation) throws Failure {
        try {
            return anonymisation.of(table);
        } catch (AnonymisationException e) {
            throw Failure.of(e, source);
        } catch (CollectorException e) {
            throw Failure.of(e, source + ": collector " + (e.collector() + 1));
        }
    }

    private ReleaseManifest manifest(
            ContentHash content,
            Optional<ContentHash> columnsFile,
            Table written,
            Made made,
            OptionalInt blocks,
            Dialect dialect,
            ReleaseManifest.Counts counts) {
        Form form = made.form();
        Map<String, Object> parameters = new ReleaseParameters(
                        groupingOptions, personOptions, limitOptions, guaranteeOptions, strataOptions)
                .of(k, blocks, made.release().persons().isPresent());
        if (!phaseOptions.isSecond()) {
            parameters.put("missing", missingOptions.name());
        }
        parameters.putAll(phaseOptions.parameters());
        parameters.put("form", form.name());
        parameters.put("shuffled", shuffleOptions.areGiven());
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
}
