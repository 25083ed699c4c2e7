package org.phrkit.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.phrkit.privacy.InformationLoss;
import org.phrkit.privacy.NearlyEqualClasses;
import org.phrkit.table.Column;
import org.phrkit.table.Csv;
import org.phrkit.table.Dialect;
import org.phrkit.table.Role;
import org.phrkit.table.Schema;
import org.phrkit.table.SchemaException;
import org.phrkit.table.Table;
import org.phrkit.table.TableException;
import org.phrkit.verify.ReleaseCheck;
import org.phrkit.verify.Requirements;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Answers whether a table is k-anonymous, l-diverse and t-close. */
@Command(
        name = "release",
        description = {
            "Say whether a table is k-anonymous, from the table alone: exit status 0 is yes, 3 is no.",
            "Without roles, all its columns count as quasi-identifiers, which is the strictest reading. With them, a "
                    + "column \"count\" that has no role says how many records a row stands for.",
            "With -l and -t, also whether it is l-diverse and t-close in each sensitive column."
        })
final class VerifyRelease implements Callable<Integer> {
    @Mixin
    private RequirementOptions requirementOptions = new RequirementOptions();

    @Mixin
    private RoleOptions roleOptions = new RoleOptions();

    @Mixin
    private DialectOptions dialectOptions = new DialectOptions();

    @Option(
            names = "--original",
            paramLabel = "IN.csv",
            description = "The table that the release was made from, its rows in the same order: adds the information "
                    + "loss.")
    private @Nullable String original;

    @Option(names = "--json", description = "Print the verdict as one JSON object.")
    private boolean json;

    @Parameters(
            arity = "0..1",
            paramLabel = "RELEASE.csv",
            description = "The table, with a header line; - or nothing is standard input.")
    private String file = "-";

    @Override
    public Integer call() throws IOException, TableException, SchemaException {
        Requirements asked = requirementOptions.read();
        Optional<Schema> schema = roleOptions.read();
        boolean hasSensitive = schema.isPresent()
                && schema.get().columns().stream().anyMatch(column -> column.role() == Role.SENSITIVE);
        if (asked.areOfSensitive() && !hasSensitive) {
            throw new Failure(
                    ExitCode.USAGE,
                    "-l and -t ask of sensitive columns, and there is none",
                    "name them with -c COLUMNS.csv, or --sensitive");
        }
        try {
            return verify(asked, schema);
        } catch (TableException.Cell e) {
            throw schema.isPresent() || e.suggestion().isPresent()
                    ? Failure.of(e)
                    : new Failure(
                            ExitCode.USAGE,
                            e.getMessage() + "",
                            "without roles, all columns count as quasi-identifiers; name them with -c or --quasi");
        }
    }

    private int verify(Requirements asked, Optional<Schema> schema)
            throws IOException, TableException, SchemaException {
        Dialect dialect = dialectOptions.dialect();
        ReleaseFile release = new ReleaseFile(new Input(file), dialect, schema);
        release.warnOfColumns();
        ReleaseCheck.Verdict verdict = release.check(asked);
        NearlyEqualClasses nearlyEqual = release.nearlyEqual();
        release.warnOfNearlyEqual(nearlyEqual);
        OptionalDouble loss = OptionalDouble.empty();
        if (original != null) {
            if (release.isOfGroups()) {
                throw new Failure(
                        ExitCode.USAGE,
                        release.name() + ": --original is compared row by row, and this is a file of groups");
            }
            loss = OptionalDouble.of(loss(release.numbers(), schema, new Input(original), dialect));
        }
        System.out.println(
                json
                        ? new VerdictJson(verdict)
                                .object(release.isOfGroups(), nearlyEqual, loss)
                                .text()
                        : new VerdictText(verdict, loss).text());
        return verdict.holds() ? ExitCode.DONE : ExitCode.NO;
    }

    private static double loss(Table release, Optional<Schema> schema, Input original, Dialect dialect)
            throws IOException, TableException, SchemaException {
        Schema quasi = new Schema(release.columns().stream()
                .map(Column::spec)
                .map(spec -> schema.flatMap(roles -> roles.column(spec.name())).orElse(spec))
                .toList());
        Table before;
        try (InputStream in = original.open()) {
            before = Csv.read(
                    in, original.name(), dialect, header -> ReleaseFile.only(Role.QUASI, quasi.bindRelease(header)));
        }
        if (before.rowCount() != release.rowCount()) {
            throw new Failure(
                    ExitCode.COULD_NOT,
                    original.name() + ": has " + before.rowCount() + " rows, the release has " + release.rowCount());
        }
        return InformationLoss.of(before, release);
    }
}
