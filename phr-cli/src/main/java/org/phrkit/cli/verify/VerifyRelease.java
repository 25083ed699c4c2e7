package org.phrkit.cli.verify;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.phrkit.cli.files.Input;
import org.phrkit.cli.files.Outputs;
import org.phrkit.cli.shell.ExitCode;
import org.phrkit.cli.shell.Failure;
import org.phrkit.cli.table.DialectOptions;
import org.phrkit.cli.table.Form;
import org.phrkit.cli.table.PersonOptions;
import org.phrkit.cli.table.RoleOptions;
import org.phrkit.input.BadInputException;
import org.phrkit.privacy.MissingCells;
import org.phrkit.sign.ContentHash;
import org.phrkit.table.Role;
import org.phrkit.table.Schema;
import org.phrkit.table.SchemaException;
import org.phrkit.table.TableException;
import org.phrkit.verify.ReleasedTable;
import org.phrkit.verify.Requirements;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Checks whether a table is k-anonymous, l-diverse and t-close. */
@Command(
        name = "release",
        headerHeading = "Check that each row is one of at least five:%n"
                + "  phr verify release -k 5 -c columns.csv release.csv%n%n",
        description = {
            "Check whether a table is k-anonymous, from the table alone: exit status 0 means yes, 3 means no.",
            "Without roles, all columns count as quasi-identifiers, which is the strictest reading.",
            "With -l and -t, also check whether the table is l-diverse and t-close in each sensitive column."
        })
public final class VerifyRelease implements Callable<Integer> {
    @Mixin
    private RequirementOptions requirementOptions = new RequirementOptions();

    @Mixin
    private RoleOptions roleOptions = new RoleOptions();

    @Mixin
    private PersonOptions personOptions = new PersonOptions();

    @Mixin
    private DialectOptions dialectOptions = new DialectOptions();

    @Option(
            names = "--form",
            paramLabel = "FORM",
            description =
                    "records: each row is a record. groups: each row is a group, and the column count, or the one with "
                            + "the role count, gives its number of records. Default: as the columns file says.")
    private @Nullable Form form;

    @Option(
            names = "--original",
            paramLabel = "IN.csv",
            description = "The table that the release was made from; adds the remaining risk and the information loss. "
                    + "Measures that compare rows are left out if nothing shows that the rows are in the same order.")
    private @Nullable String original;

    @Option(
            names = "--pairing",
            paramLabel = "FILE",
            description =
                    "The line of the original for each row, as phr aggregate --pairing writes it. Use it for a release "
                            + "whose rows were shuffled, sorted or left out.")
    private @Nullable String pairing;

    @Option(
            names = "--population",
            paramLabel = "FILE",
            description =
                    "A table of the population that the release was drawn from, with a row for each person and the "
                            + "quasi-identifiers. The journalist's and the marketer's risk are then computed from the number of "
                            + "its rows that match each class (k-map), and not from the worst case. With --original, a centre "
                            + "matches the range of the values that it was made of; without, only itself.")
    private @Nullable String population;

    @Option(
            names = "--report",
            paramLabel = "OUT.html",
            description =
                    "Also write a report with plots, as a web page. With --original, the report shows figures of the "
                            + "original, down to single rows: show it only to readers who may see the original.")
    private @Nullable String report;

    @Option(
            names = {"-f", "--force"},
            description = "Replace the report of --report if it exists.")
    private boolean force;

    @Mixin
    private ManifestCheckOptions manifestOptions = new ManifestCheckOptions();

    private Optional<ManifestCheck> manifest = Optional.empty();
    private Warnings warnings = new Warnings(false);

    @Option(names = "--json", description = "Print the verdict as one JSON object.")
    private boolean json;

    @Parameters(
            arity = "0..1",
            paramLabel = "RELEASE.csv",
            description = "The table, with a header line; standard input for - or if omitted.")
    private String file = "-";

    @Override
    public Integer call() throws IOException {
        ReportFile.require(report, force);
        if (pairing != null && original == null) {
            throw new Failure(ExitCode.USAGE, "--pairing works only with --original", "add --original IN.csv");
        }
        if (population != null && roleOptions.read().isEmpty()) {
            throw new Failure(ExitCode.USAGE, "--population needs roles", "give them with -c or --quasi");
        }
        warnings = new Warnings(requirementOptions.isStrict());
        manifest = manifestOptions.read(roleOptions, json, warnings);
        Requirements asked = requirementOptions.read(k -> ManifestCheck.k(k, manifest));
        Optional<Schema> schema = schema();
        Failure.requireUsage(
                asked.missing() == MissingCells.OWN_VALUE
                        || schema.flatMap(Schema::person).isEmpty(),
                "--missing wildcard cannot be combined with --person: it makes no equivalence "
                        + "classes in which to count persons");
        boolean hasSensitive = schema.isPresent()
                && schema.get().columns().stream().anyMatch(column -> column.role() == Role.SENSITIVE);
        if (asked.areOfSensitive() && !hasSensitive) {
            throw new Failure(
                    ExitCode.USAGE,
                    "-l and -t need a sensitive column, and there is none",
                    "name them with -c COLUMNS.csv, or --sensitive");
        }
        return verify(asked, schema);
    }

    /**
     * The failure that says what is wrong with a table.
     *
     * @param hasRoles whether roles were given
     */
    static Failure failure(BadInputException e, String source, boolean hasRoles) {
        return e instanceof TableException.Cell cell
                        && !hasRoles
                        && cell.suggestion().isEmpty()
                ? new Failure(
                        ExitCode.USAGE,
                        e.at(source),
                        "without roles, all columns count as quasi-identifiers; give roles with -c or --quasi")
                : Failure.of(e, source);
    }

    /** The roles, one of them the count where groups were asked for. */
    private Optional<Schema> schema() throws IOException {
        Optional<Schema> read = roleOptions.read();
        Schema named = personOptions.of(read.orElse(new Schema(List.of())));
        if (read.isEmpty() && named.person().isPresent()) {
            throw new Failure(ExitCode.USAGE, "--person needs roles", "give them with -c or --quasi");
        }
        Optional<Schema> schema = read.map(any -> named);
        if (form != Form.groups) {
            return schema;
        }
        try {
            return Optional.of(schema.orElseThrow(() ->
                            new Failure(ExitCode.USAGE, "a file of groups needs roles", "give them with -c or --quasi"))
                    .withCount());
        } catch (SchemaException e) {
            throw new Failure(ExitCode.USAGE, "--form groups: " + e.problem());
        }
    }

    private void requireForm(ReleasedTable release, String name) throws Failure {
        if (form != null && release.isOfGroups() != (form == Form.groups)) {
            throw new Failure(
                    ExitCode.USAGE,
                    form == Form.groups
                            ? name + ":1: there is no column of counts, so the file is not of groups"
                            : name + ":1: a column has the role count, so the file is of groups");
        }
    }

    private int verify(Requirements asked, Optional<Schema> schema) throws IOException {
        Input input = new Input(file);
        Optional<Input> compared = Optional.ofNullable(original).map(Input::new);
        input.reserve();
        Optional<Input> pairs = Optional.ofNullable(pairing).map(Input::new);
        Optional<Input> others = Optional.ofNullable(population).map(Input::new);
        for (Optional<Input> read : List.of(compared, pairs, others)) {
            if (read.isPresent()) {
                read.get().reserve();
            }
        }
        try (Outputs outputs = new Outputs()) {
            ReportFile page = ReportFile.open(outputs, report, force);
            byte[] bytes;
            try (InputStream in = input.open()) {
                bytes = in.readAllBytes();
            }
            if (manifest.isPresent()) {
                manifest.get().require(ContentHash.of(bytes), input.name(), schema, warnings);
                if (asked.areOfSensitive() && !requirementOptions.isFolding()) {
                    manifest.get().warnOfFolding(warnings);
                }
            }
            Findings findings = findings(bytes, input.name(), schema, asked, compared, pairs, others);
            page.write(() -> new ReleasePage(findings, roleOptions).text());
            System.out.println(json ? new VerdictJson(findings).text() : new VerdictText(findings).text());
            outputs.commit();
            return findings.hold() ? ExitCode.DONE : ExitCode.NO;
        }
    }

    private Findings findings(
            byte[] bytes,
            String name,
            Optional<Schema> schema,
            Requirements asked,
            Optional<Input> compared,
            Optional<Input> pairs,
            Optional<Input> others)
            throws IOException {
        try {
            ReleasedTable all = ReleasedTable.of(bytes, dialectOptions.dialect(), schema);
            Failure.requireUsage(
                    all.columns().containsAll(requirementOptions.within()),
                    name + ":1: there is no column of each name in --within");
            ReleasedTable strata = all.within(requirementOptions.within());
            ReleasedTable release = requirementOptions.isFolding() ? strata.folded() : strata;
            requireForm(release, name);
            if (release.isOfGroups() && personOptions.areNamed()) {
                throw new Failure(
                        ExitCode.USAGE,
                        name + ": --person needs records, but this is a file of groups, "
                                + "whose counts were fixed when aggregate wrote it");
            }
            ReleaseWarnings.ofColumns(release, schema.isPresent()).forEach(warnings::add);
            requireRecords(asked, release, name);
            boolean looksAtSensitive = asked.areOfSensitive() || original != null || report != null;
            Optional<Original> read = compared.isEmpty()
                    ? Optional.empty()
                    : Optional.of(Original.read(name, release, compared.get(), pairs, warnings));
            Optional<Population> drawnFrom = others.isEmpty()
                    ? Optional.empty()
                    : Optional.of(Population.read(name, release, others.get(), read, warnings));
            return Findings.of(
                    name, release, asked, personOptions, manifest, looksAtSensitive, read, drawnFrom, warnings);
        } catch (BadInputException e) {
            throw failure(e, name, schema.isPresent());
        }
    }

    private static void requireRecords(Requirements asked, ReleasedTable release, String name) throws Failure {
        if (asked.areOfSensitive() && release.isOfGroups()) {
            throw new Failure(ExitCode.USAGE, name + ": -l and -t need records, but this is a file of groups");
        }
    }
}
